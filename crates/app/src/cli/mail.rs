//! The words of the command line that concern mail: reading, mailboxes, import.

use std::path::PathBuf;

use clap::Subcommand;
use domain::identity::Address;
use domain::mailbox::Horizon;

use super::read_address;
use crate::commands::{self, Failure};
use crate::config::Config;

/// How mails are read.
#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    /// Says what each mail says: who wrote it, what is new in it, what kind it is.
    Explain {
        /// Files with one mail each; `-` or none: the standard input.
        files: Vec<PathBuf>,
    },
    /// Splits bare bodies into answer, signature and quoted history.
    Split {
        /// They are HTML.
        #[arg(long)]
        html: bool,
        /// The subject they stood under.
        #[arg(long, value_name = "S", default_value = "")]
        subject: String,
        /// Files with one body each; `-` or none: the standard input.
        files: Vec<PathBuf>,
    },
    /// Says where each mail would go, tried in a throw-away store: what an import would do.
    Thread {
        /// An address of ours: what is written from it is our message. Can be given several times.
        #[arg(long = "ours", value_name = "ADDRESS", value_parser = read_address)]
        ours: Vec<Address>,
        /// Files, folders and mboxes.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

/// Mailboxes.
#[derive(Debug, Subcommand)]
pub(super) enum MailboxCommand {
    /// Gets the permission to use a mailbox from its provider (Google, Microsoft 365), in a browser.
    Authorize {
        /// The inbox's address, as it stands in the settings.
        #[arg(value_parser = read_address)]
        address: Address,
        /// By a code that is typed on another machine: for a server without a browser. Not for Google.
        #[arg(long, conflicts_with = "port")]
        device: bool,
        /// The port to which the browser comes back, for a tunnel: ssh -L PORT:127.0.0.1:PORT server.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Connects and says what reading the mailbox would bring, by headers alone; keeps and changes nothing.
    Check {
        /// The inbox's address, as it stands in the settings.
        #[arg(value_parser = read_address)]
        address: Address,
        /// How far back: all, none, or a day such as 2026-01-01 [default: what the settings say, else all].
        #[arg(long, value_name = "HORIZON", value_parser = read_horizon)]
        history: Option<Horizon>,
    },
    /// Makes a key that signs the mail of an inbox (DKIM), and prints the DNS record to set for it. What is there already is
    /// only printed.
    DkimKey {
        /// The inbox's address, as it stands in the settings.
        #[arg(value_parser = read_address)]
        address: Address,
        /// The key's name in the DNS, for a new one.
        #[arg(long, value_name = "NAME", default_value = "kontuar", value_parser = read_selector)]
        selector: String,
        /// The file of a new key [default: dkim-DOMAIN.pem beside the settings].
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// The language of what is printed.
        #[arg(long, default_value = "en", value_parser = ["pl", "en"])]
        language: String,
    },
    /// Says whether mail to the inbox's address with a tag (shop+tag@) comes, so that answers can ask to be answered there.
    Plus {
        /// The inbox's address, as it stands in the settings.
        #[arg(value_parser = read_address)]
        address: Address,
        /// Finds it out, by a mail from the inbox to itself.
        #[arg(long)]
        probe: bool,
    },
    /// Prints the section of the settings for an address, as far as its provider is known.
    Preset {
        /// Any address.
        #[arg(value_parser = read_address)]
        address: Address,
    },
    /// Looks at MX, SPF, DKIM and DMARC of a mailbox's domain and says what to do. Ends with 1 when something is wrong.
    Domain {
        /// The inbox's address, as it stands in the settings.
        #[arg(value_parser = read_address)]
        address: Address,
        /// The name of the DKIM key: s= in the DKIM-Signature of a mail you sent.
        #[arg(long, value_name = "NAME", value_parser = read_selector)]
        selector: Option<String>,
    },
    /// Signs in to both servers of a mailbox and says what came of it. Nothing is fetched or sent.
    Test {
        /// The inbox's address, as it stands in the settings.
        #[arg(value_parser = read_address)]
        address: Address,
    },
}

/// What was there before.
#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// Takes mails into an inbox as history: nothing is answered, nothing is reopened. Can be begun again at any time.
    Mail {
        /// The inbox's address.
        #[arg(long, value_name = "ADDRESS", value_parser = read_address)]
        inbox: Address,
        /// Reads everything in a throw-away store and says what would come of it.
        #[arg(long)]
        dry_run: bool,
        /// Files with one mail each, folders, mboxes, Maildirs.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
}

fn read_horizon(text: &str) -> Result<Horizon, String> {
    Horizon::parse(text).ok_or_else(|| "write all, none, or a day such as 2026-01-01".to_owned())
}

fn read_selector(text: &str) -> Result<String, String> {
    if channels::email::dkim::is_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a selector has letters, digits, dots and dashes".to_owned())
    }
}

/// Does what concerns mailboxes.
pub(super) fn connect(config: &Config, command: MailboxCommand) -> Result<(), Failure> {
    use channels::email::standing::words::Language;
    use commands::mailbox::{How, NewKey};
    match command {
        MailboxCommand::Authorize { address, device, port } => {
            let how = if device { How::Device } else { How::Browser { port } };
            commands::mailbox::authorize(config, &address, how)
        }
        MailboxCommand::Check { address, history } => commands::mailbox::check(config, &address, history),
        MailboxCommand::DkimKey { address, selector, file, language } => {
            let language = if language == "pl" { Language::Polish } else { Language::English };
            commands::mailbox::dkim_key(config, &address, &NewKey { selector, file, language })
        }
        MailboxCommand::Plus { address, probe } => commands::mailbox::plus(config, &address, probe),
        MailboxCommand::Preset { address } => commands::mailbox::preset(&address),
        MailboxCommand::Domain { address, selector } => {
            commands::mailbox::standing(config, &address, selector.as_deref())
        }
        MailboxCommand::Test { address } => commands::mailbox::test(config, &address),
    }
}

/// Does what reads mails alone.
pub(super) fn read_mail(command: MailCommand) -> Result<(), Failure> {
    match command {
        MailCommand::Explain { files } => commands::mail::explain(files),
        MailCommand::Split { html, subject, files } => {
            commands::mail::split(files, &commands::mail::SplitAs { html, subject })
        }
        MailCommand::Thread { ours, paths } => commands::mail::thread(&paths, ours),
    }
}
