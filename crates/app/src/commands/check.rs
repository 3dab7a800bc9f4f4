//! `kontuar check`: does everything in the store agree with the log?

use super::{Failure, say};
use crate::config::Config;
use crate::house;

/// Checks the whole store and says what was found. `false`: something is wrong.
///
/// # Errors
/// When the check itself could not be done.
pub fn run(config: &Config) -> Result<bool, Failure> {
    let (mut conn, blobs) = house::look(config)?;
    let report = store::check::run(&mut conn, &blobs)?;
    for finding in &report.findings {
        say(finding)?;
    }
    let unlisted = report.found - report.findings.len();
    if unlisted > 0 {
        say(&format!("… and {unlisted} more"))?;
    }
    let seen = format!(
        "{} events, {} conversations, {} messages, {} files",
        report.events, report.conversations, report.messages, report.blobs
    );
    match report.found {
        0 => say(&format!("Nothing is wrong: {seen}."))?,
        found => say(&format!("{found} findings in {seen}."))?,
    }
    Ok(report.found == 0)
}
