//! One folder while it is watched: what of it is stored, and what is still to be fetched.

use std::collections::{BTreeSet, VecDeque};

use domain::mailbox::FolderRole;
use domain::time::Millis;

use super::commands::{Examined, Offers};
use super::error::End;
use super::error::MailboxError;
use super::session::Session;
use super::{FolderChoice, Lacking, Listing, Settings, Survey, UidSet, Wanted, find, folder};

/// The folders of a mailbox that are read, where mail arrives first; `listing`: the others are looked for. Of the others,
/// one that cannot be opened is told of and left out: mail that arrives matters more. No folder is open afterwards.
pub(super) async fn places(
    settings: &Settings,
    session: &mut Session,
    offers: Offers,
    listing: bool,
) -> Result<(Vec<Place>, Vec<Lacking>), End> {
    let mut places = vec![Place::new(FolderRole::Inbox, folder::wire(&settings.folder))];
    let mut lacking = Vec::new();
    let others = [(FolderRole::Spam, &settings.spam_folder), (FolderRole::Sent, &settings.sent_folder)];
    if !listing || others.iter().all(|(_, choice)| **choice == FolderChoice::None) {
        return Ok((places, lacking));
    }
    let listed = session.folders(offers).await?;
    for (role, choice) in others {
        let found = find::find(&listed, role, choice);
        let Some(wire) = found.filter(|wire| places.iter().all(|place| place.wire != *wire)) else { continue };
        match session.examine(&wire).await {
            Ok(_) => places.push(Place::new(role, wire)),
            Err(End::Fail(MailboxError::NoSuchFolder { folder, answer })) => {
                lacking.push(Lacking { role, folder, answer });
            }
            Err(end) => return Err(end),
        }
    }
    Ok((places, lacking))
}

/// A watched folder.
#[derive(Debug)]
pub(super) struct Place {
    pub role: FolderRole,
    /// Its name on the wire.
    pub wire: String,
    /// `None`: it was not opened on this connection yet.
    pub examined: Option<Examined>,
    pub wanted: Wanted,
    /// Mails in it, as the server said last.
    pub exists: u32,
    /// The highest UID that was ever seen.
    top: u32,
    /// UIDs to fetch: those that came since the mailbox was set up, and those that lay there before.
    pub fresh: VecDeque<u32>,
    pub past: VecDeque<u32>,
    /// The next of `past`, with what the server says about them.
    pub listed: VecDeque<Listing>,
    /// UIDs that the server does not give.
    pub refused: BTreeSet<u32>,
    /// UIDs that turned out to be older than what is wanted.
    passed: UidSet,
    /// Whether all its UIDs were compared on this connection.
    compared: bool,
}

impl Place {
    pub(super) fn new(role: FolderRole, wire: String) -> Self {
        Self {
            role,
            wire,
            examined: None,
            wanted: Wanted::default(),
            exists: 0,
            top: 0,
            fresh: VecDeque::new(),
            past: VecDeque::new(),
            listed: VecDeque::new(),
            refused: BTreeSet::new(),
            passed: UidSet::default(),
            compared: false,
        }
    }

    pub(super) fn uidvalidity(&self) -> u32 {
        self.examined.map_or(0, |examined| examined.uidvalidity)
    }

    /// Begins anew with what is wanted of it.
    pub(super) fn begin(&mut self, examined: Examined, wanted: Wanted) {
        *self =
            Self { examined: Some(examined), wanted, exists: self.exists, ..Self::new(self.role, self.wire.clone()) };
    }

    /// Takes note of all UIDs that are there and may be wanted.
    pub(super) fn compare(&mut self, found: BTreeSet<u32>) {
        self.fresh.clear();
        self.past.clear();
        self.listed.clear();
        self.refused.clear();
        self.compared = true;
        self.find(found);
    }

    /// Takes note of UIDs that were found. Those that are known or were passed over are left out.
    pub(super) fn find(&mut self, found: BTreeSet<u32>) {
        for uid in found {
            self.top = self.top.max(uid);
            if self.wanted.known.contains(uid) || self.passed.contains(uid) {
                continue;
            }
            if self.wanted.from_uid.is_some_and(|from| uid >= from) { &mut self.fresh } else { &mut self.past }
                .push_back(uid);
        }
    }

    /// Mails that the server did not give are to be fetched again.
    pub(super) fn ask_again(&mut self) {
        let refused = std::mem::take(&mut self.refused);
        self.find(refused);
    }

    /// Where the search for new mail begins. `None`: there can be none.
    pub(super) fn next(&self) -> Option<u32> {
        let seen = self.top.checked_add(1)?;
        Some(self.wanted.from_uid.map_or(seen, |from| seen.max(from)))
    }

    /// Whether a look at it found it as it was: nothing can have come.
    pub(super) fn is_as_it_was(&self, now: Examined) -> bool {
        let Some(before) = self.examined else { return false };
        before.uidvalidity == now.uidvalidity && before.uidnext.is_some() && before.uidnext == now.uidnext
    }

    /// Passes over what is too old. A mail whose moment nobody knows is wanted.
    pub(super) fn sift(&mut self, mails: &mut Vec<Listing>) {
        let Wanted { since, from_uid, .. } = self.wanted;
        mails.retain(|mail| {
            let old = mail.received_at.is_some_and(|at| at < since) && from_uid.is_none_or(|from| mail.uid < from);
            if old {
                self.passed.insert(mail.uid);
            }
            !old
        });
    }

    /// How many mails are still to be fetched.
    pub(super) fn left(&self) -> u64 {
        (self.fresh.len() + self.past.len() + self.listed.len()) as u64
    }

    /// When the next mail of the past came; the earliest moment where nobody knows. `None`: none is listed.
    pub(super) fn head(&self) -> Option<Millis> {
        self.listed.front().map(|mail| mail.received_at.unwrap_or_default())
    }

    /// How it compares with what is stored.
    pub(super) fn survey(&self) -> Survey {
        let missing = self.left() + self.refused.len() as u64;
        Survey {
            role: self.role,
            uidvalidity: self.uidvalidity(),
            on_server: u64::from(self.exists),
            wanted: self.wanted.known.len() + missing,
            missing,
            complete: self.compared,
        }
    }
}
