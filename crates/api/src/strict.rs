//! Reading what was asked, strictly: a name that means nothing here is refused, with the nearest that does.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{IntoParams, PartialSchema};

use crate::problem::Problem;

/// What stands in the path. What cannot be meant is not there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        path.map(|Path(inside)| Self(inside)).map_err(|_| Problem::NotFound)
    }
}

/// What stands in the query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<T>(pub T);

impl<T: DeserializeOwned + IntoParams + Send, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let Query(pairs) = pairs.map_err(|error| Problem::UnreadableQuery(error.body_text()))?;
        let known: Vec<String> = T::into_params(|| None).into_iter().map(|one| one.name).collect();
        if let Some((stranger, _)) = pairs.iter().find(|(name, _)| !known.contains(name)) {
            return Err(Problem::UnreadableQuery(no_such(stranger, &known)));
        }
        let read = Query::<T>::try_from_uri(&parts.uri);
        read.map(|Query(asked)| Self(asked)).map_err(|error| Problem::UnreadableQuery(error.body_text()))
    }
}

/// A query in which nothing may stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoQuery;

impl<S: Send + Sync> FromRequestParts<S> for NoQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match parts.uri.query() {
            None | Some("") => Ok(Self),
            Some(_) => Err(Problem::UnreadableQuery("nothing is read from the query here".to_owned())),
        }
    }
}

/// Reads a body.
pub(crate) fn body<T: DeserializeOwned + PartialSchema>(bytes: &[u8]) -> Result<T, Problem> {
    // Else a list of its values, in the order of its fields, would be taken for it.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::UnreadableBody("a body is a JSON object".to_owned()));
    }
    let error = match serde_json::from_slice(bytes) {
        Ok(body) => return Ok(body),
        Err(error) => error,
    };
    let known = names(&T::schema());
    let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(bytes).ok();
    let stranger = object.iter().flat_map(|object| object.keys()).find(|name| !known.contains(name));
    Err(Problem::UnreadableBody(stranger.map_or_else(|| error.to_string(), |name| no_such(name, &known))))
}

/// The names that a schema's object may have.
fn names(schema: &RefOr<Schema>) -> Vec<String> {
    match schema {
        RefOr::T(Schema::Object(object)) => object.properties.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// The longest name that is repeated to who sent it, in characters.
const MAX_REPEATED_CHARS: usize = 60;

/// From here on, a name is like another one.
const ALIKE: f64 = 0.75;

fn no_such(name: &str, known: &[String]) -> String {
    let shown: String = name.chars().take(MAX_REPEATED_CHARS).collect();
    let like = |other: &&String| strsim::jaro_winkler(&shown, other);
    let nearest = known.iter().max_by(|one, other| like(one).total_cmp(&like(other))).filter(|best| like(best) > ALIKE);
    match (nearest, known) {
        (Some(nearest), _) => format!("there is no “{shown}” here; is “{nearest}” meant?"),
        (None, []) => format!("there is no “{shown}” here"),
        (None, _) => format!("there is no “{shown}” here; there are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "it is read, not used")]
    struct Letter {
        text: String,
        #[serde(default)]
        assignee: Option<String>,
    }

    fn detail(body: &str) -> String {
        super::body::<Letter>(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_nearest_name_is_told() {
        assert!(body::<Letter>(br#"{"text":"a"}"#).is_ok());
        assert_eq!(detail(r#"{"text":"a","asignee":"x"}"#), "there is no “asignee” here; is “assignee” meant?");
        assert!(detail(r#"{"text":"a","colour":"x"}"#).contains("there are assignee, text"));
        assert!(detail(r#"{"text":"a","text":"b"}"#).contains("duplicate field"));
        assert!(detail("{}").contains("missing field `text`"));
        assert_eq!(detail(r#"["a"]"#), "a body is a JSON object");
        assert!(detail(&r#"{"text":"#.repeat(100_000)).contains("expected a string"));
    }
}
