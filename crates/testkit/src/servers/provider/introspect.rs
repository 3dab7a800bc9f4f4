//! What a mail server asks about a token (RFC 7662): whether it is good, and for whose mailbox.

use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::{Books, Fields, Shared, lock};

pub(super) async fn ask(State((books, _)): Shared, headers: HeaderMap) -> Json<Value> {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    said_of(&books, bearer.trim_start_matches("Bearer "))
}

pub(super) async fn ask_form(State((books, _)): Shared, Form(form): Form<Fields>) -> Json<Value> {
    said_of(&books, form.get("token").map(String::as_str).unwrap_or_default())
}

fn said_of(books: &Mutex<Books>, token: &str) -> Json<Value> {
    Json(match lock(books).access.get(token) {
        Some(mailbox) => json!({ "active": true, "username": mailbox }),
        None => json!({ "active": false }),
    })
}

pub(super) async fn ask_for(shared: Shared, Path(mailbox): Path<String>, headers: HeaderMap) -> Json<Value> {
    let books = Arc::clone(&shared.0.0);
    opens(&books, &mailbox, ask(shared, headers).await)
}

pub(super) async fn ask_form_for(shared: Shared, Path(mailbox): Path<String>, form: Form<Fields>) -> Json<Value> {
    let books = Arc::clone(&shared.0.0);
    opens(&books, &mailbox, ask_form(shared, form).await)
}

/// Whether somebody may open a mailbox, as a mail server knows it: their own, or one that they share.
fn opens(books: &Mutex<Books>, mailbox: &str, said: Json<Value>) -> Json<Value> {
    let is_owner = said.0["username"] == mailbox;
    let is_shared = said.0["active"] == true && lock(books).shared.iter().any(|shared| shared == mailbox);
    Json(if is_owner || is_shared {
        json!({ "active": true, "username": mailbox })
    } else {
        json!({ "active": false })
    })
}
