//! `kontuar mailbox check`: what reading a mailbox would bring, tried by headers alone in a throw-away store.
//!
//! The same connection, the same folders and the same intake as the real ones; nothing is kept and nothing in the mailbox
//! is changed. The numbers of mails are exact; what became of them is estimated, because bodies tell more than headers.

use std::sync::Arc;

use channels::email::ReadsOnly;
use channels::email::imap::{Header, headers};
use domain::conversation::Bucket;
use domain::id::InboxId;
use domain::mailbox::{FolderRole, Horizon};
use domain::time::{DAY_MS, Millis};
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use engine::{Engine, intake};
use store::raw::{Body, NewRaw};
use tokio_util::sync::CancellationToken;

use super::{Failure, say};
use crate::clock::SystemClock;
use crate::config::{Config, InboxConfig};
use crate::house::House;
use crate::serve::inboxes::imap_settings;

/// Says what reading the mailbox of the inbox `name` (its name or address) back to `horizon` would bring.
///
/// # Errors
/// When there is no such inbox, its mailbox does not work, or there is no place for the throw-away store.
pub fn check(config: &Config, name: &str, horizon: Option<Horizon>) -> Result<(), Failure> {
    let wanted = |inbox: &&InboxConfig| inbox.name == name || inbox.address.as_str() == name.trim().to_lowercase();
    let inbox = config.inboxes.iter().find(wanted).ok_or_else(|| {
        let known: Vec<&str> = config.inboxes.iter().map(|inbox| inbox.address.as_str()).collect();
        Failure(format!("There is no inbox “{name}” in the settings; there are: {}.", known.join(", ")))
    })?;
    let since = horizon.or(inbox.imap.history).unwrap_or(Horizon::All);
    let folder = tempfile::tempdir()?;
    let scratch = Config { data: folder.path().to_owned(), ..Config::default() };
    let house = House::open(&scratch, &SystemClock)?;
    let engine = house.engine(Arc::new(SystemClock));
    // It fails only when a provider is installed, which then serves as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let failed = |error: engine::Error| Failure(format!("The mails could not be tried: {error}."));
        let id = shop(&engine, config, inbox).await.map_err(failed)?;
        let from = since.since().unwrap_or_else(|| engine.now());
        let mut tried = 0_u64;
        let mut number = 0_u64;
        let take = async |mails: Vec<Header>| {
            tried += mails.len() as u64;
            receive(&engine, id, &mut number, mails).await.map_err(|error| error.to_string())?;
            while intake::step(&engine).await.map_err(|error| error.to_string())? > 0 {}
            Ok(())
        };
        let folders = headers(&imap_settings(&inbox.imap), from, &CancellationToken::new(), take).await;
        let folders = folders.map_err(|error| {
            Failure(error.map_or_else(|| "It was stopped.".to_owned(), |error| error.to_string()))
        })?;
        for (role, name, count) in folders {
            say(&format!("{name} ({}): {count} mails", role.word()))?;
        }
        let found = engine.store().read(store::mailbox::state::buckets).await?;
        let count = |bucket: Bucket| found.iter().find(|(known, _)| *known == bucket).map_or(0, |(_, n)| *n);
        let all: i64 = found.iter().map(|(_, n)| n).sum();
        say(&format!(
            "Reading back to “{since}” would bring {tried} mails (exact): about {all} conversations; {} would be open; {} \
             would be notices, {} spam.",
            count(Bucket::ToAnswer),
            count(Bucket::Automatic),
            count(Bucket::Spam)
        ))
    })
}

/// The shop as it is configured, so that its own addresses are known.
async fn shop(engine: &Engine, config: &Config, wanted: &InboxConfig) -> engine::Result<InboxId> {
    let brand = create_brand(engine, &wanted.brand).await?;
    let team = create_team(engine, &wanted.brand).await?;
    let mut found = None;
    for inbox in &config.inboxes {
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

async fn receive(engine: &Engine, inbox: InboxId, number: &mut u64, mails: Vec<Header>) -> store::Result<()> {
    let now = engine.now();
    let blobs = engine.store().blobs().clone();
    let mut ready = Vec::with_capacity(mails.len());
    for mail in mails {
        *number += 1;
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
