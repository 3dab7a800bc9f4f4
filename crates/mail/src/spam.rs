//! What a mail shows to a spam model: hashed features of its headers, authentication and content.
//!
//! In: a parsed mail. Out: features for [`domain::spam`]'s model; nobody can read words out of them.

use domain::channel::Inbound;
use mail_parser::Message;

/// How many features of one mail are kept.
pub const MAX_FEATURES: usize = 2_000;

/// The features of `mail`, sorted, each once.
pub fn features(_message: &Message<'_>, _mail: &Inbound) -> Vec<u32> {
    Vec::new()
}
