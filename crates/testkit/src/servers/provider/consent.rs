//! The page on which somebody says yes, or no: the authorization endpoint (RFC 6749, 4.1.1) as Google and Microsoft document
//! it. Whom it cannot trust it sends nowhere: an unknown client, an address that was not registered. Everything else that is
//! wrong is told to the client, with its state.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::{Books, CLIENT, Fields, Shared, lock};

/// What the next person does who is asked for the permission. Without one they say yes, at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// They say no.
    Denied,
    /// They leave the mail out: the boxes of Google's page can be left empty.
    Narrow,
    /// They say yes, and the client gets no refresh token.
    Short,
}

/// A code, and what it was given for.
pub(super) struct Given {
    pub challenge: String,
    pub redirect: String,
    pub scope: String,
    pub lasting: bool,
}

/// The parts of a scope that are told with a token: nobody says that it lasts offline.
fn told(scope: &str) -> String {
    scope.split(' ').filter(|part| *part != "offline_access").collect::<Vec<_>>().join(" ")
}

impl Books {
    /// Whether the browser may be sent to this address: one that was registered, or any port of the loopback where none was.
    fn knows(&self, redirect: &str) -> bool {
        let loopback = || ["http://127.0.0.1:", "http://localhost:"].iter().any(|start| redirect.starts_with(start));
        if self.redirects.is_empty() { loopback() } else { self.redirects.iter().any(|known| known == redirect) }
    }

    /// What the browser is sent back with.
    fn answer(&mut self, query: &Fields) -> Result<String, &'static str> {
        let field = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
        if field("response_type") != "code" {
            return Err("unsupported_response_type");
        }
        if field("code_challenge_method") != "S256" || field("code_challenge").len() != 43 {
            return Err("invalid_request");
        }
        let scope = told(field("scope"));
        if !scope.split(' ').any(|part| part == "mail") {
            return Err("invalid_scope");
        }
        let consent = self.consents.pop_front();
        if consent == Some(Consent::Denied) {
            return Err("access_denied");
        }
        let code = self.next("code");
        let given = Given {
            challenge: field("code_challenge").to_owned(),
            redirect: field("redirect_uri").to_owned(),
            scope: if consent == Some(Consent::Narrow) { "openid".to_owned() } else { scope },
            lasting: consent != Some(Consent::Short),
        };
        self.codes.insert(code.clone(), given);
        Ok(code)
    }
}

/// The page.
pub(super) async fn authorize(
    State((books, _)): Shared,
    Query(query): Query<Fields>,
) -> (StatusCode, HeaderMap, &'static str) {
    let field = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
    let mut books = lock(&books);
    if field("client_id") != CLIENT.0 {
        return (StatusCode::BAD_REQUEST, HeaderMap::new(), "invalid_client");
    }
    let redirect = field("redirect_uri");
    if !books.knows(redirect) {
        return (StatusCode::BAD_REQUEST, HeaderMap::new(), "redirect_uri_mismatch");
    }
    books.hinted = field("login_hint").to_owned();
    let (name, value) = match books.answer(&query) {
        Ok(code) => ("code", code),
        Err(word) => ("error", word.to_owned()),
    };
    let join = if redirect.contains('?') { '&' } else { '?' };
    let back = format!("{redirect}{join}{name}={value}&state={}", field("state"));
    let location = HeaderValue::from_str(&back).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::FOUND, HeaderMap::from_iter([(HeaderName::from_static("location"), location)]), "")
}
