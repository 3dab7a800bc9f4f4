//! Mail fetched over IMAP goes into the intake; which mails of each folder are stored is kept with it.
//!
//! In: arrivals of one mailbox, while it is this node's turn; who was overtaken records nothing. Out: raw arrivals in the store, and with them, in one transaction, that their UIDs are
//! known; and what else the channel asks: what is wanted of a folder, which mails are known under other UIDs.
//!
//! - [`asked`]: what people ask of it in the pages;
//! - [`filing`]: what was sent goes into the folder of sent mail;
//! - [`fares`]: how the mailbox fares, for pages, the alarm and the log;
//! - [`probe`]: whether tagged mail comes;
//! - [`standing`]: how its domain stands with those who receive its mail;
//! - [`turn`]: what is recorded, is so while it is this node's turn.

mod asked;
mod fares;
mod filing;
mod probe;
mod standing;
mod turn;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use channels::email::imap::{
    Arrival, Arrivals, Change, Content, Filed, Filing, Lacking, Listing, MailboxStatus, Opened, Survey, UidSet, Wanted,
};
use domain::channel::BoxFuture;
use domain::id::{InboxId, RawId, made_at};
use domain::identity::Fingerprint;
use domain::mailbox::{FolderRole, Horizon};
use domain::time::{DAY_MS, Millis, SECOND_MS};
use engine::Engine;
use engine::intake::aside::{self, Part, TooLarge};
use engine::turn::Turn;
use store::mailbox::{Compared, Folder, Uid};
use store::raw::{Body, NewRaw};
use tokio::sync::Notify;

pub use asked::{Trials, heed_horizon, heed_trials};
pub use fares::Fares;
pub use filing::heed_filing;
pub use probe::heed_probe;
pub use standing::heed_standing;
use turn::Unrecorded;

/// What lay in a mailbox this long before its inbox was set up is history.
const FIRST_HORIZON_MS: i64 = DAY_MS;

/// What is found later than this, after an outage of ours, is history too.
const CATCH_UP_HORIZON_MS: i64 = 7 * DAY_MS;

/// Takes the mails of one mailbox.
#[derive(Debug)]
pub struct Intake {
    engine: Engine,
    inbox: InboxId,
    fares: Arc<Fares>,
    /// The folders by role, as people read their names.
    names: Mutex<HashMap<FolderRole, String>>,
    /// Mails that are known under UIDs of another UIDVALIDITY, by what they are known again by.
    before: Mutex<HashMap<FolderRole, HashMap<Fingerprint, Vec<Uid>>>>,
    changed: Notify,
    to_file: Notify,
}

impl Intake {
    /// The intake of an inbox.
    pub fn new(engine: Engine, inbox: InboxId, fares: Arc<Fares>) -> Self {
        Self {
            engine,
            inbox,
            fares,
            names: Mutex::default(),
            before: Mutex::default(),
            changed: Notify::new(),
            to_file: Notify::new(),
        }
    }

    /// From here on, what is recorded is recorded under this turn.
    pub fn under(&self, turn: Turn) {
        self.fares.turn().begin(turn);
    }

    /// The inbox.
    pub fn inbox(&self) -> InboxId {
        self.inbox
    }

    /// How it fares.
    pub fn fares(&self) -> &Arc<Fares> {
        &self.fares
    }

    /// Says that something else is wanted of the mailbox from now on.
    pub fn change(&self) {
        self.changed.notify_one();
    }

    async fn record<T, F>(&self, run: F) -> Result<T, Unrecorded>
    where
        F: Fn(&mut store::Tx<'_>) -> store::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.fares.turn().record(&self.engine, run).await
    }

    fn folder(&self, role: FolderRole) -> Folder {
        Folder { inbox: self.inbox, role }
    }

