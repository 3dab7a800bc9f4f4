//! `kontuar mailbox …`: connecting a mailbox and finding out why one does not work.

mod authorize;
mod check;
mod dkim_key;
mod plus;
mod preset;
mod redirect;
pub(super) mod standing;
pub(super) mod test;

use domain::identity::Address;

use super::Failure;
use crate::config::{Config, InboxConfig};

pub use authorize::{How, authorize};
pub use check::check;
pub use dkim_key::{NewKey, dkim_key};
pub use plus::plus;
pub use preset::preset;
pub use standing::standing;
pub use test::test;

/// The configured inbox with this address.
fn configured<'c>(config: &'c Config, address: &Address) -> Result<&'c InboxConfig, Failure> {
    config.inboxes.iter().find(|inbox| inbox.address == *address).ok_or_else(|| {
        Failure(format!("The settings have no [[inbox]] with `address = \"{address}\"`. `kontuar mailbox preset {address}` writes one."))
    })
}

/// Every inbox: those of the settings, and those that were connected in the pages, of which the settings know nothing.
pub(in crate::commands) struct Inboxes {
    pub(in crate::commands) all: Vec<InboxConfig>,
    /// Why those of the pages are not among them, where the store could not be read.
    unread: Option<Failure>,
}

impl Inboxes {
    /// As many as can be read: those of the settings are tried also while there is no store, or its database is away.
    pub(in crate::commands) fn read(config: &Config) -> Self {
        let mut all = config.inboxes.clone();
        match connected(config) {
            Ok(known) => {
                all.extend(known.into_iter().filter(|inbox| config.inboxes.iter().all(|i| i.address != inbox.address)));
                Self { all, unread: None }
            }
            Err(why) => Self { all, unread: Some(why) },
        }
    }

    /// The one with this address.
    fn find(&self, address: &Address) -> Result<&InboxConfig, Failure> {
        self.all.iter().find(|inbox| inbox.address == *address).ok_or_else(|| {
            let pages = match &self.unread {
                Some(Failure(why)) => format!("Those that were connected in the pages cannot be read. {why}"),
                None => "It was not connected in the pages either.".to_owned(),
            };
            Failure(format!(
                "There is no mailbox {address} in the settings ([[inbox]]; `kontuar mailbox preset {address}` writes one). {pages}"
            ))
        })
    }
}

/// Those that were connected in the pages.
fn connected(config: &Config) -> Result<Vec<InboxConfig>, Failure> {
    let (mut conn, _) = crate::house::look(config)?;
    let key = store::folder::find_key(&config.data)?.unwrap_or_default();
    let sealer = store::seal::Sealer::of(&key, &store::folder::seals_of(&config.data)?);
    Ok(crate::connect::kept::read(&mut conn, &sealer)?.into_iter().map(|known| known.inbox).collect())
}

/// What connections are made with, for as long as a command runs.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    // It fails only when a provider is installed, which then serves as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}
