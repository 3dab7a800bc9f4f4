//! Being a mail server: a small receiving SMTP (RFC 5321) with PIPELINING, SIZE, 8BITMIME and SMTPUTF8.
//!
//! In: connections. Out: calls of a [`Reception`], which decides about every sender, recipient and content. The answer
//! `250` to a content is written only after [`Reception::deliver`] said [`Verdict::Accept`]: what we confirm is
//! durable. A mail ends with CRLF, dot, CRLF and nothing else, so that two servers never disagree about where (smuggling).
//!
//! Bounded: sessions, idle time, bytes, recipients, length of lines, nonsense commands. No encryption and no login yet: for the loopback.
//!
//! The demo and the tests use it as the customer's mail server; [`Verdict::Drop`] lets them break the
//! connection wherever it hurts.

mod reply;
mod session;

#[cfg(test)]
pub(crate) mod tests;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::channel::BoxFuture;
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use reply::Reply;

const AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(20);

/// What the handler decides about a sender, a recipient, a content to come, or a content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes: 250, or 354 before the content.
    Accept,
    /// No, with this answer (4xx: later perhaps; 5xx: never).
    Refuse(Reply),
    /// Break the connection without an answer. After a content this is the worst case of mail: taken, and the other
    /// side cannot know it.
    Drop,
}

/// Who sends a mail to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// MAIL FROM; empty for bounces.
    pub from: String,
    /// RCPT TO, those that were accepted.
    pub recipients: Vec<String>,
}

/// Decides what is taken, and takes it. Everything but [`deliver`](Self::deliver) accepts unless told otherwise.
pub trait Reception: Send + Sync {
    /// MAIL FROM.
    fn sender<'a>(&'a self, from: &'a str) -> BoxFuture<'a, Verdict> {
        let _ = from;
        Box::pin(async { Verdict::Accept })
    }

    /// RCPT TO, with what is known of the envelope so far.
    fn recipient<'a>(&'a self, envelope: &'a Envelope, to: &'a str) -> BoxFuture<'a, Verdict> {
        let _ = (envelope, to);
        Box::pin(async { Verdict::Accept })
    }

    /// DATA, before the content: [`Verdict::Accept`] invites it.
    fn invite<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Verdict> {
        let _ = envelope;
        Box::pin(async { Verdict::Accept })
    }

    /// The content, dots unstuffed, with CRLF line ends as it came. [`Verdict::Accept`] means that it is stored durably.
    fn deliver<'a>(&'a self, envelope: Envelope, raw: Vec<u8>) -> BoxFuture<'a, Verdict>;
}

/// What a server puts up with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Sessions at once; further ones are told 421.
    pub sessions: usize,
    /// Bytes of one mail.
    pub mail_bytes: usize,
    /// Recipients of one mail.
    pub recipients: usize,
    /// Bytes of one line of a mail. RFC 5321 allows 1,000; programs in use write much longer ones.
    pub line_bytes: usize,
    /// How long the other side may say nothing, in milliseconds (RFC 5321, 4.5.3.2.7: 5 minutes).
    pub idle_ms: u64,
    /// Commands that are not understood or out of order before the session ends.
    pub mistakes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: 100,
            mail_bytes: 50 * 1024 * 1024,
            recipients: 100,
            line_bytes: 1024 * 1024,
            idle_ms: 300_000,
            mistakes: 20,
        }
    }
}

/// A bound server; [`serve`](Self::serve) answers.
#[derive(Debug)]
pub struct SmtpServer {
    listener: TcpListener,
    name: String,
    limits: Limits,
}

impl SmtpServer {
    /// Binds `address` with the usual [`Limits`]; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn bind(address: impl ToSocketAddrs) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        Ok(Self { listener, name: "localhost".to_owned(), limits: Limits::default() })
    }

    /// The same server under the name it greets with.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same server with other limits.
    #[must_use]
    pub fn limited(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the operating system does not say.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `cancel`; then no new session starts, and those that run end before their next command.
    pub async fn serve(self, reception: Arc<dyn Reception>, cancel: CancellationToken) {
        let seats = Arc::new(Semaphore::new(self.limits.sessions));
        let house =
            Arc::new(session::House { name: self.name, limits: self.limits, reception, cancel: cancel.clone() });
        let mut sessions = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = cancel.cancelled() => break,
                Some(_) = sessions.join_next() => continue,
                accepted = self.listener.accept() => accepted,
            };
            let Ok((stream, _)) = accepted else {
                // Too many open files, or a connection gone again: it passes, and must not cost a core meanwhile.
                tokio::time::sleep(AFTER_FAILED_ACCEPT).await;
                continue;
            };
            match Arc::clone(&seats).try_acquire_owned() {
                Ok(seat) => {
                    let house = Arc::clone(&house);
                    sessions.spawn(async move {
                        session::run(house, stream).await;
                        drop(seat);
                    });
                }
                Err(_) => session::turn_away(&stream),
            }
        }
        while sessions.join_next().await.is_some() {}
    }
}