    async fn open(&self, opened: Opened) -> Result<Wanted, Unrecorded> {
        let (folder, store) = (self.folder(opened.role), self.engine.store());
        let Opened { role, name, uidvalidity, uidnext } = opened;
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(role, name.clone());
        let from_uid = self.record(move |tx| store::mailbox::open(tx, folder, &name, uidvalidity, uidnext)).await?;
        let mut known = UidSet::default();
        let mut last = 0;
        loop {
            let page = store.read(move |conn| store::mailbox::uids(conn, folder, uidvalidity, last)).await?;
            let Some(end) = page.last() else { break };
            last = *end;
            page.into_iter().for_each(|uid| known.insert(uid));
        }
        let others = store.read(move |conn| store::mailbox::under_others(conn, folder, uidvalidity)).await?;
        let inbox = self.inbox;
        let horizon = store.read(move |conn| store::mailbox::state::horizon(conn, inbox)).await?;
        // Servers tell when a mail came to the second: one that came in the second of the setting up is new.
        let set_up = made_at(inbox).get();
        let set_up = Millis::new(set_up - set_up.rem_euclid(SECOND_MS));
        let since = horizon.and_then(Horizon::since).map_or(set_up, |since| since.min(set_up));
        let renumbered = !others.is_empty();
        let mut by_sign: HashMap<Fingerprint, Vec<Uid>> = HashMap::new();
        others.into_iter().for_each(|mail| by_sign.entry(mail.sign).or_default().push(mail));
        self.before.lock().unwrap_or_else(PoisonError::into_inner).insert(role, by_sign);
        Ok(Wanted { known, from_uid, since, renumbered })
    }

    fn uid(&self, uid_validity: u32, mail: &Listing) -> Uid {
        let sign =
            self.engine.store().fingerprints().mailed(&mail.message_id, mail.size, mail.received_at.map(Millis::get));
        Uid { uid_validity, uid: mail.uid, sign }
    }

    async fn know_again(
        &self,
        role: FolderRole,
        uidvalidity: u32,
        mails: Vec<Listing>,
    ) -> Result<Vec<u32>, Unrecorded> {
        let moves: Vec<(Uid, Uid)> = {
            let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
            let before = before.entry(role).or_default();
            let moves = mails.iter().filter_map(|mail| {
                let now = self.uid(uidvalidity, mail);
                // Mails that are alike are as many as there were.
                Some((before.get_mut(&now.sign)?.pop()?, now))
            });
            moves.collect()
        };
        let folder = self.folder(role);
        let known = moves.iter().map(|(_, now)| now.uid).collect();
        let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
            moves.iter().try_for_each(|(from, to)| store::mailbox::renumber(tx, folder, *from, *to))
        };
        self.record(write).await?;
        Ok(known)
    }

    async fn take(&self, role: FolderRole, uidvalidity: u32, mails: Vec<Arrival>) -> Result<(), Unrecorded> {
        let mut ready = Vec::with_capacity(mails.len());
        for mail in mails {
            ready.push(self.pack(role, uidvalidity, mail).await?);
        }
        let (folder, now) = (self.folder(role), self.engine.now());
        let stored = self.record(move |tx| {
            for Packed { new, uid, too_large } in &ready {
                if aside::take(tx, new, *too_large, now)? && role != FolderRole::Inbox {
                    store::mailbox::lies_in(tx, new.id, role)?;
                }
                store::mailbox::keep(tx, folder, *uid)?;
            }
            Ok(())
        });
        stored.await?;
        self.engine.wake_intake();
        Ok(())
    }

    /// Makes a mail ready to be stored. One too large to be fetched waits for a person: its headers, and where it lies.
    async fn pack(&self, role: FolderRole, uidvalidity: u32, mail: Arrival) -> store::Result<Packed> {
        let Arrival { listing, content } = mail;
        let uid = self.uid(uidvalidity, &listing);
        let name = self.names.lock().unwrap_or_else(PoisonError::into_inner).get(&role).cloned().unwrap_or_default();
        let source = format!("imap:{name}:{uidvalidity}:{}", listing.uid);
        let now = self.engine.now();
        let history = is_history(listing.received_at, made_at(self.inbox), now);
        let (raw, too_large) = match content {
            Content::Whole(raw) => (raw, None),
            Content::TooLarge { size, headers } => {
                tracing::warn!(inbox = %self.inbox, size, "put a mail that is too large into quarantine");
                (headers, Some(TooLarge { size: u64::from(size), part: Part::Headers }))
            }
        };
        let bytes = raw.len();
        let blobs = self.engine.store().blobs().clone();
        let body = if bytes > store::raw::ROW_BYTES {
            let packing = tokio::task::spawn_blocking(move || Body::pack(&raw, &blobs));
            packing.await.map_err(|e| store::Error::Statement { statement: "pack", why: e.to_string() })??
        } else {
            Body::pack(&raw, &blobs)?
        };
        let id: RawId = self.engine.id();
        let new = NewRaw { id, inbox: self.inbox, source, received_at: now, bytes, history, body };
        Ok(Packed { new, uid, too_large })
    }

    async fn compare(&self, survey: Survey) -> Result<(), Unrecorded> {
        let Survey { role, uidvalidity, on_server, wanted, missing, complete } = survey;
        let (folder, now) = (self.folder(role), self.engine.now());
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let found = Compared { on_server: number(on_server), wanted: number(wanted), missing: number(missing) };
        self.fares.compared(role, found);
        let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
            store::mailbox::surveyed(tx, folder, uidvalidity, now, found)?;
            if complete && missing == 0 {
                store::mailbox::forget_others(tx, folder, uidvalidity)?;
            }
            Ok(())
        };
        self.record(write).await
    }
}

