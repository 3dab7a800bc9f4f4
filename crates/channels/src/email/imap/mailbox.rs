//! The driver: connect, compare, catch up, wait, and all again; with pauses that grow while it fails.

use std::sync::Arc;
use std::time::Duration;

use domain::mailbox::FolderRole;
use domain::time::{Clock, Millis};
use rustls::ClientConfig;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::catch_up::{Rounds, not_stored};
use super::commands::Offers;
use super::error::{End, MailboxError};
use super::folder::readable;
use super::idle::Idled;
use super::place::{self, Place};
use super::session::Session;
use super::{Arrivals, Change, Lacking, MailboxStatus, Settings, Tls};
use crate::email::server::client_config;

/// How many times some mails are fetched before new mail is looked for again.
const FETCHES_BETWEEN_LOOKS: usize = 5;

/// A watched mailbox.
pub struct Mailbox {
    settings: Settings,
    sink: Arc<dyn Arrivals>,
    clock: Arc<dyn Clock>,
    cancel: CancellationToken,
    tls: Option<Arc<ClientConfig>>,
    /// The server offers IDLE and then refuses it.
    idle_refused: bool,
    /// Its list of folders cannot be read.
    list_refused: bool,
    /// Whether the connection of this attempt ever worked.
    worked: bool,
    failing_since: Option<Millis>,
    failures: u32,
}

