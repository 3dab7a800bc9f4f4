//! The agents' workspace: signing in, lists, one conversation, and what can be done to it.
//!
//! One resource a file; odd verbs are nouns (`POST /conversations/{id}/assignment`). A form that htmx sends is
//! answered with the parts of the page that changed, the same ones the stream brings; a form that a
//! browser without scripts sends, with a redirect to the conversation.

mod assignment;
mod attachments;
mod bulk;
mod changed;
mod composer;
mod controls;
mod conversation;
mod course;
mod deliveries;
mod delivery;
mod list;
mod mailboxes;
mod matter;
mod messages;
mod notes;
mod notice;
mod outbox;
mod passkey;
mod person;
mod priority;
mod quarantine;
mod replies;
mod rows;
pub(crate) mod second_step;
mod sentence;
mod sign_in;
mod snooze;
mod status;
mod tags;
mod templates;
mod why;
mod written;

use axum::middleware::from_fn_with_state;

use crate::guard;
use crate::table::{Table, get, post};
use crate::web::Web;

pub(crate) use controls::controls;
pub(crate) use course::{Piece, item, message_of};
pub(crate) use mailboxes::{Known, MAX_PASSWORD_CHARS, banner, fares};
pub(crate) use outbox::count as outbox_count;
pub(crate) use rows::{counts, row};

/// The addresses of this folder.
pub(crate) fn routes(web: &Web) -> Table {
    let pages = Table::new()
        .route("/inbox/{view}", get(list::show))
        .route("/conversations/{id}", get(conversation::show))
        .within(|router| router.route_layer(from_fn_with_state(web.clone(), guard::in_turn)));
    Table::new()
        .merge(pages)
        .route("/", get(list::start))
        .route("/sign-in", get(sign_in::form))
        .route("/session", post(sign_in::enter))
        .route("/session/code", post(second_step::enter))
        .route("/session/passkey", post(passkey::enter))
        .route("/session/passkey/ceremony", post(passkey::ask))
        .route("/session/end", post(sign_in::leave))
        .route("/language", post(sign_in::switch_language))
        .route("/bulk", post(bulk::begin))
        .route("/bulk/{bulk}", get(bulk::show))
        .route("/bulk/{bulk}/undo", post(bulk::undo))
        .route("/outbox", get(outbox::show))
        .route("/outbox/{delivery}", get(outbox::one).post(outbox::settle))
        .route("/mailboxes", get(mailboxes::show))
        .route("/mailboxes/new", get(mailboxes::new::form).post(mailboxes::new::connect))
        .route("/mailboxes/new/servers", post(mailboxes::new::find))
        .route("/mailboxes/new/permission", post(mailboxes::new::seek))
        .route("/mailboxes/permission", get(mailboxes::consent::show))
        .route("/mailboxes/permission/return", get(mailboxes::consent::come_back))
        .route("/mailboxes/{inbox}", get(mailboxes::one::show))
        .route("/mailboxes/{inbox}/permission", post(mailboxes::one::seek))
        .route("/mailboxes/{inbox}/servers", post(mailboxes::one::acts::servers))
        .route("/mailboxes/{inbox}/folders", post(mailboxes::one::acts::folders))
        .route("/mailboxes/{inbox}/limits", post(mailboxes::one::acts::limits))
        .route("/mailboxes/{inbox}/words", post(mailboxes::one::acts::words))
        .route("/mailboxes/{inbox}/key", post(mailboxes::one::acts::key))
        .route("/mailboxes/{inbox}/key/state", post(mailboxes::one::acts::sign))
        .route("/mailboxes/{inbox}/key/end", post(mailboxes::one::acts::forget_key))
        .route("/mailboxes/{inbox}/end", post(mailboxes::end))
        .route("/mailboxes/banner", get(mailboxes::banner_part))
        .route("/mailboxes/{inbox}/trial", post(mailboxes::look))
        .route("/mailboxes/{inbox}/probe", post(mailboxes::probe))
        .route("/mailboxes/{inbox}/standing", post(mailboxes::standing::look))
        .route("/mailboxes/{inbox}/horizon", post(mailboxes::change))
        .route("/mailboxes/{inbox}/password", post(mailboxes::renew))
        .route("/quarantine", get(quarantine::show))
        .route("/quarantine/retries", post(quarantine::retry_all))
        .route("/quarantine/{id}", get(quarantine::open))
        .route("/quarantine/{id}/source", get(quarantine::fetch))
        .route("/quarantine/{id}/{what}", post(quarantine::change))
        .route("/conversations/{id}/items", get(conversation::earlier))
        .route("/conversations/{id}/templates", get(templates::show))
        .route("/conversations/{id}/replies", post(replies::create))
        .route("/conversations/{id}/notes", post(notes::create))
        .route("/conversations/{id}/assignment", post(assignment::change))
        .route("/conversations/{id}/status", post(status::change))
        .route("/conversations/{id}/priority", post(priority::change))
        .route("/conversations/{id}/tags", post(tags::change))
        .route("/conversations/{id}/undo", post(notice::undo))
        .route("/conversations/{id}/matter", post(matter::join))
        .route("/conversations/{id}/matter/end", post(matter::take_apart))
        .route("/conversations/{id}/suggestions/{suggestion}/dismissal", post(matter::dismiss))
        .route("/conversations/{id}/person", post(person::join))
        .route("/conversations/{id}/person/end", post(person::take_apart))
        .route("/conversations/{id}/person/suggestions/{suggestion}/dismissal", post(person::dismiss))
        .route("/conversations/{id}/spam", post(matter::judge))
        .route("/conversations/{id}/sender", post(matter::mark))
        .route("/conversations/{id}/messages/{message}/deliveries", post(deliveries::retry))
        .route("/conversations/{id}/messages/{message}/files/{place}", get(attachments::fetch))
        .route("/conversations/{id}/messages/{message}/html", get(messages::html::show))
        .route("/conversations/{id}/messages/{message}/images/{place}", get(messages::images::fetch))
        .route("/conversations/{id}/messages/{message}/source", get(messages::source::show))
}

/// The id in an address; one that cannot be an id is a page that does not exist.
fn id<I: std::str::FromStr>(text: &str) -> Result<I, crate::fault::Fault> {
    text.parse().map_err(|_| crate::fault::Fault::NotFound)
}
