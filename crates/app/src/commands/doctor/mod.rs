//! `kontuar doctor`: what is wrong, or soon will be, and what to do about it. Changes nothing, and works beside a running
//! counter.
//!
//! - [`machine`]: the data folder, its disk, its speed, backups;
//! - [`database`]: does it answer, as which version, with which clock, under our key;
//! - [`outside`]: do mailboxes sign in, are certificates good, how sending domains stand, do the identity provider and the
//!   public address answer.

mod database;
mod machine;
mod outside;

use std::fmt;

use domain::time::Clock;
use serde::Serialize;

use super::{Failure, say};
use crate::clock::SystemClock;
use crate::config::{Config, ConfigError};

/// How it stands with something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// As it should be.
    Ok,
    /// Something to look at.
    Warn,
    /// It does not work, or loses something.
    Bad,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "ok  ",
            Self::Warn => "warn",
            Self::Bad => "BAD ",
        })
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, in a word.
    check: &'static str,
    mark: Mark,
    /// What was found.
    says: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

/// What was found so far, in its order.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    fn ok(&mut self, check: &'static str, says: impl Into<String>) {
        self.0.push(Finding { check, mark: Mark::Ok, says: says.into(), advice: None });
    }

    fn add(&mut self, check: &'static str, mark: Mark, says: impl Into<String>, advice: impl Into<String>) {
        self.0.push(Finding { check, mark, says: says.into(), advice: Some(advice.into()) });
    }
}

/// Looks at everything and says what was found. `false`: something is bad.
///
/// # Errors
/// When it cannot be said.
pub fn run(config: Result<Config, ConfigError>, json: bool) -> Result<bool, Failure> {
    // It fails only when a provider is installed, which then serves as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    let mut found = Findings::default();
    match config {
        Ok(config) => {
            found.ok("settings", format!("The settings are in order; {} inboxes.", config.inboxes.len()));
            let now = SystemClock.now();
            machine::look(&config, now, &mut found);
            database::look(&config, now, &mut found);
            outside::look(&config, now, &mut found)?;
        }
        Err(ConfigError(sentences)) => {
            for sentence in sentences {
                found.add(
                    "settings",
                    Mark::Bad,
                    sentence,
                    "Mend the settings; kontuar.example.toml explains each key.",
                );
            }
        }
    }
    let Findings(found) = found;
    tell(&found, json)?;
    Ok(found.iter().all(|finding| finding.mark != Mark::Bad))
}

fn tell(found: &[Finding], json: bool) -> Result<(), Failure> {
    let count = |mark| found.iter().filter(|finding| finding.mark == mark).count();
    if json {
        let all = serde_json::json!({ "bad": count(Mark::Bad), "warn": count(Mark::Warn), "findings": found });
        return say(&all.to_string());
    }
    for Finding { check, mark, says, advice } in found {
        say(&format!("{mark}  {check:<12}  {says}"))?;
        if let Some(advice) = advice {
            say(&format!("                    → {advice}"))?;
        }
    }
    say(&format!("{} bad, {} to look at, {} in order.", count(Mark::Bad), count(Mark::Warn), count(Mark::Ok)))
}
