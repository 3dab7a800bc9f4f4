//! Where a message of ours stands on its way out, and what somebody can decide about it, in words.

use domain::delivery::DeliveryState;
use domain::time::Millis;
use engine::commands::Decision;
use store::delivery::Standing;

use crate::language::Language;
use crate::pages::delivery::Delivery;
use crate::words::plain;

/// Why a message waits, in a word of the deliverer, and until when.
pub(super) type Waits = (String, Option<Millis>);

/// How it stands. What can be decided is the caller's to say.
pub(super) fn delivery(standing: &Standing, waits: Option<Waits>, language: Language) -> Delivery {
    let (why, until) = waits.unzip();
    let ours = standing.answer.as_deref().and_then(|answer| ours(language, answer));
    let explained = ours.is_some();
    let (why, said) = match (why.map(|why| self::why(language, &why)), ours) {
        (None, Some(ours)) => (Some(ours), None),
        (why, ours) => (why, ours.or_else(|| standing.answer.clone())),
    };
    Delivery {
        why,
        until: until.flatten(),
        said,
        route: standing.route.filter(|route| *route > 0).map(|route| route + 1),
        refused: standing.refused.clone(),
        ..Delivery::at(standing.delivery, standing.state, !standing.refused.is_empty(), explained)
    }
}

/// What somebody can decide about a message that stands there.
pub(super) fn decisions(state: DeliveryState) -> Vec<&'static str> {
    let all = Decision::ALL.into_iter().filter(|decision| *decision != Decision::Undo);
    all.filter(|decision| decision.fits(state)).map(Decision::word).collect()
}

/// What can be decided at the message itself, besides sending it again.
pub(super) fn decisions_at(standing: &Standing) -> Vec<&'static str> {
    let waits = standing.state == DeliveryState::Queued && standing.held.is_some();
    let all = decisions(standing.state).into_iter().filter(|word| match *word {
        "was-sent" => true,
        "retry" | "give-up" => waits,
        _ => false,
    });
    all.chain(standing.before.map(|_| "undo")).collect()
}

/// Why a message waits, in a sentence; an unknown word stands for itself.
fn why(language: Language, why: &str) -> String {
    plain(language, &format!("outbox-why-{why}")).map_or_else(|| why.to_owned(), |words| words.to_string())
}

/// What was said in a word of ours, as a sentence, with what it says more for whoever operates; `None`: the other side
/// said it.
fn ours(language: Language, answer: &str) -> Option<String> {
    let (ours, more) = answer.split_once(": ").unwrap_or((answer, ""));
    let sentence = (!ours.contains(' ')).then(|| plain(language, &format!("outbox-said-{ours}"))).flatten()?;
    Some(if more.is_empty() { sentence.to_string() } else { format!("{sentence} ({more})") })
}
