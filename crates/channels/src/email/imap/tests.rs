//! The driver against a server of our own that can be told to misbehave.

mod filing;
mod folders;
mod noon;
mod server;
mod tokens;
mod trouble;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::*;
use noon::Noon;
use server::{Fault, Server};

/// A mail as it arrived: where, under which UIDVALIDITY, and itself.
type Came = (FolderRole, u32, Arrival);

/// Passes on what arrives and remembers it; refuses as many batches as it is told.
struct Desk {
    arrivals: UnboundedSender<Came>,
    statuses: UnboundedSender<MailboxStatus>,
    surveys: Mutex<Vec<Survey>>,
    known: Mutex<HashMap<(FolderRole, u32), Vec<u32>>>,
    wanted: Wanted,
    refuse: Mutex<usize>,
    /// What is to be filed, and what became of it.
    to_file: Mutex<Vec<Filing>>,
    filed: Mutex<Vec<Filed>>,
    lacking: Mutex<Vec<Lacking>>,
}

impl Arrivals for Desk {
    fn opened(&self, folder: Opened) -> BoxFuture<'_, Result<Wanted, String>> {
        let known = self.known.lock().unwrap();
        let stored = known.get(&(folder.role, folder.uidvalidity)).cloned().unwrap_or_default();
        let mut wanted = self.wanted.clone();
        stored.into_iter().for_each(|uid| wanted.known.insert(uid));
        Box::pin(async move { Ok(wanted) })
    }

    fn recognise(&self, _: FolderRole, _: u32, mails: Vec<Listing>) -> BoxFuture<'_, Result<Vec<u32>, String>> {
        let again =
            mails.into_iter().filter(|mail| mail.message_id.starts_with(b"Message-ID: <known")).map(|mail| mail.uid);
        let again = again.collect();
        Box::pin(async move { Ok(again) })
    }

    fn arrived(&self, role: FolderRole, uidvalidity: u32, mails: Vec<Arrival>) -> BoxFuture<'_, Result<(), String>> {
        let mut refuse = self.refuse.lock().unwrap();
        let answer = if *refuse > 0 {
            *refuse -= 1;
            Err("the disk is full".to_owned())
        } else {
            for mail in mails {
                self.known.lock().unwrap().entry((role, uidvalidity)).or_default().push(mail.listing.uid);
                self.arrivals.send((role, uidvalidity, mail)).unwrap();
            }
            Ok(())
        };
        Box::pin(async move { answer })
    }

    fn lacks(&self, folders: Vec<Lacking>) {
        *self.lacking.lock().unwrap() = folders;
    }

    fn surveyed(&self, survey: Survey) -> BoxFuture<'_, Result<(), String>> {
        self.surveys.lock().unwrap().push(survey);
        Box::pin(async { Ok(()) })
    }

    fn to_file(&self) -> BoxFuture<'_, Result<Vec<Filing>, String>> {
        let waiting = self.to_file.lock().unwrap().clone();
        Box::pin(async { Ok(waiting) })
    }

    fn filed(&self, key: i64, filed: Filed) -> BoxFuture<'_, Result<(), String>> {
        self.to_file.lock().unwrap().retain(|filing| filing.key != key);
        self.filed.lock().unwrap().push(filed);
        Box::pin(async { Ok(()) })
    }

    fn changed(&self) -> BoxFuture<'_, Change> {
        Box::pin(std::future::pending())
    }

    fn status(&self, status: MailboxStatus) {
        // A test that does not look has dropped the other end.
        let _ = self.statuses.send(status);
    }
}

struct Watched {
    desk: Arc<Desk>,
    clock: Arc<Noon>,
    arrivals: UnboundedReceiver<Came>,
    statuses: UnboundedReceiver<MailboxStatus>,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

fn settings(server: &Server) -> Settings {
    Settings {
        patience_ms: 5_000,
        backoff_first_ms: 1,
        backoff_longest_ms: 4,
        ..Settings::new("localhost", server.port, Tls::None, "anna", "tajne \"hasło\"")
    }
}

/// Everything there is is wanted, but for UIDs up to `known`.
fn all_but(known: u32) -> Wanted {
    Wanted { known: (1..=known).collect(), from_uid: None, since: Millis::new(i64::MIN), renumbered: false }
}

fn watch(settings: Settings, wanted: Wanted, refuse: usize) -> Watched {
    let (sender, arrivals) = unbounded_channel();
    let (statuses_sender, statuses) = unbounded_channel();
    let desk = Arc::new(Desk {
        arrivals: sender,
        statuses: statuses_sender,
        surveys: Mutex::default(),
        known: Mutex::default(),
        wanted,
        refuse: Mutex::new(refuse),
        to_file: Mutex::default(),
        filed: Mutex::default(),
        lacking: Mutex::default(),
    });
    let (clock, cancel) = (Arc::new(Noon::new()), CancellationToken::new());
    let task = tokio::spawn(Mailbox::run(settings, desk.clone(), clock.clone(), cancel.clone()));
    Watched { desk, clock, arrivals, statuses, cancel, task }
}

impl Watched {
    async fn next(&mut self) -> Came {
        timeout(Duration::from_secs(20), self.arrivals.recv()).await.expect("no mail came").unwrap()
    }

    async fn status(&mut self, wanted: impl Fn(&MailboxStatus) -> bool) -> MailboxStatus {
        let look = async {
            loop {
                let status = self.statuses.recv().await.unwrap();
                if wanted(&status) {
                    return status;
                }
            }
        };
        timeout(Duration::from_secs(20), look).await.expect("the status never came")
    }

