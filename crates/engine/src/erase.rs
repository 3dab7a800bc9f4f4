//! Erasing a contact, from the rows to the last free page.
//!
//! In: a contact. Out: a certificate, when no byte is left in the database files. Rows go at once, in one transaction, and
//! owe there what is still to be done: the files of blobs, and the rewriting of what the rows stood in, which waits for
//! whoever still reads the store as it was before ([`store::scrub`]). A process that dies meanwhile, or is not waited for,
//! is made up for by [`finish`], at the next start and every hour.

use std::time::Duration;

use domain::event::{Actor, Origin};
use domain::id::ContactId;
use domain::identity::Address;
use store::Conn;
use store::backup::journal;
use store::erase::Certificate;
use store::remnant::{self, Remnant};
use store::scrub::{Reader, Scrub, Step};

use crate::error::{Refused, Result};
use crate::{Engine, Error};

/// How long until it is looked again whether those who are waited for have ended.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Erases everything personal of a contact, and of everybody who is the same person, and rewrites the files that held it.
/// Refused when there is no such contact or it was erased before. Takes as long as copying the database, and waits for
/// those who still read it as it was before.
pub async fn erase_contact(engine: &Engine, id: ContactId) -> Result<Certificate> {
    erase_telling(engine, id, |_| ()).await
}

/// The same; `tell` hears, whenever it changes, who is waited for.
pub async fn erase_telling(engine: &Engine, id: ContactId, tell: impl FnMut(&[Reader])) -> Result<Certificate> {
    let known = engine.store().read(move |conn| addresses(conn, id)).await?;
    if known.is_empty() {
        return Err(Refused::NotFound.into());
    }
    let addresses: Vec<Address> = known.iter().filter_map(|text| Address::parse(text)).collect();
    let blobs = engine.store().blobs().clone();
    let unread = engine.store().read(move |conn| store::erase::unread_naming(conn, &blobs, &addresses)).await?;
    let origin = Origin::new(Actor::System, engine.now());
    let write = move |tx: &mut store::Tx<'_>| -> store::Result<Option<Certificate>> {
        let Some((certificate, gone)) = store::erase::contact(tx, id, &unread, &origin)? else { return Ok(None) };
        remnant::owe(tx, id, &gone, origin.at)?;
        Ok(Some(certificate))
    };
    let done = engine.store().write(write).await.map_err(Error::from)?;
    let certificate = done.value.ok_or(Refused::NotFound)?;
    note_erasures(engine).await;
    finish(engine, tell).await?;
    tracing::info!(contact = %id, messages = certificate.messages, "erased a contact");
    Ok(certificate)
}

/// Takes away what erasures have left, and ends when nothing is. `tell` hears, whenever it changes, who is waited for.
pub async fn finish(engine: &Engine, mut tell: impl FnMut(&[Reader])) -> Result<()> {
    loop {
        let owed = engine.store().read(remnant::owed).await?;
        if owed.is_empty() {
            return Ok(());
        }
        let (blobs, files) = (engine.store().blobs().clone(), owed.clone());
        engine.store().read(move |conn| discard(conn, &blobs, &files)).await?;
        if owed.iter().any(Remnant::rewrites) {
            rewrite(engine, &mut tell).await?;
        }
        engine.store().write(move |tx| remnant::settled(tx, &owed)).await?;
    }
}

/// Discards the files that are owed, but for those that came again meanwhile.
fn discard(conn: &mut Conn, blobs: &store::blob::Blobs, owed: &[Remnant]) -> store::Result<()> {
    for hash in owed.iter().filter_map(Remnant::file) {
        if !store::blob::is_known(conn, hash)? {
            blobs.discard(hash)?;
        }
    }
    Ok(())
}

async fn rewrite(engine: &Engine, tell: &mut impl FnMut(&[Reader])) -> Result<()> {
    let (mut scrub, mut told) = (Scrub::default(), Vec::new());
    loop {
        let taken = engine.store().alone(move |conn| scrub.step(conn).map(|step| (scrub, step)));
        let step = taken.await?;
        scrub = step.0;
        let Step::Waits(readers) = step.1 else { return Ok(()) };
        if readers != told {
            tracing::info!(
                readers = readers.len(),
                "an erasure waits for those who read the database as it was before"
            );
            tell(&readers);
            told = readers;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// The addresses of a person: none when there is no such contact, or it was erased.
fn addresses(conn: &mut Conn, id: ContactId) -> store::Result<Vec<String>> {
    let mut all = Vec::new();
    for member in store::person::members(conn, id)? {
        all.extend(store::contact::by_id(conn, member.id)?.into_iter().flat_map(|contact| contact.addresses));
    }
    Ok(all)
}

/// Brings the journal of erasures beside the backups up to date, so that no backup revives anybody. Where it cannot be
/// written, the log says so, and the next erasure, start or backup makes up for it.
pub async fn note_erasures(engine: &Engine) {
    let Some(path) = engine.erasures().cloned() else { return };
    let noted = match engine.store().read(journal::known).await {
        // Nothing to tell, and perhaps no folder yet to tell it in.
        Ok(known) if known.is_empty() => return,
        Ok(known) => tokio::task::spawn_blocking(move || journal::note(&path, &known)).await,
        Err(error) => {
            tracing::error!(%error, "the journal of erasures could not be brought up to date");
            return;
        }
    };
    match noted {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(%error, "the journal of erasures could not be brought up to date"),
        Err(error) => tracing::error!(%error, "the journal of erasures could not be brought up to date"),
    }
}

/// The contact known by an address.
pub async fn contact_of(engine: &Engine, address: &Address) -> Result<Option<ContactId>> {
    let key = engine.store().fingerprints().address(address);
    Ok(engine.store().read(move |conn| store::contact::by_fingerprint(conn, key)).await?)
}
