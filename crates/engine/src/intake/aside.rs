//! An arrival that is too large to be kept whole: what is here of it waits for a person.

use domain::event::{Actor, Origin, QuarantineReason};
use domain::time::Millis;
use store::Tx;
use store::raw::NewRaw;

/// What is here of a mail that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its headers; the mail lies in the mailbox.
    Headers,
    /// Its beginning; the mail lies where it was read from.
    Beginning,
}

/// How large a mail is of which only a part is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Its size in bytes.
    pub size: u64,
    /// What is here.
    pub part: Part,
}

impl TooLarge {
    fn why(self) -> String {
        let size = self.size;
        match self.part {
            Part::Headers => format!(
                "{size} bytes are more than is fetched; only its headers are here, the mail lies in the mailbox"
            ),
            Part::Beginning => format!("{size} bytes are more than is kept; only its beginning is here"),
        }
    }
}

/// Stores an arrival; a part of one that is too large goes into the quarantine. `false`: it was there already.
pub fn take(tx: &mut Tx<'_>, new: &NewRaw, too_large: Option<TooLarge>, now: Millis) -> store::Result<bool> {
    let stored = store::raw::receive(tx, new)?;
    if let (true, Some(too_large)) = (stored, too_large) {
        let origin = Origin::new(Actor::System, now);
        store::raw::quarantine(tx, new.id, QuarantineReason::TooLarge, &too_large.why(), &origin)?;
    }
    Ok(stored)
}
