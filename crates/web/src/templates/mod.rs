//! Templates of answers: looked through by those who answer, written by those who lead.
//!
//! In: forms and addresses. Out: pages; what changes goes through the engine. Those that fit a conversation are offered where
//! one answers, in the agents' folder.

mod form;
mod list;
mod one;
mod sheet;
mod wrong;

use domain::permission::Action;

use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::table::{Table, get, post};

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new()
        .route("/templates", get(list::show).post(one::create))
        .route("/templates.csv", get(sheet::write))
        .route("/templates/new", get(one::begin))
        .route("/templates/import", get(sheet::show).post(sheet::take))
        .route("/templates/{template}", get(one::show).post(one::change))
        .route("/templates/{template}/end", post(one::remove))
        .route("/templates/{template}/restoration", post(one::restore))
        .route("/templates/{template}/favourite", post(list::favour))
}

/// To everybody else these pages do not exist.
fn may(me: &SignedIn, action: Action) -> Result<(), Fault> {
    if me.grant().allows(action, me.agent.team) { Ok(()) } else { Err(Fault::NotFound) }
}
