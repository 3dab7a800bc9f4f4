//! The binary: configuration, wiring, commands, shutdown.
//!
//! In: a file, the environment, the command line. Out: a running counter ([`serve`]) or what a
//! command says ([`commands`]). Here alone the operating system's clock is asked ([`clock`]) and
//! channels are connected to inboxes ([`serve::inboxes`]). Product rules do not belong here: what a
//! command does to the store stands in `engine`, and is put in words by [`orders`].
//!
//! It is a library too, so that tests and benchmarks start the same wiring.

pub mod alarm;
pub mod certificate;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod connect;
pub mod control;
pub mod demo;
pub mod from_where;
pub mod house;
pub mod import;
pub mod logging;
pub mod machine;
pub mod metrics;
pub mod orders;
pub mod pages;
pub mod permission;
pub mod receive;
pub mod request;
#[cfg(test)]
mod scratch;
pub mod serve;
pub mod sign_on;
pub mod sources;
pub mod standing;
mod trial;
