//! `kontuar agent add`: somebody may answer from now on. `kontuar agent reset`: a new password for who cannot get in.

use std::io::{BufRead, Read};

use domain::identity::Address;
use domain::permission::Role;
use engine::people::draw_password;

use super::{Failure, have_carried_out, say};
use crate::config::Config;
use crate::orders::{Order, Secret};

/// The longest line that is read as a password, in bytes.
const MAX_PASSWORD_BYTES: u64 = 4_096;

/// Who is to be added.
#[derive(Clone, Debug)]
pub struct New {
    /// What they sign in with.
    pub login: Address,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Their team's name.
    pub team: Option<String>,
    /// `pl` or `en`.
    pub language: String,
    /// Whether the password is the first line of the standard input; otherwise one is drawn.
    pub password_from_input: bool,
}

/// Adds an agent; shows the password once when it was drawn.
///
/// # Errors
/// When the agent was not added.
pub fn add(config: &Config, new: New) -> Result<(), Failure> {
    let (password, drawn) = if new.password_from_input { (read_password()?, false) } else { (draw()?, true) };
    let New { login, name, role, team, language, .. } = new;
    let order = Order::AddAgent { login, name, role, team, language, password: Secret(password.clone()) };
    say(&have_carried_out(config, order)?)?;
    if drawn {
        say(&format!("Password, shown this once: {password}"))?;
    }
    Ok(())
}

/// Makes a link with which somebody sets a new password, and shows it.
///
/// # Errors
/// When nobody signs in so.
pub fn reset(config: &Config, login: Address, second_factor: bool) -> Result<(), Failure> {
    let words = format!("A new password for {login} can be set here within an hour, once:");
    let path = have_carried_out(config, Order::ResetAgent { login, second_factor })?;
    say(&format!("{words}\n{}{path}", config.home()))
}

fn read_password() -> Result<String, Failure> {
    let mut line = String::new();
    std::io::stdin().lock().take(MAX_PASSWORD_BYTES).read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn draw() -> Result<String, Failure> {
    draw_password().map_err(|error| Failure(format!("No password was drawn: {error}.")))
}
