//! Erasing a contact, from the rows to the last free page.

use domain::event::{Actor, Origin};
use domain::id::ContactId;
use domain::identity::Address;
use store::Conn;
use store::backup::journal;
use store::erase::Certificate;

use crate::error::{Refused, Result};
use crate::{Engine, Error};

/// Erases everything personal of a contact, and of everybody who is the same person, and rewrites the files that held it. Refused when there
/// is no such contact or it was erased before. Takes as long as copying the database.
pub async fn erase_contact(engine: &Engine, id: ContactId) -> Result<Certificate> {
    let known = engine.store().read(move |conn| addresses(conn, id)).await?;
    if known.is_empty() {
        return Err(Refused::NotFound.into());
    }
    let addresses: Vec<Address> = known.iter().filter_map(|text| Address::parse(text)).collect();
    let blobs = engine.store().blobs().clone();
    let unread = engine.store().read(move |conn| store::erase::unread_naming(conn, &blobs, &addresses)).await?;
    let origin = Origin::new(Actor::System, engine.now());
    let done =
        engine.store().write(move |tx| store::erase::contact(tx, id, &unread, &origin)).await.map_err(Error::from)?;
    let (certificate, gone) = done.value.ok_or(Refused::NotFound)?;
    note_erasures(engine).await;
    for hash in gone {
        engine.store().blobs().discard(hash)?;
    }
    engine.store().alone(store::erase::scrub).await?;
    tracing::info!(contact = %id, messages = certificate.messages, "erased a contact");
    Ok(certificate)
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
