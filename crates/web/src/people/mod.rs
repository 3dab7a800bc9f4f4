//! The people who answer, for those who govern: who there is, what they may, who was asked to join, who did what.

mod audit;
mod groups;
mod invitations;
mod list;
mod roles;

use domain::permission::Action;

use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::table::{Table, get, post};

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new()
        .route("/people", get(list::show))
        .route("/people/invitations", post(invitations::create))
        .route("/people/invitations/{invitation}/renewal", post(invitations::renew))
        .route("/people/invitations/{invitation}/end", post(invitations::withdraw))
        .route("/people/{agent}/place", post(list::appoint))
        .route("/people/{agent}/switch", post(list::switch))
        .route("/people/{agent}/second-factor/end", post(list::unlock))
        .route("/people/{agent}/sign-on/end", post(list::unlink))
        .route("/people/groups", get(groups::show))
        .route("/people/shops", post(groups::add_shop))
        .route("/people/shops/{shop}", post(groups::rename_shop))
        .route("/people/teams", post(groups::add_team))
        .route("/people/teams/{team}", post(groups::rename_team))
        .route("/people/roles", get(roles::show))
        .route("/people/audit", get(audit::show))
        .route("/people/audit.csv", get(audit::sheet))
        .route("/people/audit.jsonl", get(audit::lines))
}

pub(crate) use invitations::deliver;

/// To everybody else these pages do not exist.
fn may(me: &SignedIn) -> Result<(), Fault> {
    if me.grant().allows(Action::Govern, me.agent.team) { Ok(()) } else { Err(Fault::NotFound) }
}
