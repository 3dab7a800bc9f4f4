//! Who there is: role, team, when they were here last; and what may be changed about it.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::Place;
use domain::id::{AgentId, TeamId};
use domain::permission::Role;
use engine::error::Refused;
use engine::people;
use serde::Deserialize;
use store::Conn;
use store::agent::Agent;
use store::brand::Team;
use store::invitation::Invitation;

use super::may;
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::people::{Colleague, Group, Handed, Invited, OUTCOMES, People};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    outcome: Option<String>,
}

/// What the page is made from.
struct Read {
    agents: Vec<(Agent, Option<domain::time::Millis>)>,
    teams: Vec<Team>,
    invitations: Vec<Invitation>,
    /// Whom signing in asks for a code.
    locked: Vec<AgentId>,
    /// Who signs in through an identity provider.
    linked: Vec<AgentId>,
}

fn read(conn: &mut Conn) -> store::Result<Read> {
    let seen = store::agent::seen(conn)?;
    let at = |id: AgentId| seen.iter().find(|(agent, _)| *agent == id).map(|(_, at)| *at);
    let agents = store::agent::all(conn)?.into_iter().map(|agent| (at(agent.id), agent));
    let (agents, teams) = (agents.map(|(at, agent)| (agent, at)).collect(), store::brand::teams(conn)?);
    let (locked, linked) = (store::second_factor::all_on(conn)?, store::sign_on::all(conn)?);
    Ok(Read { agents, teams, invitations: store::invitation::open(conn)?, locked, linked })
}

/// `GET /people`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me)?;
    let outcome = asked.outcome.as_deref().and_then(|asked| OUTCOMES.into_iter().find(|one| *one == asked));
    page(&web, &me, outcome, None).await
}

/// The page, with what was done just now.
pub(super) async fn page(
    web: &Web,
    me: &SignedIn,
    outcome: Option<&'static str>,
    handed: Option<Handed>,
) -> Result<Response, Fault> {
    let read = web.store().read(read).await?;
    let mine = me.agent.role;
    let group = |id: TeamId| read.teams.iter().find(|team| team.id == id).map_or("", |team| &team.name).to_owned();
    let mut rows: Vec<Colleague> = read
        .agents
        .iter()
        .map(|(agent, seen_at)| Colleague {
            id: agent.id,
            name: agent.name.clone(),
            login: agent.login.clone(),
            role: agent.role.word(),
            team: agent.team,
            group: group(agent.team),
            seen_at: *seen_at,
            off_at: agent.off_at,
            locked: read.locked.contains(&agent.id),
            linked: read.linked.contains(&agent.id),
            me: agent.id == me.agent.id,
            touchable: mine.may_appoint(agent.role),
        })
        .collect();
    rows.sort_by_cached_key(|row| (row.off_at.is_some(), row.name.to_lowercase()));
    let invited = read.invitations.iter().map(|one| Invited {
        id: one.id,
        login: one.login.clone(),
        role: one.place.role.word(),
        group: group(one.place.team),
        ends_at: one.ends_at,
        over: one.ends_at <= web.now(),
        touchable: mine.may_appoint(one.place.role),
    });
    let page = People {
        rows,
        invited: invited.collect(),
        handed,
        owns: mine == Role::Owner,
        groups: read.teams.into_iter().map(|team| Group { id: team.id, name: team.name }).collect(),
        roles: Role::ALL.into_iter().filter(|role| mine.may_appoint(*role)).map(Role::word).collect(),
        outcome,
        banner: banner(web, me).await?,
        path: "/people".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// Where somebody shall stand, and where they stood when the page was made.
#[derive(Deserialize)]
pub(super) struct Appointment {
    role: String,
    team: String,
    from_role: String,
    from_team: String,
}

/// Where somebody shall stand, as a form says it.
pub(super) fn place(role: &str, team: &str) -> Result<Place, Fault> {
    let role = Role::from_word(role).ok_or(Fault::Unreadable)?;
    Ok(Place { role, team: team.parse().map_err(|_| Fault::Unreadable)? })
}

/// `POST /people/{agent}/place`
pub(super) async fn appoint(
    State(web): State<Web>,
    me: SignedIn,
    Path(agent): Path<String>,
    Form(form): Form<Appointment>,
) -> Result<Response, Fault> {
    may(&me)?;
    let agent: AgentId = agent.parse().map_err(|_| Fault::NotFound)?;
    let from = place(&form.from_role, &form.from_team)?;
    let to = place(&form.role, &form.team)?;
    let outcome = outcome(people::appoint(web.engine(), me.by(), agent, from, to).await, "changed")?;
    web.directories().renew(&web).await?;
    // Whoever takes it from themselves has no such page any more.
    let gone = agent == me.agent.id && !matches!(to.role, Role::Owner | Role::Admin) && outcome == "changed";
    Ok(respond::see(&if gone { "/".to_owned() } else { format!("/people?outcome={outcome}#{agent}") }))
}

/// Whether somebody may sign in.
#[derive(Deserialize)]
pub(super) struct Switch {
    on: String,
}

/// `POST /people/{agent}/switch`
pub(super) async fn switch(
    State(web): State<Web>,
    me: SignedIn,
    Path(agent): Path<String>,
    Form(form): Form<Switch>,
) -> Result<Response, Fault> {
    may(&me)?;
    let agent: AgentId = agent.parse().map_err(|_| Fault::NotFound)?;
    let on = match form.on.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Fault::Unreadable),
    };
    let done = people::switch(web.engine(), me.by(), agent, on).await;
    let outcome = outcome(done, if on { "on" } else { "off" })?;
    web.directories().renew(&web).await?;
    Ok(respond::see(&format!("/people?outcome={outcome}#{agent}")))
}

/// `POST /people/{agent}/second-factor/end`: for somebody whose device is gone.
pub(super) async fn unlock(State(web): State<Web>, me: SignedIn, Path(agent): Path<String>) -> Result<Response, Fault> {
    may(&me)?;
    let agent: AgentId = agent.parse().map_err(|_| Fault::NotFound)?;
    let done = people::second_factor::end_of(web.engine(), me.by(), agent).await;
    let outcome = outcome(done, "factor-off")?;
    Ok(respond::see(&format!("/people?outcome={outcome}#{agent}")))
}

/// `POST /people/{agent}/sign-on/end`: for somebody who has another account there by now.
pub(super) async fn unlink(State(web): State<Web>, me: SignedIn, Path(agent): Path<String>) -> Result<Response, Fault> {
    may(&me)?;
    let agent: AgentId = agent.parse().map_err(|_| Fault::NotFound)?;
    let outcome = outcome(people::unlink(web.engine(), me.by(), agent).await, "unlinked")?;
    Ok(respond::see(&format!("/people?outcome={outcome}#{agent}")))
}

/// What the page says above itself.
fn outcome(done: engine::Result<()>, well: &'static str) -> Result<&'static str, Fault> {
    match done {
        Ok(()) => Ok(well),
        Err(engine::Error::Refused(Refused::Outdated)) => Ok("stale"),
        Err(engine::Error::Refused(Refused::LastOwner)) => Ok("last-owner"),
        Err(error) => Err(error.into()),
    }
}
