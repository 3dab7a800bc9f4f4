//! `kontuar mailbox check`: says what reading a mailbox would bring.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use domain::identity::Address;
use domain::mailbox::Horizon;
use tokio_util::sync::CancellationToken;

use super::test::token;
use super::{Inboxes, runtime};
use crate::clock::SystemClock;
use crate::commands::{Failure, say};
use crate::config::Config;
use crate::serve::inboxes::imap_settings;
use crate::trial;

/// Tries the mailbox of an inbox back to `horizon`. Nothing is kept, sent or changed.
///
/// # Errors
/// When there is no such inbox, its mailbox does not work, or there is no place for the throw-away store.
pub fn check(config: &Config, address: &Address, horizon: Option<Horizon>) -> Result<(), Failure> {
    let inboxes = Inboxes::read(config);
    let inbox = inboxes.find(address)?;
    let Some(imap) = &inbox.imap else {
        return Err(Failure(format!(
            "{address} has no mailbox that is fetched: its mail is handed over to this program."
        )));
    };
    let settings = imap_settings(inbox, imap, token(config, inbox)?.as_ref())?;
    let since = horizon.or(imap.history).unwrap_or(Horizon::All);
    let (clock, cancel, seen) = (Arc::new(SystemClock), CancellationToken::new(), AtomicU64::new(0));
    let run = trial::run(&inboxes.all, inbox, &settings, since, clock, &seen, &cancel);
    let found = runtime()?.block_on(run)?;
    for (role, name, count) in &found.folders {
        say(&format!("{name} ({}): {count} mails", role.word()))?;
    }
    let trial::Found { mails, conversations, open, notices, spam, .. } = found;
    say(&format!(
        "Reading back to “{since}” would bring {mails} mails (exact): about {conversations} conversations; {open} would \
         be open; {notices} would be notices, {spam} spam."
    ))
}
