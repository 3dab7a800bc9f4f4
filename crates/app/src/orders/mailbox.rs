//! What is ordered about a mailbox: keep the permission to use it, find out whether tagged mail comes.

use channels::email::oauth::RefreshToken;
use channels::email::server::AccessToken;
use domain::event::{Actor, Origin};
use domain::identity::Address;
use domain::operation::Operation;
use domain::time::Millis;
use engine::Engine;

use super::{Said, Secret, words};
use crate::permission::{Kept, name_of};

pub(super) async fn keep_permission(
    engine: &Engine,
    mailbox: &Address,
    refresh: Secret,
    access: Secret,
    ends_at: i64,
) -> Said {
    let kept = Kept {
        refresh: RefreshToken::new(refresh.0),
        access: AccessToken::new(access.0),
        ends_at: Millis::new(ends_at),
    };
    let name = name_of(mailbox);
    let sealed = kept.seal(engine.store().sealer(), &name).map_err(|error| format!("Nothing was changed: {error}."))?;
    let now = engine.now();
    let known = engine.store().read(store::brand::inboxes).await.map_err(words)?;
    let inbox = known.into_iter().find(|known| known.address == *mailbox).map(|known| known.id);
    let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
        store::secret::put(tx, &name, &sealed, now)?;
        let Some(inbox) = inbox else { return Ok(()) };
        store::audit::tell(tx, Operation::MailboxRenewed { inbox }, &Origin::new(Actor::System, now))
    };
    engine.store().write(write).await.map_err(words)?;
    Ok(format!("The permission to use {mailbox} is kept. A running counter signs in with it at its next attempt."))
}

pub(super) async fn probe(engine: &Engine, mailbox: &Address) -> Said {
    let known = engine.store().read(store::brand::inboxes).await.map_err(words)?;
    let inbox = known.iter().find(|known| known.address == *mailbox);
    let inbox = inbox.ok_or_else(|| format!("There is no inbox {mailbox} yet; start the counter once."))?.id;
    let now = engine.now();
    engine.store().write(move |tx| store::probe::ask(tx, inbox, now)).await.map_err(words)?;
    Ok(format!("A running counter writes to {mailbox} within seconds. Ask again in a minute whether it came."))
}
