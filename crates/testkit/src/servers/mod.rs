//! The foreign programs Kontuar works with, real ones, thrown away with the test.
//!
//! In: nothing but what Debian's packages installed. Out: a PostgreSQL cluster, a Dovecot mail store and an Exim mail
//! server, each on its own loopback port, in its own folder, under an account that is not root.
//!
//! What holds here:
//! - a server is there when its constructor returns: it was asked and it answered, nothing waits a fixed time;
//! - a server ends with its owner, and with the test process even when that is killed ([`keeper`]);
//! - what is not installed makes the test fail with a sentence that says so: nothing is skipped in silence;
//! - what was really exercised is written down by [`covered`], and `./test` insists on the list.
//!
//! How to add a server: write its configuration into a [`folder`](keeper::folder), start it with
//! [`Daemon::start`](daemon::Daemon::start), wait with [`ready::until`], and call [`covered`] with its version.

pub mod acme;
pub mod certificate;
pub mod daemon;
pub mod dovecot;
pub mod identity;
pub mod keeper;
pub mod mailbox;
pub mod ports;
pub mod postgres;
pub mod provider;
pub mod ready;
pub mod smtp;
mod trouble;

mod coverage;

pub use acme::AcmeServer;
pub use certificate::Certificate;
pub use coverage::covered;
pub use dovecot::Dovecot;
pub use identity::IdentityProvider;
pub use postgres::Postgres;
pub use provider::Provider;
pub use smtp::SmtpServer;
pub use trouble::DiskTrouble;
