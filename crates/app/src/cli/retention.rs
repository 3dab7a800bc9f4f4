//! `kontuar retention …`, as it is typed.

use clap::Subcommand;
use domain::retention::Class;

use crate::commands::{self, Failure};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum RetentionCommand {
    /// Shows for how long what is kept.
    Show,
    /// Says in numbers what would go tonight, and changes nothing.
    Try {
        /// What: solved, automatic, spam, given-up, originals, files or answers.
        #[arg(value_name = "CLASS", value_parser = read_class)]
        class: Class,
        /// Kept for so many days.
        #[arg(long)]
        days: i64,
    },
    /// Keeps something for so many days from the coming night on, or for ever.
    Set {
        /// What: solved, automatic, spam, given-up, originals, files or answers.
        #[arg(value_name = "CLASS", value_parser = read_class)]
        class: Class,
        /// Kept for so many days; try it first.
        #[arg(long, required_unless_present = "off")]
        days: Option<i64>,
        /// Kept for ever.
        #[arg(long, conflicts_with = "days")]
        off: bool,
    },
    /// Carries out now what is on, without waiting for the night.
    Run,
}

fn read_class(text: &str) -> Result<Class, String> {
    Class::from_word(text).ok_or_else(|| {
        let words: Vec<&str> = Class::ALL.iter().map(|class| class.word()).collect();
        format!("it is one of {}", words.join(", "))
    })
}

pub(super) fn run(config: &Config, command: RetentionCommand) -> Result<(), Failure> {
    match command {
        RetentionCommand::Show => commands::retention::show(config),
        RetentionCommand::Try { class, days } => commands::retention::try_out(config, class, days),
        RetentionCommand::Set { class, days, .. } => commands::retention::set(config, class, days),
        RetentionCommand::Run => commands::retention::run(config),
    }
}
