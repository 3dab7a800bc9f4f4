//! The outbox: what waits, what is being sent, and what did not arrive, with what can be decided about each.

use domain::channel::Unreached;
use domain::delivery::DeliveryState;
use domain::id::{ConversationId, DeliveryId};
use domain::time::{HOUR_MS, MINUTE_MS, Millis};
use serde::Serialize;

use super::delivery::Delivery;
use super::frame::Frame;
use super::{Page, samples};

/// How many there are, for the link among the views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutboxLink {
    /// Waiting or being sent.
    pub open: i64,
    /// Not arrived, and nobody has dealt with it.
    pub trouble: i64,
}

/// A message in the outbox.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Letter {
    pub conversation: ConversationId,
    pub number: i64,
    pub brand: String,
    pub subject: Option<String>,
    /// To whom.
    pub to: String,
    /// Who wrote it; `None` for a rule.
    pub author: Option<String>,
    pub at: Millis,
    pub attempts: u32,
    /// Where it stands, and what can be decided.
    pub delivery: Delivery,
}

/// What was just decided.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    /// The end of its key `outbox-done-…`.
    pub decision: &'static str,
    /// The message that can be put back where it was.
    pub undo: Option<DeliveryId>,
}

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Outbox {
    /// The frame.
    pub frame: Frame,
    /// What was just decided.
    pub done: Option<Done>,
    /// What did not arrive, the newest first.
    pub trouble: Vec<Letter>,
    /// What waits or is being sent, the oldest first.
    pub open: Vec<Letter>,
    /// Where the rest is, when there is more of either.
    pub more: Option<String>,
}

impl Page for Outbox {
    const TEMPLATE: &'static str = "agent/outbox.html";

    fn samples() -> Vec<Self> {
        let frame = || Frame { path: "/outbox".to_owned(), ..Frame::sample() };
        let letter = |id: i64, state: DeliveryState, partly: bool, decisions: &[&'static str]| Letter {
            conversation: domain::id::Id::from_raw(id),
            number: 1_000 + id,
            brand: "Leśna Chata".to_owned(),
            subject: Some("Re: Paczka dotarła rozbita, zamówienie LC-48213".to_owned()),
            to: "k.wojcik@example.com".to_owned(),
            author: Some("Anna Maria Wiśniewska".to_owned()),
            at: samples::NOW.plus_ms(-id * HOUR_MS),
            attempts: 1,
            delivery: Delivery {
                said: Some("550 5.1.1 <k.wojcik@example.com>: Recipient address rejected: User unknown".to_owned()),
                decisions: decisions.to_vec(),
                ..Delivery::at(domain::id::Id::from_raw(id), state, partly, false)
            },
        };
        let mut partly = letter(1, DeliveryState::Sent, true, &["seen"]);
        partly.delivery.route = Some(2);
        partly.delivery.refused =
            vec![Unreached { address: "jan@example.com".to_owned(), answer: "550 5.1.1 nobody here".to_owned() }];
        let mut queued = letter(6, DeliveryState::Queued, false, &["retry", "give-up"]);
        queued.delivery.said = None;
        queued.delivery.why = Some("Wyszło już tyle listów, ile pozwalają ustawienia w ciągu godziny.".to_owned());
        queued.delivery.until = Some(samples::NOW.plus_ms(17 * MINUTE_MS));
        let mut sending = letter(5, DeliveryState::Sending, false, &[]);
        sending.delivery.said = None;
        let trouble = vec![
            letter(4, DeliveryState::Failed, false, &["retry", "seen"]),
            letter(3, DeliveryState::Uncertain, false, &["was-sent", "send-again"]),
            Letter { subject: None, author: None, ..letter(2, DeliveryState::Bounced, false, &["retry", "seen"]) },
            partly,
        ];
        let open = vec![queued, sending];
        let undo = Some(domain::id::Id::from_raw(9));
        vec![
            Self { frame: frame(), done: None, trouble: Vec::new(), open: Vec::new(), more: None },
            Self {
                frame: frame(),
                done: Some(Done { decision: "give-up", undo }),
                trouble,
                open,
                more: Some("/outbox?after=1.2".to_owned()),
            },
            Self {
                frame: frame(),
                done: Some(Done { decision: "stale", undo: None }),
                trouble: Vec::new(),
                open: Vec::new(),
                more: None,
            },
        ]
    }
}
