//! One session: reads what came, answers command after command, and writes the answers together (pipelining).

use std::sync::Arc;
use std::time::Duration;

use smtp_proto::request::receiver::{DataReceiver, DummyDataReceiver, RequestReceiver};
use smtp_proto::{Error, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Envelope, Limits, Reception, Reply, Verdict};

/// Bytes read at once.
const READ: usize = 64 * 1024;
/// How many times the allowed size is read to its end before we hang up on it.
const OVERSIZE_FACTOR: usize = 2;

/// What all sessions of a server share.
pub(super) struct House {
    pub(super) name: String,
    pub(super) limits: Limits,
    pub(super) reception: Arc<dyn Reception>,
    pub(super) cancel: CancellationToken,
}

/// Where the session stands between two reads.
enum Mode {
    Commands(RequestReceiver),
    Content(DataReceiver, Vec<u8>),
    /// A content too large: read to its end, not kept.
    Oversize(DummyDataReceiver, usize),
}

/// What to do after a piece of input.
enum Flow {
    GoOn,
    /// Write what there is to say and close.
    Close,
    /// Close without a word.
    Drop,
}

struct Session {
    house: Arc<House>,
    envelope: Option<Envelope>,
    greeted: bool,
    mistakes: usize,
    answers: String,
}

/// Says that every seat is taken, without waiting for anybody.
pub(super) fn turn_away(stream: &TcpStream) {
    // A line this short fits the empty buffer of a new connection; if not, closing says the same.
    let _ = stream.try_write(b"421 4.3.2 too many sessions, please try again later\r\n");
}

/// Runs one session to its end.
pub(super) async fn run(house: Arc<House>, mut stream: TcpStream) {
    let idle = Duration::from_millis(house.limits.idle_ms);
    let cancel = house.cancel.clone();
    let mut session = Session {
        answers: format!("220 {} ESMTP\r\n", house.name),
        house,
        envelope: None,
        greeted: false,
        mistakes: 0,
    };
    let mut mode = Mode::Commands(RequestReceiver::default());
    let mut buffer = vec![0; READ];
    loop {
        let written = timeout(idle, stream.write_all(session.answers.as_bytes())).await;
        session.answers.clear();
        if !matches!(written, Ok(Ok(()))) {
            return;
        }
        let read = tokio::select! {
            () = cancel.cancelled() => {
                session.say(421, "4.3.2 shutting down");
                break;
            }
            read = timeout(idle, stream.read(&mut buffer)) => read,
        };
        let count = match read {
            Ok(Ok(0) | Err(_)) => return,
            Ok(Ok(count)) => count,
            Err(_) => {
                session.say(421, "4.4.2 nothing came for too long");
                break;
            }
        };
        match session.take(&mut mode, &buffer[..count]).await {
            Flow::GoOn => {}
            Flow::Close => break,
            Flow::Drop => return,
        }
    }
    let _ = timeout(idle, stream.write_all(session.answers.as_bytes())).await;
    let _ = timeout(idle, stream.shutdown()).await;
}

impl Session {
    fn say(&mut self, code: u16, text: &str) {
        self.answers.push_str(&Reply::new(code, text).line());
    }

    /// Takes a piece of input, whatever it holds: the end of one command, ten whole ones, a mail and a half.
    async fn take(&mut self, mode: &mut Mode, input: &[u8]) -> Flow {
        let mut rest = input.iter();
        while !rest.as_slice().is_empty() {
            let flow = match mode {
                Mode::Commands(receiver) => {
                    let request = match receiver.ingest(&mut rest) {
                        Ok(request) => Ok(request.into_owned()),
                        Err(Error::NeedsMoreData { .. }) => return Flow::GoOn,
                        Err(error) => Err(error),
                    };
                    self.command(mode, request).await
                }
                Mode::Content(receiver, raw) => {
                    if !receiver.ingest(&mut rest, raw) {
                        if raw.len() > self.house.limits.mail_bytes {
                            *mode = Mode::Oversize(DummyDataReceiver::new_data(receiver), raw.len());
                        }
                        return Flow::GoOn;
                    }
                    let raw = std::mem::take(raw);
                    *mode = Mode::Commands(RequestReceiver::default());
                    self.content(raw).await
                }
                Mode::Oversize(receiver, bytes) => {
                    *bytes += rest.as_slice().len();
                    if !receiver.ingest(&mut rest) {
                        let patience = self.house.limits.mail_bytes.saturating_mul(OVERSIZE_FACTOR);
                        return if *bytes > patience { Flow::Drop } else { Flow::GoOn };
                    }
                    *mode = Mode::Commands(RequestReceiver::default());
                    self.envelope = None;
                    self.say(552, "5.3.4 the mail is larger than we take");
                    Flow::GoOn
                }
            };
            if !matches!(flow, Flow::GoOn) {
                return flow;
            }
        }
        Flow::GoOn
    }

