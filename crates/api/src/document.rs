//! The document: OpenAPI 3.1, made from the handlers, with what all of them share said once.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::scope::Scope;
use utoipa::OpenApi as _;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContactBuilder, Content, OpenApi, Ref, RefOr, Response, ResponseBuilder, Server};

use crate::api::Api;
use crate::problem::Shown;
use crate::{PREFIX, resource, table};

/// What is said of the whole.
const ABOUT: &str = "What other programs read and do in Kontuar, for an agent who let them.\n\n\
    A token is made with `kontuar token create`; it acts for one agent, never may more than they do, and only what its \
    scopes say. Ids are strings with a prefix (`cnv_…`) and rise with time. Lists come in pages: `next` of one is `cursor` of \
    the next, null on the last. Names that mean nothing are refused. What goes wrong is a problem (RFC 9457) whose `type` \
    stays what it is. A POST, PATCH or DELETE with an `Idempotency-Key` happens once, however often it is sent within a day. \
    `RateLimit` tells what is left of this minute's requests.\n\n\
    Language models have a door of their own at `/mcp` (Model Context Protocol, streamable HTTP), with the same tokens, scopes \
    and limits: its tools search, read, draft, tag and assign by asking this API.";

#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(Shown)))]
struct Written;

/// The whole document.
pub fn document() -> OpenApi {
    parts().1
}

/// The routes, and the document of them.
pub(crate) fn parts() -> (Router<Api>, OpenApi) {
    let (routes, paths) = resource::routes().split_for_parts();
    let mut document = Written::openapi();
    document.merge(paths);
    document.info.title = "Kontuar".to_owned();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.description = Some(ABOUT.to_owned());
    document.info.contact = Some(ContactBuilder::new().name(Some("Kontuar")).build());
    document.servers = Some(vec![Server::new(PREFIX)]);
    let components = document.components.get_or_insert_default();
    let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.word()).collect();
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("kontuar_…")
        .description(Some(format!("A token with the scope of the route. The scopes are {}.", scopes.join(", "))))
        .build();
    components.security_schemes.insert(table::TOKEN.to_owned(), RefOr::T(SecurityScheme::Http(scheme)));
    components.responses.insert("Problem".to_owned(), RefOr::T(problem()));
    point_to_items(&mut components.schemas);
    for item in document.paths.paths.values_mut() {
        let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        all.into_iter().flatten().for_each(complete);
    }
    (routes, document)
}

/// Lets the pages of lists point to what is on them, so that a program made from the document has one type for it: the
/// macro writes it out once more in each.
fn point_to_items(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    for (name, schema) in schemas {
        if let Some(item) = name.strip_prefix("Page_")
            && let RefOr::T(Schema::Object(page)) = schema
            && let Some(RefOr::T(Schema::Array(items))) = page.properties.get_mut("items")
        {
            items.items = ArrayItems::RefOrSchema(Box::new(RefOr::Ref(Ref::from_schema_name(item))));
        }
    }
}

fn problem() -> Response {
    let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
    ResponseBuilder::new()
        .description("What went wrong (RFC 9457)")
        .content("application/problem+json", content)
        .build()
}

/// What may go wrong everywhere; and words for what goes well where there are none, for the standard wants some.
fn complete(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = "What was asked for".to_owned();
        }
    }
    for status in ["400", "401", "403", "404", "429", "503", "default"] {
        let problem = RefOr::Ref(Ref::from_response_name("Problem"));
        operation.responses.responses.entry(status.to_owned()).or_insert(problem);
    }
}

/// `GET /api/v1/openapi.json`
pub(crate) async fn fetch(State(api): State<Api>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], api.document().to_vec())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    fn refs<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str));
                object.values().for_each(|value| refs(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| refs(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_answer_is_described() {
        let document = serde_json::to_value(super::document()).unwrap();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                for (status, response) in operation["responses"].as_object().unwrap() {
                    let described = response["description"].is_string() || response["$ref"].is_string();
                    assert!(described, "{method} {path}: {status} (OpenAPI 3.1, 4.8.17)");
                }
            }
        }
    }

    #[test]
    fn what_the_document_points_to_is_there() {
        let document = serde_json::to_value(super::document()).unwrap();
        assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        let mut found = Vec::new();
        refs(&document, &mut found);
        assert!(found.len() > 100);
        let item = &document["components"]["schemas"]["Page_Conversation"]["properties"]["items"]["items"];
        assert_eq!(item["$ref"], "#/components/schemas/Conversation");
        for place in found {
            let pointer = place.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{place} is not there");
        }
    }
}
