//! A signed-in connection: made, asked, and always listened to in full.
//!
//! async-imap brings the parser and the handshake of a login; commands and IDLE are ours, because its own ones take a refused FETCH for a
//! mail that is gone, swallow the announcements that come before IDLE starts, and let "still here" put off the end of an IDLE.

use std::fmt::Debug;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_imap::Client;
use async_imap::imap_proto::{MailboxDatum, RequestId, Response, Status};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

use super::error::{End, MailboxError, words};
use super::sign_in::sign_in;
use super::{Settings, Tls};

/// What a response means to whoever gave a command.
pub(super) enum Heard {
    /// `+`: go on.
    GoOn,
    /// The command with this tag is answered: `None` for OK, else the server's words.
    Answered(RequestId, Option<String>),
    /// Something said on the way.
    Other,
}

/// Gets to see every response while a command is under way.
pub(super) type Witness<'a> = &'a mut (dyn FnMut(&Response<'_>) + Send);

/// Any byte stream, encrypted or not.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Debug + Send + Sync {}
impl<T: AsyncRead + AsyncWrite + Unpin + Debug + Send + Sync> Wire for T {}

/// A signed-in connection.
pub(super) struct Session {
    inner: async_imap::Session<Box<dyn Wire>>,
    pub(super) cancel: CancellationToken,
    patience: Duration,
    /// How many mails the folder holds, as far as the server told.
    pub(super) exists: u32,
    /// Whether the server announced mails since this was last set to false.
    pub(super) stirred: bool,
}

impl Session {
    /// Connects, encrypts and signs in.
    pub(super) async fn open(
        settings: &Settings,
        tls: Option<&Arc<rustls::ClientConfig>>,
        cancel: &CancellationToken,
    ) -> Result<Self, End> {
        let patience = Duration::from_millis(settings.patience_ms);
        let wire = connect(settings, tls, patience, cancel).await?;
        let mut client = Client::new(wire.stream);
        if !wire.greeted {
            greeting(&mut client, patience, cancel).await?;
        }
        let inner = sign_in(client, settings, patience, cancel).await?;
        Ok(Self { inner, cancel: cancel.clone(), patience, exists: 0, stirred: false })
    }

    /// Sends a command; its answer is for [`read`](Self::read).
    pub(super) async fn send(&mut self, command: &str, doing: &'static str) -> Result<RequestId, End> {
        let sent = within(self.patience, &self.cancel, doing, self.inner.run_command(command)).await?;
        sent.map_err(|_| End::Fail(MailboxError::ConnectionLost { doing }))
    }

    /// Sends a line that is no command (DONE).
    pub(super) async fn send_line(&mut self, line: &str, doing: &'static str) -> Result<(), End> {
        let sent = within(self.patience, &self.cancel, doing, self.inner.run_command_untagged(line)).await?;
        sent.map_err(|_| End::Fail(MailboxError::ConnectionLost { doing }))
    }

    /// The next response, within the usual patience and `extra`.
    pub(super) async fn read(
        &mut self,
        extra: Duration,
        doing: &'static str,
        witness: Witness<'_>,
    ) -> Result<Heard, End> {
        let (patience, cancel) = (self.patience + extra, self.cancel.clone());
        within(patience, &cancel, doing, self.listen(doing, witness)).await?
    }

    /// The next response, however long it takes. Dropped half-way it loses nothing.
    pub(super) async fn listen(&mut self, doing: &'static str, witness: Witness<'_>) -> Result<Heard, End> {
        let response = match self.inner.read_response().await {
            Ok(Some(response)) => response,
            // How the parser says that this is not IMAP.
            Err(error) if error.kind() == std::io::ErrorKind::Other => {
                return Err(MailboxError::NotUnderstood { doing, answer: words("(not IMAP)") }.into());
            }
            Ok(None) | Err(_) => return Err(MailboxError::ConnectionLost { doing }.into()),
        };
        let response = response.parsed();
        match response {
            Response::MailboxData(MailboxDatum::Exists(count)) => {
                // Some servers repeat the count at every command: only a new one means something.
                self.stirred |= *count != self.exists;
                self.exists = *count;
            }
            Response::Expunge(_) => self.exists = self.exists.saturating_sub(1),
            _ => {}
        }
        witness(response);
        Ok(match response {
            Response::Continue(_) => Heard::GoOn,
            Response::Done { tag, status: Status::Ok, .. } => Heard::Answered(tag.clone(), None),
            Response::Done { tag, outcome, .. } => {
                Heard::Answered(tag.clone(), Some(words(outcome.information.as_deref().unwrap_or_default())))
            }
            _ => Heard::Other,
        })
    }

    /// Sends a command and shows `witness` what comes until it is answered with OK; `refused` says what anything else means.
    pub(super) async fn ask(
        &mut self,
        command: &str,
        doing: &'static str,
        extra: Duration,
        refused: impl FnOnce(String) -> MailboxError,
        witness: Witness<'_>,
    ) -> Result<(), End> {
        let tag = self.send(command, doing).await?;
        loop {
            match self.read(extra, doing, witness).await? {
                Heard::Answered(answered, None) if answered == tag => return Ok(()),
                Heard::Answered(answered, Some(words)) if answered == tag => return Err(refused(words).into()),
                _ => {}
            }
        }
    }
}

/// Awaits `future` for at most `patience`, and not beyond the cancellation.
pub(super) async fn within<F: Future>(
    patience: Duration,
    cancel: &CancellationToken,
    doing: &'static str,
    future: F,
) -> Result<F::Output, End> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(End::Stop),
        done = timeout(patience, future) => done.map_err(|_| End::Fail(MailboxError::TimedOut { doing })),
    }
}

