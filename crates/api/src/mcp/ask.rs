//! Asking the API in the caller's name: through its own router, with the caller's token.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, Request};
use domain::id::AgentId;
use serde_json::Value;
use tower::ServiceExt;

use crate::PREFIX;
use crate::admit::Caller;

/// The longest answer of the API that is read, in bytes: a page of messages, each as long as it may be.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// Why a tool did nothing, in words for whoever called it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refusal(pub String);

/// A caller, and the API that they ask.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    routes: Router,
    authorization: HeaderValue,
    /// The agent for whom they act.
    pub me: AgentId,
    /// That agent's language.
    pub language: String,
}

impl Asking {
    /// Whoever sent a request that was let in.
    pub(super) fn of(routes: &Router, parts: &Parts) -> Option<Self> {
        let caller = parts.extensions.get::<Caller>()?;
        Some(Self {
            routes: routes.clone(),
            authorization: parts.headers.get(AUTHORIZATION)?.clone(),
            me: caller.agent.id,
            language: caller.agent.language.clone(),
        })
    }

    /// Reads something.
    pub(super) async fn get(&self, path: &str) -> Result<Value, Refusal> {
        self.ask(Method::GET, path, None, None).await
    }

    /// Does something; under `once`, one time however often it is asked for.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        once: Option<&str>,
    ) -> Result<Value, Refusal> {
        self.ask(method, path, body, once).await
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>, once: Option<&str>) -> Result<Value, Refusal> {
        let mut request = Request::builder().method(method).uri(format!("{PREFIX}{path}"));
        request = request.header(AUTHORIZATION, self.authorization.clone());
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(once) = once {
            request = request.header("idempotency-key", once);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let request =
            request.body(body).map_err(|_| Refusal("this cannot be asked for: once is a short word".to_owned()))?;
        let Ok(response) = self.routes.clone().oneshot(request).await;
        let status = response.status();
        let bytes = to_bytes(response.into_body(), MAX_ANSWER_BYTES).await;
        let bytes = bytes.map_err(|_| Refusal("the answer is too long; ask for less".to_owned()))?;
        let told: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if status.is_success() { Ok(told) } else { Err(refusal(&told)) }
    }
}

/// A problem of the API in one sentence.
fn refusal(problem: &Value) -> Refusal {
    let title = problem["title"].as_str().unwrap_or("Something broke");
    Refusal(match problem["detail"].as_str() {
        Some(detail) => format!("{title}: {detail}."),
        None => format!("{title}."),
    })
}

/// A value for a query (RFC 3986, 2.1).
pub(super) fn quoted(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut quoted, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            quoted.push(char::from(byte));
        } else {
            let _ = write!(quoted, "%{byte:02X}");
        }
        quoted
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_leaves_its_place_in_an_address() {
        assert_eq!(quoted("a+b@c.pl&limit=1#ż"), "a%2Bb%40c.pl%26limit%3D1%23%C5%BC");
    }

    #[test]
    fn a_problem_is_a_sentence() {
        let told = json!({"title": "The token lacks a scope", "detail": "the token has no scope notes:write"});
        assert_eq!(refusal(&told).0, "The token lacks a scope: the token has no scope notes:write.");
        assert_eq!(refusal(&Value::Null).0, "Something broke.");
    }
}
