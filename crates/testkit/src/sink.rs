//! The world's mail server: takes what the product sends, by real SMTP, and never forgets it.
//!
//! It runs in the test process and so outlives every death of the program. It counts by Message-ID how often each mail
//! was taken ([`Sink::taken`]), which is what the promise "at most once" is about, and can be told to be difficult
//! ([`Sink::will`]), one mail after the other.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use channels::email::smtp_in::{Content, Envelope, Reception, Reply, SmtpServer, Verdict};
use domain::channel::BoxFuture;
use tokio_util::sync::CancellationToken;

use crate::servers::ports;

/// What becomes of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Taken.
    Take,
    /// "Try again later" (451).
    Defer,
    /// "Never" (550).
    Refuse,
    /// Not taken, and the connection breaks instead of an answer.
    Vanish,
    /// Taken, and the connection breaks instead of an answer.
    TakeAndVanish,
    /// Taken, after a while.
    TakeLate(Duration),
}

#[derive(Default)]
struct Inside {
    moods: VecDeque<Mood>,
    always: Option<Mood>,
    mails: Vec<Vec<u8>>,
}

#[derive(Default)]
struct Desk(Mutex<Inside>);

impl Desk {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running mail server. Dropped, it closes.
pub struct Sink {
    address: SocketAddr,
    desk: Arc<Desk>,
    stop: CancellationToken,
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sink").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Sink {
    /// Starts one that takes everything.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn start() -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], ports::free()));
        let server = SmtpServer::bind(address).await.unwrap_or_else(|error| panic!("cannot take mail: {error}"));
        let (desk, stop) = (Arc::new(Desk::default()), CancellationToken::new());
        tokio::spawn(server.named("sink.example").serve(desk.clone(), stop.clone()));
        Self { address, desk, stop }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Decides what becomes of the next mails, one after the other; then it is as [`always`](Self::always) says.
    pub fn will(&self, moods: impl IntoIterator<Item = Mood>) {
        self.desk.inside().moods.extend(moods);
    }

    /// Decides what becomes of all other mails.
    pub fn always(&self, mood: Mood) {
        self.desk.inside().always = Some(mood);
    }

    /// Takes everything again.
    pub fn relax(&self) {
        let mut inside = self.desk.inside();
        inside.moods.clear();
        inside.always = None;
    }

    /// All mails that were taken, as they came, oldest first.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        self.desk.inside().mails.clone()
    }

    /// How often each mail was taken, by Message-ID without its brackets.
    pub fn taken(&self) -> BTreeMap<String, u32> {
        let mut taken = BTreeMap::new();
        for raw in &self.desk.inside().mails {
            *taken.entry(message_id(raw)).or_default() += 1;
        }
        taken
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The Message-ID; empty for a mail without one.
fn message_id(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let headers = text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
    let line = headers.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("message-id").then(|| value.trim().trim_matches(['<', '>']).to_owned())
    });
    line.unwrap_or_default()
}

impl Reception for Desk {
    fn deliver<'a>(&'a self, envelope: Envelope, mut content: Content) -> BoxFuture<'a, Verdict> {
        let mood = {
            let mut inside = self.inside();
            inside.moods.pop_front().or(inside.always).unwrap_or(Mood::Take)
        };
        Box::pin(async move {
            match mood {
                Mood::Defer => return Verdict::Refuse(Reply::new(451, "4.3.0 please come again")),
                // As servers do, with the address in it.
                Mood::Refuse => {
                    let words = format!("5.1.1 <{}>: nobody here", envelope.recipients.join(">, <"));
                    return Verdict::Refuse(Reply::new(550, &words));
                }
                Mood::Vanish => return Verdict::Drop,
                Mood::TakeLate(wait) => tokio::time::sleep(wait).await,
                Mood::Take | Mood::TakeAndVanish => {}
            }
            let Ok(raw) = content.take() else { return Verdict::Refuse(Reply::new(451, "4.3.0 it was lost")) };
            self.inside().mails.push(raw);
            if mood == Mood::TakeAndVanish { Verdict::Drop } else { Verdict::Accept }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_is_found_in_the_headers_alone() {
        let raw = b"Subject: a\r\nMessage-Id:\r\n <x@example.com>\r\n\r\nMessage-ID: <y@example.com>\r\n";
        assert_eq!(message_id(raw), "x@example.com");
        assert_eq!(message_id(b"Subject: a\r\n\r\nMessage-ID: <y@example.com>\r\n"), "");
    }
}
