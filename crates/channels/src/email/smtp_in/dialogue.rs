//! What is said in a session: commands and their answers, without the wire.

use std::sync::Arc;

use smtp_proto::{Error, MAIL_BODY_BINARYMIME, Request};

use super::content::DotReader;
use super::counters::Why;
use super::incoming::Incoming;
use super::line::{Line, LineReader};
use super::session::House;
use super::{Envelope, Peer, Reply, Verdict};

pub(super) const TOO_LARGE: &str = "5.3.4 the mail is larger than we take";

/// What to do after a piece of input.
pub(super) enum Flow {
    GoOn,
    /// Write what there is to say and close.
    Close,
    /// Close without a word.
    Drop,
    /// Turn to TLS; the rest of the piece is not looked at.
    Encrypt,
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Between two mails.
    Between,
    /// A mail was announced.
    Envelope,
    /// Its content comes.
    Content,
}

/// What the next bytes are.
pub(super) enum Mode {
    Commands,
    /// DATA.
    Dots(DotReader),
    /// A chunk of BDAT (RFC 3030): so many bytes more, and whether it is the last one.
    Chunk {
        left: usize,
        is_last: bool,
    },
}

pub(super) struct Dialogue {
    pub(super) house: Arc<House>,
    pub(super) peer: Peer,
    pub(super) answers: String,
    pub(super) envelope: Option<Envelope>,
    pub(super) incoming: Option<Incoming>,
    greeted: bool,
    mistakes: usize,
    line: LineReader,
    amid_a_line: bool,
    pub(super) mode: Mode,
}

impl Dialogue {
    pub(super) fn new(house: Arc<House>, peer: Peer) -> Self {
        let protocol = if house.lmtp { "LMTP" } else { "ESMTP" };
        Self {
            answers: format!("220 {} {protocol}\r\n", house.name),
            house,
            peer,
            envelope: None,
            incoming: None,
            greeted: false,
            mistakes: 0,
            line: LineReader::default(),
            amid_a_line: false,
            mode: Mode::Commands,
        }
    }

    pub(super) fn stage(&self) -> Stage {
        match (&self.mode, &self.envelope) {
            (Mode::Dots(_) | Mode::Chunk { .. }, _) => Stage::Content,
            (Mode::Commands, Some(_)) => Stage::Envelope,
            (Mode::Commands, None) => Stage::Between,
        }
    }

    pub(super) fn is_amid_a_line(&self) -> bool {
        self.amid_a_line
    }

    /// The wire is encrypted now: nothing said before counts (RFC 3207, 4.2).
    pub(super) fn encrypted(&mut self) {
        self.house.door.counters().encryption();
        self.peer.encrypted = true;
        self.forget();
        self.greeted = false;
        self.line = LineReader::default();
    }

    pub(super) fn say(&mut self, code: u16, text: &str) {
        self.answers.push_str(&Reply::new(code, text).line());
    }

    pub(super) fn refuse(&mut self, why: Why, code: u16, text: &str) {
        self.refuse_with(why, &Reply::new(code, text));
    }

    pub(super) fn refuse_with(&mut self, why: Why, reply: &Reply) {
        self.house.door.counters().refusal(why);
        self.house.reception.refused(&self.peer, why, reply);
        self.answers.push_str(&reply.line());
    }

    pub(super) fn forget(&mut self) {
        self.envelope = None;
        self.incoming = None;
    }

    /// Takes a piece of input, whatever it holds: the end of one command, ten whole ones, a mail and a half.
    pub(super) async fn take(&mut self, mut input: &[u8]) -> Flow {
        while !input.is_empty() {
            let flow = match &mut self.mode {
                Mode::Commands => match self.line.read(&mut input) {
                    Line::More => {
                        self.amid_a_line = true;
                        return Flow::GoOn;
                    }
                    Line::Whole(line) => {
                        self.amid_a_line = false;
                        let request = Request::parse(&mut line.iter()).map(Request::into_owned);
                        let request = request.and_then(|request| with_postmaster(request, &line));
                        self.command(request).await
                    }
                    Line::Crooked => self.mistake(500, "5.5.2 a line ends with CR and LF"),
                    Line::TooLong => {
                        self.say(500, "5.5.2 the line is too long");
                        Flow::Close
                    }
                },
                Mode::Dots(_) => self.dots(&mut input).await,
                Mode::Chunk { .. } => self.chunk(&mut input).await,
            };
            if !matches!(flow, Flow::GoOn) {
                return flow;
            }
        }
        Flow::GoOn
    }

