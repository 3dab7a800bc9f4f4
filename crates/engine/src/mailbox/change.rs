//! Changing a mailbox that was connected in the pages: what is sealed of it, and the words of its inbox, as one version.
//!
//! In: the version that somebody saw, and what is to stand in its place. Out: the next version, which whoever watches
//! mailboxes begins anew with, on every node; or that somebody was faster, and nothing. It must not: open what is sealed.

use domain::id::InboxId;
use domain::mailbox::FolderRole;
use domain::operation::{MailboxPart, Operation};
use store::Tx;
use store::brand::Inbox;
use store::mailbox::Folder;

use super::{operate, secret_of};
use crate::Engine;
use crate::audit::tell;
use crate::commands::By;
use crate::error::{Refused, Result};

/// What is to be changed.
#[derive(Clone)]
pub struct Change {
    /// Which part of it.
    pub part: MailboxPart,
    /// The version that it is changed from.
    pub version: i64,
    /// What is kept from now on, sealed.
    pub secret: Vec<u8>,
    /// The inbox with its new words, where these change.
    pub words: Option<Inbox>,
    /// Whether it lies on another server from now on.
    pub moved: bool,
    /// The folders that are read no more.
    pub left: Vec<FolderRole>,
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { part, version, left, .. } = self;
        f.debug_struct("Change")
            .field("part", part)
            .field("version", version)
            .field("left", left)
            .finish_non_exhaustive()
    }
}

/// Changes it; it is watched anew.
///
/// # Errors
/// Refused when there is no such mailbox, the asker does not operate the installation, or it is another version by now.
pub async fn change(engine: &Engine, by: By, inbox: InboxId, change: Change) -> Result<()> {
    let (now, part) = (engine.now(), change.part);
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        operate(tx, by, inbox)?;
        if !store::secret::replace(tx, &secret_of(inbox), change.version, &change.secret, now)? {
            return Err(Refused::Outdated.into());
        }
        if let Some(words) = &change.words {
            store::brand::reword_inbox(tx, words)?;
        }
        if change.moved {
            store::mailbox::move_away(tx, inbox)?;
        }
        for role in &change.left {
            store::mailbox::leave(tx, Folder { inbox, role: *role })?;
        }
        Ok(tell(tx, Some(by.agent), Operation::MailboxChanged { inbox, part }, now)?)
    };
    engine.store().write(write).await?;
    tracing::info!(%inbox, agent = %by.agent, ?part, "a mailbox was changed in the pages");
    Ok(())
}
