//! Another program at the door of a [`TestApp`]'s API: it has a token and speaks JSON.
//!
//! Requests go through everything the API's router has, on the app's own clock; only the wire is left out.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use domain::id::{AgentId, TokenId};
use domain::scope::{Scope, Scopes};
use domain::time::DAY_MS;
use engine::tokens::{self, NewToken};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::TestApp;

/// Requests a minute, where a test is not about them.
const PLENTY: u32 = 1_000_000;

/// A program with a token, or without.
#[derive(Clone, Debug)]
pub struct Guest {
    router: Router,
    /// Its token's id.
    pub id: Option<TokenId>,
    /// Its token.
    pub secret: Option<String>,
}

/// What it was told.
#[derive(Clone, Debug)]
pub struct Told {
    /// The status.
    pub status: u16,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body as JSON; null where it is none.
    pub json: Value,
    /// The body as text.
    pub text: String,
}

impl Told {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The end of the type of the problem that this is.
    pub fn problem(&self) -> Option<&str> {
        self.json["type"].as_str().and_then(|kind| kind.strip_prefix(api::problem::TYPE))
    }
}

impl TestApp {
    /// A program without a token.
    pub fn stranger(&self) -> Guest {
        self.stranger_within(PLENTY)
    }

    /// A program without a token, where each token has so many requests a minute.
    pub fn stranger_within(&self, requests_per_minute: u32) -> Guest {
        let settings = api::Settings { requests_per_minute, stopping: CancellationToken::new() };
        Guest { router: api::router(self.engine.clone(), settings), id: None, secret: None }
    }

    /// A program that acts for `agent` and may do this.
    ///
    /// # Panics
    /// When no token can be made.
    pub async fn guest(&self, agent: AgentId, scopes: &[Scope]) -> Guest {
        self.stranger().given(self, agent, scopes).await
    }
}

impl Guest {
    /// The same program with a token of its own, good for a day.
    ///
    /// # Panics
    /// When no token can be made.
    pub async fn given(&self, app: &TestApp, agent: AgentId, scopes: &[Scope]) -> Self {
        let scopes: Scopes = scopes.iter().copied().collect();
        let new = NewToken { agent, name: "test".to_owned(), scopes, ends_at: app.engine.now().plus_ms(DAY_MS) };
        let (id, secret) = tokens::create(&app.engine, new).await.expect("a token");
        Self { router: self.router.clone(), id: Some(id), secret: Some(secret) }
    }

    /// The same program with this token.
    pub fn with(&self, secret: &str) -> Self {
        Self { router: self.router.clone(), id: None, secret: Some(secret.to_owned()) }
    }

    /// Asks for something below `/api/v1`.
    pub async fn get(&self, path: &str) -> Told {
        self.ask("GET", path, &[], None).await
    }

    /// Sends something.
    pub async fn post(&self, path: &str, body: Value) -> Told {
        self.ask("POST", path, &[], Some(body.to_string())).await
    }

    /// Changes something.
    pub async fn patch(&self, path: &str, body: Value) -> Told {
        self.ask("PATCH", path, &[], Some(body.to_string())).await
    }

    /// Asks anything below `/api/v1`.
    ///
    /// # Panics
    /// When it is no request, or the answer is endless.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Told {
        self.ask_at(method, &format!("{}{path}", api::PREFIX), headers, body).await
    }

    /// Asks anything anywhere.
    ///
    /// # Panics
    /// When it is no request, or the answer is endless.
    pub async fn ask_at(&self, method: &str, place: &str, headers: &[(&str, &str)], body: Option<String>) -> Told {
        let mut request = Request::builder().method(method).uri(place);
        if let Some(secret) = &self.secret {
            request = request.header("authorization", format!("Bearer {secret}"));
        }
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body.as_deref().and_then(|body| serde_json::from_str(body).ok()) {
            crate::logs::planted_json(&body);
        }
        let request = request.body(body.map_or_else(Body::empty, Body::from)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("routers answer");
        let (parts, body) = response.into_parts();
        // A stream has no end to wait for.
        let streams = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if streams { Body::empty() } else { body };
        let bytes = to_bytes(body, 16 << 20).await.expect("a body that ends");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()));
        Told {
            status: parts.status.as_u16(),
            headers: headers.collect(),
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        }
    }
}
