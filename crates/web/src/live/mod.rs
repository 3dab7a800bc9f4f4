//! The stream: what happens appears in every open page without a reload.
//!
//! `GET /live?after=N` (or the header `Last-Event-ID`, which wins) answers with server-sent events: one
//! event a log position, with all its fragments and `id:` = the position. Positions that this agent
//! may not see go out with their id alone, so that the browser's place moves on. `hello` and `live` say
//! where catching up begins and ends; `reload` that too much was missed; `signed-out` that the session is over. All
//! on a 200, because browsers and proxies treat other answers as something to repeat blindly.
//!
//! It must not: remember anything of a browser, render a position twice for two agents (fragments are
//! the same for everybody who may see them), or work while nobody listens.

mod again;
mod entries;
mod history;
mod hub;
mod stream;

use domain::event::Event;

pub(crate) use entries::partial;
pub(crate) use hub::Hub;

use crate::fault::Fault;
use crate::language::Language;
use crate::table::{Table, get};
use crate::web::Web;

/// The addresses of this folder.
pub(crate) fn routes() -> Table {
    Table::new().route("/live", get(stream::open))
}

/// Events of a conversation as parts of the page, for the answer to a form. Whether the person may see them is
/// the caller's to ask.
pub(crate) async fn render(web: &Web, language: Language, events: Vec<Event>) -> Result<String, Fault> {
    let mut html = String::new();
    for entry in entries::read(web, events).await? {
        html.push_str(entry.html(web, language));
    }
    Ok(html)
}
