//! Erasing a contact, from the rows to the last free page.

use domain::event::{Actor, Origin};
use domain::id::ContactId;
use domain::identity::Address;
use store::Conn;
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

/// The contact known by an address.
pub async fn contact_of(engine: &Engine, address: &Address) -> Result<Option<ContactId>> {
    let key = engine.store().fingerprints().address(address);
    Ok(engine.store().read(move |conn| store::contact::by_fingerprint(conn, key)).await?)
}
