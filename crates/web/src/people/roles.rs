//! What each role may do, as the rules themselves say it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::may;
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::roles::Roles;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `GET /people/roles`
pub(super) async fn show(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    may(&me)?;
    let page = Roles::of_rules(banner(&web, &me).await?);
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}
