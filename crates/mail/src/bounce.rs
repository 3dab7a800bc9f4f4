//! Delivery reports (RFC 3464) and complaints (RFC 5965): who was not reached, and why.
//!
//! In: a parsed mail. Out: one [`Bounce`] a recipient; empty when it is no such report.

use domain::reading::Bounce;
use mail_parser::Message;

/// The recipients that `message` says were not reached. `raw` is the mail as it came.
pub fn bounces(_message: &Message<'_>, _raw: &[u8], _text: &str) -> Vec<Bounce> {
    Vec::new()
}
