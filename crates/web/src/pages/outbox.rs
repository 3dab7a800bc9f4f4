//! The outbox: what waits, what is being sent, and what did not arrive, with what can be decided about each.

use domain::channel::Unreached;
use domain::id::{ConversationId, DeliveryId};
use domain::time::{HOUR_MS, MINUTE_MS, Millis};
use serde::Serialize;

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
    pub id: DeliveryId,
    pub conversation: ConversationId,
    pub number: i64,
    pub brand: String,
    pub subject: Option<String>,
    /// To whom.
    pub to: String,
    /// Who wrote it; `None` for a rule.
    pub author: Option<String>,
    pub at: Millis,
    pub state: &'static str,
    pub attempts: u32,
    /// Why it waits, in a sentence.
    pub why: Option<String>,
    /// Until when.
    pub until: Option<Millis>,
    /// What the other side, or we, said last.
    pub said: Option<String>,
    /// By which of several ways out it went, counted from 1; `None` for the usual one.
    pub route: Option<usize>,
    /// Whom it did not go to, while others got it.
    pub refused: Vec<Unreached>,
    /// What can be decided, by its words.
    pub decisions: Vec<&'static str>,
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
        let letter = |id: i64, state: &'static str, decisions: &[&'static str]| Letter {
            id: domain::id::Id::from_raw(id),
            conversation: domain::id::Id::from_raw(id),
            number: 1_000 + id,
            brand: "Leśna Chata".to_owned(),
            subject: Some("Re: Paczka dotarła rozbita, zamówienie LC-48213".to_owned()),
            to: "k.wojcik@example.com".to_owned(),
            author: Some("Anna Maria Wiśniewska".to_owned()),
            at: samples::NOW.plus_ms(-id * HOUR_MS),
            state,
            attempts: 1,
            why: None,
            until: None,
            said: Some("550 5.1.1 <k.wojcik@example.com>: Recipient address rejected: User unknown".to_owned()),
            route: None,
            refused: Vec::new(),
            decisions: decisions.to_vec(),
        };
        let copy = Unreached { address: "jan@example.com".to_owned(), answer: "550 5.1.1 nobody here".to_owned() };
        let trouble = vec![
            letter(4, "failed", &["retry", "seen"]),
            letter(3, "uncertain", &["was-sent", "send-again"]),
            Letter { subject: None, author: None, ..letter(2, "bounced", &["retry", "seen"]) },
            Letter { refused: vec![copy], route: Some(2), ..letter(1, "sent", &["seen"]) },
        ];
        let open = vec![
            Letter {
                why: Some("Wyszło już tyle listów, ile pozwalają ustawienia w ciągu godziny.".to_owned()),
                until: Some(samples::NOW.plus_ms(17 * MINUTE_MS)),
                said: None,
                ..letter(6, "queued", &["retry", "give-up"])
            },
            Letter { said: None, ..letter(5, "sending", &[]) },
        ];
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
