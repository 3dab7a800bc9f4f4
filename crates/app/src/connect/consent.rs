//! Connecting a mailbox by its provider's permission: asked for in a browser, and settled when that comes back.
//!
//! In: a client and a mailbox that somebody typed; then what the provider sent their browser back with. Out: the mailbox with
//! its permission, kept together, once it works both ways. What is under way is a sealed secret, one a colleague: bound to
//! their session, good for a quarter of an hour and for one answer, on whichever node it comes. It must not: keep anything that
//! does not work, or log what anybody typed or brought.

mod reasons;

use std::time::Duration;

use channels::email::oauth::{self, Grant, challenge};
use channels::email::server::Login;
use domain::id::{AgentId, InboxId};
use domain::identity::Address;
use domain::permission::Action;
use domain::time::{MINUTE_MS, Millis};
use engine::Engine;
use engine::commands::By;
use engine::error::Refused;
use engine::mailbox::permission_of;
use serde::{Deserialize, Serialize};
use store::seal::Sealer;
use web::setup::connector::{Brought, Came, Looked, Place, Purpose, Seat, Sought, Trouble, Unfit, Wanted, Wish};

use super::sealed::{Kept, Permitted};
use super::{Connections, LOOKING, look};
use crate::permission::{self, Fixed, drawn};
use reasons::{declined, refused};

/// How long somebody may take at the provider's.
const GOOD_MS: i64 = 15 * MINUTE_MS;

/// How long the provider may take for its answer: a page waits for it, and for the servers afterwards.
const EXCHANGING: Duration = Duration::from_secs(8);

/// What the names of these secrets begin with.
const SOUGHT: &str = "consent:";

fn name_of(agent: AgentId) -> String {
    format!("{SOUGHT}{agent}")
}

/// What is under way. It holds secrets, so it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
struct Asked {
    state: String,
    verifier: String,
    seat: Seat,
    ends_at: i64,
    purpose: Purpose,
    address: String,
    place: Place,
    mailbox: Kept,
    redirect: String,
}

impl Asked {
    fn open(sealer: &Sealer, name: &str, kept: &store::secret::Kept) -> Option<Self> {
        serde_json::from_slice(&store::secret::open(sealer, name, kept).ok()?).ok()
    }

    /// As it was typed, without the secrets.
    fn wish(&self) -> Option<Wish> {
        let permitted = self.mailbox.permitted()?;
        let wanted = self.mailbox.wanted(Address::parse(&self.address)?);
        Some(Wish {
            purpose: self.purpose,
            wanted: Wanted { place: self.place.clone(), ..wanted },
            who: permitted.who().to_owned(),
            client: permitted.shown(),
            redirect: self.redirect.clone(),
        })
    }
}

