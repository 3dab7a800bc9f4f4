//! `kontuar token …`, as it is typed.

use clap::Subcommand;
use domain::id::TokenId;
use domain::identity::Address;
use domain::scope::Scope;

use super::read_address;
use crate::commands::{self, Failure};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Makes a token that acts for an agent, and shows it once.
    Create {
        /// The e-mail address with which the agent signs in; the token never may more than they do.
        #[arg(long, value_name = "LOGIN", value_parser = read_address)]
        agent: Address,
        /// What it is for, such as the name of the program that gets it.
        #[arg(long)]
        name: String,
        /// What it may do, such as conversations:read; again for each.
        #[arg(long = "scope", value_name = "SCOPE", required = true, value_parser = read_scope)]
        scopes: Vec<Scope>,
        /// After how many days it ends by itself.
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
    },
    /// Lists the tokens, with what they may do and when they were used.
    List,
    /// Ends a token at once.
    Revoke {
        /// Its id.
        #[arg(value_name = "tok_…")]
        token: TokenId,
    },
}

fn read_scope(text: &str) -> Result<Scope, String> {
    Scope::from_word(text).ok_or_else(|| {
        let words: Vec<&str> = Scope::ALL.iter().map(|scope| scope.word()).collect();
        format!("the scopes are {}", words.join(", "))
    })
}

pub(super) fn run(config: &Config, command: TokenCommand) -> Result<(), Failure> {
    match command {
        TokenCommand::Create { agent, name, scopes, days } => {
            commands::token::create(config, commands::token::New { agent, name, scopes, days })
        }
        TokenCommand::List => commands::token::list(config),
        TokenCommand::Revoke { token } => commands::token::revoke(config, token),
    }
}
