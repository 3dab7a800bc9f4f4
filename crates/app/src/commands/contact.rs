//! `kontuar contact erase`: everything personal of a contact goes.

use std::io::{BufRead, IsTerminal, Write};

use super::{Failure, have_carried_out, say};
use crate::config::Config;
use crate::orders::Order;

/// What is to be typed before anything is erased.
const WORD: &str = "erase";

/// Erases a contact, after asking unless `sure`.
///
/// # Errors
/// When it was not erased.
pub fn erase(config: &Config, who: String, sure: bool) -> Result<(), Failure> {
    if !sure && !ask()? {
        return Err(Failure("Nothing was erased.".to_owned()));
    }
    say(&have_carried_out(config, Order::EraseContact { who })?)
}

fn ask() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure("Nothing was erased: there is nobody to ask. Say --yes when you are sure.".to_owned()));
    }
    let mut out = std::io::stderr().lock();
    write!(
        out,
        "Names, addresses, texts and files of this contact will be gone for good, also from the log and the\n\
         quarantine. This cannot be undone. Type `{WORD}` to go on: "
    )?;
    out.flush()?;
    let mut typed = String::new();
    std::io::stdin().lock().read_line(&mut typed)?;
    Ok(typed.trim() == WORD)
}
