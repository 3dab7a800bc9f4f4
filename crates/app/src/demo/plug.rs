//! "Pull the plug": numbered mails by real SMTP, and a ledger of what was promised about them.
//!
//! The ledger is a file beside the store that the store knows nothing of, written through to the disk line by line: a mail
//! is begun, was acknowledged with 250, its automatic answer reached the customer's mailbox. After a death it says what must
//! be there. A mail that was begun and not acknowledged is sent again under its own name, as every mail program does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::channel::{Outbound, Party};
use domain::delivery::DeliveryState;
use domain::identity::Address;
use domain::time::{Millis, SECOND_MS};
use engine::Engine;
use store::brand::Inbox;
use tokio_util::sync::CancellationToken;
use web::demo::PlugCounts;

use super::post::PostOffice;

/// The ledger's name in the demo's folder.
const FILE: &str = "plug";

/// Mails of a run at most.
const MAX: u32 = 2_000;

/// How long from one mail to the next.
const PACE: Duration = Duration::from_millis(100);

/// How long until a mail that was not taken is sent again.
const AGAIN: Duration = Duration::from_millis(500);

/// What the shop answers by itself.
const ANSWER: &str = "Dzień dobry,\n\ndziękujemy za wiadomość. Odpowiemy jeszcze dziś.";

/// A line of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    /// A run begins, at this moment.
    Begin(i64),
    Go,
    Pause,
    Sent(u32),
    Accepted(u32),
    Answered(u32),
}

impl Entry {
    fn line(self) -> String {
        match self {
            Self::Begin(at) => format!("begin {at}\n"),
            Self::Go => "go 0\n".to_owned(),
            Self::Pause => "pause 0\n".to_owned(),
            Self::Sent(n) => format!("sent {n}\n"),
            Self::Accepted(n) => format!("accepted {n}\n"),
            Self::Answered(n) => format!("answered {n}\n"),
        }
    }

    fn read(line: &str) -> Option<Self> {
        let (word, number) = line.split_once(' ')?;
        Some(match word {
            "begin" => Self::Begin(number.parse().ok()?),
            "go" => Self::Go,
            "pause" => Self::Pause,
            "sent" => Self::Sent(number.parse().ok()?),
            "accepted" => Self::Accepted(number.parse().ok()?),
            "answered" => Self::Answered(number.parse().ok()?),
            _ => return None,
        })
    }
}

/// What the ledger adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sum {
    begun: i64,
    running: bool,
    sent: BTreeSet<u32>,
    accepted: BTreeSet<u32>,
    answered: BTreeMap<u32, u32>,
}

impl Sum {
    fn add(&mut self, entry: Entry) {
        match entry {
            Entry::Begin(at) => *self = Self { begun: at, ..Self::default() },
            Entry::Go => self.running = true,
            Entry::Pause => self.running = false,
            Entry::Sent(n) => {
                self.sent.insert(n);
            }
            Entry::Accepted(n) => {
                self.accepted.insert(n);
            }
            Entry::Answered(n) => *self.answered.entry(n).or_default() += 1,
        }
    }

    /// The next mail to send: one that was begun and not acknowledged, else a new one.
    fn next(&self) -> Option<u32> {
        let open = self.sent.iter().find(|n| !self.accepted.contains(n)).copied();
        let new = self.sent.last().map_or(1, |last| last + 1);
        open.or((new <= MAX).then_some(new)).filter(|_| self.running)
    }
}

/// The ledger, open.
#[derive(Debug)]
struct Ledger {
    file: File,
    sum: Sum,
}

impl Ledger {
    /// Opens it. A line that a death cut off was promised to nobody, and goes.
    fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        file.set_len(whole as u64)?;
        let mut sum = Sum::default();
        text[..whole].lines().filter_map(Entry::read).for_each(|entry| sum.add(entry));
        Ok(Self { file, sum })
    }

    /// Writes a line; it is on disk when this returns. Blocks.
    fn note(&mut self, entry: Entry) -> io::Result<()> {
        self.file.write_all(entry.line().as_bytes())?;
        self.file.sync_data()?;
        self.sum.add(entry);
        Ok(())
    }
}

/// The plug.
#[derive(Clone, Debug)]
pub struct Plug(Arc<Mutex<Ledger>>);

impl Plug {
    /// Opens the ledger in the demo's folder.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self(Arc::new(Mutex::new(Ledger::open(folder)?))))
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn note(&self, entry: Entry) -> io::Result<()> {
        let plug = self.clone();
        tokio::task::spawn_blocking(move || plug.ledger().note(entry)).await.map_err(io::Error::other)?
    }

    /// Lets mails flow, or stops them. The first of them begins a run, in which the shop answers by itself.
    ///
    /// # Errors
    /// When the ledger or the store cannot be written.
    pub async fn flow(&self, engine: &Engine, shop: &Inbox, on: bool) -> Result<(), String> {
        if on && self.ledger().sum.begun == 0 {
            let answering = Inbox { auto_reply: Some(ANSWER.to_owned()), ..shop.clone() };
            let write = move |tx: &mut store::Tx<'_>| store::brand::reword_inbox(tx, &answering);
            engine.store().write(write).await.map_err(|error: store::Error| error.to_string())?;
            self.note(Entry::Begin(engine.now().get())).await.map_err(|error| error.to_string())?;
        }
        self.note(if on { Entry::Go } else { Entry::Pause }).await.map_err(|error| error.to_string())
    }

