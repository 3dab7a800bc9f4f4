//! What goes wrong, as RFC 9457 has it: one kind each, whose `type` stays what it is.
//!
//! A kind is added here and in [`KINDS`]; the page of documentation lists them. What a problem says is for whoever wrote the
//! program that asked; nothing of it comes from another request.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use domain::id::AgentId;
use domain::scope::Scope;
use engine::error::Refused;
use serde::Serialize;
use utoipa::ToSchema;

use crate::form::{AgentKey, Key};

/// What the `type` of every problem begins with.
pub const TYPE: &str = "urn:kontuar:problem:";

/// All kinds: the end of the type, the status, the title.
pub const KINDS: &[(&str, u16, &str)] = &[
    ("unreadable-query", 400, "The query cannot be read"),
    ("unreadable-body", 400, "The body cannot be read"),
    ("unreadable-header", 400, "A header cannot be read"),
    ("signed-out", 401, "No valid token was given"),
    ("scope-missing", 403, "The token lacks a scope"),
    ("elsewhere", 403, "The API is not open from this network"),
    ("not-allowed", 403, "The role of the token's agent does not allow this"),
    ("not-found", 404, "There is no such thing, or it is not yours to see"),
    ("no-such-page", 404, "The cursor leads to no page of this list"),
    ("no-such-method", 405, "This cannot be done here"),
    ("taken", 409, "Somebody else has it by now"),
    ("outdated", 409, "Something happened meanwhile; look again"),
    ("joined", 409, "It was joined into another conversation"),
    ("too-large", 413, "The body is too large"),
    ("wrong-type", 415, "The body is not JSON"),
    ("key-reused", 422, "Something else was asked for under this key"),
    ("invalid", 422, "This makes no sense here"),
    ("too-many-requests", 429, "Too many requests"),
    ("broken", 500, "Something broke; the operator's log says what"),
    ("away", 503, "The database is away or busy; try again"),
];

/// Something that went wrong.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("{0}")]
    UnreadableQuery(String),
    #[error("{0}")]
    UnreadableBody(String),
    #[error("{0}")]
    UnreadableHeader(String),
    #[error("{0}")]
    SignedOut(&'static str),
    #[error("the token has no scope {}", .0.word())]
    ScopeMissing(Scope),
    #[error("the operator lets chosen networks in, and this is none of them")]
    Elsewhere,
    #[error("the role of the token's agent does not allow this")]
    NotAllowed,
    #[error("there is no such thing, or it is not yours to see")]
    NotFound,
    #[error("take the cursor from the page before, of the same list")]
    NoSuchPage,
    #[error("this address does not know this method")]
    NoSuchMethod,
    #[error("somebody else has it by now; nothing was changed")]
    Taken(Option<AgentId>),
    #[error("something happened meanwhile; nothing was changed")]
    Outdated,
    #[error("it was joined into another conversation, which takes what is said about it")]
    Joined,
    #[error("a body has at most {0} bytes")]
    TooLarge(usize),
    #[error("the body must be application/json")]
    WrongType,
    #[error("something else was asked for under this Idempotency-Key within the last day")]
    KeyReused,
    #[error("{0}")]
    Invalid(String),
    #[error("wait {0} s")]
    TooManyRequests(u64),
    #[error("{0}")]
    Broken(String),
    #[error("{0}")]
    Away(store::Error),
    #[error("it took too long")]
    Slow,
}

/// A problem as it is sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Shown {
    /// Which kind; stays what it is.
    #[serde(rename = "type")]
    #[schema(example = "urn:kontuar:problem:not-found")]
    kind: String,
    /// The kind in words.
    title: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong with this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<String>,
    /// Who has it by now; only for `taken`, and null where nobody has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<AgentKey>)]
    holder: Option<Option<AgentKey>>,
}

impl Problem {
    /// The end of its type.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::UnreadableQuery(_) => "unreadable-query",
            Self::UnreadableBody(_) => "unreadable-body",
            Self::UnreadableHeader(_) => "unreadable-header",
            Self::SignedOut(_) => "signed-out",
            Self::ScopeMissing(_) => "scope-missing",
            Self::Elsewhere => "elsewhere",
            Self::NotAllowed => "not-allowed",
            Self::NotFound => "not-found",
            Self::NoSuchPage => "no-such-page",
            Self::NoSuchMethod => "no-such-method",
            Self::Taken(_) => "taken",
            Self::Outdated => "outdated",
            Self::Joined => "joined",
            Self::TooLarge(_) => "too-large",
            Self::WrongType => "wrong-type",
            Self::KeyReused => "key-reused",
            Self::Invalid(_) => "invalid",
            Self::TooManyRequests(_) => "too-many-requests",
            Self::Broken(_) => "broken",
            Self::Away(_) | Self::Slow => "away",
        }
    }

    fn shown(&self) -> (StatusCode, Shown) {
        let word = self.word();
        let kind = KINDS.iter().find(|(known, ..)| *known == word);
        let (_, status, title) = kind.copied().unwrap_or((word, 500, "Something broke"));
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // What broke is the operator's business.
        let detail = match self {
            Self::Broken(_) | Self::Away(_) | Self::Slow => None,
            other => Some(other.to_string()),
        };
        let holder = match self {
            Self::Taken(holder) => Some(holder.map(Key)),
            _ => None,
        };
        (status, Shown { kind: format!("{TYPE}{word}"), title, status: status.as_u16(), detail, holder })
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        if error.is_passing() { Self::Away(error) } else { Self::Broken(error.to_string()) }
    }
}

impl From<engine::Error> for Problem {
    fn from(error: engine::Error) -> Self {
        let refused = match error {
            engine::Error::Store(error) => return error.into(),
            engine::Error::Refused(refused) => refused,
        };
        match refused {
            Refused::NotFound => Self::NotFound,
            Refused::NotAllowed => Self::NotAllowed,
            Refused::TakenBy(holder) => Self::Taken(holder),
            Refused::Outdated => Self::Outdated,
            Refused::Joined => Self::Joined,
            Refused::KeyReused => Self::KeyReused,
            Refused::Empty | Refused::TooLong { .. } | Refused::NoRecipient | Refused::LastOwner => {
                Self::Invalid(refused.to_string())
            }
            Refused::Invalid(why) => Self::Invalid(why),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, shown) = self.shown();
        let body = serde_json::to_vec(&shown).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match &self {
            Self::SignedOut(_) => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"kontuar\""));
            }
            Self::TooManyRequests(seconds) => {
                headers.insert(RETRY_AFTER, (*seconds).into());
            }
            Self::Away(_) | Self::Slow => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
            }
            _ => {}
        }
        // For the line of the log, written once, where the request's number is known.
        response.extensions_mut().insert(self);
        response
    }
}
