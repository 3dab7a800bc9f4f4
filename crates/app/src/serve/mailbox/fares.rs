//! How a mailbox fares: kept for pages and the alarm, said in the log when it changes.
//!
//! In: what the channel says, at any speed. Out: at most one row written at a time, the newest; a line of the log when
//! the mailbox begins to fail, when it works again, and now and then while it catches up.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use channels::email::imap::{Lacking, MailboxStatus};
use domain::hearsay::without_addresses;
use domain::id::InboxId;
use domain::mailbox::FolderRole;
use domain::time::{MINUTE_MS, Millis, SECOND_MS};
use engine::Engine;
use store::mailbox::Compared;
use store::mailbox::state::{self, State};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::turn::{AtHand, Unrecorded};

/// How often the log says how far catching up came, in milliseconds.
const PROGRESS_MS: i64 = 10 * SECOND_MS;

/// How often it is written down that a server still answers, in milliseconds.
const HEARD_MS: i64 = MINUTE_MS;

/// How long after something could not be written down that is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// How a mailbox fares.
#[derive(Debug)]
pub struct Fares {
    engine: Engine,
    inbox: InboxId,
    name: String,
    turn: AtHand,
    seen: Mutex<Seen>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Seen {
    status: Option<MailboxStatus>,
    folders: HashMap<FolderRole, Compared>,
    lacking: Vec<Lacking>,
    said_at: Option<Millis>,
}

/// What is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    state: State,
    trouble: Option<(String, String)>,
    since: Millis,
    heard_at: Option<Millis>,
}

impl Fares {
    /// Of the mailbox of `inbox`; `name` is what the operator's log calls it.
    pub fn new(engine: Engine, inbox: InboxId, name: impl Into<String>) -> Self {
        Self { engine, inbox, name: name.into(), turn: AtHand::default(), seen: Mutex::default(), news: Notify::new() }
    }

    /// How it fares now; `None` before it said anything.
    pub fn now(&self) -> Option<MailboxStatus> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).status.clone()
    }

    /// Takes note of how a folder compares.
    pub(super) fn compared(&self, role: FolderRole, found: Compared) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).folders.insert(role, found);
    }

    /// Takes note of the folders that cannot be opened while the others are read.
    pub(super) fn lacks(&self, folders: Vec<Lacking>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for Lacking { role, folder, answer } in folders.iter().filter(|new| !seen.lacking.contains(new)) {
            let (inbox, name, role) = (self.inbox, self.name.as_str(), role.word());
            tracing::warn!(%inbox, name, role, folder, answer, "a folder of the mailbox cannot be opened; the others are read");
        }
        seen.lacking = folders;
        self.news.notify_one();
    }

    /// Takes note of how it fares.
    pub(super) fn note(&self, status: MailboxStatus) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.say(&mut seen, &status);
        // What comes of a failing mailbox's next attempt is not known while it connects.
        let still_failing =
            matches!((&seen.status, &status), (Some(MailboxStatus::Failing { .. }), MailboxStatus::Connecting));
        if !still_failing {
            seen.status = Some(status);
            self.news.notify_one();
        }
    }

    fn say(&self, seen: &mut Seen, status: &MailboxStatus) {
        let (inbox, name) = (self.inbox, self.name.as_str());
        match (&seen.status, status) {
            (Some(MailboxStatus::Failing { error: before, .. }), MailboxStatus::Failing { error, .. })
                if before == error => {}
            (_, MailboxStatus::Failing { error, .. }) => {
                let error = without_addresses(&error.to_string());
                tracing::error!(%inbox, name, "{error} It is tried again until it works.");
            }
            (Some(MailboxStatus::Watching { .. }), MailboxStatus::Watching { .. }) => {}
            (_, MailboxStatus::Watching { refused, .. }) => {
                tracing::info!(%inbox, name, "the mailbox is watched");
                if *refused > 0 {
                    tracing::warn!(%inbox, name, refused, "the mail server does not give mails that it has");
                }
            }
            (_, MailboxStatus::CatchingUp { done, of, last_success }) => {
                if seen.said_at.is_none_or(|at| last_success.since_ms(at) >= PROGRESS_MS) {
                    seen.said_at = Some(*last_success);
                    tracing::info!(%inbox, name, done, of, "catching up: {done} of {of} mails are stored");
                }
            }
            (_, MailboxStatus::Connecting | MailboxStatus::Stopped) => {}
        }
    }

    fn to_write(&self, now: Millis) -> Option<Written> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let written = |state, trouble, since, heard_at| Some(Written { state, trouble, since, heard_at });
        let lacking = seen
            .lacking
            .last()
            .map(|Lacking { role, folder, answer }| (format!("lacks-{}", role.word()), format!("{folder}: {answer}")));
        match seen.status.clone()? {
            MailboxStatus::Connecting => written(State::Connecting, None, now, None),
            MailboxStatus::CatchingUp { last_success, .. } => {
                written(State::CatchingUp, lacking, now, Some(last_success))
            }
            MailboxStatus::Watching { last_success, .. } => written(State::Watching, lacking, now, Some(last_success)),
            MailboxStatus::Failing { error, since } => {
                written(State::Failing, Some((error.code().to_owned(), error.said())), since, None)
            }
            MailboxStatus::Stopped => None,
        }
    }

    /// Writes down how it fares, until `stop`.
    pub async fn keep(&self, stop: CancellationToken) {
        let mut last: Option<Written> = None;
        while !stop.is_cancelled() {
            let next =
                self.to_write(self.engine.now()).filter(|next| last.as_ref().is_none_or(|last| is_news(last, next)));
            if let Some(mut next) = next {
                let same = last.as_ref().filter(|last| last.state == next.state && last.trouble == next.trouble);
                next.since = same.map_or(next.since, |last| last.since);
                // While the store cannot be written, others say so.
                last = self.write(&next).await.ok().map(|()| next);
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.news.notified() => {}
                // A mailbox may have no news for long, and be taken for silent by what is written.
                () = tokio::time::sleep(AGAIN), if last.is_none() => {}
            }
        }
    }

    async fn write(&self, next: &Written) -> Result<(), Unrecorded> {
        let (inbox, next) = (self.inbox, next.clone());
        let write = move |tx: &mut store::Tx<'_>| {
            let trouble = next.trouble.as_ref().map(|(code, words)| (code.as_str(), words.as_str()));
            state::fares(tx, inbox, next.state, trouble, next.since, next.heard_at)
        };
        self.turn.record(&self.engine, write).await
    }

    /// The turn under which everything about the mailbox is recorded.
    pub(super) fn turn(&self) -> &AtHand {
        &self.turn
    }
}

/// Whether something has to be written down again.
fn is_news(last: &Written, next: &Written) -> bool {
    let heard = |written: &Written| written.heard_at.unwrap_or_default();
    last.state != next.state || last.trouble != next.trouble || heard(next).since_ms(heard(last)) >= HEARD_MS
}
