//! How sure we are that a mail is spam, at the moment it arrives.

use domain::channel::Inbound;

use super::author::Direction;
use crate::Engine;

/// How sure the model is, in thousandths, and whether that is sure enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Score {
    pub thousandths: u16,
    pub is_spam: bool,
}

/// Judges a mail. `None`: there is nothing to judge it by, or it is our own.
pub(super) fn judge(_engine: &Engine, mail: &Inbound, direction: Direction) -> Option<Score> {
    if direction == Direction::ToCustomer || mail.features.is_empty() {
        return None;
    }
    None
}
