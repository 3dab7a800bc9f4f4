//! Being a mail server: receiving SMTP (RFC 5321) with STARTTLS, PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING and
//! ENHANCEDSTATUSCODES, and LMTP (RFC 2033) for a mail server in front.
//!
//! In: connections. Out: calls of a [`Reception`], which decides about every sender, recipient and content. The answer
//! `250` to a content is written only after [`Reception::deliver`] said [`Verdict::Accept`]: what we confirm is
//! durable. A mail ends with CRLF, dot, CRLF and nothing else, so that two servers never disagree about where (smuggling).
//! It must not: pass a mail on, or tell anybody who lives here.
//!
//! Everything is bounded ([`Limits`], [`Door`]): sessions, time, bytes, memory, recipients, lines, nonsense commands. What
//! is large goes to disk while it comes in.
//!
//! The demo and the tests use it as the customer's mail server; [`Verdict::Drop`] lets them break the
//! connection wherever it hurts.

mod content;
mod counters;
mod dialogue;
mod door;
mod hold;
mod incoming;
mod limits;
mod line;
mod reply;
mod session;
mod wire;

#[cfg(test)]
pub(crate) mod tests;

use std::fs;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::channel::BoxFuture;
use tokio::net::{TcpListener, ToSocketAddrs, UnixListener};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use counters::{Counters, Why};
pub use door::Door;
pub use hold::Content;
pub use ipnet::IpNet;
pub use limits::{Limits, SPOOLED_ABOVE};
pub use reply::Reply;
pub use wire::{Certificates, Wire};
use wire::{Fresh, Listener};

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

/// Who speaks to us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peer {
    /// Where it comes from; `None` for a socket of this machine.
    pub ip: Option<IpAddr>,
    /// Whether it is one of the operator's own servers.
    pub trusted: bool,
    /// What it calls itself. Anything may stand here.
    pub hello: String,
    /// Whether it speaks over TLS.
    pub encrypted: bool,
    /// Whether it speaks LMTP.
    pub lmtp: bool,
}

/// Who sends a mail to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// MAIL FROM; empty for bounces.
    pub from: String,
    /// RCPT TO, those that were accepted.
    pub recipients: Vec<String>,
    /// Who brings it.
    pub peer: Peer,
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

    /// DATA or the first BDAT, before the content: [`Verdict::Accept`] invites it.
    fn invite<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Verdict> {
        let _ = envelope;
        Box::pin(async { Verdict::Accept })
    }

    /// What is put above the content, such as trace fields (RFC 5321, 4.4): whole lines.
    fn head(&self, envelope: &Envelope) -> Vec<u8> {
        let _ = envelope;
        Vec::new()
    }

    /// The content, dots unstuffed, with line ends as they came. [`Verdict::Accept`] means that it is stored durably.
    fn deliver<'a>(&'a self, envelope: Envelope, content: Content) -> BoxFuture<'a, Verdict>;

    /// Something was refused: for whoever keeps a log.
    fn refused(&self, peer: &Peer, why: Why, reply: &Reply) {
        let _ = (peer, why, reply);
    }
}

/// A bound server; [`serve`](Self::serve) answers.
#[derive(Debug)]
pub struct SmtpServer {
    listener: Listener,
    name: String,
    lmtp: bool,
    door: Arc<Door>,
    certificates: Option<Arc<dyn Certificates>>,
}

