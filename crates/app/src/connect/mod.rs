//! Connecting a mailbox in the pages: found, tried both ways, kept.
//!
//! In: an address, then servers and a password that the owner of the installation typed, or its provider's permission
//! ([`consent`]); later what they change of it ([`change`]). Out: what is known of the provider; what came of signing in to both
//! servers; an inbox with settings that are [`sealed`] and [`kept`], which whoever watches mailboxes
//! ([`crate::serve::watching`]) finds. It must not: log a password, an address or a server's words, or take longer than a page
//! waits.

mod change;
pub mod consent;
mod found;
pub mod kept;
mod look;
mod sealed;
mod shown;

use std::sync::Arc;
use std::time::Duration;

use domain::channel::BoxFuture;
use domain::id::InboxId;
use domain::identity::Address;
use engine::Engine;
use engine::commands::By;
use engine::error::Refused;
use engine::mailbox::{Opens, secret_of};
use store::brand::Inbox;
use tokio::sync::Notify;
use web::setup::connector::{
    Brought, Came, Change, Changed, Connector, Found, Looked, Place, Seat, Set, Sought, Trouble, Wanted, Wish,
};

use crate::config::InboxConfig;
use sealed::Kept;

/// How long each server is tried.
const LOOKING: Duration = Duration::from_secs(10);

/// Connects mailboxes for the pages.
#[derive(Clone)]
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

    /// Keeps a mailbox, and the permission that opens it where it has no password.
    async fn keep(&self, by: By, wanted: Wanted, kept: &Kept, permission: Option<Vec<u8>>) -> engine::Result<InboxId> {
        let Wanted { address, .. } = &wanted;
        if self.configured.iter().any(|inbox| inbox.address == *address) {
            return Err(Refused::Outdated.into());
        }
        let read = |conn: &mut store::Conn| -> store::Result<_> {
            Ok((store::brand::brands(conn)?, store::brand::inboxes(conn)?, store::brand::teams(conn)?))
        };
        let (shops, known, teams) = self.engine.store().read(read).await?;
        let Place { name, shop, team } = wanted.place.clone();
        let chosen = shops.iter().position(|one| Some(one.id) == shop).unwrap_or_default();
        let shop = shops.into_iter().nth(chosen).ok_or(Refused::NotFound)?;
        let known = known.into_iter().find(|inbox| inbox.address == *address);
        let fresh = known.is_none();
        let inbox = known.unwrap_or_else(|| Inbox {
            id: self.engine.id(),
            brand: shop.id,
            team: team.filter(|team| teams.iter().any(|known| known.id == *team)).unwrap_or(by.grant.team),
            name: name.unwrap_or_else(|| shop.name.clone()),
            address: address.clone(),
            sender: shop.name,
            auto_reply: None,
            signature: None,
        });
        let (id, opens) = (inbox.id, Opens { secret: self.seal(inbox.id, kept)?, permission });
        engine::mailbox::connect(&self.engine, by, inbox, fresh, opens).await?;
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
        if kept.permitted().is_some() {
            return Err(Refused::Outdated.into());
        }
        let wanted = Wanted { password, ..kept.wanted(row.address) };
        let looked = self.look(&wanted).await;
        if looked.works() {
            self.renew_opening(by, inbox, version, &kept.reached(&wanted), None).await?;
        }
        Ok(looked)
    }

    /// Replaces what opens a mailbox; it is watched anew.
    async fn renew_opening(
        &self,
        by: By,
        inbox: InboxId,
        version: i64,
        kept: &Kept,
        permission: Option<Vec<u8>>,
    ) -> engine::Result<()> {
        let opens = Opens { secret: self.seal(inbox, kept)?, permission };
        engine::mailbox::renew(&self.engine, by, inbox, version, opens).await?;
        self.news.notify_one();
        Ok(())
    }
}

impl std::fmt::Debug for Connections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connections").finish_non_exhaustive()
    }
}

impl Connector for Connections {
    fn find<'a>(&'a self, address: &'a Address, way: Option<&'a str>) -> BoxFuture<'a, Found> {
        Box::pin(async move {
            match way {
                None => found::known(address).await,
                Some("password") => found::chosen(address, "password", found::known(address).await),
                // Whose permission it is says enough: no name servers are asked.
                Some(way) => found::chosen(address, way, found::at_once(address)),
            }
        })
    }

    fn look<'a>(&'a self, wanted: &'a Wanted) -> BoxFuture<'a, Looked> {
        Box::pin(self.tried(wanted, look::by_password(wanted)))
    }

    fn connect(&self, by: By, wanted: Wanted) -> BoxFuture<'_, engine::Result<InboxId>> {
        Box::pin(async move {
            let kept = Kept::of(&wanted);
            self.keep(by, wanted, &kept, None).await
        })
    }

    fn seek(&self, by: By, seat: Seat, wish: Wish) -> BoxFuture<'_, engine::Result<Result<(), &'static str>>> {
        Box::pin(self.begin(by, seat, wish))
    }

    fn sought(&self, by: By, seat: Seat) -> BoxFuture<'_, engine::Result<Option<Sought>>> {
        Box::pin(self.under_way(by, seat))
    }

    fn settle(&self, by: By, seat: Seat, brought: Brought) -> BoxFuture<'_, engine::Result<Came>> {
        let this = self.clone();
        Box::pin(async move {
            // It goes on when nobody waits any more: what a browser brought is good once, so who comes again finds it answered.
            let settling = tokio::spawn(async move { this.finish(by, seat, brought).await });
            settling.await.unwrap_or(Ok(Came::Ended))
        })
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
