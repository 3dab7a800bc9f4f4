//! Which scope each route needs: read from the document, so that what it says is what holds.

use std::collections::HashMap;

use axum::http::Method;
use domain::scope::Scope;
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};

/// The name of the way to sign in, in the document.
pub(crate) const TOKEN: &str = "token";

/// The scopes by path and method.
#[derive(Debug)]
pub(crate) struct Table(HashMap<(String, Method), Scope>);

impl Table {
    /// The scopes that a document names.
    pub(crate) fn of(document: &OpenApi) -> Self {
        let mut table = HashMap::new();
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                if let Some(scope) = scope(operation) {
                    table.insert((path.clone(), method), scope);
                }
            }
        }
        Self(table)
    }

    /// The scope that a route needs; `None`: there is no such route.
    pub(crate) fn scope(&self, path: &str, method: &Method) -> Option<Scope> {
        // What GET answers, HEAD may ask about.
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        self.0.get(&(path.to_owned(), method)).copied()
    }
}

/// The operations of a path, by method.
pub(crate) fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let all = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// The one scope that an operation needs.
pub(crate) fn scope(operation: &Operation) -> Option<Scope> {
    let needs = serde_json::to_value(operation.security.as_ref()?.first()?).ok()?;
    needs.get(TOKEN)?.get(0)?.as_str().and_then(Scope::from_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_of_the_document_needs_a_scope_and_has_a_name() {
        let document = crate::document();
        let table = Table::of(&document);
        let mut names = std::collections::HashSet::new();
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                assert!(table.scope(path, &method).is_some(), "{method} {path} names no scope");
                let name = operation.operation_id.clone().unwrap();
                assert!(names.insert(name.clone()), "{name} is the name of two routes");
                assert!(operation.summary.is_some(), "{method} {path} says nothing");
            }
        }
        assert!(names.len() > 20);
        assert_eq!(table.scope("/nowhere", &Method::GET), None);
    }
}
