//! The page of documentation, made from the document when the program starts: no script, no other site.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Map, Value};
use utoipa::openapi::OpenApi;

use crate::PREFIX;
use crate::api::Api;
use crate::problem::{KINDS, TYPE};

/// `GET /api/v1/docs`
pub(crate) async fn show(State(api): State<Api>) -> impl IntoResponse {
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers =
        [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, "no-cache")];
    (headers, api.page().to_vec())
}

/// `GET /api/v1/docs.css`
pub(crate) async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")], include_str!("docs.css"))
}

/// The page of a document.
pub(crate) fn made_from(document: &OpenApi) -> String {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Kontuar API</title>",
    );
    let _ = write!(page, "<link rel=\"stylesheet\" href=\"{PREFIX}/docs.css\"></head><body><main><h1>Kontuar API</h1>");
    for paragraph in text(&document["info"]["description"]).split("\n\n") {
        let _ = write!(page, "<p>{}</p>", prose(paragraph));
    }
    let _ = write!(page, "<p><a href=\"{PREFIX}/openapi.json\">openapi.json</a> is the same for programs.</p>");
    contents(&mut page, &document);
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item).filter(|(_, operation)| operation.is_object()) {
            route(&mut page, method, path, operation);
        }
    }
    page.push_str("<h2 id=\"things\">What things look like</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        thing(&mut page, name, schema);
    }
    problems(&mut page);
    page.push_str("</main></body></html>");
    page
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Words in which code stands between backticks.
fn prose(text: &str) -> String {
    let mut html = String::new();
    for (place, part) in text.split('`').enumerate() {
        let part = escaped(part);
        html.push_str(&if place % 2 == 1 { format!("<code>{part}</code>") } else { part });
    }
    html
}

fn contents(page: &mut String, document: &Value) {
    page.push_str("<nav aria-label=\"Routes\"><ul>");
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item).filter(|(_, operation)| operation.is_object()) {
            let (id, method) = (escaped(text(&operation["operationId"])), method.to_uppercase());
            let _ = write!(page, "<li><a href=\"#{id}\"><b>{method}</b> {}</a></li>", escaped(path));
        }
    }
    page.push_str("<li><a href=\"#things\">Things</a></li><li><a href=\"#problems\">Problems</a></li></ul></nav>");
}

fn route(page: &mut String, method: &str, path: &str, operation: &Value) {
    let (id, method) = (escaped(text(&operation["operationId"])), method.to_uppercase());
    let _ = write!(page, "<section id=\"{id}\"><h2><b>{method}</b> {PREFIX}{}</h2>", escaped(path));
    let _ = write!(page, "<p>{}</p>", prose(text(&operation["summary"])));
    for paragraph in text(&operation["description"]).split("\n\n").filter(|words| !words.is_empty()) {
        let _ = write!(page, "<p>{}</p>", prose(paragraph));
    }
    let scope = text(&operation["security"][0]["token"][0]);
    let _ = write!(page, "<p>Scope: <code>{}</code></p>", escaped(scope));
    if let Some(params) = operation["parameters"].as_array().filter(|params| !params.is_empty()) {
        page.push_str("<table><thead><tr><th>Name</th><th>In</th><th>Form</th><th></th></tr></thead><tbody>");
        for param in params {
            let (name, place) = (escaped(text(&param["name"])), escaped(text(&param["in"])));
            let (form, words) = (form(&param["schema"]), prose(text(&param["description"])));
            let _ =
                write!(page, "<tr><td><code>{name}</code></td><td>{place}</td><td>{form}</td><td>{words}</td></tr>");
        }
        page.push_str("</tbody></table>");
    }
    for (kind, content) in entries(&operation["requestBody"]["content"]) {
        let _ = write!(page, "<p>Body ({}): {}</p>", escaped(kind), form(&content["schema"]));
    }
    for (status, response) in entries(&operation["responses"]).filter(|(status, _)| status.starts_with('2')) {
        let _ = write!(page, "<p>Answer {status}: {}", prose(text(&response["description"])));
        for (kind, content) in entries(&response["content"]) {
            let _ = write!(page, " ({}) {}", escaped(kind), form(&content["schema"]));
        }
        page.push_str("</p>");
    }
    page.push_str("</section>");
}

/// What a value looks like, in a few words.
fn form(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#thing-{name}\">{name}</a>");
    }
    if let Some(kinds) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return kinds.iter().map(form).collect::<Vec<_>>().join(" or ");
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().map(|word| format!("<code>{}</code>", escaped(text(word))));
        return words.collect::<Vec<_>>().join(", ");
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        kind => text(kind).to_owned(),
    };
    match (kinds.as_str(), schema["format"].as_str()) {
        ("array", _) => format!("list of {}", form(&schema["items"])),
        (_, Some(format)) => format!("{}, {}", escaped(&kinds), escaped(format)),
        _ => escaped(&kinds),
    }
}

fn thing(page: &mut String, name: &str, schema: &Value) {
    let name = escaped(name);
    let _ = write!(page, "<section id=\"thing-{name}\"><h3>{name}</h3>");
    let _ = write!(page, "<p>{}</p>", prose(text(&schema["description"])));
    if schema["properties"].is_object() {
        page.push_str("<table><tbody>");
        for (field, schema) in entries(&schema["properties"]) {
            let (field, words) = (escaped(field), prose(text(&schema["description"])));
            let _ = write!(page, "<tr><td><code>{field}</code></td><td>{}</td><td>{words}</td></tr>", form(schema));
        }
        page.push_str("</tbody></table>");
    } else {
        let _ = write!(page, "<p>{} <code>{}</code></p>", form(schema), escaped(text(&schema["pattern"])));
    }
    page.push_str("</section>");
}

fn problems(page: &mut String) {
    page.push_str("<h2 id=\"problems\">Problems</h2><table><tbody>");
    for (word, status, title) in KINDS {
        let _ = write!(page, "<tr><td><code>{TYPE}{word}</code></td><td>{status}</td><td>{}</td></tr>", escaped(title));
    }
    page.push_str("</tbody></table>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_and_problem_stands_on_the_page_and_no_script_does() {
        let document = crate::document();
        let page = made_from(&document);
        for path in document.paths.paths.keys() {
            assert!(page.contains(&escaped(path)), "{path}");
        }
        assert!(KINDS.iter().all(|(word, ..)| page.contains(word)));
        assert!(!page.contains("<script") && !page.contains("style="));
    }

    #[test]
    fn words_cannot_leave_their_place() {
        assert_eq!(prose("a `<b>` & \"c\""), "a <code>&lt;b&gt;</code> &amp; &quot;c&quot;");
    }
}
