//! Who did what about people, and when: read from the log, searched by person and kind, and as a file.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::access::Access;
use domain::event::{Actor, Event, Fact, Position};
use domain::id::{AgentId, TeamId};
use domain::permission::Role;
use serde::Deserialize;
use store::brand::Team;

use super::may;
use crate::agent::banner;
use crate::directory::Directory;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::audit::{Audit, Done, KINDS};
use crate::pages::frame::Person;
use crate::pages::times::Times;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::words::{Args, word, words};

/// How many stand on a page.
const PAGE: usize = 50;
/// How many a file holds.
const FILE: usize = 10_000;
/// How many are looked through for them.
const LOOKED_THROUGH: usize = 100_000;
/// How many are read at once.
const STRETCH: usize = 500;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    person: String,
    #[serde(default)]
    kind: String,
    before: Option<i64>,
}

impl Asked {
    fn person(&self) -> Option<AgentId> {
        self.person.parse().ok()
    }

    fn kind(&self) -> Option<&'static str> {
        KINDS.into_iter().find(|kind| *kind == self.kind)
    }

    /// The rest of an address that asks the same.
    fn again(&self) -> String {
        let person = self.person().map(|agent| agent.to_string()).unwrap_or_default();
        format!("person={person}&kind={}", self.kind().unwrap_or_default())
    }
}

/// Of which kind something is.
fn kind_of(fact: &Fact) -> &'static str {
    match fact {
        Fact::AgentAccessed { what: Access::SignedIn | Access::Refused, .. } => "sign-ins",
        Fact::AgentAccessed { .. } => "security",
        _ => "people",
    }
}