impl Connections {
    /// Begins to ask, in place of what this colleague began before.
    pub(super) async fn begin(&self, by: By, seat: Seat, wish: Wish) -> engine::Result<Result<(), &'static str>> {
        if !by.grant.allows(Action::Operate, by.grant.team) {
            return Err(Refused::NotFound.into());
        }
        let Wish { purpose, mut wanted, who, client, redirect } = wish;
        let before = match purpose {
            Purpose::Again(inbox) => {
                let (row, _, kept) = self.kept(by, inbox).await?;
                wanted.address = row.address;
                Some(kept)
            }
            Purpose::FirstRun | Purpose::New => None,
        };
        if self.configured.iter().any(|inbox| inbox.address == wanted.address) {
            return Ok(Err("taken"));
        }
        let now = self.engine.now();
        let mut permitted = Permitted::of(client, who, by.agent, now);
        if !permitted.has_secret() {
            let known = before.as_ref().and_then(Kept::permitted).filter(|known| known.has_secret());
            match known.map(|known| permitted.clone().keeping_secret(known)) {
                Some(Some(with_secret)) => permitted = with_secret,
                // A client of one's own provider may have none.
                None if permitted.is_own() => {}
                _ => return Ok(Err("client-secret")),
            }
        }
        if permitted.client().is_none() {
            return Ok(Err("endpoint"));
        }
        let (Ok(state), Ok(verifier)) = (drawn(), drawn()) else { return Ok(Err("no-random")) };
        let asked = Asked {
            state,
            verifier,
            seat,
            ends_at: now.plus_ms(GOOD_MS).get(),
            purpose,
            address: wanted.address.to_string(),
            place: wanted.place.clone(),
            mailbox: Kept::by_permission(&wanted, permitted),
            redirect,
        };
        self.keep_asked(by.agent, &asked, now).await?;
        tracing::info!(agent = %by.agent, "the permission to use a mailbox is asked for in the pages");
        Ok(Ok(()))
    }

    async fn keep_asked(&self, agent: AgentId, asked: &Asked, now: Millis) -> engine::Result<()> {
        let name = name_of(agent);
        let text = serde_json::to_vec(asked).map_err(|error| Refused::Invalid(error.to_string()))?;
        let sealed = store::secret::seal(self.engine.store().sealer(), &name, &text);
        let sealed = sealed.map_err(|error| Refused::Invalid(error.to_string()))?;
        self.engine.store().write(move |tx| store::secret::put(tx, &name, &sealed, now)).await?;
        Ok(())
    }

    /// What is under way at a seat, and its version.
    async fn asked(&self, by: By, seat: Seat) -> engine::Result<Option<(i64, Asked)>> {
        let (name, asked) = (name_of(by.agent), name_of(by.agent));
        let Some(kept) = self.engine.store().read(move |conn| store::secret::get(conn, &asked)).await? else {
            return Ok(None);
        };
        let opened = Asked::open(self.engine.store().sealer(), &name, &kept);
        let good = opened.filter(|asked| asked.seat == seat && self.engine.now().get() < asked.ends_at);
        Ok(good.map(|asked| (kept.version, asked)))
    }

    /// What is under way, as the pages show it.
    pub(super) async fn under_way(&self, by: By, seat: Seat) -> engine::Result<Option<Sought>> {
        let Some((_, asked)) = self.asked(by, seat).await? else { return Ok(None) };
        let client = asked.mailbox.permitted().and_then(Permitted::client);
        let (Some(wish), Some(client)) = (asked.wish(), client) else { return Ok(None) };
        let there = client.authorize_address(&asked.redirect, &asked.state, &challenge(&asked.verifier), &wish.who);
        Ok(there.map(|there| Sought { wish, there }))
    }

    /// Settles it: what a browser brought counts once.
    pub(super) async fn finish(&self, by: By, seat: Seat, brought: Brought) -> engine::Result<Came> {
        let Brought { code, state, error } = brought;
        // The state is drawn anew each time, so comparing it tells nobody anything.
        let asked = self.asked(by, seat).await?;
        let asked = asked.filter(|(_, asked)| state.as_deref() == Some(asked.state.as_str()));
        let Some((version, asked)) = asked else { return Ok(Came::Ended) };
        let name = name_of(by.agent);
        if !self.engine.store().write(move |tx| store::secret::take(tx, &name, version)).await?.value {
            return Ok(Came::Ended);
        }
        let Some(wish) = asked.wish() else { return Ok(Came::Ended) };
        let got = match (code, error) {
            (Some(code), None) => self.exchange(&asked, &code).await,
            (_, error) => Err(declined(error.as_deref().unwrap_or_default())),
        };
        let grant = match got {
            Ok(grant) => grant,
            Err(trouble) => {
                let word = trouble.code;
                tracing::info!(agent = %by.agent, word, "a mailbox got no permission in the pages");
                return Ok(Came::Not(wish, Unfit::Permission(trouble)));
            }
        };
        let tokens = Fixed::shared(grant.access.clone());
        let looked = self.tried(&wish.wanted, Login::Bearer { user: wish.wanted.user.clone(), tokens }).await;
        if !looked.works() {
            return Ok(Came::Not(wish, Unfit::Servers(looked)));
        }
        match self.keep_permitted(by, &wish, asked.mailbox, grant).await {
            Ok(inbox) => Ok(Came::Kept(asked.purpose, inbox)),
            Err(engine::Error::Refused(Refused::Outdated)) => Ok(Came::Taken(wish)),
            Err(error) => Err(error),
        }
    }

    /// The code for a permission that lasts and allows all that is needed.
    async fn exchange(&self, asked: &Asked, code: &str) -> Result<Grant, Trouble> {
        let trouble = |code, said: String| Trouble { code, said };
        let client = asked.mailbox.permitted().and_then(Permitted::client);
        let client = client.ok_or_else(|| trouble("refused", String::new()))?;
        let question = oauth::Asked::Code { code, redirect: &asked.redirect, verifier: &asked.verifier };
        let answered = tokio::time::timeout(EXCHANGING, client.ask(question)).await;
        let grant = answered.map_err(|_| trouble("timed-out", String::new()))?.map_err(|error| refused(&error))?;
        match &grant.scope {
            Some(scope) if !client.provider.is_covered_by(scope) => Err(trouble("scope", String::new())),
            _ if grant.refresh.is_none() => Err(trouble("short", String::new())),
            _ => Ok(grant),
        }
    }

    /// Keeps the mailbox and its permission in one step.
    async fn keep_permitted(&self, by: By, wish: &Wish, mailbox: Kept, grant: Grant) -> engine::Result<InboxId> {
        let name = permission_of(&wish.wanted.address);
        let sealed = permission::Kept::of(grant, None, self.engine.now()).seal(self.engine.store().sealer(), &name);
        let sealed = sealed.map_err(|error| Refused::Invalid(error.to_string()))?;
        match wish.purpose {
            Purpose::Again(inbox) => {
                let (_, version, kept) = self.kept(by, inbox).await?;
                self.renew_opening(by, inbox, version, &kept.used_as(mailbox), Some(sealed)).await?;
                Ok(inbox)
            }
            Purpose::FirstRun | Purpose::New => self.keep(by, wish.wanted.clone(), &mailbox, Some(sealed)).await,
        }
    }

    /// Both servers, with this login.
    pub(super) async fn tried(&self, wanted: &Wanted, login: Login) -> Looked {
        let looked = look::both(wanted, &login, LOOKING).await;
        let word = |code: Option<&'static str>| code.unwrap_or("ok");
        let (imap, smtp) = (looked.imap.as_ref().err(), looked.smtp.as_ref().err());
        let (imap, smtp) = (word(imap.map(|trouble| trouble.code)), word(smtp.map(|trouble| trouble.code)));
        tracing::info!(imap, smtp, "a mailbox was tried from the pages");
        looked
    }
}

/// Forgets what nobody came back for.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn forget(engine: &Engine) -> store::Result<()> {
    let now = engine.now();
    let over = engine
        .store()
        .read(store::secret::stamps)
        .await?
        .into_iter()
        .filter(|(name, (_, at))| name.starts_with(SOUGHT) && now.since_ms(*at) > GOOD_MS);
    for (name, (version, _)) in over {
        engine.store().write(move |tx| store::secret::take(tx, &name, version)).await?;
    }
    Ok(())
}