    async fn command(&mut self, request: Result<Request<String>, Error>) -> Flow {
        match request {
            Ok(Request::Ehlo { host }) if !self.house.lmtp => self.hello(host, true),
            Ok(Request::Helo { host }) if !self.house.lmtp => self.hello(host, false),
            Ok(Request::Lhlo { host }) if self.house.lmtp => self.hello(host, true),
            Ok(Request::Mail { from }) if from.flags & MAIL_BODY_BINARYMIME != 0 => {
                return self.mistake(555, "5.5.4 BINARYMIME is not offered");
            }
            Ok(Request::Mail { from }) => return self.sender(from.address, from.size).await,
            Ok(Request::Rcpt { to }) => return self.recipient(to.address).await,
            Ok(Request::Data) => return self.invite().await,
            Ok(Request::Bdat { chunk_size, is_last }) => return self.announce(chunk_size, is_last).await,
            Ok(Request::StartTls) if self.house.certificates.is_some() && !self.peer.encrypted => return Flow::Encrypt,
            Ok(Request::Rset) => {
                self.forget();
                self.say(250, "2.0.0 forgotten");
            }
            Ok(Request::Noop { .. }) => self.say(250, "2.0.0 yes"),
            Ok(Request::Quit) => {
                self.say(221, "2.0.0 goodbye");
                return Flow::Close;
            }
            // Neither says who lives here.
            Ok(Request::Vrfy { .. } | Request::Expn { .. }) => return self.mistake(502, "5.5.1 send a mail and see"),
            Ok(_) => return self.mistake(502, "5.5.1 this command is not offered"),
            Err(Error::UnknownCommand) => return self.mistake(500, "5.5.1 unknown command"),
            Err(Error::InvalidSenderAddress) => return self.mistake(501, "5.1.7 not an address"),
            Err(Error::InvalidRecipientAddress) => return self.mistake(501, "5.1.3 not an address"),
            Err(Error::UnsupportedParameter { .. }) => return self.mistake(555, "5.5.4 this parameter is not offered"),
            Err(_) => return self.mistake(501, "5.5.4 not understood"),
        }
        Flow::GoOn
    }

    fn hello(&mut self, host: String, extended: bool) {
        self.forget();
        self.greeted = true;
        self.peer.hello = host;
        let name = &self.house.name;
        if !extended {
            self.answers.push_str(&format!("250 {name}\r\n"));
            return;
        }
        let size = self.house.door.limits.mail_bytes;
        let is_offered = self.house.certificates.is_some() && !self.peer.encrypted;
        let starttls = if is_offered { "250-STARTTLS\r\n" } else { "" };
        self.answers.push_str(&format!(
            "250-{name}\r\n250-PIPELINING\r\n250-SIZE {size}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-CHUNKING\r\n\
             {starttls}250 ENHANCEDSTATUSCODES\r\n"
        ));
    }

    async fn sender(&mut self, from: String, size: usize) -> Flow {
        if !self.greeted || self.envelope.is_some() {
            return self.mistake(503, "5.5.1 not now");
        }
        if size > self.house.door.limits.mail_bytes {
            self.refuse(Why::Size, 552, TOO_LARGE);
            return Flow::GoOn;
        }
        if !self.house.door.lets_mail(self.peer.ip) {
            self.refuse(Why::PeerRate, 450, "4.7.1 so many mails a minute are not taken from you, come again");
            return Flow::GoOn;
        }
        let house = Arc::clone(&self.house);
        let verdict = house.reception.sender(&from).await;
        let peer = self.peer.clone();
        self.judged(verdict, Why::Sender, 250, "2.1.0 sender fine", |dialogue| {
            dialogue.envelope = Some(Envelope { from, recipients: Vec::new(), peer });
        })
    }

    async fn recipient(&mut self, to: String) -> Flow {
        // With chunks the content may have begun.
        let Some(envelope) = self.envelope.as_ref().filter(|_| self.incoming.is_none()) else {
            return self.mistake(503, "5.5.1 who sends it?");
        };
        if envelope.recipients.len() >= self.house.door.limits.recipients {
            self.refuse(Why::Recipients, 452, "4.5.3 too many recipients");
            return Flow::GoOn;
        }
        let verdict = self.house.reception.recipient(envelope, &to).await;
        self.judged(verdict, Why::Recipient, 250, "2.1.5 recipient fine", |dialogue| {
            dialogue.envelope.get_or_insert_default().recipients.push(to);
        })
    }

    pub(super) fn judged(
        &mut self,
        verdict: Verdict,
        why: Why,
        code: u16,
        text: &str,
        accepted: impl FnOnce(&mut Self),
    ) -> Flow {
        match verdict {
            Verdict::Accept => {
                accepted(self);
                self.say(code, text);
                Flow::GoOn
            }
            Verdict::Refuse(reply) => {
                self.refuse_with(why, &reply);
                Flow::GoOn
            }
            Verdict::Drop => Flow::Drop,
        }
    }

    pub(super) fn mistake(&mut self, code: u16, text: &str) -> Flow {
        self.mistakes += 1;
        if self.mistakes > self.house.door.limits.mistakes {
            self.refuse(Why::Mistakes, 421, "4.7.0 too many mistakes");
            return Flow::Close;
        }
        self.say(code, text);
        Flow::GoOn
    }
}

/// `RCPT TO:<Postmaster>`, the only recipient without a domain (RFC 5321, 4.1.1.3): the parser gives it as no address at all, as
/// it does `<>`, which is none.
fn with_postmaster(request: Request<String>, line: &[u8]) -> Result<Request<String>, Error> {
    const NAMED: &[u8] = b"<postmaster>";
    match request {
        Request::Rcpt { mut to } if to.address.is_empty() => {
            let is_named = line.windows(NAMED.len()).any(|part| part.eq_ignore_ascii_case(NAMED));
            "postmaster".clone_into(&mut to.address);
            if is_named { Ok(Request::Rcpt { to }) } else { Err(Error::InvalidRecipientAddress) }
        }
        request => Ok(request),
    }
}
