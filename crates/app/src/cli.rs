//! The command line: what can be typed, and which function it leads to.

mod agent;
mod contact;
mod mail;
mod retention;
mod token;
mod webhook;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::id::{ConversationId, RawId};
use domain::identity::Address;

use self::agent::AgentCommand;
use self::contact::ContactCommand;
use self::mail::{ImportCommand, MailCommand, MailboxCommand, connect, read_mail};
use self::retention::RetentionCommand;
use self::token::TokenCommand;
use self::webhook::WebhookCommand;
use crate::commands::{self, Failure};
use crate::config::{self, Config, Flags};
use crate::{demo, logging, serve};

/// The counter where a shop meets its customers: all their mail in one inbox.
#[derive(Debug, Parser)]
#[command(name = "kontuar", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Everywhere {
    /// The file with the settings [default: kontuar.toml, where it is there].
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder [default: kontuar-data].
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A PostgreSQL database instead of the file in the data folder: postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Opens the counter: fetches mail, answers the pages, until it is told to stop.
    Serve {
        /// Where the pages are answered [default: 127.0.0.1:8025].
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
        /// A made-up shop to try things out; nothing leaves it. Its folder is kontuar-demo.
        #[arg(long)]
        demo: bool,
        /// Throws the demo's folder away and starts anew.
        #[arg(long, requires = "demo")]
        reset: bool,
        /// Changes the schema of an older store without a backup before.
        #[arg(long)]
        without_backup: bool,
    },
    /// Makes a new link for setting up, while nobody is here; it is good once, for 24 hours.
    SetupLink {
        /// Where the pages are answered [default: 127.0.0.1:8025].
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
    },
    /// Checks that everything in the store agrees with the log; ends with 1 when something is wrong.
    Check {
        /// A backup instead of the store: is it all there, and what it was?
        #[arg(long, value_name = "FILE")]
        backup: Option<PathBuf>,
    },
    /// Looks for what is wrong or soon will be, and says what to do; ends with 1 when something is bad.
    Doctor {
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Takes a backup while everything goes on: all but the key, in one file.
    #[command(args_conflicts_with_subcommands = true)]
    Backup {
        /// To this file instead of the folder of backups.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        #[command(subcommand)]
        command: Option<BackupCommand>,
    },
    /// Makes a store out of a backup, in an empty data folder (and an empty --database).
    Restore(commands::backup::Order),
    /// Shows the event log as JSON lines.
    Log {
        /// Only events after this position.
        #[arg(long, value_name = "N", default_value_t = 0)]
        after: i64,
        /// Only this kind (message.received) or noun (message).
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        /// Only events of this conversation.
        #[arg(long, value_name = "cnv_…")]
        conversation: Option<ConversationId>,
        /// Goes on as the log grows.
        #[arg(long)]
        follow: bool,
    },
    /// How mails are read: JSON lines, without a running counter.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Mailboxes: connecting one, and finding out why one does not work.
    #[command(subcommand)]
    Mailbox(MailboxCommand),
    /// What was there before: old mail becomes history.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Customers.
    #[command(subcommand)]
    Contact(ContactCommand),
    /// People who answer.
    #[command(subcommand)]
    Agent(AgentCommand),
    /// How long contents are kept.
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// The quarantine: arrivals that could not be read.
    #[command(subcommand)]
    Raw(RawCommand),
    /// What other programs sign in to the API with.
    #[command(subcommand)]
    Token(TokenCommand),
    /// The key under which secrets are sealed.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Other web servers that are told what happens.
    #[command(subcommand)]
    Webhook(WebhookCommand),
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Draws a new one and seals every secret anew; the counter must be stopped.
    Rotate,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Lists the backups, and when the last was taken.
    List,
}

#[derive(Debug, Subcommand)]
enum RawCommand {
    /// Lists what is in quarantine.
    List,
    /// Lets an arrival be read again.
    Retry {
        /// Its id.
        #[arg(value_name = "raw_…", required_unless_present = "all", conflicts_with = "all")]
        id: Option<RawId>,
        /// Everything in quarantine, as after an upgrade.
        #[arg(long)]
        all: bool,
    },
}

fn read_address(text: &str) -> Result<Address, String> {
    Address::parse(text).ok_or_else(|| "this is not an e-mail address".to_owned())
}

/// Reads the command line, does what it says. Gives the process's exit code.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(Failure(words)) if words.is_empty() => ExitCode::SUCCESS,
        Err(Failure(words)) => {
            complain(&words);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "this is where a command's last words go")]
fn complain(words: &str) {
    eprintln!("{words}");
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let Cli { everywhere, command } = cli;
    let mut flags =
        Flags { config: everywhere.config, data: everywhere.data, listen: None, database: everywhere.database };
    if let Command::Serve { listen, demo, reset, without_backup } = command {
        flags.listen = listen;
        if demo {
            return demo::run(flags, reset).map(|()| ExitCode::SUCCESS);
        }
        let mut config = config::from_process(&flags)?;
        config.backup.before_migration = !without_backup;
        logging::start(config.log);
        return serve::run(&config, None).map(|()| ExitCode::SUCCESS);
    }
    if let Command::SetupLink { listen } = command {
        flags.listen = listen;
        let config = config::from_process(&flags)?;
        logging::start(config.log);
        return commands::setup_link::run(&config).map(|()| ExitCode::SUCCESS);
    }
    if let Command::Mail(command) = command {
        return read_mail(command).map(|()| ExitCode::SUCCESS);
    }
    if let Command::Doctor { json } = command {
        let config = config::from_process(&flags);
        if let Ok(config) = &config {
            logging::start(config.log);
        }
        return commands::doctor::run(config, json).map(exit_code);
    }
    let config: Config = config::from_process(&flags)?;
    logging::start(config.log);
    let done = match command {
        Command::Serve { .. } | Command::SetupLink { .. } | Command::Mail(_) | Command::Doctor { .. } => Ok(()),
        Command::Check { backup: Some(path) } => commands::backup::check(&config, &path),
        Command::Check { backup: None } => return commands::check::run(&config).map(exit_code),
        Command::Log { after, kind, conversation, follow } => {
            commands::log::run(&config, &commands::log::Wanted { after, kind, conversation, follow })
        }
        Command::Mailbox(command) => connect(&config, command),
        Command::Backup { command: Some(BackupCommand::List), .. } => commands::backup::list(&config),
        Command::Backup { command: None, to } => commands::backup::take(&config, to.as_deref()),
        Command::Restore(order) => commands::backup::restore(&config, order),
        Command::Contact(command) => contact::run(&config, command),
        Command::Agent(command) => agent::run(&config, command),
        Command::Retention(command) => retention::run(&config, command),
        Command::Token(command) => token::run(&config, command),
        Command::Key(KeyCommand::Rotate) => commands::key::rotate(&config),
        Command::Webhook(command) => webhook::run(&config, command),
        Command::Raw(RawCommand::List) => commands::raw::list(&config),
        Command::Raw(RawCommand::Retry { id: Some(id), .. }) => commands::raw::retry(&config, id),
        Command::Raw(RawCommand::Retry { id: None, .. }) => commands::raw::retry_all(&config),
        Command::Import(ImportCommand::Mail { paths, inbox, dry_run }) => {
            commands::import::mail(&config, &paths, &inbox, dry_run)
        }
    };
    done.map(|()| ExitCode::SUCCESS)
}

fn exit_code(is_well: bool) -> ExitCode {
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests;
