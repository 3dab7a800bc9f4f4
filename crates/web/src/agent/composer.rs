//! Where an agent writes: fresh, and after something was written.

use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Position;
use domain::id::{ConversationId, MessageId};
use domain::letterhead::fill;
use domain::permission::Action;
use engine::commands::MAX_TEXT_CHARS;
use engine::error::Refused;

use super::conversation::{Amended, Read, read};
use super::{changed, list};
use crate::directory::Directory;
use crate::fault::Fault;
use crate::pages::composer::{Composer, ComposerPart, Refused as NotTaken};
use crate::respond::{self, Wanted};
use crate::sessions::{Asking, SignedIn};
use crate::web::Web;

/// The composer; with what was not taken, when something was not.
pub(super) fn composer(
    me: &SignedIn,
    read: &Read,
    names: &Directory,
    refused: Option<NotTaken>,
) -> Result<Composer, Fault> {
    let who = read.card.who.clone().or_else(|| read.recipient.clone());
    Ok(Composer {
        id: read.card.id,
        name: who.unwrap_or_default(),
        to: read.recipient.clone(),
        once_reply: once()?,
        once_note: once()?,
        seen: read.course.newest_received().map(|id: MessageId| id.to_string()).unwrap_or_default(),
        signature: names
            .inbox(read.card.inbox)
            .and_then(|inbox| inbox.signature.as_deref())
            .map(|pattern| fill(pattern, Some(&me.agent.name), &names.brand(read.card.brand)).trim().to_owned())
            .filter(|signature| !signature.is_empty()),
        answers: me.grant().allows(Action::Answer, read.card.team),
        chosen: None,
        refused,
    })
}

/// A key that nobody used yet.
fn once() -> Result<String, Fault> {
    let mut random = [0_u8; 12];
    getrandom::fill(&mut random).map_err(|e| Fault::Broken(std::sync::Arc::new(e)))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What came with a form of the composer.
pub(super) struct Written {
    /// `reply` or `note`.
    pub form: &'static str,
    /// The text.
    pub text: String,
    /// The key it was sent under.
    pub once: String,
    /// The templates that it was made with, as the form names them.
    pub templates: String,
}

/// Answers a reply or a note: a fresh composer and what happened, or the composer with the text and
/// the reason why it was not taken.
pub(super) async fn written(
    web: &Web,
    me: &SignedIn,
    wanted: Wanted,
    conversation: ConversationId,
    before: Position,
    form: Written,
    done: engine::Result<()>,
) -> Result<Response, Fault> {
    let refused = match done {
        Ok(()) => None,
        Err(engine::Error::Refused(refused)) => Some(reason(refused)?),
        Err(engine::Error::Store(error)) => return Err(error.into()),
    };
    if refused.is_none() && !wanted.htmx {
        return Ok(respond::see(&format!("/conversations/{conversation}")));
    }
    changed::card(web, me, conversation, Action::Answer).await?;
    let read = web.store().read(move |conn| read(conn, conversation)).await?.ok_or(Fault::NotFound)?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let limit = i64::try_from(MAX_TEXT_CHARS).unwrap_or(i64::MAX);
    let outdated = refused == Some("new-message");
    let refused =
        refused.map(|error| NotTaken { form: form.form, text: form.text, templates: form.templates, error, limit });
    let names = web.directories().get_for(web, std::slice::from_ref(&read.card)).await?;
    let mut composer = composer(me, &read, &names, refused)?;
    if composer.refused.is_some() {
        // The same key again: whatever became of the first try, nothing is written twice.
        match form.form {
            "reply" => composer.once_reply = form.once,
            _ => composer.once_note = form.once,
        }
    }
    if !wanted.htmx {
        let amended = Amended { composer: Some(composer), ..Amended::default() };
        return list::page(web, Asking::again(me), None, Some(conversation), amended).await;
    }
    let since = if outdated { newest(web, conversation).await? } else { before };
    let mut html = changed::parts(web, me, conversation, since).await?;
    html.push_str(&web.pages().render(me.language(), web.now(), &ComposerPart { composer })?);
    Ok(respond::html(me.language(), html, status))
}

/// The place before the newest few events: among them is the message that was not seen.
async fn newest(web: &Web, conversation: ConversationId) -> Result<Position, Fault> {
    let events = web.store().read(move |conn| store::log::newest_of_conversation(conn, conversation, 20)).await?;
    Ok(Position(events.first().map_or(0, |event| event.position.0 - 1)))
}

/// The end of the key `composer-error-…`.
fn reason(refused: Refused) -> Result<&'static str, Fault> {
    match refused {
        Refused::Empty => Ok("empty"),
        Refused::TooLong { .. } => Ok("too-long"),
        Refused::NoRecipient => Ok("no-recipient"),
        Refused::Outdated => Ok("new-message"),
        other => Err(engine::Error::Refused(other).into()),
    }
}
