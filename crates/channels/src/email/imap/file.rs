//! Putting what was sent into the folder of sent mail (APPEND, RFC 3501, 6.3.11), where nobody on its way does.
//!
//! The only thing that is ever written into a mailbox. Before it is, the folder is searched for the Message-ID: a mail whose
//! OK got lost, or that the server filed by itself, is found and not put there again. What the server refuses is said to
//! whoever asked and leaves the watching alone.

use std::time::Duration;

use domain::mailbox::FolderRole;

use super::catch_up::{Rounds, not_stored};
use super::error::{End, MailboxError};
use super::folder::quoted;
use super::session::{Heard, Session};

const DOING: &str = "putting a sent mail into its folder";

/// A mail of ours that is to be put into the folder of sent mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// What it is called by who asks.
    pub key: i64,
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// The mail.
    pub mail: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is there.
    Put,
    /// It was there already.
    WasThere,
    /// There is no folder of sent mail.
    NoFolder,
    /// The server does not take it, and says this.
    Refused(String),
}

impl Rounds {
    /// Where sent mail lies.
    pub(super) fn sent(&self) -> Option<usize> {
        self.places.iter().position(|place| place.role == FolderRole::Sent)
    }

    /// Puts mails into the folder of sent mail, each once.
    pub(super) async fn file_all(&mut self, waiting: &[Filing]) -> Result<(), End> {
        let sent = self.sent();
        for filing in waiting {
            let filed = match sent {
                Some(at) => self.file(at, filing).await?,
                None => Filed::NoFolder,
            };
            self.sink().filed(filing.key, filed).await.map_err(not_stored)?;
        }
        Ok(())
    }

    async fn file(&mut self, at: usize, filing: &Filing) -> Result<Filed, End> {
        self.select(at).await?;
        // What others put there since the folder was opened counts too.
        self.session.nudge().await?;
        let criteria = format!(" HEADER Message-ID {}", quoted(&filing.message_id));
        match self.session.search(1, None, &criteria).await {
            Ok(found) if !found.is_empty() => return Ok(Filed::WasThere),
            Ok(_) => {}
            // Nobody knows whether it is there: better not at all than twice.
            Err(End::Fail(MailboxError::NotUnderstood { answer, .. })) => return Ok(Filed::Refused(answer)),
            Err(end) => return Err(end),
        }
        self.session.append(&self.places[at].wire, &filing.mail).await
    }
}

impl Session {
    /// Puts a mail into a folder, by its name on the wire, as one that was read.
    async fn append(&mut self, wire: &str, mail: &str) -> Result<Filed, End> {
        let command = format!("APPEND {} (\\Seen) {{{}}}", quoted(wire), mail.len());
        let tag = self.send(&command, DOING).await?;
        let mut given = false;
        loop {
            match self.read(Duration::ZERO, DOING, &mut |_| {}).await? {
                Heard::GoOn if !given => {
                    given = true;
                    self.send_line(mail, DOING).await?;
                }
                Heard::Answered(answered, None) if answered == tag => return Ok(Filed::Put),
                Heard::Answered(answered, Some(words)) if answered == tag => return Ok(Filed::Refused(words)),
                _ => {}
            }
        }
    }
}
