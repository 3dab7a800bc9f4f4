//! E-mail: RFC 5322 messages, fetched by IMAP, sent by SMTP, received by SMTP. What they say is read by the crate `mail`.
//!
//! - [`imap`]: one mailbox, watched without changing anything in it.
//! - [`smtp`]: handing a message to a mail server, and knowing afterwards whether it was taken.
//! - [`smtp_in`]: being the mail server.
//! - [`server`]: what the settings of all of them share: encryption, certificates, passwords.
//! - [`dkim`]: signing what is sent.
//! - [`oauth`]: the permission to use a mailbox, from its provider.
//! - [`preset`]: what is known of mail providers.
//! - [`standing`]: how a domain stands with those who receive its mail.
//! - [`EmailChannel`]: parsing and sending together, as the rest of the product sees them.

pub mod dkim;
pub mod imap;
pub mod oauth;
pub mod preset;
pub mod server;
pub mod smtp;
pub mod smtp_in;
pub mod standing;

mod channel;

pub use channel::{EmailChannel, Exit, ReadsOnly};
