//! "Pull the plug": anybody ends the process and looks whether something is lost.

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::Demo;
use crate::fault::Fault;
use crate::pages::plug::Plug;
use crate::respond;
use crate::web::Web;

/// `GET /demo/plug`
pub(super) async fn show(State(web): State<Web>, Demo(mail): Demo, headers: HeaderMap) -> Result<Response, Fault> {
    let page = Plug { counts: mail.plug().await? };
    let language = respond::visitor_language(&headers);
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, StatusCode::OK))
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(rename = "do")]
    wish: String,
}

/// `POST /demo/plug`
pub(super) async fn change(_: State<Web>, Demo(mail): Demo, Form(form): Form<Wish>) -> Result<Response, Fault> {
    match form.wish.as_str() {
        "start" => mail.flow(true).await?,
        "pause" => mail.flow(false).await?,
        "pull" => mail.pull(),
        _ => return Err(Fault::Unreadable),
    }
    Ok(respond::see("/demo/plug"))
}