impl Mailbox {
    /// Watches the mailbox until `cancel`.
    pub async fn run(settings: Settings, sink: Arc<dyn Arrivals>, clock: Arc<dyn Clock>, cancel: CancellationToken) {
        let mut mailbox = Self {
            settings,
            sink,
            clock,
            cancel,
            tls: None,
            idle_refused: false,
            list_refused: false,
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
        let offers = session.offers().await?;
        let (places, lacking) = self.places(&mut session, offers).await?;
        self.sink.lacks(lacking);
        let mut rounds = Rounds::new(session, offers, places, self.sink.clone(), self.settings.max_bytes);
        Box::pin(rounds.survey_all()).await?;
        let mut surveyed_at = self.clock.now();
        let mut asked_at = surveyed_at;
        loop {
            if self.clock.now().since_ms(surveyed_at) >= self.settings.survey_ms {
                Box::pin(rounds.survey_all()).await?;
                surveyed_at = self.clock.now();
                asked_at = surveyed_at;
            }
            if u64::try_from(self.clock.now().since_ms(asked_at)).is_ok_and(|ms| ms >= self.settings.again_ms) {
                rounds.ask_again();
                asked_at = self.clock.now();
            }
            Box::pin(self.file(&mut rounds)).await?;
            Box::pin(rounds.look()).await?;
            self.works(&rounds);
            if Box::pin(self.catch_up(&mut rounds)).await? {
                continue;
            }
            if self.wait(&mut rounds).await? == Some(Change::Wanted) {
                surveyed_at = Millis::new(i64::MIN);
            }
        }
    }

    /// The folders to watch.
    async fn places(&mut self, session: &mut Session, offers: Offers) -> Result<(Vec<Place>, Vec<Lacking>), End> {
        let places = place::places(&self.settings, session, offers, !self.list_refused).await;
        // The next connection does without a list that cannot be read: mail that arrives matters more.
        self.list_refused |= matches!(places, Err(End::Fail(MailboxError::NotUnderstood { .. })));
        places
    }

    /// Puts into the folder of sent mail what waits for it.
    async fn file(&mut self, rounds: &mut Rounds) -> Result<(), End> {
        let waiting = self.sink.to_file().await.map_err(not_stored)?;
        if !waiting.is_empty() && rounds.sent().is_none() {
            // Somebody may have made it since the connection began.
            let (places, lacking) = self.places(&mut rounds.session, rounds.offers).await?;
            self.sink.lacks(lacking);
            rounds.add(places.into_iter().filter(|place| place.role == FolderRole::Sent));
        }
        rounds.file_all(&waiting).await
    }

    /// Fetches what is missing, for a while. Gives whether there is more, or was any.
    async fn catch_up(&mut self, rounds: &mut Rounds) -> Result<bool, End> {
        let mut fetched = false;
        for _ in 0..FETCHES_BETWEEN_LOOKS {
            let Some(at) = rounds.fetch_some().await? else { break };
            rounds.note(at).await?;
            self.works(rounds);
            fetched = true;
        }
        Ok(fetched || rounds.left() > 0)
    }

    /// Says that the connection works, and how far it came.
    fn works(&mut self, rounds: &Rounds) {
        self.worked = true;
        self.failures = 0;
        self.failing_since = None;
        let last_success = self.clock.now();
        let surveys = rounds.places.iter().map(Place::survey);
        let (of, missing) = surveys.fold((0, 0), |(of, missing), one| (of + one.wanted, missing + one.missing));
        self.sink.status(match rounds.left() {
            0 => MailboxStatus::Watching { last_success, refused: missing },
            _ => MailboxStatus::CatchingUp { done: of - missing, of, last_success },
        });
    }

    /// Waits until there is a reason to look again. Gives it where it is one of ours.
    async fn wait(&mut self, rounds: &mut Rounds) -> Result<Option<Change>, End> {
        let sink = self.sink.clone();
        let changed = sink.changed();
        if rounds.offers.idle && !self.idle_refused {
            // The other folders announce nothing.
            let poll_ms = if rounds.places.len() > 1 { self.settings.poll_ms } else { self.settings.idle_ms };
            let again_ms = if rounds.refused() > 0 { self.settings.again_ms } else { u64::MAX };
            let longest = Duration::from_millis(self.settings.idle_ms.min(poll_ms).min(again_ms));
            let idled = rounds.session.idle(longest, changed).await?;
            self.idle_refused = idled == Idled::Refused;
            return Ok(match idled {
                Idled::Changed(change) => Some(change),
                Idled::Woke | Idled::Refused => None,
            });
        }
        if rounds.session.stirred {
            return Ok(None);
        }
        tokio::select! {
            rested = rounds.session.rest(Duration::from_millis(self.settings.poll_ms)) => rested.map(|()| None),
            change = changed => Ok(Some(change)),
        }
    }

    fn tls(&mut self) -> Result<Option<Arc<ClientConfig>>, MailboxError> {
        if self.tls.is_none() {
            self.tls = tls(&self.settings)?;
        }
        Ok(self.tls.clone())
    }
}

/// The encryption that the settings ask for; refused where passwords would travel in the clear.
pub(super) fn tls(settings: &Settings) -> Result<Option<Arc<ClientConfig>>, MailboxError> {
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
        let announces = session.offers().await?.idle;
        session.examine(&settings.folder).await?;
        Ok(Looked { mails: session.exists, announces })
    };
    looked.await.map_err(why)
}

/// Signs in and asks which folders there are beside the one where mail arrives. Gives those that can be read and are for
/// neither trash nor drafts, as people write their names.
///
/// # Errors
/// Why it does not work.
pub async fn folders(settings: &Settings) -> Result<Vec<String>, MailboxError> {
    let cancel = CancellationToken::new();
    let listed = async {
        let mut session = Box::pin(Session::open(settings, tls(settings)?.as_ref(), &cancel)).await?;
        let offers = session.offers().await?;
        session.folders(offers).await
    };
    let others = listed.await.map_err(why)?.into_iter().filter(|folder| folder.eligible);
    let names = others.map(|folder| readable(&folder.wire));
    Ok(names.filter(|name| !name.eq_ignore_ascii_case(&settings.folder)).collect())
}

fn why(end: End) -> MailboxError {
    match end {
        End::Fail(error) => error,
        End::Stop => MailboxError::ConnectionLost { doing: "looking" },
    }
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
