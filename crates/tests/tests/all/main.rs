//! The one integration-test binary. Folders mirror what they tell stories about:
//!
//! - `api`: another program with a token;
//! - `first_run`: an empty folder becomes a shop;
//! - `house`: the repository keeps its own rules;
//! - `operation`: the built program over real servers, killed, starved and misconfigured;
//! - `servers`: the real programs that the stories need come up, answer and go away.
//!
//! A test is named as a sentence, goes through a front door (HTTP, SMTP, IMAP, a browser, the command line), waits for
//! what it expects with a bound and never for a fixed time, and leaves nothing behind. Run a part by its name:
//! `cargo test --workspace --test all -- servers::`.
#![allow(clippy::disallowed_methods, reason = "tests measure and wait in real time")]
#![allow(clippy::print_stdout, reason = "a test that is a program of its own speaks to the one that started it")]

mod api;
mod backup;
mod engine;
mod first_run;
mod house;
mod mail;
mod operation;
mod pages;
mod receive;
mod servers;
mod simulator;
mod store;
