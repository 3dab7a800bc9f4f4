//! Connecting a mailbox in the pages: found, tried both ways, kept.
//!
//! In: an address, then servers and a password that the owner of the installation typed; later what they change of it
//! ([`change`]). Out: what is known of the provider; what came of signing in to both servers; an inbox with settings that are
//! [`sealed`] and [`kept`], which whoever watches mailboxes ([`crate::serve::watching`]) finds. It must not: log a password, an address or a server's words, or take
//! longer than a page waits.

mod change;
pub mod kept;
mod look;
mod sealed;

use std::sync::Arc;
use std::time::Duration;

use channels::dns::{Names, System};
use channels::email::oauth::Kind;
use channels::email::preset::{self, Preset, Secret};
use channels::email::server::Tls;
use domain::channel::BoxFuture;
use domain::id::InboxId;
use domain::identity::Address;
use engine::Engine;
use engine::commands::By;
use engine::error::Refused;
use engine::mailbox::secret_of;
use store::brand::Inbox;
use tokio::sync::Notify;
use web::setup::connector::{At, Change, Changed, Connector, Found, Looked, Set, Trouble, Wanted};

use crate::config::InboxConfig;
use sealed::Kept;

/// How long the name servers are asked who takes an address's mail.
const ASKING: Duration = Duration::from_secs(5);

/// How long each server is tried.
const LOOKING: Duration = Duration::from_secs(10);

/// Connects mailboxes for the pages.
pub struct Connections {
    engine: Engine,
    /// Those of the settings file, which win.
    configured: Arc<[InboxConfig]>,
    /// Rung when there is one more to watch.
    news: Arc<Notify>,
}

impl Connections {
    /// Beside the inboxes of the settings; `news` is rung when there is one more.
    pub fn new(engine: Engine, configured: Arc<[InboxConfig]>, news: Arc<Notify>) -> Self {
        Self { engine, configured, news }
    }

    async fn keep(&self, by: By, wanted: Wanted) -> engine::Result<InboxId> {
        let Wanted { address, .. } = &wanted;
        if self.configured.iter().any(|inbox| inbox.address == *address) {
            return Err(Refused::Outdated.into());
        }
        let read = |conn: &mut store::Conn| -> store::Result<_> {
            Ok((store::brand::brands(conn)?, store::brand::inboxes(conn)?, store::brand::teams(conn)?))
        };
        let (shops, known, teams) = self.engine.store().read(read).await?;
        let shop = shops.into_iter().next().ok_or(Refused::NotFound)?;
        let known = known.into_iter().find(|inbox| inbox.address == *address);
        let fresh = known.is_none();
        let inbox = known.unwrap_or_else(|| Inbox {
            id: self.engine.id(),
            brand: shop.id,
            team: wanted.team.filter(|team| teams.iter().any(|known| known.id == *team)).unwrap_or(by.grant.team),
            name: wanted.name.clone().unwrap_or_else(|| shop.name.clone()),
            address: address.clone(),
            sender: shop.name,
            auto_reply: None,
            signature: None,
        });
        let (id, sealed) = (inbox.id, self.seal(inbox.id, &Kept::of(&wanted))?);
        engine::mailbox::connect(&self.engine, by, inbox, fresh, sealed).await?;
        self.news.notify_one();
        Ok(id)
    }

    fn seal(&self, inbox: InboxId, kept: &Kept) -> engine::Result<Vec<u8>> {
        let sealed = kept.seal(self.engine.store().sealer(), &secret_of(inbox));
        Ok(sealed.map_err(|error| Refused::Invalid(error.to_string()))?)
    }

    async fn end(&self, by: By, inbox: InboxId) -> engine::Result<()> {
        let row = self.engine.store().read(move |conn| store::brand::inbox(conn, inbox)).await?;
        let address = row.ok_or(Refused::NotFound)?.address;
        if self.configured.iter().any(|configured| configured.address == address) {
            return Err(Refused::Outdated.into());
        }
        engine::mailbox::switch_off(&self.engine, by, inbox).await?;
        self.news.notify_one();
        Ok(())
    }

    async fn replace(&self, by: By, inbox: InboxId, password: String) -> engine::Result<Looked> {
        let (row, version, kept) = self.kept(by, inbox).await?;
        let wanted = Wanted { password, ..kept.wanted(row.address) };
        let looked = self.look(&wanted).await;
        if looked.works() {
            let sealed = self.seal(inbox, &kept.reached(&wanted))?;
            engine::mailbox::renew(&self.engine, by, inbox, version, sealed).await?;
            self.news.notify_one();
        }
        Ok(looked)
    }
}

