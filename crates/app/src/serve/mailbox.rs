//! Mail fetched over IMAP goes into the intake; how far each mailbox was read is kept behind it.
//!
//! In: arrivals of one mailbox. Out: raw arrivals in the store, then the cursor, never the other way
//! round: a crash in between fetches a mail twice, and the intake knows it by its source's name.

use std::sync::{Mutex, PoisonError};

use channels::email::imap::{Arrival, Arrivals, Content, Cursor, MailboxStatus};
use domain::channel::BoxFuture;
use domain::event::{Actor, Origin, QuarantineReason};
use domain::id::{InboxId, RawId, made_at};
use domain::time::{DAY_MS, Millis};
use engine::turn::Turn;
use engine::{Engine, intake};
use store::mailbox::MailboxCursor;
use store::raw::{Body, NewRaw};

/// What lay in a mailbox this long before its inbox was set up is history.
const FIRST_HORIZON_MS: i64 = DAY_MS;

/// What is found later than this, after an outage of ours, is history too.
const CATCH_UP_HORIZON_MS: i64 = 7 * DAY_MS;

/// Takes the mails of one mailbox.
#[derive(Debug)]
pub struct Intake {
    engine: Engine,
    inbox: InboxId,
    name: String,
    folder: String,
    status: Mutex<Option<MailboxStatus>>,
    turn: Mutex<Option<Turn>>,
}

impl Intake {
    /// The intake of an inbox whose mails lie in `folder`; `name` is what the operator's log calls it.
    pub fn new(engine: Engine, inbox: InboxId, name: impl Into<String>, folder: impl Into<String>) -> Self {
        Self {
            engine,
            inbox,
            name: name.into(),
            folder: folder.into(),
            status: Mutex::default(),
            turn: Mutex::default(),
        }
    }

    /// From here on, what is recorded is recorded under this turn.
    pub fn under(&self, turn: Turn) {
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = Some(turn);
    }

    /// The inbox.
    pub fn inbox(&self) -> InboxId {
        self.inbox
    }

    /// How far the mailbox was read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn cursor(&self) -> store::Result<Option<Cursor>> {
        let inbox = self.inbox;
        let kept = self.engine.store().read(move |conn| store::mailbox::get(conn, inbox)).await?;
        Ok(kept.map(|kept| Cursor { uidvalidity: kept.uid_validity, last_uid: kept.uid }))
    }

    /// How the mailbox fares; `None` before it said anything.
    pub fn now(&self) -> Option<MailboxStatus> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn take(&self, arrival: Arrival) -> engine::Result<()> {
        let cursor = MailboxCursor { uid_validity: arrival.uidvalidity, uid: arrival.uid };
        let source = format!("imap:{}:{}:{}", self.folder, arrival.uidvalidity, arrival.uid);
        let history = is_history(arrival.received_at, made_at(self.inbox), self.engine.now());
        match arrival.content {
            Content::Whole(raw) => {
                intake::receive(&self.engine, intake::Arrival { inbox: self.inbox, source, history, raw }).await?;
            }
            Content::TooLarge { size, headers } => self.put_aside(source, size, headers, history).await?,
        }
        let inbox = self.inbox;
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
            // Who was overtaken has stored a mail once more that is known; the place in the mailbox is another's to keep.
            match &turn {
                Some(turn) if !turn.holds(tx)? => Ok(()),
                Some(_) | None => store::mailbox::keep(tx, inbox, cursor),
            }
        };
        self.engine.store().write(write).await?;
        Ok(())
    }

    /// A mail too large to be fetched waits for a person: its headers, and where it lies.
    async fn put_aside(&self, source: String, size: u32, headers: Vec<u8>, history: bool) -> store::Result<()> {
        let id: RawId = self.engine.id();
        let now = self.engine.now();
        let blobs = self.engine.store().blobs().clone();
        let new = NewRaw {
            id,
            inbox: self.inbox,
            source,
            received_at: now,
            bytes: headers.len(),
            history,
            body: Body::pack(&headers, &blobs)?,
        };
        let why =
            format!("{size} bytes are more than is fetched; only its headers are here, the mail lies in the mailbox");
        let stored = self.engine.store().write(move |tx| -> store::Result<bool> {
            let origin = Origin::new(Actor::System, now);
            Ok(store::raw::receive(tx, &new)?
                && store::raw::quarantine(tx, id, QuarantineReason::TooLarge, &why, &origin)?)
        });
        if stored.await?.value {
            tracing::warn!(raw = %id, inbox = %self.inbox, size, "put a mail that is too large into quarantine");
        }
        Ok(())
    }
}

/// Whether a mail is so old that it must set nothing off. `set_up` is when its inbox was.
fn is_history(received_at: Option<Millis>, set_up: Millis, now: Millis) -> bool {
    received_at.is_some_and(|at| set_up.since_ms(at) > FIRST_HORIZON_MS || now.since_ms(at) > CATCH_UP_HORIZON_MS)
}

impl Arrivals for Intake {
    fn arrived(&self, arrival: Arrival) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move { self.take(arrival).await.map_err(|error| error.to_string()) })
    }

    fn status(&self, status: MailboxStatus) {
        let mut known = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        let name = self.name.as_str();
        match (&*known, &status) {
            (Some(MailboxStatus::Failing { error: before, .. }), MailboxStatus::Failing { error, .. })
                if before == error => {}
            (_, MailboxStatus::Failing { error, .. }) => {
                tracing::error!(inbox = %self.inbox, name, "{error} It is tried again until it works.");
            }
            (Some(MailboxStatus::Watching { .. }), MailboxStatus::Watching { .. }) => {}
            (_, MailboxStatus::Watching { .. }) => tracing::info!(inbox = %self.inbox, name, "the mailbox is watched"),
            (_, MailboxStatus::Connecting | MailboxStatus::Stopped) => {}
        }
        // What comes of a failing mailbox's next attempt is not known while it connects.
        let still_failing =
            matches!((&*known, &status), (Some(MailboxStatus::Failing { .. }), MailboxStatus::Connecting));
        if !still_failing {
            *known = Some(status);
        }
    }
}

#[cfg(test)]
mod tests;
