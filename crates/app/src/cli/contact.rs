//! `kontuar contact …`, as it is typed.

use std::path::PathBuf;

use clap::Subcommand;

use crate::commands::{self, Failure};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum ContactCommand {
    /// Writes everything that is kept about a contact into two files, JSON and a page to read, for the person themselves.
    Export {
        /// The contact's id (ctc_…) or e-mail address.
        who: String,
        /// The folder for the files.
        #[arg(long, value_name = "DIR", default_value = ".")]
        to: PathBuf,
        /// With what colleagues noted among themselves.
        #[arg(long)]
        notes: bool,
    },
    /// Erases everything personal of a contact, for good.
    Erase {
        /// The contact's id (ctc_…) or e-mail address.
        who: String,
        /// Does not ask.
        #[arg(long)]
        yes: bool,
    },
}

pub(super) fn run(config: &Config, command: ContactCommand) -> Result<(), Failure> {
    match command {
        ContactCommand::Export { who, to, notes } => commands::export::export(config, &who, &to, notes),
        ContactCommand::Erase { who, yes } => commands::contact::erase(config, who, yes),
    }
}
