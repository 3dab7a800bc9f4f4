//! What people decide about mailboxes: which are connected, how far back one is read, and whether to try that out first.
//!
//! In: who asks, which inbox, what. Out: it stands in the store; whoever watches the mailbox sees it there within
//! seconds, on whichever node that is. It must not: talk to a mail server.

mod change;
mod standing;

use domain::event::{Actor, Origin};
use domain::id::InboxId;
use domain::identity::Address;
use domain::mailbox::Horizon;
use domain::operation::Operation;
use domain::permission::Action;
use domain::time::Millis;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::brand::Inbox;
use store::mailbox::{retired, state};

use crate::Engine;
use crate::audit::tell;
use crate::commands::By;
use crate::error::{Refused, Result};

pub use change::{Change, change};
pub use standing::{Found, Standing, ask_for_standing};

/// What a dry run has found so far, as the store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trial {
    /// The day since which mail was read; `None`: all of it.
    pub since: Option<String>,
    /// Mails whose headers were read.
    pub mails: u64,
    /// About how many conversations they are.
    pub conversations: i64,
    /// About how many of these would wait for an answer.
    pub open: i64,
    /// About how many are notices of machines.
    pub notices: i64,
    /// About how many are spam.
    pub spam: i64,
    /// Whether it came to its end.
    pub whole: bool,
    /// Why it did not, in a sentence.
    pub failed: Option<String>,
}

impl Trial {
    /// As the store keeps it.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Read back; `None` when nobody tried, or an older version did.
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Chooses how far back a mailbox is read. Refused where the settings say it.
pub async fn choose(engine: &Engine, by: By, inbox: InboxId, horizon: Horizon) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        may(tx, by, inbox)?;
        if !state::choose(tx, inbox, horizon)? {
            return Err(Refused::Outdated.into());
        }
        Ok(tell(tx, Some(by.agent), Operation::MailboxHorizonChosen { inbox }, now)?)
    };
    engine.store().write(write).await?;
    tracing::info!(%inbox, %horizon, agent = %by.agent, "how far back the mailbox is read was chosen");
    Ok(())
}

/// Asks for a dry run that reads back to `horizon`.
pub async fn ask_for_trial(engine: &Engine, by: By, inbox: InboxId, horizon: Horizon) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        may(tx, by, inbox)?;
        Ok(state::ask_for_trial(tx, inbox, horizon, now)?)
    };
    engine.store().write(write).await?;
    Ok(())
}

/// What the names of the secrets begin with that open mailboxes connected in the pages.
pub const SECRETS: &str = "mailbox:";

/// The name of the secret that opens the mailbox of an inbox, where it was connected in the pages.
pub fn secret_of(inbox: InboxId) -> String {
    format!("{SECRETS}{inbox}")
}

/// The name of the secret that is the permission to use a mailbox, where its provider gave one.
pub fn permission_of(mailbox: &Address) -> String {
    format!("oauth:{mailbox}")
}

/// What opens a mailbox, sealed.
#[derive(Clone)]
pub struct Opens {
    /// How it is reached, under [`secret_of`] its inbox.
    pub secret: Vec<u8>,
    /// Its provider's permission, under [`permission_of`] its address; `None`: it is opened by a password.
    pub permission: Option<Vec<u8>>,
}

impl std::fmt::Debug for Opens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opens").field("by_permission", &self.permission.is_some()).finish_non_exhaustive()
    }
}

impl Opens {
    /// Keeps the permission, or forgets the one that was there.
    fn keep_permission(&self, tx: &mut Tx<'_>, mailbox: &Address, now: Millis) -> store::Result<()> {
        let name = permission_of(mailbox);
        match &self.permission {
            Some(sealed) => store::secret::put(tx, &name, sealed, now),
            None => store::secret::remove(tx, &name),
        }
    }
}