    async fn command(&mut self, mode: &mut Mode, request: Result<Request<String>, Error>) -> Flow {
        match request {
            Ok(Request::Ehlo { .. }) => self.hello(true),
            Ok(Request::Helo { .. }) => self.hello(false),
            Ok(Request::Mail { from }) => return self.sender(from.address, from.size).await,
            Ok(Request::Rcpt { to }) => return self.recipient(to.address).await,
            Ok(Request::Data) => return self.invite(mode).await,
            Ok(Request::Rset) => {
                self.envelope = None;
                self.say(250, "2.0.0 forgotten");
            }
            Ok(Request::Noop { .. }) => self.say(250, "2.0.0 yes"),
            Ok(Request::Vrfy { .. }) => self.say(252, "2.5.0 send a mail and see"),
            Ok(Request::Quit) => {
                self.say(221, "2.0.0 goodbye");
                return Flow::Close;
            }
            Ok(_) => return self.mistake(502, "5.5.1 this command is not offered"),
            Err(Error::ResponseTooLong) => {
                self.say(500, "5.5.2 the line is too long");
                return Flow::Close;
            }
            Err(Error::UnknownCommand) => return self.mistake(500, "5.5.1 unknown command"),
            Err(Error::InvalidSenderAddress) => return self.mistake(501, "5.1.7 not an address"),
            Err(Error::InvalidRecipientAddress) => return self.mistake(501, "5.1.3 not an address"),
            Err(Error::UnsupportedParameter { .. }) => return self.mistake(555, "5.5.4 this parameter is not offered"),
            Err(_) => return self.mistake(501, "5.5.4 not understood"),
        }
        Flow::GoOn
    }

    fn hello(&mut self, extended: bool) {
        self.envelope = None;
        self.greeted = true;
        let name = &self.house.name;
        let lines = if extended {
            let size = self.house.limits.mail_bytes;
            format!(
                "250-{name}\r\n250-PIPELINING\r\n250-SIZE {size}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n"
            )
        } else {
            format!("250 {name}\r\n")
        };
        self.answers.push_str(&lines);
    }

    async fn sender(&mut self, from: String, size: usize) -> Flow {
        if !self.greeted || self.envelope.is_some() {
            return self.mistake(503, "5.5.1 not now");
        }
        if size > self.house.limits.mail_bytes {
            self.say(552, "5.3.4 the mail is larger than we take");
            return Flow::GoOn;
        }
        let house = Arc::clone(&self.house);
        let verdict = house.reception.sender(&from).await;
        self.judged(verdict, 250, "2.1.0 sender fine", |session| {
            session.envelope = Some(Envelope { from, recipients: Vec::new() });
        })
    }

    async fn recipient(&mut self, to: String) -> Flow {
        let Some(envelope) = &self.envelope else { return self.mistake(503, "5.5.1 who sends it?") };
        if envelope.recipients.len() >= self.house.limits.recipients {
            self.say(452, "4.5.3 too many recipients");
            return Flow::GoOn;
        }
        let verdict = self.house.reception.recipient(envelope, &to).await;
        self.judged(verdict, 250, "2.1.5 recipient fine", |session| {
            session.envelope.get_or_insert_default().recipients.push(to);
        })
    }

    async fn invite(&mut self, mode: &mut Mode) -> Flow {
        let Some(envelope) = self.envelope.as_ref().filter(|envelope| !envelope.recipients.is_empty()) else {
            return self.mistake(503, "5.5.1 nobody to give it to");
        };
        let verdict = self.house.reception.invite(envelope).await;
        self.judged(verdict, 354, "go on, end with a dot on a line of its own", |_| *mode = content_mode())
    }

    async fn content(&mut self, raw: Vec<u8>) -> Flow {
        let envelope = self.envelope.take().unwrap_or_default();
        if raw.len() > self.house.limits.mail_bytes {
            self.say(552, "5.3.4 the mail is larger than we take");
            return Flow::GoOn;
        }
        if raw.split(|byte| *byte == b'\n').any(|line| line.len() > self.house.limits.line_bytes) {
            self.say(554, "5.6.0 a line of the mail is longer than we take");
            return Flow::GoOn;
        }
        let house = Arc::clone(&self.house);
        let verdict = house.reception.deliver(envelope, raw).await;
        self.judged(verdict, 250, "2.0.0 taken", |_| {})
    }

    fn judged(&mut self, verdict: Verdict, code: u16, text: &str, accepted: impl FnOnce(&mut Self)) -> Flow {
        match verdict {
            Verdict::Accept => {
                accepted(self);
                self.say(code, text);
                Flow::GoOn
            }
            Verdict::Refuse(reply) => {
                self.answers.push_str(&reply.line());
                Flow::GoOn
            }
            Verdict::Drop => Flow::Drop,
        }
    }

    fn mistake(&mut self, code: u16, text: &str) -> Flow {
        self.mistakes += 1;
        if self.mistakes > self.house.limits.mistakes {
            self.say(421, "4.7.0 too many mistakes");
            return Flow::Close;
        }
        self.say(code, text);
        Flow::GoOn
    }
}

/// The receiver knows the end of a mail by the line end before the dot; an empty mail has none, so it gets the one
/// that ended the DATA command.
fn content_mode() -> Mode {
    let mut receiver = DataReceiver::new();
    let mut raw = Vec::new();
    receiver.ingest(&mut b"\r\n".iter(), &mut raw);
    raw.clear();
    Mode::Content(receiver, raw)
}
