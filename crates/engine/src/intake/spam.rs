//! How sure we are that a mail is spam, at the moment it arrives.

use domain::channel::Inbound;
use domain::reading::Verdict;
use domain::spam::Model;

use super::author::Direction;
use crate::Engine;

/// How sure the model is, in thousandths, whether that is sure enough, and what spoke most strongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Score {
    pub thousandths: u16,
    pub is_spam: bool,
    pub because: Vec<&'static str>,
}

/// Judges a mail. `None`: there is nothing to judge it by, it is our own, or a machine's that we know.
pub(super) fn judge(engine: &Engine, mail: &Inbound, direction: Direction) -> Option<Score> {
    let known = mail.notice.is_some() && mail.authentication.dmarc != Verdict::Fail;
    if direction == Direction::ToCustomer || mail.features.is_empty() || known {
        return None;
    }
    let model = engine.judge().model();
    let score = model.score(&mail.features).clamp(0.0, 1.0);
    let is_spam = Model::is_spam(score);
    let because = if is_spam {
        let reasons = model.reasons(&mail.features).into_iter();
        reasons.filter(|reason| reason.weight > 0.0).map(|reason| reason.name).collect()
    } else {
        Vec::new()
    };
    // Between 0 and 1 the product fits.
    Some(Score { thousandths: (score * 1_000.0) as u16, is_spam, because })
}