    async fn error(&mut self) -> MailboxError {
        match self.status(|status| matches!(status, MailboxStatus::Failing { .. })).await {
            MailboxStatus::Failing { error, .. } => error,
            _ => unreachable!(),
        }
    }

    /// Cancels, and gives back the mails nobody asked for.
    async fn stop(mut self) -> Vec<Came> {
        self.cancel.cancel();
        timeout(Duration::from_secs(5), &mut self.task).await.expect("it did not stop").unwrap();
        let mut last = None;
        while let Ok(status) = self.statuses.try_recv() {
            last = Some(status);
        }
        assert_eq!(last, Some(MailboxStatus::Stopped));
        let mut left = Vec::new();
        while let Ok(arrival) = self.arrivals.try_recv() {
            left.push(arrival);
        }
        left
    }
}

fn whole((_, uidvalidity, arrival): &Came) -> (u32, u32, &[u8]) {
    match &arrival.content {
        Content::Whole(raw) => (*uidvalidity, arrival.listing.uid, raw),
        Content::TooLarge { .. } => panic!("too large"),
    }
}

fn is_watching(status: &MailboxStatus) -> bool {
    matches!(status, MailboxStatus::Watching { .. })
}

#[tokio::test]
async fn what_was_there_and_what_comes_arrives_once_and_in_order() {
    let server = Server::start(&[]).await;
    for n in 1..=250 {
        server.store(n, format!("mail {n}").as_bytes());
    }
    let mut mailbox = watch(settings(&server), all_but(10), 0);
    for n in 11..=250 {
        let arrival = mailbox.next().await;
        assert_eq!(whole(&arrival), (7, n, format!("mail {n}").as_bytes()));
        assert_eq!(arrival.2.listing.received_at, Some(Millis::new(1_793_610_000_000)));
    }
    assert_eq!(
        mailbox.status(is_watching).await,
        MailboxStatus::Watching { last_success: Millis::new(12), refused: 0 }
    );
    server.deliver(300, b"new");
    assert_eq!(whole(&mailbox.next().await), (7, 300, &b"new"[..]));
    server.deliver(301, b"newer");
    assert_eq!(whole(&mailbox.next().await), (7, 301, &b"newer"[..]));
    assert_eq!(mailbox.stop().await, []);
    assert_eq!(server.strange_commands(), [""; 0], "nothing but reading");
}

#[tokio::test]
async fn signs_of_life_do_not_put_off_the_end_of_an_idle() {
    let server = Server::start(&[Fault::StillHere, Fault::Unannounced]).await;
    let mut mailbox = watch(Settings { idle_ms: 200, ..settings(&server) }, all_but(0), 0);
    mailbox.status(is_watching).await;
    server.deliver(1, b"unannounced");
    assert_eq!(whole(&mailbox.next().await), (7, 1, &b"unannounced"[..]));
    mailbox.stop().await;
}

#[tokio::test]
async fn a_mail_announced_before_idle_begins_is_seen() {
    let server = Server::start(&[Fault::MailBeforeIdle]).await;
    let mut mailbox = watch(settings(&server), all_but(0), 0);
    assert_eq!(whole(&mailbox.next().await).2, b"just before");
    mailbox.stop().await;
}

#[tokio::test]
async fn without_idle_the_mailbox_is_polled() {
    for fault in [Fault::NoIdle, Fault::IdleRefused] {
        let server = Server::start(&[fault]).await;
        let mut mailbox = watch(Settings { poll_ms: 10, ..settings(&server) }, all_but(0), 0);
        mailbox.status(is_watching).await;
        server.deliver(5, b"polled");
        assert_eq!(whole(&mailbox.next().await).1, 5);
        mailbox.stop().await;
    }
}

#[tokio::test]
async fn a_mail_that_could_not_be_stored_or_fetched_comes_again() {
    let server = Server::start(&[Fault::RefusedFetch]).await;
    server.store(1, b"one");
    server.store(2, b"two");
    let mut mailbox = watch(settings(&server), all_but(0), 2);
    let errors = [mailbox.error().await.code(), mailbox.error().await.code()];
    assert_eq!(errors, ["not-stored", "not-stored"]);
    assert_eq!(whole(&mailbox.next().await).2, b"one");
    assert_eq!(whole(&mailbox.next().await).2, b"two");
    assert_eq!(mailbox.stop().await, []);
}

#[tokio::test]
async fn a_broken_connection_is_made_again_and_new_uids_start_over() {
    let server = Server::start(&[]).await;
    server.store(1, b"one");
    let mut mailbox = watch(settings(&server), all_but(0), 0);
    assert_eq!(whole(&mailbox.next().await), (7, 1, &b"one"[..]));
    mailbox.status(is_watching).await;
    server.hang_up();
    server.store(2, b"two");
    assert_eq!(whole(&mailbox.next().await), (7, 2, &b"two"[..]));
    mailbox.status(is_watching).await;
    server.renumber(8);
    server.hang_up();
    assert_eq!(whole(&mailbox.next().await), (8, 1, &b"one"[..]));
    assert_eq!(whole(&mailbox.next().await), (8, 2, &b"two"[..]));
    mailbox.stop().await;
}

#[tokio::test]
async fn of_a_mail_too_large_the_headers_come() {
    let server = Server::start(&[]).await;
    server.store(1, b"Subject: big\r\n\r\n0123456789");
    server.store(2, b"small");
    let mut mailbox = watch(Settings { max_bytes: 20, ..settings(&server) }, all_but(0), 0);
    let headers = b"Subject: big\r\n\r\n".to_vec();
    assert_eq!(mailbox.next().await.2.content, Content::TooLarge { size: 26, headers });
    assert_eq!(whole(&mailbox.next().await).2, b"small");
    mailbox.stop().await;
}
