//! Names of shops, inboxes, teams, colleagues and tags: few, read often, changed rarely.
//!
//! Kept for a moment only, and read again at once when a name is missing, so that a new tag or a
//! new colleague is never shown as unknown.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::id::{AgentId, BrandId, InboxId, TagId, TeamId};
use domain::permission::{Action, Grant};
use domain::time::{Millis, SECOND_MS};
use store::agent::Agent;
use store::brand::Inbox;
use store::pages::Card;

use crate::pages::frame::Person;
use crate::web::Web;

/// How long names are kept without looking again.
const KEEP_MS: i64 = 3 * SECOND_MS;

/// The names.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    brands: HashMap<BrandId, String>,
    inboxes: HashMap<InboxId, Inbox>,
    teams: Vec<TeamId>,
    agents: Vec<Agent>,
    tags: Vec<(TagId, String)>,
}

impl Directory {
    fn read(conn: &mut store::Conn) -> store::Result<Self> {
        let mut agents = store::agent::all(conn)?;
        agents.sort_by_cached_key(|agent| agent.name.to_lowercase());
        Ok(Self {
            brands: store::brand::brands(conn)?.into_iter().map(|brand| (brand.id, brand.name)).collect(),
            inboxes: store::brand::inboxes(conn)?.into_iter().map(|inbox| (inbox.id, inbox)).collect(),
            teams: store::brand::teams(conn)?.into_iter().map(|team| team.id).collect(),
            agents,
            tags: store::tag::all(conn)?,
        })
    }

    /// Whether every name that these conversations need is here.
    fn knows(&self, cards: &[Card]) -> bool {
        cards.iter().all(|card| {
            self.brands.contains_key(&card.brand)
                && self.inboxes.contains_key(&card.inbox)
                && card.assignee.is_none_or(|agent| self.agent(agent).is_some())
                && card.tags.iter().all(|tag| self.tag(*tag).is_some())
        })
    }

    pub(crate) fn brand(&self, id: BrandId) -> String {
        self.brands.get(&id).cloned().unwrap_or_default()
    }

    pub(crate) fn inbox(&self, id: InboxId) -> Option<&Inbox> {
        self.inboxes.get(&id)
    }

    pub(crate) fn inboxes(&self) -> impl Iterator<Item = &Inbox> {
        self.inboxes.values()
    }

    pub(crate) fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.id == id)
    }

    pub(crate) fn agents(&self) -> &[Agent] {
        &self.agents
    }

    pub(crate) fn person(&self, id: AgentId) -> Option<Person> {
        self.agent(id).map(|agent| Person { id, name: agent.name.clone() })
    }

    /// Who can be given a conversation of this team, by name.
    pub(crate) fn answering(&self, team: TeamId) -> impl Iterator<Item = Person> {
        self.agents
            .iter()
            .filter(move |agent| agent.off_at.is_none() && agent.grant().allows(Action::Answer, team))
            .map(|agent| Person { id: agent.id, name: agent.name.clone() })
    }

    pub(crate) fn tag(&self, id: TagId) -> Option<&str> {
        self.tags.iter().find(|(tag, _)| *tag == id).map(|(_, name)| name.as_str())
    }

    pub(crate) fn tags(&self) -> &[(TagId, String)] {
        &self.tags
    }

    /// The teams whose conversations this grant lets one read.
    pub(crate) fn scope(&self, grant: Grant) -> Vec<TeamId> {
        self.teams.iter().copied().filter(|team| grant.allows(Action::Read, *team)).collect()
    }
}

/// The names as last read.
#[derive(Debug, Default)]
pub(crate) struct Directories(RwLock<Option<(Millis, Arc<Directory>)>>);

impl Directories {
    /// The names, at most a few seconds old.
    pub(crate) async fn get(&self, web: &Web) -> store::Result<Arc<Directory>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        match kept {
            Some((at, names)) if (0..KEEP_MS).contains(&web.now().since_ms(at)) => Ok(names),
            _ => self.renew(web).await,
        }
    }

    /// The names, read again when one that these conversations need is missing.
    pub(crate) async fn get_for(&self, web: &Web, cards: &[Card]) -> store::Result<Arc<Directory>> {
        let names = self.get(web).await?;
        if names.knows(cards) { Ok(names) } else { self.renew(web).await }
    }

    /// The names, read now.
    pub(crate) async fn renew(&self, web: &Web) -> store::Result<Arc<Directory>> {
        let names = Arc::new(web.store().read(Directory::read).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((web.now(), names.clone()));
        Ok(names)
    }
}
