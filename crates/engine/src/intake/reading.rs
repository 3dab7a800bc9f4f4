//! How a mail was read, as it is kept beside its message for "why is this here?".

use domain::event::JoinedBy;
use domain::reading::Reading;

use super::prepare::Prepared;

/// The reading of an arrival that joined `by` this; longer than bounds nothing is kept.
pub(super) fn reading(ready: &Prepared, joined_by: JoinedBy, by: Option<String>) -> Reading {
    let mail = &ready.mail;
    Reading {
        nature: mail.nature,
        author: ready.author_by,
        joined_by,
        by,
        notice: mail.notice.clone(),
        form: mail.form.as_ref().map(|form| form.recogniser.clone()),
        bounces: mail.bounces.iter().take(MAX_BOUNCES).cloned().collect(),
        orders: mail.orders.clone(),
        problems: mail.problems.iter().map(|problem| (*problem).to_owned()).collect(),
        authentication: mail.authentication,
        spam: ready.spam.as_ref().map(|score| score.thousandths),
        because: ready.spam.iter().flat_map(|score| &score.because).map(|name| (*name).to_owned()).collect(),
    }
}

/// How many of the recipients that were not reached are kept.
const MAX_BOUNCES: usize = 20;
