//! Machine mail of shops, carriers, payments: told by recognisers that are plain data.
//!
//! In: what a mail says. Out: which recogniser knew it, and the order it speaks of.

use domain::channel::Inbound;
use domain::reading::Notice;

/// The notice that `mail` is; `None` when no recogniser knows it.
pub fn notice(_mail: &Inbound) -> Option<Notice> {
    None
}
