//! Whether two conversations are one matter, whether one is spam, and how its sender's mail is treated.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::id::ConversationId;
use domain::identity::SenderMark;
use domain::permission::Action;
use engine::commands;
use engine::error::Refused;
use serde::Deserialize;

use super::conversation::{Read, other};
use super::{changed, id};
use crate::fault::Fault;
use crate::pages::matter::{Matter, Suggested};
use crate::respond::{self, Wanted};
use crate::sessions::SignedIn;
use crate::web::Web;

/// What the lines show to somebody: other conversations only where they may be seen.
pub(super) fn lines(me: &SignedIn, read: &Read) -> Matter {
    let Read { card, matter: found, asker, .. } = read;
    let may_see = |team| me.grant().allows(Action::Read, team);
    let suggested = found.suggested.iter().filter(|(_, other)| may_see(other.team));
    Matter {
        id: card.id,
        suggested: suggested
            .map(|(one, with)| Suggested {
                id: one.id,
                hint: one.hint.word(),
                from: one.conversation,
                into: one.other,
                other: other(with),
            })
            .collect(),
        went_to: found.went_to.as_ref().filter(|other| may_see(other.team)).map(other),
        joined: found.joined.iter().filter(|other| may_see(other.team)).map(other).collect(),
        spam: card.spam,
        mark: asker.as_ref().map_or(SenderMark::default(), |asker| asker.mark).word(),
        answers: me.grant().allows(Action::Answer, card.team),
    }
}

/// Back to a conversation, also when somebody else was faster: it shows how things stand.
pub(super) fn back<T>(conversation: ConversationId, done: engine::Result<T>) -> Result<Response, Fault> {
    match done {
        Ok(_) | Err(engine::Error::Refused(Refused::Outdated | Refused::Joined)) => {
            Ok(respond::see(&format!("/conversations/{conversation}")))
        }
        Err(other) => Err(other.into()),
    }
}

/// The form that joins.
#[derive(Deserialize)]
pub(super) struct Join {
    /// The conversation that takes the messages.
    into: String,
}

/// `POST /conversations/{id}/matter`
pub(super) async fn join(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    Form(form): Form<Join>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let into = form.into.parse().map_err(|_| Fault::Unreadable)?;
    let done = commands::same_matter(web.engine(), me.by(), conversation, into).await;
    back(*done.as_ref().unwrap_or(&conversation), done)
}

/// `POST /conversations/{id}/matter/end`
pub(super) async fn take_apart(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    back(conversation, commands::take_apart(web.engine(), me.by(), conversation).await)
}

/// `POST /conversations/{id}/suggestions/{suggestion}/dismissal`
pub(super) async fn dismiss(
    State(web): State<Web>,
    me: SignedIn,
    Path((conversation, suggestion)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    back(conversation, commands::dismiss(web.engine(), me.by(), conversation, id(&suggestion)?).await)
}

/// The form that judges.
#[derive(Deserialize)]
pub(super) struct Judgement {
    /// `yes` or `no`.
    spam: String,
}

/// `POST /conversations/{id}/spam`
pub(super) async fn judge(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Judgement>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let before = changed::before(&web);
    let done = commands::judge_spam(web.engine(), me.by(), conversation, form.spam == "yes").await;
    changed::answer(&web, &me, wanted, conversation, before, done).await
}

/// The form that marks a sender.
#[derive(Deserialize)]
pub(super) struct Mark {
    /// A mark's word.
    mark: String,
}

/// `POST /conversations/{id}/sender`
pub(super) async fn mark(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    Form(form): Form<Mark>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let mark = SenderMark::from_word(&form.mark).ok_or(Fault::Unreadable)?;
    back(conversation, commands::mark_sender(web.engine(), me.by(), conversation, mark).await)
}
