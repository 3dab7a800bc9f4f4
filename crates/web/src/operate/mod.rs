//! How the installation is run, for those who run it: what other programs sign in with, who is told what happens, how long
//! contents are kept, how everything fares.
//!
//! In: forms and addresses. Out: pages; what changes goes through the engine, as from the command line and the API. To
//! everybody whose role does not allow it these pages do not exist.

pub mod machine;
mod retention;
mod status;
mod tokens;
mod webhooks;

use domain::permission::Action;
use serde::Deserialize;

use crate::fault::Fault;
use crate::sessions::SignedIn;
use crate::table::{Table, get, post};

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new()
        .route("/tokens", get(tokens::show).post(tokens::create))
        .route("/tokens/{key}/end", post(tokens::end))
        .route("/webhooks", get(webhooks::show).post(webhooks::create))
        .route("/webhooks/{webhook}", get(webhooks::one::show))
        .route("/webhooks/{webhook}/state", post(webhooks::one::stand))
        .route("/webhooks/{webhook}/resends", post(webhooks::one::resend))
        .route("/webhooks/{webhook}/secrets", post(webhooks::one::rotate))
        .route("/webhooks/{webhook}/end", post(webhooks::one::remove))
        .route("/retention", get(retention::show))
        .route("/retention/{class}", post(retention::set))
        .route("/status", get(status::show))
}

fn may(me: &SignedIn, action: Action) -> Result<(), Fault> {
    if me.grant().allows(action, me.agent.team) { Ok(()) } else { Err(Fault::NotFound) }
}

/// What the address of a page says that has nothing else to say.
#[derive(Deserialize)]
struct Asked {
    outcome: Option<String>,
}

/// What can be said above a page, where the address asks for it.
fn said(asked: Option<&str>, known: &[&'static str]) -> Option<&'static str> {
    asked.and_then(|asked| known.iter().find(|one| **one == asked).copied())
}

/// The fields of a form, in their order: some come several times.
type Fields = Vec<(String, String)>;

/// The first value of a field; empty where it is not there.
fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// All values of a field.
fn all<'f>(fields: &'f Fields, name: &'f str) -> impl Iterator<Item = &'f str> {
    fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
}