/// Keeps an inbox whose mailbox was connected in the pages, and with what that is opened;
/// whoever watches mailboxes sees it within seconds. `fresh`: the inbox is not there yet.
///
/// # Errors
/// Refused when the asker does not operate the installation, or the address has an inbox meanwhile.
pub async fn connect(engine: &Engine, by: By, inbox: Inbox, fresh: bool, opens: Opens) -> Result<()> {
    if !by.grant.allows(Action::Operate, inbox.team) {
        return Err(Refused::NotFound.into());
    }
    let (id, now, key) = (inbox.id, engine.now(), engine.store().fingerprints().address(&inbox.address));
    let origin = Origin::new(Actor::Agent(by.agent), now);
    let write = move |tx: &mut Tx<'_>| -> store::Result<()> {
        if fresh {
            store::brand::create_inbox(tx, &inbox, key, &origin)?;
        }
        store::secret::put(tx, &secret_of(inbox.id), &opens.secret, now)?;
        opens.keep_permission(tx, &inbox.address, now)?;
        state::join(tx, inbox.id, now)?;
        tell(tx, Some(by.agent), Operation::MailboxConnected { inbox: inbox.id }, now)
    };
    match engine.store().write(write).await {
        Err(store::Error::Duplicate { .. }) => Err(Refused::Outdated.into()),
        other => {
            other?;
            tracing::info!(inbox = %id, agent = %by.agent, "a mailbox was connected in the pages");
            Ok(())
        }
    }
}

/// Ends the watching of a mailbox that was connected in the pages: what opens it is forgotten, here and on every node. Its
/// inbox and the conversations stay; what is to leave it waits until it is connected again.
///
/// # Errors
/// Refused when there is no such mailbox, when the settings have it, or the asker does not operate the installation. One that
/// is off already stays so.
pub async fn switch_off(engine: &Engine, by: By, inbox: InboxId) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<bool> {
        if let Some(team) = retired::team(tx, inbox)? {
            return if by.grant.allows(Action::Operate, team) { Ok(false) } else { Err(Refused::NotFound.into()) };
        }
        operate(tx, by, inbox)?;
        let name = secret_of(inbox);
        store::secret::get(tx, &name)?.ok_or(Refused::Outdated)?;
        store::secret::remove(tx, &name)?;
        let row = store::brand::inbox(tx, inbox)?.ok_or(Refused::NotFound)?;
        store::secret::remove(tx, &permission_of(&row.address))?;
        retired::retire(tx, inbox)?;
        tell(tx, Some(by.agent), Operation::MailboxSwitchedOff { inbox }, now)?;
        Ok(true)
    };
    if engine.store().write(write).await?.value {
        tracing::info!(%inbox, agent = %by.agent, "a mailbox was switched off in the pages");
    }
    Ok(())
}

/// Replaces what opens a mailbox that was connected in the pages, in place of version `version`; it is watched anew.
///
/// # Errors
/// Refused when there is no such mailbox, the asker does not operate the installation, or it is another version by now.
pub async fn renew(engine: &Engine, by: By, inbox: InboxId, version: i64, opens: Opens) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        operate(tx, by, inbox)?;
        if !store::secret::replace(tx, &secret_of(inbox), version, &opens.secret, now)? {
            return Err(Refused::Outdated.into());
        }
        let row = store::brand::inbox(tx, inbox)?.ok_or(Refused::NotFound)?;
        opens.keep_permission(tx, &row.address, now)?;
        Ok(tell(tx, Some(by.agent), Operation::MailboxRenewed { inbox }, now)?)
    };
    engine.store().write(write).await?;
    tracing::info!(%inbox, agent = %by.agent, "what opens a mailbox was replaced in the pages");
    Ok(())
}

/// Refused when there is no such mailbox, or the asker does not operate the installation.
///
/// # Errors
/// The same.
pub fn operate(conn: &mut store::Conn, by: By, inbox: InboxId) -> Result<()> {
    let team = state::team(conn, inbox)?.ok_or(Refused::NotFound)?;
    if by.grant.allows(Action::Operate, team) { Ok(()) } else { Err(Refused::NotFound.into()) }
}

/// Asks to find out whether tagged mail (`shop+tag@…`) comes: by a mail to ourselves.
pub async fn ask_for_probe(engine: &Engine, by: By, inbox: InboxId) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        may(tx, by, inbox)?;
        Ok(store::probe::ask(tx, inbox, now)?)
    };
    engine.store().write(write).await?;
    tracing::info!(%inbox, agent = %by.agent, "whether tagged mail comes is found out");
    Ok(())
}

/// Refused when there is no such mailbox, or it is not the asker's to see.
fn may(tx: &mut Tx<'_>, by: By, inbox: InboxId) -> Result<()> {
    let team = state::team(tx, inbox)?.ok_or(Refused::NotFound)?;
    if by.grant.allows(Action::Mend, team) { Ok(()) } else { Err(Refused::NotFound.into()) }
}
