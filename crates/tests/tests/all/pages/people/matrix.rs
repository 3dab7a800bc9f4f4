//! Every route of the pages × every role × own and other teams × nobody. The routes are those of the table from which the
//! router is made: one that is not in [`ROUTES`] fails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::permission::{Action, Role};
use engine::people::create_team;
use testkit::app::{Pages, TestApp};
use testkit::program::Visitor;
use tokio_util::sync::CancellationToken;

use super::{entered, hire};
use places::{one, places};
use routes::ROUTES;

mod places;
mod routes;

/// Who gets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Everybody, signed in or not.
    Open,
    /// Whoever is signed in, about themselves.
    Own,
    /// Whose role allows this.
    May(Action),
    /// Owners.
    Owners,
    /// Nobody: this is no demo, and no first run.
    Demo,
}

/// What somebody from another team is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foreign {
    /// What their role is told in their own team.
    Same,
    /// That there is no such thing.
    Hidden,
}

use Action::{Answer, Mend, Read};
use Foreign::Same;
use Who::{Demo, May, Open, Own, Owners};

/// A route, who gets in, what other teams are told, whether what is asked for is there, and a form.
type Row = (&'static str, Who, Foreign, bool, &'static [(&'static str, &'static str)]);

/// What ends the session that asks: somebody comes in anew for it.
const ENDS: [&str; 2] = ["POST /me/sessions/end", "POST /session/end"];

/// Written out once more, so that a slip in the rules is not repeated here.
fn role_may(role: Role, who: Who) -> bool {
    match who {
        Open | Own | May(Read) => true,
        May(Answer) => role != Role::Observer,
        May(Mend | Action::Prepare) => matches!(role, Role::Owner | Role::Admin | Role::Lead),
        May(_) => matches!(role, Role::Owner | Role::Admin),
        Owners => role == Role::Owner,
        Demo => false,
    }
}

/// Every address that takes forms, with something in place of its names.
pub(crate) fn forms() -> Vec<String> {
    let paths = ROUTES.iter().filter_map(|(route, ..)| route.strip_prefix("POST "));
    let filled = paths.map(|path| {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        parts.collect::<Vec<_>>().join("/")
    });
    filled.collect()
}

#[tokio::test]
async fn every_route_of_the_table_is_tried() {
    let app = TestApp::start().await;
    let settings = web::Settings {
        zone: jiff::tz::TimeZone::UTC,
        https: false,
        home: String::new(),
        demo: None,
        connector: None,
        machine: None,
        stopping: CancellationToken::new(),
    };
    let table = web::routes(&web::Web::new(app.engine.clone(), settings));
    let there: BTreeSet<String> = table.iter().map(|(method, path)| format!("{method} {path}")).collect();
    let known: BTreeSet<String> = ROUTES.iter().map(|(route, ..)| (*route).to_owned()).collect();
    assert_eq!(known, there, "ROUTES and the table of routes differ");
}

