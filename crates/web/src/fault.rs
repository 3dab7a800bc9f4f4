//! What went wrong with a request, once: how it is logged, with which status, in which words.
//!
//! Handlers return a [`Fault`]. It leaves them as an empty response that carries it; [`dress`], the
//! one place that knows the visitor's language, turns that into a page. Use `NotFound` also for what
//! the visitor may not see: the two are not told apart.

use std::any::Any;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use engine::error::Refused;
use tower_http::request_id::RequestId;

use crate::pages::error::ErrorPage;
use crate::respond::{self, is_htmx};
use crate::sessions;
use crate::web::Web;

/// Why there is no page.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("there is no such page, or not for this visitor")]
    NotFound,
    #[error("the role does not allow it")]
    Forbidden,
    #[error("the request came from another site")]
    Foreign,
    #[error("the visitor's network is not let in")]
    Elsewhere,
    #[error("the form cannot be read")]
    Unreadable,
    #[error("nobody is signed in")]
    SignedOut,
    #[error("the answer took too long")]
    Slow,
    #[error("the store cannot do it now: {0}")]
    Away(store::Error),
    #[error("{0}")]
    Broken(Arc<dyn std::error::Error + Send + Sync>),
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Foreign | Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Slow | Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn page(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Forbidden | Self::SignedOut => "forbidden",
            Self::Foreign => "refused",
            Self::Elsewhere => "elsewhere",
            Self::Unreadable => "unreadable",
            Self::Slow => "busy",
            Self::Away(store::Error::Full(_)) => "full",
            Self::Away(store::Error::Outdated) => "outdated",
            Self::Away(_) => "away",
            Self::Broken(_) => "broken",
        }
    }
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        if error.is_passing() { Self::Away(error) } else { Self::Broken(Arc::new(error)) }
    }
}

impl From<crate::pages::Unrenderable> for Fault {
    fn from(error: crate::pages::Unrenderable) -> Self {
        Self::Broken(Arc::new(error))
    }
}

/// For commands whose refusals have no words of their own on the page.
impl From<engine::Error> for Fault {
    fn from(error: engine::Error) -> Self {
        match error {
            engine::Error::Store(error) => error.into(),
            engine::Error::Refused(Refused::NotFound) => Self::NotFound,
            engine::Error::Refused(Refused::NotAllowed) => Self::Forbidden,
            engine::Error::Refused(_) => Self::Unreadable,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer to an address that does not exist.
pub(crate) async fn no_such_page() -> Fault {
    Fault::NotFound
}

/// A handler that panicked: the visitor gets an error page, everybody else keeps theirs.
pub(crate) fn after_panic(_panic: Box<dyn Any + Send + 'static>) -> Response {
    Fault::Broken(Arc::new(Panicked)).into_response()
}

#[derive(Debug, thiserror::Error)]
#[error("a handler panicked")]
struct Panicked;

/// Gives bare failures their page, or, to htmx, their bare status: it leaves the page as it is.
pub(crate) async fn dress(State(web): State<Web>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let headers = request.headers().clone();
    // Whoever serves the pages gave it one.
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let id = id.unwrap_or_default().to_owned();
    let mut response = next.run(request).await;
    let fault = match response.extensions_mut().remove::<Fault>() {
        Some(fault) => fault,
        // What layers and extractors answer by themselves: too large, unreadable, too slow.
        None if response.headers().contains_key(CONTENT_TYPE) && !is_plain(&response) => return response,
        None => match response.status() {
            StatusCode::BAD_REQUEST
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::PAYLOAD_TOO_LARGE => Fault::Unreadable,
            StatusCode::SERVICE_UNAVAILABLE => Fault::Slow,
            _ => return response,
        },
    };
    if let Fault::Slow | Fault::Away(_) | Fault::Broken(_) = &fault {
        let chain = causes(&fault);
        tracing::error!(method = %method, "{chain}");
    }
    if is_htmx(&headers) {
        return fault.status().into_response();
    }
    if let Fault::SignedOut = fault {
        let to = if method == Method::GET { respond::sign_in_then(&path) } else { "/sign-in?notice=ended".to_owned() };
        let mut response = StatusCode::SEE_OTHER.into_response();
        if let Ok(to) = HeaderValue::from_str(&to) {
            response.headers_mut().insert(LOCATION, to);
        }
        return response;
    }
    let language = sessions::language(&web, &headers);
    let page = ErrorPage { kind: fault.page(), request: id };
    match web.pages().render(language, web.now(), &page) {
        Ok(html) => respond::html(language, html, fault.status()),
        Err(_) => fault.status().into_response(),
    }
}

fn is_plain(response: &Response) -> bool {
    response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

fn causes(fault: &dyn std::error::Error) -> String {
    let mut text = fault.to_string();
    let mut source = fault.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
