//! `kontuar webhook …`, as it is typed.

use clap::Subcommand;
use domain::id::WebhookId;

use crate::commands::{self, Failure};
use crate::config::Config;
use crate::orders::WebhookOrder;

#[derive(Debug, Subcommand)]
pub(super) enum WebhookCommand {
    /// Tells a web server what happens from now on, and shows the secret of its signatures once.
    Add {
        /// Where it is: https://…
        #[arg(long)]
        url: String,
        /// What it is for, such as the name of the program behind it.
        #[arg(long)]
        name: String,
        /// What it is told, such as message.received or conversation; again for each. Without it: everything.
        #[arg(long = "kind", value_name = "KIND")]
        kinds: Vec<String>,
    },
    /// Lists the webhooks, what waits for them and how they fare.
    List,
    /// Posts a made-up event (webhook.test) and says what was answered.
    Test {
        /// Its id.
        #[arg(value_name = "whk_…")]
        webhook: WebhookId,
    },
    /// Tells it nothing more; what happens meanwhile waits.
    Stop {
        /// Its id.
        #[arg(value_name = "whk_…")]
        webhook: WebhookId,
    },
    /// Tells it again what happens, first what happened meanwhile.
    Start {
        /// Its id.
        #[arg(value_name = "whk_…")]
        webhook: WebhookId,
        /// Passes over what happened meanwhile.
        #[arg(long)]
        skip: bool,
    },
    /// Forgets it with everything that it was to be told.
    Remove {
        /// Its id.
        #[arg(value_name = "whk_…")]
        webhook: WebhookId,
    },
    /// Makes a new secret and shows it once; the one before signs beside it for a day.
    Rotate {
        /// Its id.
        #[arg(value_name = "whk_…")]
        webhook: WebhookId,
    },
    /// Tells it again of what happened, one event or all from one position of the log to another.
    Resend {
        /// Its id.
        #[arg(value_name = "whk_…")]
        webhook: WebhookId,
        /// The first position, as `kontuar log` shows it.
        from: i64,
        /// The last position; without it: only the first.
        to: Option<i64>,
    },
}

pub(super) fn run(config: &Config, command: WebhookCommand) -> Result<(), Failure> {
    let order = match command {
        WebhookCommand::List => return commands::webhook::list(config),
        WebhookCommand::Test { webhook } => return commands::webhook::test(config, webhook),
        WebhookCommand::Add { url, name, kinds } => WebhookOrder::Add { name, url, kinds },
        WebhookCommand::Stop { webhook } => WebhookOrder::Stop { webhook },
        WebhookCommand::Start { webhook, skip } => WebhookOrder::Start { webhook, skip },
        WebhookCommand::Remove { webhook } => WebhookOrder::Remove { webhook },
        WebhookCommand::Rotate { webhook } => WebhookOrder::Rotate { webhook },
        WebhookCommand::Resend { webhook, from, to } => WebhookOrder::Resend { webhook, from, to: to.unwrap_or(from) },
    };
    commands::webhook::order(config, order)
}
