//! A fake channel: reads mail with the real parser, keeps what is sent, and fails when told to.
//!
//! It stands for the other side of an SMTP conversation, and so it knows what the product cannot:
//! whether a message whose answer was lost did arrive.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::channel::{BoxFuture, Capability, Channel, Inbound, Outbound, Receipt, SendError, Unreadable};
use domain::id::MessageId;
use futures_util::FutureExt;

/// What the other side does with the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Take,
    /// Asks to come again (4xx).
    Defer,
    /// Refuses it for good (5xx).
    Refuse,
    /// Takes it, and its answer is lost.
    TakeAndVanish,
    /// Does not take it, and its answer is lost.
    Vanish,
    /// Takes it, and never answers: who waits for it can be ended meanwhile.
    TakeAndHang,
    /// Does not take it, and never answers.
    Hang,
    /// Takes it, and answers so after [`FakeChannel::go_on`].
    TakeAndWait,
    /// Asks to come again, after [`FakeChannel::go_on`].
    Wait,
}

#[derive(Default)]
struct Inside {
    moods: VecDeque<Mood>,
    arrived: Vec<Outbound>,
    tries: HashMap<MessageId, u32>,
}

/// A fake channel. Takes everything until [`FakeChannel::will`] says otherwise.
#[derive(Default)]
pub struct FakeChannel {
    inside: Mutex<Inside>,
    hangs: tokio::sync::Notify,
    goes_on: Arc<tokio::sync::Notify>,
}

impl FakeChannel {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides what happens to the next messages, one after another.
    pub fn will(&self, moods: impl IntoIterator<Item = Mood>) {
        // Of several sendings that hung, one was waited for: what the others told is old.
        for told in [&self.hangs, &*self.goes_on] {
            while told.notified().now_or_never().is_some() {}
        }
        self.inside().moods.extend(moods);
    }

    /// Forgets what was decided; takes everything again.
    pub fn relax(&self) {
        self.inside().moods.clear();
    }

    /// Lets the sending that waits end.
    pub fn go_on(&self) {
        self.goes_on.notify_one();
    }

    /// Waits until a sending hangs.
    pub async fn hung(&self) {
        self.hangs.notified().await;
    }

    /// What arrived at the other side, in order.
    pub fn arrived(&self) -> Vec<Outbound> {
        self.inside().arrived.clone()
    }

    /// How often sending of this message was begun.
    pub fn tries(&self, message: MessageId) -> u32 {
        self.inside().tries.get(&message).copied().unwrap_or(0)
    }
}

impl Channel for FakeChannel {
    fn capability(&self) -> Capability {
        Capability { threads: true, html: true, subject: true, undo_ms: 0, longest_text: None }
    }

    fn parse(&self, raw: &[u8]) -> Result<Inbound, Unreadable> {
        mail::parse::parse(raw)
    }

    fn send<'a>(&'a self, message: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        let mut inside = self.inside();
        *inside.tries.entry(message.message).or_default() += 1;
        let mood = inside.moods.pop_front().unwrap_or(Mood::Take);
        if matches!(mood, Mood::Take | Mood::TakeAndVanish | Mood::TakeAndHang | Mood::TakeAndWait) {
            inside.arrived.push(message.clone());
        }
        let answer = match mood {
            Mood::Take => Ok(Receipt::new("250 taken")),
            Mood::Defer => Err(SendError::Later("451 come again".to_owned())),
            Mood::Refuse => Err(SendError::Refused("550 not here".to_owned())),
            Mood::TakeAndVanish | Mood::Vanish => Err(SendError::Uncertain("the connection was lost".to_owned())),
            Mood::TakeAndHang | Mood::Hang => {
                self.hangs.notify_one();
                return Box::pin(std::future::pending());
            }
            Mood::TakeAndWait | Mood::Wait => {
                self.hangs.notify_one();
                let goes_on = self.goes_on.clone();
                return Box::pin(async move {
                    goes_on.notified().await;
                    match mood {
                        Mood::TakeAndWait => Ok(Receipt { answer: "250 taken".to_owned(), refused: Vec::new() }),
                        _ => Err(SendError::Later("451 come again".to_owned())),
                    }
                });
            }
        };
        Box::pin(async move { answer })
    }
}
