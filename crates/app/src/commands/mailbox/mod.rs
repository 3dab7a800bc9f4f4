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
pub(in crate::commands) fn all(config: &Config) -> Result<Vec<InboxConfig>, Failure> {
    let mut all = config.inboxes.clone();
    // Before the first start there is no store, and nothing in it.
    let Ok((mut conn, _)) = crate::house::look(config) else { return Ok(all) };
    let key = store::folder::find_key(&config.data)?.unwrap_or_default();
    let sealer = store::seal::Sealer::of(&key, &store::folder::seals_of(&config.data)?);
    for known in crate::connect::kept::read(&mut conn, &sealer)? {
        if all.iter().all(|inbox| inbox.address != known.inbox.address) {
            all.push(known.inbox);
        }
    }
    Ok(all)
}

/// The inbox with this address among all of them.
fn find<'i>(all: &'i [InboxConfig], address: &Address) -> Result<&'i InboxConfig, Failure> {
    all.iter().find(|inbox| inbox.address == *address).ok_or_else(|| {
        Failure(format!(
            "There is no mailbox {address}: neither in the settings ([[inbox]]; `kontuar mailbox preset {address}` writes one), \
             nor among those that were connected in the pages."
        ))
    })
}

/// What connections are made with, for as long as a command runs.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    // It fails only when a provider is installed, which then serves as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}
