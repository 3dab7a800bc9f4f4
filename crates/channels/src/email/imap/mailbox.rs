//! The driver: connect, catch up, wait, and all again; with pauses that grow while it fails.

use std::sync::Arc;
use std::time::Duration;

use domain::time::{Clock, Millis};
use rustls::ClientConfig;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::error::{End, MailboxError};
use super::idle::Idled;
use super::session::Session;
use super::{Arrival, Arrivals, Cursor, MailboxStatus, Settings, Tls};
use crate::email::server::client_config;

/// Mails whose sizes are asked for at once.
const LISTED_AT_ONCE: usize = 100;

/// A watched mailbox.
pub struct Mailbox {
    settings: Settings,
    sink: Arc<dyn Arrivals>,
    clock: Arc<dyn Clock>,
    cancel: CancellationToken,
    cursor: Cursor,
    tls: Option<Arc<ClientConfig>>,
    /// The server offers IDLE and then refuses it.
    idle_refused: bool,
    /// Whether the connection of this attempt ever worked.
    worked: bool,
    failing_since: Option<Millis>,
    failures: u32,
}

impl Mailbox {
    /// Watches the mailbox from `cursor` on (`None`: from its first mail) until `cancel`.
    pub async fn run(
        settings: Settings,
        cursor: Option<Cursor>,
        sink: Arc<dyn Arrivals>,
        clock: Arc<dyn Clock>,
        cancel: CancellationToken,
    ) {
        let mut mailbox = Self {
            settings,
            sink,
            clock,
            cancel,
            cursor: cursor.unwrap_or_default(),
            tls: None,
            idle_refused: false,
            worked: false,
            failing_since: None,
            failures: 0,
        };
        mailbox.watch().await;
        mailbox.sink.status(MailboxStatus::Stopped);
    }

    async fn watch(&mut self) {
        loop {
            if self.failing_since.is_none() {
                self.sink.status(MailboxStatus::Connecting);
            }
            self.worked = false;
            let Err(End::Fail(error)) = self.attempt().await else { return };
            // A connection that worked may break: that is worth a word only when the next one fails.
            if !(self.worked && error.is_break()) {
                let since = *self.failing_since.get_or_insert_with(|| self.clock.now());
                self.sink.status(MailboxStatus::Failing { error, since });
            }
            let pause = pause_ms(&self.settings, self.failures);
            self.failures = self.failures.saturating_add(1);
            tokio::select! {
                () = self.cancel.cancelled() => return,
                () = sleep(Duration::from_millis(pause)) => {}
            }
        }
    }

    /// One connection, from its beginning to its end, which is never a success.
    async fn attempt(&mut self) -> Result<std::convert::Infallible, End> {
        let tls = self.tls()?;
        let mut session = Box::pin(Session::open(&self.settings, tls.as_ref(), &self.cancel)).await?;
        let offers_idle = session.offers_idle().await?;
        let uidvalidity = session.examine(&self.settings.folder).await?;
        if uidvalidity != self.cursor.uidvalidity {
            self.cursor = Cursor { uidvalidity, last_uid: 0 };
        }
        loop {
            // What is announced from here on makes the next wait end at once.
            session.stirred = false;
            Box::pin(self.catch_up(&mut session)).await?;
            self.worked = true;
            self.failures = 0;
            self.failing_since = None;
            self.sink.status(MailboxStatus::Watching { last_success: self.clock.now() });
            if offers_idle && !self.idle_refused {
                let idled = session.idle(Duration::from_millis(self.settings.idle_ms)).await?;
                self.idle_refused = idled == Idled::Refused;
            } else if !session.stirred {
                session.rest(Duration::from_millis(self.settings.poll_ms)).await?;
            }
        }
    }

    /// Stores everything behind the cursor, one mail after the other.
    async fn catch_up(&mut self, session: &mut Session) -> Result<(), End> {
        let uids: Vec<u32> = session.uids_after(self.cursor.last_uid).await?.into_iter().collect();
        for uids in uids.chunks(LISTED_AT_ONCE) {
            for listing in session.list(uids).await? {
                if self.cancel.is_cancelled() {
                    return Err(End::Stop);
                }
                let Some(content) = session.fetch(listing, self.settings.max_bytes).await? else { continue };
                let arrival = Arrival {
                    uidvalidity: self.cursor.uidvalidity,
                    uid: listing.uid,
                    received_at: listing.received_at,
                    content,
                };
                let cursor = arrival.cursor();
                // Not under the cancellation: what the store began it ends.
                self.sink.arrived(arrival).await.map_err(|reason| MailboxError::NotStored { reason })?;
                self.cursor = cursor;
            }
        }
        Ok(())
    }

    fn tls(&mut self) -> Result<Option<Arc<ClientConfig>>, MailboxError> {
        if self.tls.is_none() {
            self.tls = tls(&self.settings)?;
        }
        Ok(self.tls.clone())
    }
}

/// The encryption that the settings ask for; refused where passwords would travel in the clear.
fn tls(settings: &Settings) -> Result<Option<Arc<ClientConfig>>, MailboxError> {
    if !settings.tls.suits(&settings.host) {
        return Err(MailboxError::PlainText { host: settings.host.clone() });
    }
    if settings.tls == Tls::None {
        return Ok(None);
    }
    Ok(Some(Arc::new(client_config(settings.extra_ca_pem.as_deref())?)))
}

/// What a look at a folder finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// How many mails it holds.
    pub mails: u32,
    /// Whether the server tells of new ones at once (IDLE).
    pub announces: bool,
}

/// Signs in and opens the folder for reading, to find out whether it would work. Nothing is fetched.
///
/// # Errors
/// Why it does not work.
pub async fn look(settings: &Settings) -> Result<Looked, MailboxError> {
    let cancel = CancellationToken::new();
    let looked = async {
        let mut session = Box::pin(Session::open(settings, tls(settings)?.as_ref(), &cancel)).await?;
        let announces = session.offers_idle().await?;
        session.examine(&settings.folder).await?;
        Ok(Looked { mails: session.exists, announces })
    };
    looked.await.map_err(|end| match end {
        End::Fail(error) => error,
        End::Stop => MailboxError::ConnectionLost { doing: "looking" },
    })
}

/// The pause before the next attempt, after so many failures before this one.
fn pause_ms(settings: &Settings, failures: u32) -> u64 {
    let grown = settings.backoff_first_ms.saturating_mul(1 << failures.min(30));
    grown.min(settings.backoff_longest_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_limit() {
        let settings = Settings::new("localhost", 143, Tls::None, "a", "b");
        let pauses: Vec<u64> = (0..11).map(|failures| pause_ms(&settings, failures)).collect();
        assert_eq!(pauses[..4], [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(pauses[8..], [256_000, 300_000, 300_000]);
        assert_eq!(pause_ms(&settings, u32::MAX), 300_000);
    }
}
