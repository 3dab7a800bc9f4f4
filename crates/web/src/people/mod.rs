//! The people who answer, for those who govern: who there is, what they may, who was asked to join, who did what.

mod invitations;
mod list;

use axum::Router;
use axum::routing::{get, post};
use domain::permission::Action;

use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The addresses of this folder.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/people", get(list::show))
        .route("/people/invitations", post(invitations::create))
        .route("/people/invitations/{invitation}/renewal", post(invitations::renew))
        .route("/people/invitations/{invitation}/end", post(invitations::withdraw))
        .route("/people/{agent}/place", post(list::appoint))
        .route("/people/{agent}/switch", post(list::switch))
}

/// To everybody else these pages do not exist.
fn may(me: &SignedIn) -> Result<(), Fault> {
    if me.grant().allows(Action::Govern, me.agent.team) { Ok(()) } else { Err(Fault::NotFound) }
}