async fn read(web: &Web, asked: &Asked, limit: usize) -> store::Result<Vec<Event>> {
    let (person, kind) = (asked.person(), asked.kind());
    let mut before = Position(asked.before.unwrap_or(i64::MAX));
    let mut found = Vec::new();
    for _ in 0..LOOKED_THROUGH / STRETCH {
        let some = web.store().read(move |conn| store::audit::before(conn, before, person, STRETCH)).await?;
        let Some(last) = some.last() else { break };
        before = last.position;
        let is_last = some.len() < STRETCH;
        found.extend(some.into_iter().filter(|event| kind.is_none_or(|kind| kind_of(&event.fact) == kind)));
        if is_last || found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// `GET /people/audit`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me)?;
    let mut events = read(&web, &asked, PAGE + 1).await?;
    let has_more = events.len() > PAGE;
    events.truncate(PAGE);
    let more = events.last().filter(|_| has_more).map(|last| last.position);
    let names = Names::read(&web, me.language()).await?;
    let page = Audit {
        rows: events.iter().map(|event| names.done(event)).collect(),
        people: names.names.agents().iter().map(|one| Person { id: one.id, name: one.name.clone() }).collect(),
        person: asked.person(),
        kind: asked.kind(),
        more: more.map(|position| format!("/people/audit?{}&before={position}", asked.again())),
        file: format!("/people/audit.csv?{}", asked.again()),
        banner: banner(&web, &me).await?,
        path: format!("/people/audit?{}", asked.again()),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// `GET /people/audit.csv` (RFC 4180)
pub(super) async fn export(
    State(web): State<Web>,
    me: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    may(&me)?;
    let events = read(&web, &asked, FILE).await?;
    let language = me.language();
    let names = Names::read(&web, language).await?;
    let times = Times { language, zone: web.zone().clone(), now: web.now() };
    // A mark of its encoding, without which spreadsheets break Polish letters.
    let mut file = String::from("\u{feff}");
    let head =
        ["position", "time", "who", "what", "about"].map(|column| word(language, &format!("audit-column-{column}")));
    line(&mut file, &head);
    for event in &events {
        let done = names.done(event);
        let cells =
            [event.position.to_string(), times.iso(event.at), done.who, done.what, done.about.unwrap_or_default()];
        line(&mut file, &cells);
    }
    let name = [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CACHE_CONTROL, "private, no-store")];
    Ok((name, [(CONTENT_DISPOSITION, "attachment; filename=\"kontuar-audit.csv\"")], file).into_response())
}

/// One line of a file. What a spreadsheet would take for a formula is none.
fn line(file: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        let comma = if at == 0 { "" } else { "," };
        file.push_str(&format!("{comma}\"{guard}{}\"", cell.replace('"', "\"\"")));
    }
    file.push_str("\r\n");
}

/// What people and teams are called, in a language.
struct Names {
    names: std::sync::Arc<Directory>,
    teams: Vec<Team>,
    language: Language,
}

impl Names {
    async fn read(web: &Web, language: Language) -> Result<Self, Fault> {
        let teams = web.store().read(store::brand::teams).await?;
        Ok(Self { names: web.directories().renew(web).await?, teams, language })
    }

    fn person(&self, id: AgentId) -> String {
        self.names.person(id).map_or_else(|| word(self.language, "actor-word-former"), |person| person.name)
    }

    fn team(&self, id: TeamId) -> String {
        self.teams.iter().find(|team| team.id == id).map_or_else(|| "?".to_owned(), |team| team.name.clone())
    }

    fn role(&self, role: Role) -> String {
        word(self.language, &format!("role-word-{}", role.word()))
    }

    /// One event in words.
    fn done(&self, event: &Event) -> Done {
        let (key, about, args) = self.sentence(&event.fact);
        let who = match &event.actor {
            Actor::Agent(agent) => self.person(*agent),
            // At the door nobody knows who it was.
            _ if matches!(event.fact, Fact::AgentAccessed { what: Access::Refused | Access::ResetAsked, .. }) => {
                word(self.language, "audit-who-door")
            }
            _ => word(self.language, "audit-who-operator"),
        };
        let is_other = |agent: &AgentId| event.actor != Actor::Agent(*agent);
        Done {
            at: event.at,
            who,
            what: words(self.language, &key, &args).unwrap_or_else(|| event.fact.kind().to_owned()),
            about: about.filter(is_other).map(|agent| self.person(agent)),
            kind: kind_of(&event.fact),
        }
    }

    /// The key of its sentence, whom it is about, and what the sentence names.
    fn sentence(&self, fact: &Fact) -> (String, Option<AgentId>, Args<'static>) {
        let place = |team, role| Args::from([("role", self.role(role).into()), ("team", self.team(team).into())]);
        let plain = |key: &str, about| (format!("audit-what-{key}"), about, Args::new());
        match fact {
            Fact::AgentCreated { agent, team, role } => {
                ("audit-what-created".to_owned(), Some(*agent), place(*team, *role))
            }
            Fact::AgentChanged { agent, team, role, from_team, from_role } => {
                let mut args = place(*team, *role);
                args.insert("from_role", self.role(*from_role).into());
                args.insert("from_team", self.team(*from_team).into());
                ("audit-what-changed".to_owned(), Some(*agent), args)
            }
            Fact::AgentSwitched { agent, on } => plain(if *on { "on" } else { "off" }, Some(*agent)),
            Fact::AgentInvited { team, role, .. } => ("audit-what-invited".to_owned(), None, place(*team, *role)),
            Fact::AgentInvitationEnded { agent: Some(_), .. } => plain("joined", None),
            Fact::AgentInvitationEnded { agent: None, .. } => plain("withdrawn", None),
            Fact::AgentAccessed { agent, what } => plain(what.word(), Some(*agent)),
            other => plain(other.kind(), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_no_formulas() {
        let mut file = String::new();
        line(&mut file, &["1".to_owned(), "=1+1".to_owned(), "Jan \"Duży\", lead".to_owned()]);
        assert_eq!(file, "\"1\",\"'=1+1\",\"Jan \"\"Duży\"\", lead\"\r\n");
    }
}
