//! A mail from an inbox to itself, by which is known whether tagged mail (`shop+tag@…`) comes. It becomes no message.

use domain::channel::Inbound;
use domain::id::InboxId;
use domain::identity::{Address, Fingerprinter};
use domain::mailbox::FolderRole;
use domain::time::Millis;
use store::{Result, Tx};

use super::author::Ours;
use super::prepare::Prepared;

/// Whose probe it is. Only we know its tag; whoever learnt it and pretends to be us gets nothing in.
pub(super) fn of(mail: &Inbound, ours: &Ours, prints: &Fingerprinter) -> Option<InboxId> {
    mail.from.as_ref().filter(|from| ours.has(&from.address))?;
    let to = mail.to.iter().map(|party| &party.address).chain(&mail.delivered_to);
    to.filter_map(Address::untagged).find_map(|(_, tag)| prints.read_probe_tag(tag))
}

/// Takes note of a probe that came. Gives whether it is one. A copy among the sent ones proves nothing, and one in the spam
/// too little.
pub(super) fn came(tx: &mut Tx<'_>, ready: &Prepared, now: Millis) -> Result<bool> {
    let Some(inbox) = ready.probe else { return Ok(false) };
    if inbox == ready.inbox.id && ready.folder == FolderRole::Inbox {
        store::probe::came(tx, inbox, now)?;
    }
    Ok(true)
}
