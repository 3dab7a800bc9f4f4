//! A dry run: what reading a mailbox would bring, tried by headers alone in a throw-away store.
//!
//! In: the settings of all inboxes, and how to connect to one. Out: numbers. The same connection, the same folders and
//! the same intake as the real ones; nothing is kept and nothing in the mailbox is changed. The numbers of mails are
//! exact; what became of them is estimated, because bodies tell more than headers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use channels::email::ReadsOnly;
use channels::email::imap::{Header, Settings, headers};
use domain::id::InboxId;
use domain::mailbox::{FolderRole, Horizon};
use domain::time::{Clock, DAY_MS, Millis};
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use engine::{Engine, intake};
use store::mailbox::outlook::{Outlook, outlook};
use store::raw::{Body, NewRaw};
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;
use crate::config::{Config, InboxConfig};
use crate::house::House;

/// What a dry run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The folders, with the number of all mails in each.
    pub folders: Vec<(FolderRole, String, u32)>,
    /// The mails within the horizon.
    pub mails: u64,
    /// The conversations that would come of them.
    pub conversations: i64,
    /// Those of them that would wait for an answer.
    pub open: i64,
    /// Those that are notices of machines.
    pub notices: i64,
    /// Those that are spam.
    pub spam: i64,
}

/// Reads the mailbox of `wanted` back to `horizon`; `seen` counts its mails meanwhile. It is cut off by `cancel`.
///
/// # Errors
/// When the mailbox does not work, or there is no place for the throw-away store.
pub async fn run(
    inboxes: &[InboxConfig],
    wanted: &InboxConfig,
    mailbox: &Settings,
    horizon: Horizon,
    clock: Arc<dyn Clock>,
    seen: &AtomicU64,
    cancel: &CancellationToken,
) -> Result<Found, Failure> {
    let folder = tempfile::tempdir()?;
    let scratch = Config { data: folder.path().to_owned(), ..Config::default() };
    let opening = clock.clone();
    let house = tokio::task::spawn_blocking(move || House::open(&scratch, opening.as_ref())).await;
    let house = house.map_err(|error| Failure(format!("There is no throw-away store: {error}.")))??;
    let engine = house.engine(clock);
    let failed = |error: engine::Error| Failure(format!("The mails could not be tried: {error}."));
    let id = shop(&engine, inboxes, wanted).await.map_err(failed)?;
    let from = horizon.since().unwrap_or_else(|| engine.now());
    let mut tried = 0_u64;
    let take = async |mails: Vec<Header>| {
        receive(&engine, id, tried, &mails).await.map_err(|error| error.to_string())?;
        tried += mails.len() as u64;
        seen.store(tried, Ordering::Relaxed);
        while intake::step(&engine).await.map_err(|error| error.to_string())? > 0 {}
        Ok(())
    };
    let folders = headers(mailbox, from, cancel, take).await;
    let folders = folders
        .map_err(|error| Failure(error.map_or_else(|| "It was stopped.".to_owned(), |error| error.to_string())))?;
    let Outlook { conversations, open, notices, spam } = engine.store().read(outlook).await?;
    Ok(Found { folders, mails: tried, conversations, open, notices, spam })
}

/// The shop as it is configured, so that its own addresses are known.
async fn shop(engine: &Engine, inboxes: &[InboxConfig], wanted: &InboxConfig) -> engine::Result<InboxId> {
    let brand = create_brand(engine, &wanted.brand).await?;
    let team = create_team(engine, &wanted.brand).await?;
    let mut found = None;
    for inbox in inboxes {
        let new = NewInbox {
            brand,
            team,
            name: inbox.name.clone(),
            address: inbox.address.clone(),
            sender: inbox.sender.clone(),
            auto_reply: None,
        };
        let id = create_inbox(engine, new).await?;
        if inbox.address == wanted.address {
            found = Some(id);
        }
    }
    let id = found.ok_or(engine::error::Refused::NotFound)?;
    engine.channels().connect(id, Arc::new(ReadsOnly));
    Ok(id)
}

async fn receive(engine: &Engine, inbox: InboxId, before: u64, mails: &[Header]) -> store::Result<()> {
    let now = engine.now();
    let blobs = engine.store().blobs().clone();
    let mut ready = Vec::with_capacity(mails.len());
    for (number, mail) in (before..).zip(mails) {
        let body = Body::pack(&mail.raw, &blobs)?;
        let history = mail.received_at.is_some_and(|at: Millis| now.since_ms(at) > DAY_MS);
        let source = format!("headers:{number}");
        let new = NewRaw { id: engine.id(), inbox, source, received_at: now, bytes: mail.raw.len(), history, body };
        ready.push((mail.role, new));
    }
    let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
        ready.iter().try_for_each(|(role, new)| {
            store::raw::receive(tx, new)?;
            if *role == FolderRole::Inbox { Ok(()) } else { store::mailbox::lies_in(tx, new.id, *role) }
        })
    };
    engine.store().write(write).await.map(drop)
}