/// A connected stream, and whether the server's greeting was read on it already (STARTTLS comes after it).
struct Connected {
    stream: Box<dyn Wire>,
    greeted: bool,
}

async fn connect(
    settings: &Settings,
    tls: Option<&Arc<rustls::ClientConfig>>,
    patience: Duration,
    cancel: &CancellationToken,
) -> Result<Connected, End> {
    let host = &settings.host;
    let cannot = |error: std::io::Error| MailboxError::CannotConnect {
        host: host.clone(),
        port: settings.port,
        reason: words(&error.to_string()),
    };
    let doing = "connecting";
    let stream = match within(patience, cancel, doing, TcpStream::connect((host.as_str(), settings.port))).await {
        Ok(stream) => stream.map_err(cannot)?,
        Err(End::Stop) => return Err(End::Stop),
        Err(End::Fail(_)) => return Err(cannot(std::io::ErrorKind::TimedOut.into()).into()),
    };
    // Commands are short and each waits for its answer.
    stream.set_nodelay(true).map_err(cannot)?;
    match (settings.tls, tls) {
        (Tls::None, _) => Ok(Connected { stream: Box::new(stream), greeted: false }),
        (Tls::Implicit, Some(tls)) => Ok(Connected {
            stream: within(patience, cancel, doing, encrypt(host, tls, stream)).await??,
            greeted: false,
        }),
        (Tls::StartTls, Some(tls)) => {
            let mut client = Client::new(stream);
            greeting(&mut client, patience, cancel).await?;
            within(patience, cancel, doing, client.run_command_and_check_ok("STARTTLS", None)).await?.map_err(
                |_| MailboxError::TlsFailed { host: host.clone(), reason: "it does not offer STARTTLS".to_owned() },
            )?;
            // What the server sent in plain text behind its OK is dropped here with the client's buffer.
            let stream = within(patience, cancel, doing, encrypt(host, tls, client.into_inner())).await??;
            Ok(Connected { stream, greeted: true })
        }
        (_, None) => {
            Err(MailboxError::TlsFailed { host: host.clone(), reason: "encryption is not set up".to_owned() }.into())
        }
    }
}

async fn encrypt(
    host: &str,
    tls: &Arc<rustls::ClientConfig>,
    stream: TcpStream,
) -> Result<Box<dyn Wire>, MailboxError> {
    let failed = |reason: String| MailboxError::TlsFailed { host: host.to_owned(), reason: words(&reason) };
    let name = ServerName::try_from(host.to_owned()).map_err(|_| failed("this is not a server's name".to_owned()))?;
    let encrypted = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await;
    Ok(Box::new(encrypted.map_err(|error| failed(error.to_string()))?))
}

async fn greeting<T: Wire>(client: &mut Client<T>, patience: Duration, cancel: &CancellationToken) -> Result<(), End> {
    let doing = "greeting";
    let read = within(patience, cancel, doing, client.read_response()).await?;
    let greeting = match read {
        Ok(Some(greeting)) => greeting,
        Ok(None) => return Err(MailboxError::ConnectionLost { doing }.into()),
        Err(_) => return Err(MailboxError::NotUnderstood { doing, answer: words("(not IMAP)") }.into()),
    };
    match greeting.parsed() {
        Response::Data { status: Status::Bye | Status::No | Status::Bad, outcome } => {
            Err(MailboxError::Refused { answer: words(outcome.information.as_deref().unwrap_or_default()) }.into())
        }
        _ => Ok(()),
    }
}
