//! The program as an operator has it: the built binary over real servers, killed, starved and misconfigured.
//!
//! What is asserted here is what an operator and a customer can see: the words of the log and of the pages, exit codes,
//! the mails at the other side, and `kontuar check`. The database is looked at from outside only to count
//! ([`ledger`]), when nothing else tells whether something is there exactly once.

mod access;
mod alarm;
mod bad_input;
mod deploy;
pub(crate) mod disk;
mod doctor;
mod failover;
mod import;
mod key;
mod kill;
pub(crate) mod ledger;
mod load;
mod logs;
mod mailbox;
mod metrics;
mod nodes;
mod privacy;
mod ready;
mod rolling;
pub(crate) mod shop;
mod sign_on;
mod tls;
mod unkept;
mod webhook;
mod wired;