/// A mail, ready to be stored.
struct Packed {
    new: NewRaw,
    uid: Uid,
    /// It is put aside.
    too_large: Option<TooLarge>,
}

/// Whether a mail is so old that it must set nothing off. `set_up` is when its inbox was.
fn is_history(received_at: Option<Millis>, set_up: Millis, now: Millis) -> bool {
    received_at.is_some_and(|at| set_up.since_ms(at) > FIRST_HORIZON_MS || now.since_ms(at) > CATCH_UP_HORIZON_MS)
}

impl Arrivals for Intake {
    fn opened(&self, folder: Opened) -> BoxFuture<'_, Result<Wanted, String>> {
        Box::pin(async move { self.open(folder).await.map_err(|error| error.to_string()) })
    }

    fn recognise(
        &self,
        role: FolderRole,
        uidvalidity: u32,
        mails: Vec<Listing>,
    ) -> BoxFuture<'_, Result<Vec<u32>, String>> {
        Box::pin(async move { self.know_again(role, uidvalidity, mails).await.map_err(|error| error.to_string()) })
    }

    fn lacks(&self, folders: Vec<Lacking>) {
        self.fares.lacks(folders);
    }

    fn arrived(&self, role: FolderRole, uidvalidity: u32, mails: Vec<Arrival>) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move { self.take(role, uidvalidity, mails).await.map_err(|error| error.to_string()) })
    }

    fn surveyed(&self, survey: Survey) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move { self.compare(survey).await.map_err(|error| error.to_string()) })
    }

    fn to_file(&self) -> BoxFuture<'_, Result<Vec<Filing>, String>> {
        Box::pin(async move { self.take_filings().await.map_err(|error| error.to_string()) })
    }

    fn filed(&self, key: i64, filed: Filed) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move { self.note_filed(key, filed).await.map_err(|error| error.to_string()) })
    }

    fn changed(&self) -> BoxFuture<'_, Change> {
        Box::pin(async {
            tokio::select! {
                () = self.changed.notified() => Change::Wanted,
                () = self.to_file.notified() => Change::ToFile,
            }
        })
    }

    fn status(&self, status: MailboxStatus) {
        self.fares.note(status);
    }
}

#[cfg(test)]
mod tests;
