//! The commands besides `serve`: each says what it did and ends.
//!
//! Those that read open the store beside a running counter. Those that write are [`Order`]s: given
//! to the running counter where there is one, carried out here where there is none.

pub mod agent;
pub mod backup;
pub mod check;
pub mod contact;
pub mod doctor;
pub mod export;
pub mod import;
pub mod key;
pub mod log;
pub mod mail;
pub mod mailbox;
pub mod raw;
pub mod retention;
pub mod setup_link;
pub mod token;
pub mod webhook;

use std::io::{ErrorKind, Write};
use std::sync::Arc;

use domain::operation::Operation;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::control;
use crate::house::House;
use crate::orders::{Answer, Order, carry_out};

/// Why a command ended without having done what it should: one or more sentences. Empty when
/// whoever read its results went away (`kontuar log | head`), which is no trouble.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self(sentence(&error.to_string()))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(sentence(&error.to_string()))
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self(error.to_string())
    }
}

/// An error's words as a sentence.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if words.ends_with(['.', ':', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", rest.as_str())
}

/// Has an order carried out, here or by the running counter. Gives what is to be said.
fn have_carried_out(config: &Config, order: Order) -> Result<String, Failure> {
    let running = control::order(&config.data, &order, say_meanwhile).map_err(|error| {
        Failure(format!("The running Kontuar did not answer ({error}). Whether it did what was ordered shows its log."))
    })?;
    let answer = match running {
        Some(answer) => answer,
        None => carry_out_here(config, order)?,
    };
    let Answer { done, words } = answer;
    if done { Ok(words) } else { Err(Failure(words)) }
}

/// Has the log tell of what a command did that only read. Where it cannot, what was read is there all the same.
fn have_told(config: &Config, deed: Operation) -> Result<(), Failure> {
    match have_carried_out(config, Order::Tell { deed }) {
        Ok(_) => Ok(()),
        Err(Failure(why)) => say(&format!("The log does not tell of it: {why}")),
    }
}

/// The same where the counter runs; a store that nobody has open is not opened for it.
fn have_told_by_running(config: &Config, deed: Operation) {
    if let Err(error) = control::order(&config.data, &Order::Tell { deed }, say_meanwhile) {
        say_meanwhile(format!("The log does not tell of it: the running Kontuar did not answer ({error})."));
    }
}

fn carry_out_here(config: &Config, order: Order) -> Result<Answer, Failure> {
    let house = House::open(config, &SystemClock)?;
    let engine = house.engine(Arc::new(SystemClock));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(carry_out(&engine, order, say_meanwhile)))
}

/// Tells whoever waits why.
#[expect(clippy::print_stderr, reason = "whoever waits looks here")]
fn say_meanwhile(words: String) {
    eprintln!("{words}");
}

/// Writes a line where results go.
fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure(String::new()),
        _ => error.into(),
    })
}
