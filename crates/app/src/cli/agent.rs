//! `kontuar agent …`, as it is typed.

use clap::Subcommand;
use domain::identity::Address;
use domain::permission::Role;

use super::read_address;
use crate::commands::{self, Failure};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum AgentCommand {
    /// Lets somebody answer from now on; draws a password and shows it once.
    Add {
        /// The e-mail address to sign in with.
        #[arg(long, value_name = "ADDRESS", value_parser = read_address)]
        login: Address,
        /// First and last name.
        #[arg(long)]
        name: String,
        /// owner, admin, lead, agent or observer.
        #[arg(long, default_value = "agent", value_parser = read_role)]
        role: Role,
        /// The team's name; needed when there are several.
        #[arg(long)]
        team: Option<String>,
        /// The language of the pages.
        #[arg(long, default_value = "pl", value_parser = ["pl", "en"])]
        language: String,
        /// Takes the password from the first line of the standard input instead of drawing one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Shows a link with which somebody sets a new password; good for an hour, once.
    Reset {
        /// The e-mail address with which they sign in.
        #[arg(value_name = "LOGIN", value_parser = read_address)]
        login: Address,
        /// Takes off the second step when signing in as well, for somebody whose phone is gone.
        #[arg(long)]
        second_factor: bool,
    },
}

fn read_role(text: &str) -> Result<Role, String> {
    Role::from_word(text).ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        format!("the roles are {}", words.join(", "))
    })
}

/// Does what a command says.
pub(super) fn run(config: &Config, command: AgentCommand) -> Result<(), Failure> {
    match command {
        AgentCommand::Add { login, name, role, team, language, password_stdin } => {
            let new = commands::agent::New { login, name, role, team, language, password_from_input: password_stdin };
            commands::agent::add(config, new)
        }
        AgentCommand::Reset { login, second_factor } => commands::agent::reset(config, login, second_factor),
    }
}