/// Asks for a route and gives the status, and where it leads.
async fn ask(visitor: &Visitor, row: &Row, places: &BTreeMap<&'static str, String>) -> (u16, String) {
    let (route, _, _, _, form) = row;
    let (method, path) = route.split_once(' ').expect("a method and a path");
    if path == "/live" {
        let heard = visitor.listen(path, "\n\n", Duration::from_secs(10)).await.expect("a stream");
        return if heard.contains("signed-out") { (303, "/sign-in".to_owned()) } else { (200, String::new()) };
    }
    let mut path = path.replace("/quarantine/{id}", "/quarantine/{raw}");
    for (name, value) in places {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    if path.ends_with("/items") {
        path.push_str("?before=1000");
    }
    assert!(!path.contains('{'), "{path}: say what stands for this name");
    let team = places["team"].as_str();
    let placed = [("role", "agent"), ("team", team), ("from_role", "agent"), ("from_team", team)];
    let form: Vec<(&str, &str)> = match form {
        [("role", "{own}")] => placed.to_vec(),
        form => form
            .iter()
            .map(|(key, value)| {
                (
                    *key,
                    if *value == "{team}" {
                        team
                    } else if *value == "{agent}" {
                        &places["agent"]
                    } else {
                        *value
                    },
                )
            })
            .collect(),
    };
    // A copy: what somebody is told in a cookie here is not carried on.
    let mut visitor = visitor.clone();
    let answer = if method == "GET" { visitor.get(&path).await } else { visitor.post(&path, &form).await };
    let answer = answer.unwrap_or_else(|error| panic!("{route}: {error}"));
    (answer.status, answer.location().unwrap_or_default().to_owned())
}

/// Holds an answer against what is expected of it.
fn judge(row: &Row, whose: &str, may: bool, (status, to): (u16, String)) -> Option<String> {
    let (route, _, _, found, _) = row;
    let in_door = !to.starts_with("/sign-in") || ENDS.contains(route) || route.contains("/session");
    let well = match (may, found) {
        (true, true) => matches!(status, 200 | 303 | 409 | 422) && in_door,
        (true, false) => matches!(status, 200 | 303 | 404 | 409 | 422) && in_door,
        (false, _) => matches!(status, 403 | 404),
    };
    (!well).then(|| {
        format!("{route}, {whose}: {status} {to}, and {} expected", if may { "to get in was" } else { "a refusal was" })
    })
}

async fn fresh(pages: &Pages, route: &str, login: &str, known: &Visitor) -> Visitor {
    if ENDS.contains(&route) { entered(pages, login).await } else { known.clone() }
}

#[tokio::test]
async fn pages_do_what_roles_and_teams_allow() {
    let mut app = TestApp::builder().passwords().start().await;
    app.allow_undone();
    let mut places = places(&app).await;
    let elsewhere = create_team(&app.engine, "Hurt").await.expect("a team");
    let mut visitors = Vec::new();
    hire(&app, "foreign@example.com", Role::Lead, elsewhere).await;
    for role in Role::ALL {
        hire(&app, &format!("{}@own.example", role.word()), role, app.team).await;
    }
    let connections = app::connect::Connections::new(app.engine.clone(), Arc::default(), Arc::default());
    let pages = app.serve_pages_with(Some(Arc::new(connections))).await;
    for role in Role::ALL {
        let login = format!("{}@own.example", role.word());
        visitors.push((role, entered(&pages, &login).await, login));
    }
    let foreign = entered(&pages, "foreign@example.com").await;
    let nobody = Visitor::at(pages.address());
    let mut owner = visitors[0].1.clone();
    let team = places["team"].clone();
    let asked = [("login", "y@example.com"), ("role", "agent"), ("team", team.as_str())];
    owner.post("/people/invitations", &asked).await.expect("an invitation");
    places.insert("invitation", one::<domain::id::InvitationId>(&app, "SELECT MAX(id) FROM invitation").to_string());
    let mut complaints = Vec::new();
    for row in ROUTES {
        let (route, who, elsewhere, ..) = row;
        let (status, to) = ask(&nobody, row, &places).await;
        let refused = match who {
            Open => judge(row, "nobody", true, (status, to)),
            Demo => (status != 404 && !to.starts_with("/sign-in"))
                .then(|| format!("{route}: {status} {to}, without a demo")),
            Own | Owners | May(_) => {
                (status != 303 || !to.starts_with("/sign-in")).then(|| format!("{route}, nobody: {status} {to}"))
            }
        };
        complaints.extend(refused);
        for (role, visitor, login) in &visitors {
            let visitor = fresh(&pages, route, login, visitor).await;
            complaints.extend(judge(row, role.word(), role_may(*role, *who), ask(&visitor, row, &places).await));
        }
        let visitor = fresh(&pages, route, "foreign@example.com", &foreign).await;
        let may = role_may(Role::Lead, *who) && *elsewhere == Same;
        complaints.extend(judge(row, "a lead of another team", may, ask(&visitor, row, &places).await));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    pages.close().await;
}
