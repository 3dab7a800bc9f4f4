//! Whether the customer beside a conversation and another contact are one person.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::id::{ContactId, ConversationId};
use domain::identity::Evidence;
use domain::permission::Action;
use engine::commands;
use engine::error::Refused;
use serde::Deserialize;
use store::pages::{Asker, Known};

use super::matter::back;
use super::{changed, id};
use crate::fault::Fault;
use crate::pages::conversation::{Address, Resembling};
use crate::respond::{self, Wanted};
use crate::sessions::{Asking, SignedIn};
use crate::web::Web;

/// An address, and why it is believed to be theirs.
pub(super) fn address(known: &Known) -> Address {
    let evidence = match known.evidence {
        Evidence::Claimed => "claimed",
        Evidence::Authenticated => "authenticated",
        Evidence::Agent => "agent",
    };
    Address { value: known.value.clone(), evidence, merged: known.merged }
}

/// Who else they may be, as far as somebody may know of these: who wrote here, or in a conversation of their teams.
pub(super) fn suggested(me: &SignedIn, conversation: ConversationId, asker: &Asker) -> Vec<Resembling> {
    let may_see = |team: &domain::id::TeamId| me.grant().allows(Action::Read, *team);
    let known = asker.suggested.iter().filter(|one| one.conversation == conversation || one.teams.iter().any(may_see));
    let shown = known.map(|one| Resembling {
        suggestion: one.suggestion,
        contact: one.contact,
        likeness: one.likeness.word(),
        name: one.name.clone(),
        address: one.address.clone(),
    });
    shown.collect()
}

/// The form that names the other contact, or an address of theirs.
#[derive(Deserialize)]
pub(super) struct Other {
    #[serde(default)]
    contact: String,
    address: Option<String>,
}

impl Other {
    fn contact(&self) -> Result<ContactId, Fault> {
        self.contact.parse().map_err(|_| Fault::Unreadable)
    }
}

/// What came of joining an address: the end of its key.
pub(super) fn outcome(word: &str) -> Option<&'static str> {
    ["joined", "unknown", "same", "erased"].into_iter().find(|one| *one == word)
}

/// `POST /conversations/{id}/person`
pub(super) async fn join(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    wanted: Wanted,
    Form(form): Form<Other>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    if let Some(address) = &form.address {
        changed::card(&web, &me, conversation, Action::Answer).await?;
        let outcome = join_address(&web, &me, conversation, address).await?;
        if wanted.htmx {
            return super::conversation::part(&web, Asking::again(&me), conversation, None, Some(outcome)).await;
        }
        return Ok(respond::see(&format!("/conversations/{conversation}?person={outcome}")));
    }
    let done = commands::same_person(web.engine(), me.by(), conversation, form.contact()?).await;
    back(conversation, done)
}

/// What came of it, as [`outcome`] knows it. Who has such an address is told to nobody who may not know of them.
async fn join_address(
    web: &Web,
    me: &SignedIn,
    conversation: ConversationId,
    address: &str,
) -> Result<&'static str, Fault> {
    let Some(address) = domain::identity::Address::parse(address) else { return Ok("unknown") };
    match commands::same_person_at(web.engine(), me.by(), conversation, &address).await {
        Ok(true) => Ok("joined"),
        Ok(false) | Err(engine::Error::Refused(Refused::Outdated)) => Ok("same"),
        Err(engine::Error::Refused(Refused::NotFound)) => Ok("unknown"),
        Err(engine::Error::Refused(Refused::Invalid(_))) => Ok("erased"),
        Err(other) => Err(other.into()),
    }
}

/// `POST /conversations/{id}/person/end`
pub(super) async fn take_apart(
    State(web): State<Web>,
    me: SignedIn,
    Path(conversation): Path<String>,
    Form(form): Form<Other>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    let done = commands::other_person(web.engine(), me.by(), conversation, form.contact()?).await;
    back(conversation, done)
}

/// `POST /conversations/{id}/person/suggestions/{suggestion}/dismissal`
pub(super) async fn dismiss(
    State(web): State<Web>,
    me: SignedIn,
    Path((conversation, suggestion)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let conversation: ConversationId = id(&conversation)?;
    back(conversation, commands::not_the_same(web.engine(), me.by(), conversation, id(&suggestion)?).await)
}