    /// Sends until `stop`, whenever mails are to flow.
    pub async fn run(self, office: Arc<PostOffice>, stop: CancellationToken) {
        loop {
            let (next, begun) = {
                let ledger = self.ledger();
                (ledger.sum.next(), ledger.sum.begun)
            };
            let wait = match next {
                Some(n) if self.send(&office, n, begun).await => PACE,
                _ => AGAIN,
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    async fn send(&self, office: &PostOffice, n: u32, begun: i64) -> bool {
        let Some(mail) = letter(office, n, begun) else { return false };
        let course = async {
            self.note(Entry::Sent(n)).await.map_err(|error| error.to_string())?;
            Box::pin(office.road().send(&mail)).await.map_err(|error| error.to_string())?;
            self.note(Entry::Accepted(n)).await.map_err(|error| error.to_string())
        };
        let done: Result<(), String> = course.await;
        if let Err(error) = &done {
            tracing::warn!(%error, n, "a mail of the plug was not taken; it is sent again");
        }
        done.is_ok()
    }

    /// Notes that an automatic answer reached `owner`, if it is one of ours. `None`: it is not.
    pub async fn answered(&self, owner: &Address) -> Option<io::Result<()>> {
        let begun = self.ledger().sum.begun;
        let rest = owner.as_str().strip_prefix("plug-")?.split('@').next()?;
        let (run, n) = rest.split_once('-')?;
        let n = n.parse().ok().filter(|_| run.parse() == Ok(begun))?;
        Some(self.note(Entry::Answered(n)).await)
    }

    /// What the ledger promised against what the store has.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn counts(&self, engine: &Engine) -> store::Result<PlugCounts> {
        // Before the store is asked: what is acknowledged now is stored.
        let sum = self.ledger().sum.clone();
        let prints = engine.store().fingerprints().clone();
        let known = PlugCounts {
            process: std::process::id(),
            running: sum.running,
            sent: sum.sent.len(),
            accepted: sum.accepted.len(),
            answered_once: sum.answered.values().filter(|times| **times == 1).count(),
            answered_twice: sum.answered.values().filter(|times| **times > 1).count(),
            ..PlugCounts::default()
        };
        let read = move |conn: &mut store::Conn| -> store::Result<PlugCounts> {
            let mut counts = known.clone();
            let waiting = store::raw::count_waiting(conn)?;
            let mut missing = 0;
            for n in &sum.accepted {
                let times = store::message::times_claimed(conn, prints.message_id(&message_id(*n, sum.begun)))?;
                missing += usize::from(times == 0);
                counts.doubled += usize::try_from(times).unwrap_or_default().saturating_sub(1);
            }
            *(if waiting > 0 { &mut counts.reading } else { &mut counts.lost }) = missing;
            counts.uncertain = store::delivery::count(conn, DeliveryState::Uncertain)?;
            Ok(counts)
        };
        engine.store().read(read).await
    }
}

fn message_id(n: u32, begun: i64) -> String {
    format!("plug.{begun}.{n}@poczta.example")
}

/// The mail of this number, the same whenever it is sent.
fn letter(office: &PostOffice, n: u32, begun: i64) -> Option<Outbound> {
    let shop = office.shops().first()?;
    let from = Party { name: None, address: Address::parse(&format!("plug-{begun}-{n}@poczta.example"))? };
    Some(Outbound {
        message: office.engine().id(),
        from,
        to: vec![shop.party()],
        cc: Vec::new(),
        reply_to: None,
        subject: format!("Gdzie jest moja paczka? ({n})"),
        text: format!("Dzień dobry,\n\nczekam na paczkę od tygodnia. Kiedy dotrze?\n\nPozdrawiam, klientka numer {n}"),
        message_id: message_id(n, begun),
        in_reply_to: None,
        references: Vec::new(),
        // Of the mail, not of the sending: the same mail again is no other one.
        written_at: Millis::new(begun).plus_ms(i64::from(n) * SECOND_MS / 10),
        automatic: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_survives_a_death_in_the_middle_of_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(folder.path()).unwrap();
        for entry in
            [Entry::Begin(7), Entry::Go, Entry::Sent(1), Entry::Accepted(1), Entry::Answered(1), Entry::Sent(2)]
        {
            ledger.note(entry).unwrap();
        }
        assert_eq!(ledger.sum.next(), Some(2), "what was not acknowledged is sent again");
        ledger.file.write_all(b"accepted 2").unwrap();
        let sum = ledger.sum.clone();
        drop(ledger);
        let mut again = Ledger::open(folder.path()).unwrap();
        assert_eq!(again.sum, sum);
        again.note(Entry::Accepted(2)).unwrap();
        assert_eq!(Ledger::open(folder.path()).unwrap().sum.next(), Some(3));
    }
}
