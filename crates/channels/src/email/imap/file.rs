//! Putting what was sent into the folder of sent mail (APPEND, RFC 3501, 6.3.11), where nobody on its way does.
//!
//! The only thing that is ever written into a mailbox. Before it is, the folder is searched for the Message-ID: a mail whose
//! OK got lost, or that the server filed by itself, is found and not put there again. What the server refuses is said to
//! whoever asked and leaves the watching alone.

use std::time::Duration;

use async_imap::imap_proto::rfc4315::UidSetMember;
use async_imap::imap_proto::{Response, ResponseCode};
use domain::mailbox::FolderRole;

use super::Listing;
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

/// Where a mail lies that was put into its folder, as the server says it (APPENDUID, RFC 4315, 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lies {
    /// The folder's UIDVALIDITY.
    pub uidvalidity: u32,
    /// The mail.
    pub listing: Listing,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is there. Where the server says under which UID, it is known and need not be fetched.
    Put(Option<Lies>),
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
            let lies = if let Filed::Put(Some(lies)) = &filed { Some(lies.listing.uid) } else { None };
            self.sink().filed(filing.key, filed).await.map_err(not_stored)?;
            if let Some((at, uid)) = sent.zip(lies) {
                self.places[at].wanted.known.insert(uid);
            }
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
        let (uidvalidity, lies) = match self.session.append(&self.places[at].wire, &filing.mail).await? {
            Appended::Taken(lies) => (self.places[at].uidvalidity(), lies),
            Appended::Refused(words) => return Ok(Filed::Refused(words)),
        };
        let Some(uid) = lies.filter(|(under, _)| *under == uidvalidity).map(|(_, uid)| uid) else {
            return Ok(Filed::Put(None));
        };
        // By what the server says about it now it is known again should the UIDs change. Where that is another mail, the
        // server is mistaken, and the folder is read as ever.
        let listed = self.session.list(&[uid]).await?.into_iter().next();
        let ours = listed.filter(|found| holds(&found.message_id, filing.message_id.as_bytes()));
        Ok(Filed::Put(ours.map(|listing| Lies { uidvalidity, listing })))
    }
}

fn holds(text: &[u8], word: &[u8]) -> bool {
    !word.is_empty() && text.windows(word.len()).any(|window| window == word)
}

/// What the server says to an APPEND.
enum Appended {
    /// It took the mail, under this UIDVALIDITY and UID where it says so.
    Taken(Option<(u32, u32)>),
    /// It did not, and says this.
    Refused(String),
}

impl Session {
    /// Puts a mail into a folder, by its name on the wire, as one that was read.
    async fn append(&mut self, wire: &str, mail: &str) -> Result<Appended, End> {
        let command = format!("APPEND {} (\\Seen) {{{}}}", quoted(wire), mail.len());
        let tag = self.send(&command, DOING).await?;
        let (mut given, mut lies) = (false, None);
        let mut look = |response: &Response<'_>| {
            if let Response::Done { outcome, .. } = response
                && let Some(ResponseCode::AppendUid(uidvalidity, uids)) = &outcome.code
                && let [UidSetMember::Uid(uid)] = uids.as_slice()
            {
                lies = Some((*uidvalidity, *uid));
            }
        };
        loop {
            match self.read(Duration::ZERO, DOING, &mut look).await? {
                Heard::GoOn if !given => {
                    given = true;
                    self.send_line(mail, DOING).await?;
                }
                Heard::Answered(answered, None) if answered == tag => return Ok(Appended::Taken(lies)),
                Heard::Answered(answered, Some(words)) if answered == tag => return Ok(Appended::Refused(words)),
                _ => {}
            }
        }
    }
}
