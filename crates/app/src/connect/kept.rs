//! The mailboxes that were connected in the pages, as the store keeps them: a sealed secret an inbox.

use engine::Engine;
use engine::mailbox::{SECRETS, secret_of};
use store::seal::Sealer;
use store::secret::Stamp;

use super::sealed::Kept;
use crate::config::InboxConfig;

/// The state of each mailbox that was connected in the pages, by its secret's name.
///
/// # Errors
/// When the store cannot be read.
pub async fn stamps(engine: &Engine) -> store::Result<Vec<(String, Stamp)>> {
    let mut found = engine.store().read(store::secret::stamps).await?;
    found.retain(|(name, _)| name.starts_with(SECRETS));
    Ok(found)
}

/// A mailbox that was connected in the pages.
#[derive(Clone, Debug)]
pub struct Known {
    /// The name of its secret.
    pub name: String,
    /// The state of that.
    pub stamp: Stamp,
    /// What a settings file would say.
    pub inbox: InboxConfig,
}

/// All of them. One that cannot be opened is told of in the log and left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(engine: &Engine) -> store::Result<Vec<Known>> {
    let sealer = engine.store().sealer().clone();
    engine.store().read(move |conn| read(conn, &sealer)).await
}

/// The same over a connection, for a command that looks beside a running counter.
///
/// # Errors
/// When the store cannot be read.
pub fn read(conn: &mut store::Conn, sealer: &Sealer) -> store::Result<Vec<Known>> {
    let mut secrets = Vec::new();
    for (name, _) in store::secret::stamps(conn)? {
        if name.starts_with(SECRETS)
            && let Some(kept) = store::secret::get(conn, &name)?
        {
            secrets.push((name, kept));
        }
    }
    let (inboxes, brands) = (store::brand::inboxes(conn)?, store::brand::brands(conn)?);
    let mut found = Vec::new();
    for (name, kept) in secrets {
        let Some(inbox) = inboxes.iter().find(|inbox| secret_of(inbox.id) == name).cloned() else { continue };
        let brand = brands.iter().find(|brand| brand.id == inbox.brand).map(|brand| brand.name.clone());
        match Kept::open(sealer, &name, &kept) {
            Ok(opened) => {
                let inbox = opened.config(inbox, brand.unwrap_or_default());
                found.push(Known { name, stamp: (kept.version, kept.at), inbox });
            }
            Err(error) => {
                tracing::error!(inbox = %inbox.id, %error, "the settings of a mailbox cannot be opened; connect it again");
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}