impl SmtpServer {
    /// Binds `address` with the usual [`Limits`]; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        Ok(Self::over(Listener::Tcp(TcpListener::bind(address).await?)))
    }

    /// Binds a Unix socket at `path`, for this user and its group. A socket that nobody answers at is removed.
    ///
    /// # Errors
    /// When something else stands there, or somebody answers.
    pub fn bind_unix(path: &Path) -> io::Result<Self> {
        if fs::symlink_metadata(path).is_ok_and(|there| there.file_type().is_socket()) {
            match UnixStream::connect(path) {
                Ok(_) => return Err(ErrorKind::AddrInUse.into()),
                Err(_) => fs::remove_file(path)?,
            }
        }
        let listener = UnixListener::bind(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
        Ok(Self::over(Listener::Unix(listener)))
    }

    fn over(listener: Listener) -> Self {
        let door = Arc::new(Door::new(Limits::default(), Vec::new()));
        Self { listener, name: "localhost".to_owned(), lmtp: false, door, certificates: None }
    }

    /// The same server under the name it greets with.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same server with other limits.
    #[must_use]
    pub fn limited(self, limits: Limits) -> Self {
        self.behind(Arc::new(Door::new(limits, Vec::new())))
    }

    /// The same server behind this door, which others may stand behind too.
    #[must_use]
    pub fn behind(mut self, door: Arc<Door>) -> Self {
        self.door = door;
        self
    }

    /// The same server speaking LMTP (RFC 2033).
    #[must_use]
    pub fn lmtp(mut self) -> Self {
        self.lmtp = true;
        self
    }

    /// The same server, offering STARTTLS (RFC 3207).
    #[must_use]
    pub fn encrypted(mut self, certificates: Arc<dyn Certificates>) -> Self {
        self.certificates = Some(certificates);
        self
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the operating system does not say, or it is a Unix socket.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `cancel`; then new sessions are told 421 while the mails that were begun are ended.
    pub async fn serve(self, reception: Arc<dyn Reception>, cancel: CancellationToken) {
        let Self { listener, name, lmtp, door, certificates } = self;
        let house = Arc::new(session::House { name, lmtp, door, certificates, reception, cancel: cancel.clone() });
        let mut sessions = JoinSet::new();
        let mut stopping = false;
        while !(stopping && sessions.is_empty()) {
            let accepted = tokio::select! {
                () = cancel.cancelled(), if !stopping => {
                    stopping = true;
                    continue;
                }
                Some(_) = sessions.join_next() => continue,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok(fresh) if stopping => fresh.turn_away("421 4.3.2 shutting down\r\n"),
                Ok(fresh) => admit(&house, fresh, &mut sessions),
                // Too many open files, or a connection gone again: it passes, and must not cost a core meanwhile.
                Err(_) => tokio::time::sleep(AFTER_FAILED_ACCEPT).await,
            }
        }
    }
}

fn admit(house: &Arc<session::House>, fresh: Fresh, sessions: &mut JoinSet<()>) {
    let ip = fresh.ip();
    let trusted = ip.is_none_or(|ip| house.door.trusts(ip));
    let peer = Peer { ip, trusted, lmtp: house.lmtp, ..Peer::default() };
    // LMTP is for the operator's own mail servers (RFC 2033, 5).
    let is_stranger = house.lmtp && !trusted && ip.is_some_and(|ip| !ip.to_canonical().is_loopback());
    match if is_stranger { Err(Why::Stranger) } else { house.door.enter(ip) } {
        Ok(seat) => {
            house.door.counters().session();
            let house = Arc::clone(house);
            sessions.spawn(async move {
                session::run(house, fresh.into_wire(), peer).await;
                drop(seat);
            });
        }
        Err(why) => {
            let reply = match why {
                Why::Stranger => Reply::new(554, "5.7.1 LMTP is not for you"),
                _ => Reply::new(421, "4.3.2 too many sessions, please try again later"),
            };
            house.door.counters().refusal(why);
            house.reception.refused(&peer, why, &reply);
            fresh.turn_away(&reply.line());
        }
    }
}

/// Runs one session over any stream, with everything else as in [`SmtpServer::serve`].
pub async fn converse(wire: Box<dyn Wire>, lmtp: bool, door: Arc<Door>, reception: Arc<dyn Reception>) {
    let cancel = CancellationToken::new();
    let house = session::House { name: "localhost".to_owned(), lmtp, door, certificates: None, reception, cancel };
    session::run(Arc::new(house), wire, Peer { lmtp, ..Peer::default() }).await;
}