impl std::fmt::Debug for Connections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connections").finish_non_exhaustive()
    }
}

impl Connector for Connections {
    fn find<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Found> {
        Box::pin(async move {
            if let Some(preset) = preset::by_domain(address) {
                return found(address, &preset, None);
            }
            let asked = async { exchangers(&System::new().ok()?, address).await };
            let hosts = tokio::time::timeout(ASKING, asked).await.ok().flatten().unwrap_or_default();
            match preset::by_exchangers(&hosts) {
                Some(preset) => found(address, &preset, hosts.first().map(String::as_str)),
                None => Found { opened_by: "password", ..Found::default() },
            }
        })
    }

    fn look<'a>(&'a self, wanted: &'a Wanted) -> BoxFuture<'a, Looked> {
        Box::pin(async move {
            let looked = look::both(wanted, LOOKING).await;
            let word = |code: Option<&'static str>| code.unwrap_or("ok");
            let (imap, smtp) = (looked.imap.as_ref().err(), looked.smtp.as_ref().err());
            let (imap, smtp) = (word(imap.map(|trouble| trouble.code)), word(smtp.map(|trouble| trouble.code)));
            tracing::info!(imap, smtp, "a mailbox was tried from the pages");
            looked
        })
    }

    fn connect(&self, by: By, wanted: Wanted) -> BoxFuture<'_, engine::Result<InboxId>> {
        Box::pin(self.keep(by, wanted))
    }

    fn renew(&self, by: By, inbox: InboxId, password: String) -> BoxFuture<'_, engine::Result<Looked>> {
        Box::pin(self.replace(by, inbox, password))
    }

    fn switch_off(&self, by: By, inbox: InboxId) -> BoxFuture<'_, engine::Result<()>> {
        Box::pin(self.end(by, inbox))
    }

    fn set(&self, by: By, inbox: InboxId) -> BoxFuture<'_, engine::Result<Set>> {
        Box::pin(self.shown(by, inbox))
    }

    fn folders(&self, by: By, inbox: InboxId) -> BoxFuture<'_, engine::Result<Result<Vec<String>, Trouble>>> {
        Box::pin(self.listed(by, inbox))
    }

    fn change(&self, by: By, inbox: InboxId, version: i64, change: Change) -> BoxFuture<'_, engine::Result<Changed>> {
        Box::pin(self.alter(by, inbox, version, change))
    }
}

async fn exchangers(names: &dyn Names, address: &Address) -> Option<Vec<String>> {
    let exchangers = names.exchangers(address.host()).await.ok()?;
    Some(exchangers.into_iter().map(|exchanger| exchanger.host).collect())
}

fn found(address: &Address, preset: &Preset, exchanger: Option<&str>) -> Found {
    let Some(reached) = preset.reached(address, exchanger) else { return Found::default() };
    let at = |(host, tls): (String, Tls), ports: [u16; 2]| {
        let port = if tls == Tls::StartTls { ports[1] } else { ports[0] };
        Some(At { host, port, tls: tls.word().to_owned() })
    };
    Found {
        provider: Some(preset.name.clone()),
        opened_by: match (preset.secret, reached.oauth) {
            (Secret::Oauth, kind) => kind.map_or("own", Kind::word),
            (Secret::AppPassword, _) => "app-password",
            (Secret::Password, _) => "password",
        },
        user: Some(reached.user).filter(|user| user != address.as_str()),
        imap: at(reached.imap, [993, 143]),
        smtp: at(reached.smtp, [465, 587]),
        certain: preset.same_for_all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_provider_fills_the_form() {
        let address = Address::parse("sklep@wp.pl").unwrap();
        let wp = found(&address, &preset::by_domain(&address).unwrap(), None);
        assert_eq!((wp.opened_by, wp.user.as_deref(), wp.certain), ("app-password", Some("sklep"), true));
        assert_eq!(wp.imap, Some(At { host: "imap.wp.pl".to_owned(), port: 993, tls: "implicit".to_owned() }));
        let address = Address::parse("sklep@outlook.com").unwrap();
        let microsoft = found(&address, &preset::by_domain(&address).unwrap(), None);
        assert_eq!((microsoft.opened_by, microsoft.user), ("microsoft", None));
        assert_eq!(microsoft.smtp.map(|at| at.port), Some(587));
    }
}
