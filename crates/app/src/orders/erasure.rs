//! A person is erased: what is said while it waits, and what is left elsewhere.

use domain::id::ContactId;
use domain::identity::Address;
use engine::error::Refused;
use engine::{Engine, erase};
use store::erase::Certificate;
use store::scrub::Reader;

use super::{Said, words};

/// Erases a contact by id or address; `tell` hears what it waits for.
pub(super) async fn erase_contact(engine: &Engine, who: &str, tell: impl Fn(String)) -> Said {
    let id = match (who.parse::<ContactId>(), Address::parse(who)) {
        (Ok(id), _) => id,
        (Err(_), Some(address)) => erase::contact_of(engine, &address)
            .await
            .map_err(words)?
            .ok_or("No contact is known by this address (or it was erased already).")?,
        (Err(_), None) => return Err("That is neither a contact's id (ctc_…) nor an e-mail address.".to_owned()),
    };
    match erase::erase_telling(engine, id, |readers| tell(waits_for(readers))).await {
        Ok(done) => Ok(format!(
            "{id} is erased: {} conversations, {} messages, {} arrivals and {} files have lost their content; \
             {} addresses and message ids cannot come back. {}\nCertificate: {}",
            done.conversations,
            done.messages,
            done.arrivals,
            done.files,
            done.tombstones,
            where_copies_are(engine),
            certificate(engine, id, &done)
        )),
        Err(engine::Error::Refused(Refused::NotFound)) => {
            Err(format!("There is no contact {id}, or it was erased already."))
        }
        // The store may have changed before this failed, so it is not said that nothing was.
        Err(error) => Err(format!(
            "The erasure of {id} did not end ({error}). Order it again; where the contact is not known any more, what is \
             left in the files goes within an hour, or at the next start."
        )),
    }
}

/// What was erased, when, and a keyed hash of that, by which this installation knows its own certificate again. JSON without
/// anything personal.
fn certificate(engine: &Engine, id: ContactId, done: &Certificate) -> String {
    let mut all = serde_json::json!({
        "contact": id,
        "erased_at": engine.now().to_string(),
        "conversations": done.conversations,
        "messages": done.messages,
        "arrivals": done.arrivals,
        "files": done.files,
        "tombstones": done.tombstones,
    });
    let seal = engine.store().fingerprints().wish(&[b"certificate of erasure", all.to_string().as_bytes()]);
    all["seal"] = seal.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into();
    all.to_string()
}

/// What an erasure waits for.
fn waits_for(readers: &[Reader]) -> String {
    let names: Vec<String> = readers
        .iter()
        .filter_map(|reader| {
            let process = reader.process.map(|process| format!(" (process {process} of the database)"));
            Some(format!("{}{}", reader.name.as_deref()?, process.unwrap_or_default()))
        })
        .collect();
    let who = if names.is_empty() { "a backup, a check or another program".to_owned() } else { names.join(", ") };
    format!(
        "The contact is erased for everybody, and the files of the database still hold the old rows: {who} reads the \
         database as it was before. Waiting for the end of that …"
    )
}

/// Where an erasure does not reach.
fn where_copies_are(engine: &Engine) -> &'static str {
    match engine.store().engine() {
        store::Engine::Sqlite => {
            "Nothing is left in the database. Backups from before hold the contact until they are removed; restoring one \
             erases it again."
        }
        store::Engine::Postgres => {
            "Nothing is left in the tables; the server's own write-ahead log is overwritten in its own time. Backups from \
             before hold the contact until they are removed; restoring one erases it again."
        }
    }
}
