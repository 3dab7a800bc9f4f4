//! Whether a mail is spam, at the moment it arrives: by the model, or because the mail server had put it among the spam.

use domain::channel::Inbound;
use domain::conversation::Status;
use domain::event::{Actor, Fact, Origin, SpamReason};
use domain::mailbox::FolderRole;
use domain::reading::Verdict;
use domain::spam::Model;
use domain::time::Millis;
use store::lookup::Known;
use store::{Result, Tx, conversation};

use super::author::Direction;
use super::prepare::Prepared;
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

/// Why a mail is spam, if it is.
pub(super) fn reason(ready: &Prepared) -> Option<SpamReason> {
    if ready.folder == FolderRole::Spam && ready.direction == Direction::FromCustomer {
        return Some(SpamReason::Server);
    }
    ready.spam.as_ref().filter(|score| score.is_spam).map(|_| SpamReason::Score)
}

/// What was among the spam and lies where mail arrives now was taken out by somebody: it is no spam.
pub(super) fn take_out(tx: &mut Tx<'_>, ready: &Prepared, copy: &Known, now: Millis) -> Result<()> {
    if ready.folder != FolderRole::Inbox || !store::raw::came_as_spam(tx, copy.message)? {
        return Ok(());
    }
    let Some(mut state) = conversation::lock_place(tx, copy.conversation)?.filter(|state| state.spam) else {
        return Ok(());
    };
    let waits = state.status == Status::Open;
    let waiting_since = if waits { store::message::unanswered_since(tx, state.id)? } else { None };
    let fact = Fact::SpamJudged { conversation: state.id, spam: false, reason: SpamReason::Server, waiting_since };
    conversation::record(tx, &mut state, &[fact], &Origin::new(Actor::System, now), None)
}
