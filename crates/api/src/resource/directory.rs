//! What an installation is made of: brands, inboxes, teams, agents. Few of each.

use axum::Json;
use axum::extract::State;
use domain::id::Id;
use domain::permission::Action;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Page;
use crate::admit::Caller;
use crate::api::Api;
use crate::cursor;
use crate::form::{AgentKey, BrandKey, InboxKey, Key, Limit, RoleWord, TeamKey, Word};
use crate::problem::Problem;
use crate::strict::Asked;

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// How many things it holds at most.
    #[serde(default)]
    #[param(inline, required = false)]
    pub limit: Limit,
    /// Where it begins: `next` of the page before.
    pub cursor: Option<String>,
}

impl Paging {
    /// The key behind which the page begins.
    pub(super) fn after(&self, list: &str) -> Result<Option<(i64, i64)>, Problem> {
        self.cursor.as_deref().map(|cursor| cursor::read(list, cursor)).transpose()
    }
}

/// Cuts a page out of a list that was read whole, in the order of its ids.
pub(super) fn cut<T>(list: &str, all: Vec<T>, id: impl Fn(&T) -> i64, paging: &Paging) -> Result<Page<T>, Problem> {
    let after = paging.after(list)?.map_or(i64::MIN, |(after, _)| after);
    let mut items: Vec<T> = all.into_iter().filter(|item| id(item) > after).collect();
    let more = items.len() > paging.limit.get();
    items.truncate(paging.limit.get());
    let next = items.last().filter(|_| more).map(|last| cursor::write(list, (id(last), 0)));
    Ok(Page { items, next })
}

/// A shop: what the customer sees as the sender.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Brand {
    id: BrandKey,
    name: String,
}

/// A place where messages arrive and leave.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Inbox {
    id: InboxKey,
    brand: BrandKey,
    /// The team its conversations start in.
    team: TeamKey,
    /// Its name among colleagues.
    name: String,
    address: String,
    /// The name that customers see.
    sender: String,
}

/// A group of agents, to whom conversations belong.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Team {
    id: TeamKey,
    name: String,
}

/// A person who answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Agent {
    id: AgentKey,
    team: TeamKey,
    role: RoleWord,
    name: String,
}

/// The shops.
#[utoipa::path(get, path = "/brands", operation_id = "listBrands", tag = "Directory", params(Paging),
    responses((status = 200, body = Page<Brand>)), security(("token" = ["directory:read"])))]
pub(super) async fn brands(State(api): State<Api>, Asked(paging): Asked<Paging>) -> Result<Json<Page<Brand>>, Problem> {
    let brands = api.read(store::brand::brands).await?;
    let brands = brands.into_iter().map(|brand| Brand { id: Key(brand.id), name: brand.name }).collect();
    cut("brands", brands, |brand| brand.id.0.raw(), &paging).map(Json)
}

/// The inboxes of the teams that the token's agent sees.
#[utoipa::path(get, path = "/inboxes", operation_id = "listInboxes", tag = "Directory", params(Paging),
    responses((status = 200, body = Page<Inbox>)), security(("token" = ["directory:read"])))]
pub(super) async fn inboxes(
    State(api): State<Api>,
    caller: Caller,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<Inbox>>, Problem> {
    let grant = caller.grant();
    let inboxes = api.read(store::brand::inboxes).await?.into_iter();
    let inboxes = inboxes.filter(|inbox| grant.allows(Action::Read, inbox.team)).map(|inbox| Inbox {
        id: Key(inbox.id),
        brand: Key(inbox.brand),
        team: Key(inbox.team),
        name: inbox.name,
        address: inbox.address.to_string(),
        sender: inbox.sender,
    });
    cut("inboxes", inboxes.collect(), |inbox| inbox.id.0.raw(), &paging).map(Json)
}

/// The teams whose conversations the token's agent sees.
#[utoipa::path(get, path = "/teams", operation_id = "listTeams", tag = "Directory", params(Paging),
    responses((status = 200, body = Page<Team>)), security(("token" = ["directory:read"])))]
pub(super) async fn teams(
    State(api): State<Api>,
    caller: Caller,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<Team>>, Problem> {
    let grant = caller.grant();
    let teams = api.read(store::brand::teams).await?.into_iter();
    let teams = teams.filter(|team| grant.allows(Action::Read, team.id));
    let teams = teams.map(|team| Team { id: Key(team.id), name: team.name }).collect();
    cut("teams", teams, |team| team.id.0.raw(), &paging).map(Json)
}

/// The people who answer.
#[utoipa::path(get, path = "/agents", operation_id = "listAgents", tag = "Directory", params(Paging),
    responses((status = 200, body = Page<Agent>)), security(("token" = ["directory:read"])))]
pub(super) async fn agents(State(api): State<Api>, Asked(paging): Asked<Paging>) -> Result<Json<Page<Agent>>, Problem> {
    let agents = api.read(store::agent::all).await?.into_iter().map(|agent| Agent {
        id: Key(agent.id),
        team: Key(agent.team),
        role: Word(agent.role),
        name: agent.name,
    });
    cut("agents", agents.collect(), |agent| agent.id.0.raw(), &paging).map(Json)
}
