//! The part of a dialogue that brings a content: DATA and BDAT, what is kept of it, and the answer when it is whole.

use std::sync::Arc;

use super::content::DotReader;
use super::counters::Why;
use super::dialogue::{Dialogue, Flow, Mode, TOO_LARGE};
use super::hold::Hold;
use super::{Envelope, Reply, Verdict};

/// How many times the allowed size is read to its end before we hang up on it.
const OVERSIZE_FACTOR: usize = 2;

const NO_ROOM: &str = "4.3.1 it cannot be kept now, the disk is full or cannot be written; come again";

/// What is answered instead of taking a content, and why.
type Unwanted = (Why, u16, &'static str);

/// A content under way.
pub(super) struct Incoming {
    /// `None`: it is only read to its end.
    pub hold: Option<Hold>,
    /// Why it will be refused.
    pub unwanted: Option<Unwanted>,
    /// Bytes that came, wanted or not.
    pub came: usize,
    /// Bytes that stand above it by our doing.
    pub head: usize,
}

impl Incoming {
    /// Nothing more of it is kept; the first reason counts.
    fn refuse(&mut self, why: Why, code: u16, text: &'static str) {
        self.hold = None;
        self.unwanted.get_or_insert((why, code, text));
    }

    /// Bytes of the mail itself.
    fn bytes(&self) -> usize {
        self.hold.as_ref().map_or(self.came, |hold| hold.bytes() - self.head)
    }
}

impl Dialogue {
    pub(super) async fn invite(&mut self) -> Flow {
        let is_expected = |envelope: &&Envelope| !envelope.recipients.is_empty() && self.incoming.is_none();
        let Some(envelope) = self.envelope.as_ref().filter(is_expected) else {
            return self.mistake(503, "5.5.1 nobody to give it to");
        };
        let verdict = self.house.reception.invite(envelope).await;
        if verdict == Verdict::Accept {
            match self.begin_content().await {
                Ok(incoming) => self.incoming = Some(incoming),
                Err((why, code, text)) => {
                    self.refuse(why, code, text);
                    return Flow::GoOn;
                }
            }
        }
        self.judged(verdict, Why::Store, 354, "go on, end with a dot on a line of its own", |dialogue| {
            dialogue.mode = Mode::Dots(DotReader::new());
        })
    }

    /// BDAT: its bytes follow whatever we think of it.
    pub(super) async fn announce(&mut self, chunk: usize, is_last: bool) -> Flow {
        if self.incoming.is_none() {
            let begun = match self.envelope.as_ref().filter(|envelope| !envelope.recipients.is_empty()) {
                None => Err((Why::Mistakes, 503, "5.5.1 nobody to give it to")),
                Some(envelope) => match self.house.reception.invite(envelope).await {
                    Verdict::Accept => self.begin_content().await,
                    Verdict::Refuse(_) => Err((Why::Store, 451, "4.3.0 not now")),
                    Verdict::Drop => return Flow::Drop,
                },
            };
            self.incoming = Some(begun.unwrap_or_else(|unwanted| Incoming {
                hold: None,
                unwanted: Some(unwanted),
                came: 0,
                head: 0,
            }));
        }
        self.mode = Mode::Chunk { left: chunk, is_last };
        if chunk == 0 { self.end_chunk(is_last).await } else { Flow::GoOn }
    }

    async fn begin_content(&self) -> Result<Incoming, Unwanted> {
        let Some(mut hold) = Hold::begin(&self.house.door).await else {
            return Err((Why::Memory, 452, "4.3.1 too much mail comes at once, come again"));
        };
        if let Some(envelope) = &self.envelope {
            hold.memory = self.house.reception.head(envelope);
        }
        Ok(Incoming { head: hold.memory.len(), hold: Some(hold), unwanted: None, came: 0 })
    }

    pub(super) async fn dots(&mut self, input: &mut &[u8]) -> Flow {
        let (Mode::Dots(reader), Some(incoming)) = (&mut self.mode, &mut self.incoming) else { return Flow::Drop };
        let before = input.len();
        let mut nowhere = Vec::new();
        let ended = reader.read(input, incoming.hold.as_mut().map_or(&mut nowhere, |hold| &mut hold.memory));
        incoming.came += before - input.len();
        if reader.smuggled {
            incoming.refuse(Why::Smuggling, 550, "5.5.2 a dot stands alone between broken line ends");
        } else if reader.longest > self.house.door.limits.line_bytes {
            incoming.refuse(Why::Line, 554, "5.6.0 a line of the mail is longer than we take");
        }
        if !ended {
            return self.room().await;
        }
        self.mode = Mode::Commands;
        self.whole().await
    }

    pub(super) async fn chunk(&mut self, input: &mut &[u8]) -> Flow {
        let (Mode::Chunk { left, is_last }, Some(incoming)) = (&mut self.mode, &mut self.incoming) else {
            return Flow::Drop;
        };
        let (piece, rest) = input.split_at(input.len().min(*left));
        *input = rest;
        *left -= piece.len();
        incoming.came += piece.len();
        if let Some(hold) = &mut incoming.hold {
            hold.memory.extend_from_slice(piece);
        }
        let (is_whole, is_last) = (*left == 0, *is_last);
        match self.room().await {
            Flow::GoOn if is_whole => self.end_chunk(is_last).await,
            flow => flow,
        }
    }

    async fn end_chunk(&mut self, is_last: bool) -> Flow {
        self.mode = Mode::Commands;
        if is_last {
            return self.whole().await;
        }
        match self.incoming.as_ref().and_then(|incoming| incoming.unwanted) {
            Some((_, code, text)) => self.say(code, text),
            None => self.say(250, "2.0.0 go on"),
        }
        Flow::GoOn
    }

    /// Looks after the size of what came, and makes room for the next piece.
    async fn room(&mut self) -> Flow {
        let Some(incoming) = &mut self.incoming else { return Flow::GoOn };
        let limit = self.house.door.limits.mail_bytes;
        if incoming.came > limit {
            incoming.refuse(Why::Size, 552, TOO_LARGE);
        }
        if incoming.came > limit.saturating_mul(OVERSIZE_FACTOR) {
            return Flow::Drop;
        }
        if let Some(hold) = &mut incoming.hold
            && hold.make_room().await.is_err()
        {
            incoming.refuse(Why::Store, 452, NO_ROOM);
        }
        Flow::GoOn
    }

    /// The content is whole: it is given to the reception, and answered when that has it.
    async fn whole(&mut self) -> Flow {
        let (Some(mut incoming), envelope) = (self.incoming.take(), self.envelope.take().unwrap_or_default()) else {
            return Flow::Drop;
        };
        // LMTP answers once for every recipient (RFC 2033, 4.2).
        let times = if self.house.lmtp { envelope.recipients.len().max(1) } else { 1 };
        if incoming.bytes() > self.house.door.limits.mail_bytes {
            incoming.refuse(Why::Size, 552, TOO_LARGE);
        }
        let hold = match (incoming.unwanted, incoming.hold) {
            (None, Some(hold)) => hold,
            (Some((why, code, text)), _) => return self.repeat(times, Verdict::Refuse(Reply::new(code, text)), why),
            (None, None) => return Flow::Drop,
        };
        let Ok(content) = hold.end().await else {
            let later = Reply::new(452, NO_ROOM);
            return self.repeat(times, Verdict::Refuse(later), Why::Store);
        };
        let bytes = content.bytes();
        let house = Arc::clone(&self.house);
        let verdict = house.reception.deliver(envelope, content).await;
        if verdict == Verdict::Accept {
            house.door.counters().mail(bytes);
        }
        self.repeat(times, verdict, Why::Store)
    }

    fn repeat(&mut self, times: usize, verdict: Verdict, why: Why) -> Flow {
        let before = self.answers.len();
        let flow = self.judged(verdict, why, 250, "2.0.0 taken", |_| {});
        let answer = self.answers[before..].to_owned();
        (1..times).for_each(|_| self.answers.push_str(&answer));
        flow
    }
}
