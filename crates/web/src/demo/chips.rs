//! "Enter as agent", "enter as lead".

use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use domain::permission::Role;
use serde::Deserialize;

use super::Demo;
use crate::fault::Fault;
use crate::respond;
use crate::sessions;
use crate::web::Web;

/// The form.
#[derive(Deserialize)]
pub(super) struct Choice {
    /// A role's word.
    #[serde(rename = "as")]
    role: String,
}

/// `POST /demo/session`: signs in whoever came first of those with this role, and in the language the visitor reads.
pub(super) async fn enter(
    State(web): State<Web>,
    _: Demo,
    headers: HeaderMap,
    Form(form): Form<Choice>,
) -> Result<Response, Fault> {
    let role = Role::from_word(&form.role).filter(|role| matches!(role, Role::Agent | Role::Lead));
    let role = role.ok_or(Fault::Unreadable)?;
    let names = web.directories().renew(&web).await?;
    let agent = names.agents().iter().filter(|agent| agent.role == role).min_by_key(|agent| agent.id);
    let agent = agent.ok_or(Fault::NotFound)?.id;
    let language = respond::visitor_language(&headers);
    web.store().write(move |tx| store::agent::set_language(tx, agent, language.code())).await?;
    let mut response = respond::see("/");
    response.headers_mut().insert(SET_COOKIE, sessions::open(&web, agent, &headers).await?);
    Ok(response)
}
