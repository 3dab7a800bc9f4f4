//! A request that changes something: its body, and the engine that carries it out once under its `Idempotency-Key`
//! (draft-ietf-httpapi-idempotency-key-header).
//!
//! The receipt is written by [`engine::once`] in the transaction of the effect. What is answered to the second request is
//! made anew from what the first brought about; so nothing that was asked has to be kept.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use engine::Engine;
use engine::once::Once;
use serde::de::DeserializeOwned;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::admit::Caller;
use crate::api::Api;
use crate::problem::Problem;
use crate::strict;

/// The longest body that is read, in bytes: the longest text there is, every letter of it escaped.
pub(crate) const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

/// The longest key, in characters.
const MAX_KEY_CHARS: usize = 255;

/// An `Idempotency-Key`, for the document.
#[derive(Debug)]
pub(crate) enum IdempotencyKey {}

impl PartialSchema for IdempotencyKey {
    fn schema() -> RefOr<Schema> {
        let description = "Under which this happens once, however often it is sent within a day.";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^([!#-~]{1,255}|\"[!#-~]{1,255}\")$"))
            .description(Some(description))
            .into()
    }
}

impl ToSchema for IdempotencyKey {}

/// A wish with a body.
#[derive(Debug)]
pub(crate) struct Wish<T> {
    /// Who asks.
    pub caller: Caller,
    /// The engine whose next command is carried out once.
    pub engine: Engine,
    /// What is asked for.
    pub body: T,
}

/// A wish that says everything by its address.
#[derive(Debug)]
pub(crate) struct Bare {
    /// Who asks.
    pub caller: Caller,
    /// The engine whose next command is carried out once.
    pub engine: Engine,
}

impl<T: DeserializeOwned + PartialSchema> FromRequest<Api> for Wish<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::WrongType);
        }
        let (caller, engine, bytes) = read(request, api).await?;
        Ok(Self { caller, engine, body: strict::body(&bytes)? })
    }
}

impl FromRequest<Api> for Bare {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        let (caller, engine, bytes) = read(request, api).await?;
        if !bytes.is_empty() {
            return Err(Problem::UnreadableBody("nothing is read from the body here".to_owned()));
        }
        Ok(Self { caller, engine })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

async fn read(request: Request, api: &Api) -> Result<(Caller, Engine, Vec<u8>), Problem> {
    let (parts, body) = request.into_parts();
    let caller = parts.extensions.get::<Caller>().cloned().ok_or(Problem::NotFound)?;
    let bytes = bounded(body).await?;
    let engine = match key(&parts.headers)? {
        Some(key) => {
            let prints = api.store().fingerprints();
            let path = parts.uri.path().as_bytes();
            let wish = prints.wish(&[b"key", caller.token.to_string().as_bytes(), key.as_bytes()]);
            let body = prints.wish(&[b"body", parts.method.as_str().as_bytes(), path, &bytes]);
            api.engine().under(Once { wish, body })
        }
        None => api.engine().clone(),
    };
    Ok((caller, engine, bytes))
}

async fn bounded(body: Body) -> Result<Vec<u8>, Problem> {
    // Too long, or broken off: who broke off does not read the answer.
    to_bytes(body, MAX_BODY_BYTES).await.map(|bytes| bytes.to_vec()).map_err(|_| Problem::TooLarge(MAX_BODY_BYTES))
}

/// The key of a request, bare or as the string that the draft asks for.
fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let wrong = || {
        Problem::UnreadableHeader(format!(
            "an Idempotency-Key has 1 to {MAX_KEY_CHARS} visible characters of ASCII, none of them a quote"
        ))
    };
    let mut given = headers.get_all("idempotency-key").iter();
    let (Some(first), None) = (given.next(), given.next()) else {
        return if headers.contains_key("idempotency-key") { Err(wrong()) } else { Ok(None) };
    };
    let text = first.to_str().map_err(|_| wrong())?.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let fits =
        (1..=MAX_KEY_CHARS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
    if fits { Ok(Some(text.to_owned())) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn keys_are_visible_and_bounded() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("idempotency-key", HeaderValue::from_str(text).unwrap());
            key(&headers)
        };
        assert_eq!(key(&HeaderMap::new()).unwrap(), None);
        assert_eq!(read("8e03978e-40d5").unwrap().as_deref(), Some("8e03978e-40d5"));
        assert_eq!(read("\"8e03978e\"").unwrap().as_deref(), Some("8e03978e"));
        for wrong in ["", "\"\"", "a\"b", "a b", &"a".repeat(256)] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
