//! Fills an empty store with the demo shop, as if it had been open for two months.
//!
//! Everything is written through the functions that the product itself writes with, at past moments:
//! rows and log agree, and `kontuar check` finds nothing. Many steps share a commit.

mod acts;

use std::sync::Arc;

use demo::{DemoConversation, DemoShop, Language, TEMPLATES};
use domain::channel::Party;
use domain::event::{Actor, Origin};
use domain::id::{AgentId, BrandId, Id, IdMint, TeamId, TemplateId};
use domain::identity::Fingerprinter;
use domain::template::{Draft, Tongue};
use domain::time::{DAY_MS, Millis};
use engine::Engine;
use store::Tx;
use store::agent::Agent;
use store::blob::Blobs;
use store::brand::{Brand, Inbox, Team};
use store::template::{self, Hand};

use super::plan::{Act, Step, steps};

/// Steps in one commit.
const STEPS_PER_COMMIT: usize = 250;

/// Fills the store. `progress` is told how many of how many conversations are there.
///
/// # Errors
/// When the store cannot be written; then the folder is of no use and is to be reset.
pub async fn seed(engine: &Engine, shop: DemoShop, progress: impl Fn(usize, usize)) -> store::Result<()> {
    let store = engine.store();
    let ids = IdMint::new(store.node());
    let first = shop.conversations.iter().flat_map(|one| &one.messages).map(|message| message.at).min();
    let opening = first.unwrap_or(engine.now()).plus_ms(-DAY_MS);
    let (total, plan) = (shop.conversations.len(), steps(&shop, &IdMint::new(store.node())));
    let house = Arc::new(House::new(shop, opening, &ids, store.fingerprints().clone(), store.blobs().clone()));
    let building = house.clone();
    store.write(move |tx| building.build(tx, opening)).await?;
    let plan = Arc::new(plan);
    let mut at = 0;
    let mut opened = 0;
    while at < plan.len() {
        let range = at..plan.len().min(at + STEPS_PER_COMMIT);
        opened += plan[range.clone()].iter().filter(|step| matches!(step.act, Act::Receive { nth: 0, .. })).count();
        at = range.end;
        let (house, plan) = (house.clone(), plan.clone());
        store.write(move |tx| plan[range.clone()].iter().try_for_each(|step| house.take(tx, step))).await?;
        progress(opened, total);
    }
    Ok(())
}

/// The demo's shops and people under the ids they have in the store.
struct House {
    shop: DemoShop,
    brands: Vec<Brand>,
    teams: Vec<Team>,
    inboxes: Vec<Inbox>,
    agents: Vec<Agent>,
    templates: Vec<TemplateId>,
    prints: Fingerprinter,
    blobs: Arc<Blobs>,
}

impl House {
    fn new(shop: DemoShop, opening: Millis, ids: &IdMint, prints: Fingerprinter, blobs: Arc<Blobs>) -> Self {
        let mut teams: Vec<Team> = Vec::new();
        for name in shop.brands.iter().map(|brand| brand.team).chain(shop.agents.iter().map(|agent| agent.team)) {
            if !teams.iter().any(|team| team.name == name) {
                teams.push(Team { id: ids.next(opening), name: name.to_owned() });
            }
        }
        let team = |name: &str| teams.iter().find(|team| team.name == name).map_or(TeamId::from_raw(0), |team| team.id);
        let brands: Vec<Brand> = shop
            .brands
            .iter()
            .map(|brand| Brand { id: ids.next::<BrandId>(opening), name: brand.name.to_owned() })
            .collect();
        let inboxes = shop
            .brands
            .iter()
            .zip(&brands)
            .map(|(demo, brand)| Inbox {
                id: ids.next(opening),
                brand: brand.id,
                team: team(demo.team),
                name: demo.name.to_owned(),
                address: demo.inbox.clone(),
                sender: demo.name.to_owned(),
                auto_reply: None,
                signature: None,
            })
            .collect();
        let agents = shop
            .agents
            .iter()
            .map(|agent| Agent {
                id: ids.next::<AgentId>(opening),
                team: team(agent.team),
                role: agent.role,
                name: agent.name.to_owned(),
                login: agent.login.as_str().to_owned(),
                language: agent.language.code().to_owned(),
                off_at: None,
            })
            .collect();
        let templates = TEMPLATES.iter().map(|_| ids.next(opening)).collect();
        Self { shop, brands, teams, inboxes, agents, templates, prints, blobs }
    }

    /// The first write: shops, teams, inboxes, agents. Nobody knows a password: the demo has other doors.
    fn build(&self, tx: &mut Tx<'_>, at: Millis) -> store::Result<()> {
        let origin = Origin::new(Actor::System, at);
        self.teams.iter().try_for_each(|team| store::brand::create_team(tx, team, &origin))?;
        self.brands.iter().try_for_each(|brand| store::brand::create(tx, brand, &origin))?;
        for inbox in &self.inboxes {
            store::brand::create_inbox(tx, inbox, self.prints.address(&inbox.address), &origin)?;
        }
        self.agents.iter().try_for_each(|agent| store::agent::create(tx, agent, None, &origin))?;
        self.prepare(tx, at)
    }

    /// What need not be written anew, each in its shop's language.
    fn prepare(&self, tx: &mut Tx<'_>, at: Millis) -> store::Result<()> {
        for (one, id) in TEMPLATES.iter().zip(&self.templates) {
            let tongue = match self.shop.brands[one.brand].language {
                Language::Polish => Tongue::Polish,
                Language::English => Tongue::English,
            };
            let draft = Draft {
                name: one.name.to_owned(),
                folder: one.folder.to_owned(),
                text: one.text.to_owned(),
                tongue: Some(tongue),
                brand: Some(self.brands[one.brand].id),
                team: None,
            };
            template::create(tx, *id, &draft, Hand { agent: None, at })?;
        }
        Ok(())
    }

    fn take(&self, tx: &mut Tx<'_>, step: &Step) -> store::Result<()> {
        match &step.act {
            Act::Receive { nth, message, raw, new_contact } => {
                if let Some(identity) = new_contact {
                    self.meet(tx, step, *identity)?;
                }
                self.receive(tx, step, *nth, *message, *raw)
            }
            Act::Reply { nth, agent, message, delivery } => self.reply(tx, step, *nth, *agent, *message, *delivery),
            Act::Note { nth, agent, message } => self.note(tx, step, *nth, *agent, *message),
            Act::Sort { tags } => self.sort(tx, step, tags),
            Act::Settle => self.settle(tx, step),
        }
    }

    fn matter(&self, step: &Step) -> &DemoConversation {
        &self.shop.conversations[step.matter]
    }

    fn inbox(&self, step: &Step) -> &Inbox {
        &self.inboxes[self.matter(step).brand]
    }

    fn customer(&self, step: &Step) -> Party {
        let customer = &self.shop.customers[self.matter(step).customer];
        Party { name: Some(customer.name.clone()), address: customer.address.clone() }
    }

    /// Who does what the plan does not put into anybody's hands: the one who has it, else whoever leads the team.
    fn keeper(&self, step: &Step) -> AgentId {
        let team = self.inbox(step).team;
        let holder = self.matter(step).assignee.map(|agent| self.agents[agent].id);
        let colleague = || self.agents.iter().find(|agent| agent.team == team).or(self.agents.first());
        holder.or_else(|| colleague().map(|agent| agent.id)).unwrap_or(AgentId::from_raw(0))
    }
}
