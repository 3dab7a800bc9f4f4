//! Where a message of ours stands on its way out: the same at the message and in the outbox.

use domain::channel::Unreached;
use domain::delivery::DeliveryState;
use domain::id::DeliveryId;
use domain::time::Millis;
use serde::Serialize;

/// The sending of a message.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// The delivery.
    pub id: DeliveryId,
    /// Where it stands.
    pub state: DeliveryState,
    /// Its icon.
    pub icon: &'static str,
    /// The key of the words for where it stands.
    pub words: &'static str,
    /// The key of what to do about it, where somebody should.
    pub hint: Option<&'static str>,
    /// Where to ask for another try.
    pub retry: Option<String>,
    /// Why it waits, or what became of it, in a sentence of ours.
    pub why: Option<String>,
    /// Until when.
    pub until: Option<Millis>,
    /// What the other side said last.
    pub said: Option<String>,
    /// By which of several ways out it went, counted from 1; `None` for the usual one.
    pub route: Option<usize>,
    /// Whom it did not go to, while others got it.
    pub refused: Vec<Unreached>,
    /// What can be decided about it, by its words.
    pub decisions: Vec<&'static str>,
}

impl Delivery {
    /// One that stands at `state`, with nothing said and nothing to decide. `partly`: some did not get it. `explained`: what
    /// was said tells by itself what became of it.
    pub fn at(id: DeliveryId, state: DeliveryState, partly: bool, explained: bool) -> Self {
        let (icon, words, hint) = match state {
            DeliveryState::Queued => ("clock", "delivery-state-queued", None),
            DeliveryState::Sending => ("send", "delivery-state-sending", None),
            DeliveryState::Sent if partly => ("triangle-alert", "outbox-state-partly", None),
            DeliveryState::Sent => ("check", "delivery-state-sent", None),
            DeliveryState::Failed => ("circle-alert", "delivery-state-failed", Some("delivery-state-failed-hint")),
            DeliveryState::Uncertain => {
                ("circle-help", "delivery-state-uncertain", Some("delivery-state-uncertain-hint"))
            }
            DeliveryState::Bounced => ("circle-alert", "delivery-state-bounced", Some("delivery-state-bounced-hint")),
        };
        // That the other side refused it is not true of what failed on our side.
        let hint = hint.filter(|_| !(explained && state == DeliveryState::Failed));
        Self {
            id,
            state,
            icon,
            words,
            hint,
            retry: None,
            why: None,
            until: None,
            said: None,
            route: None,
            refused: Vec::new(),
            decisions: Vec::new(),
        }
    }
}
