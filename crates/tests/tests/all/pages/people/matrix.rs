//! Every route of the pages × every role × own and other teams × nobody. The routes are those of the table from which the
//! router is made: one that is not in [`ROUTES`] fails.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::permission::{Action, Role};
use engine::people::create_team;
use testkit::app::{Pages, TestApp};
use testkit::program::Visitor;
use tokio_util::sync::CancellationToken;

use super::{entered, hire};
use places::{one, places};

mod places;

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

use Action::{Answer, Govern, Mend, Read};
use Foreign::{Hidden, Same};
use Who::{Demo, May, Open, Own, Owners};

/// A route, who gets in, what other teams are told, whether what is asked for is there, and a form.
type Row = (&'static str, Who, Foreign, bool, &'static [(&'static str, &'static str)]);

/// All of them. What ends something for those that follow stands last.
const ROUTES: &[Row] = &[
    ("GET /healthz", Open, Same, true, &[]),
    ("GET /readyz", Open, Same, true, &[]),
    ("GET /assets/{name}", Open, Same, false, &[]),
    ("GET /sign-in", Open, Same, true, &[]),
    ("POST /session", Open, Same, true, &[("login", "nobody@example.com"), ("password", "nothing at all")]),
    ("POST /session/code", Open, Same, true, &[("ticket", "00"), ("code", "123456")]),
    ("POST /language", Open, Same, true, &[("language", "en")]),
    ("GET /password", Open, Same, true, &[]),
    ("POST /password", Open, Same, true, &[("login", "nobody@example.com")]),
    ("GET /password/{secret}", Open, Same, false, &[]),
    ("POST /password/{secret}", Open, Same, false, &[("password", "cztery nowe słowa")]),
    ("GET /join/{secret}", Open, Same, false, &[]),
    ("POST /join/{secret}", Open, Same, false, &[("name", "X"), ("language", "en"), ("password", "cztery nowe słowa")]),
    ("GET /setup/{token}", Open, Same, false, &[]),
    (
        "POST /setup/{token}",
        Open,
        Same,
        false,
        &[("name", "X"), ("login", "x@y.pl"), ("password", "cztery nowe słowa")],
    ),
    ("GET /setup", Demo, Same, true, &[]),
    ("GET /setup/shop", Demo, Same, true, &[]),
    ("POST /setup/shop", Demo, Same, true, &[("shop", "X"), ("team", "Y")]),
    ("GET /setup/mailbox", Demo, Same, true, &[]),
    ("POST /setup/mailbox", Demo, Same, true, &[]),
    ("POST /setup/mailbox/servers", Demo, Same, true, &[("address", "x@example.com")]),
    ("POST /setup/mailbox/later", Demo, Same, true, &[]),
    ("GET /setup/history", Demo, Same, true, &[]),
    ("POST /setup/history", Demo, Same, true, &[("horizon", "all")]),
    ("POST /setup/history/trial", Demo, Same, true, &[]),
    ("GET /setup/colleagues", Demo, Same, true, &[]),
    ("POST /setup/colleagues", Demo, Same, true, &[]),
    ("GET /setup/end", Demo, Same, true, &[]),
    ("POST /setup/end", Demo, Same, true, &[]),
    ("GET /", Own, Same, true, &[]),
    ("GET /live", Own, Same, true, &[]),
    ("GET /inbox/{view}", May(Read), Same, true, &[]),
    ("GET /conversations/{id}", May(Read), Hidden, true, &[]),
    ("GET /conversations/{id}/items", May(Read), Hidden, true, &[]),
    ("GET /conversations/{id}/messages/{message}/files/{place}", May(Read), Hidden, true, &[]),
    ("GET /conversations/{id}/messages/{message}/html", May(Read), Hidden, false, &[]),
    ("GET /conversations/{id}/messages/{message}/images/{place}", May(Read), Hidden, false, &[]),
    ("GET /conversations/{id}/messages/{message}/source", May(Read), Hidden, true, &[]),
    ("POST /conversations/{id}/replies", May(Answer), Hidden, true, &[("text", ""), ("once", "1")]),
    ("POST /conversations/{id}/notes", May(Answer), Hidden, true, &[("text", "Zadzwonić."), ("once", "2")]),
    ("POST /conversations/{id}/assignment", May(Answer), Hidden, true, &[("from", ""), ("assignee", "")]),
    ("POST /conversations/{id}/status", May(Answer), Hidden, true, &[("status", "open")]),
    ("POST /conversations/{id}/priority", May(Answer), Hidden, true, &[("priority", "high")]),
    ("POST /conversations/{id}/tags", May(Answer), Hidden, true, &[("name", "pilne"), ("on", "yes")]),
    ("POST /conversations/{id}/matter", May(Answer), Hidden, false, &[("into", "cnv_01h8m3c4k5q7p")]),
    ("POST /conversations/{id}/matter/end", May(Answer), Hidden, false, &[]),
    ("POST /conversations/{id}/suggestions/{suggestion}/dismissal", May(Answer), Hidden, false, &[]),
    ("POST /conversations/{id}/person", May(Answer), Hidden, true, &[("address", "nobody")]),
    ("POST /conversations/{id}/person/end", May(Answer), Hidden, false, &[("contact", "ctc_01h8m3c4k5q7p")]),
    ("POST /conversations/{id}/person/suggestions/{suggestion}/dismissal", May(Answer), Hidden, false, &[]),
    ("POST /conversations/{id}/spam", May(Answer), Hidden, true, &[("spam", "no")]),
    ("POST /conversations/{id}/sender", May(Answer), Hidden, true, &[("mark", "none")]),
    ("POST /conversations/{id}/messages/{message}/deliveries", May(Answer), Hidden, false, &[]),
    ("GET /outbox", May(Read), Same, true, &[]),
    ("GET /outbox/{delivery}", May(Read), Hidden, true, &[]),
    ("POST /outbox/{delivery}", May(Answer), Hidden, true, &[("decision", "seen")]),
    ("GET /mailboxes", May(Mend), Same, true, &[]),
    ("GET /mailboxes/new", May(Action::Operate), Same, false, &[]),
    ("POST /mailboxes/new", May(Action::Operate), Same, false, places::MAILBOX),
    ("POST /mailboxes/new/servers", May(Action::Operate), Same, false, &[("address", "hurt@example.com")]),
    ("POST /mailboxes/{inbox}/end", May(Action::Operate), Hidden, false, &[]),
    ("GET /mailboxes/banner", Own, Same, true, &[]),
    ("POST /mailboxes/{inbox}/trial", May(Mend), Hidden, true, &[("day", "")]),
    ("POST /mailboxes/{inbox}/probe", May(Mend), Hidden, true, &[]),
    ("POST /mailboxes/{inbox}/horizon", May(Mend), Hidden, true, &[("horizon", "none")]),
    ("POST /mailboxes/{inbox}/password", May(Action::Operate), Hidden, false, &[("password", "x")]),
    ("GET /quarantine", May(Mend), Same, true, &[]),
    ("GET /quarantine/{id}", May(Mend), Hidden, true, &[]),
    ("GET /quarantine/{id}/source", May(Mend), Hidden, true, &[]),
    // Whether there is such a thing in another team is told to nobody there: it is "gone".
    ("POST /quarantine/{id}/{what}", May(Mend), Same, true, &[]),
    ("POST /quarantine/retries", May(Mend), Same, true, &[]),
    ("GET /people", May(Govern), Same, true, &[]),
    ("GET /people/roles", May(Govern), Same, true, &[]),
    ("GET /people/audit", May(Govern), Same, true, &[]),
    ("GET /people/audit.csv", May(Govern), Same, true, &[]),
    ("POST /people/{agent}/switch", May(Govern), Same, true, &[("on", "yes")]),
    ("POST /people/{agent}/place", May(Govern), Same, true, &[("role", "{own}")]),
    ("POST /people/{agent}/second-factor/end", Owners, Same, true, &[]),
    (
        "POST /people/invitations",
        May(Govern),
        Same,
        true,
        &[("login", "x@example.com"), ("role", "agent"), ("team", "{team}")],
    ),
    ("POST /people/invitations/{invitation}/renewal", May(Govern), Same, true, &[]),
    ("POST /people/invitations/{invitation}/end", May(Govern), Same, true, &[]),
    ("GET /me", Own, Same, true, &[]),
    ("POST /me", Own, Same, true, &[("name", "Ktoś"), ("language", "en")]),
    ("POST /me/password", Own, Same, true, &[("old", "zgaduję hasło"), ("password", "cztery nowe słowa")]),
    ("GET /me/second-factor", Own, Same, true, &[]),
    ("POST /me/second-factor", Own, Same, true, &[]),
    ("POST /me/second-factor/confirmation", Own, Same, true, &[("code", "000000")]),
    ("POST /me/second-factor/codes", Own, Same, true, &[("password", "zgaduję hasło")]),
    ("POST /me/second-factor/end", Own, Same, true, &[("password", "zgaduję hasło")]),
    ("POST /me/sessions/{session}/end", Own, Same, true, &[]),
    ("POST /demo/session", Demo, Same, true, &[("as", "agent")]),
    ("GET /demo/plug", Demo, Same, true, &[]),
    ("POST /demo/plug", Demo, Same, true, &[("flow", "on")]),
    ("GET /demo/customer", Demo, Same, true, &[]),
    ("POST /demo/customer/mails", Demo, Same, true, &[]),
    ("POST /me/sessions/end", Own, Same, true, &[]),
    ("POST /session/end", Own, Same, true, &[]),
];

/// What ends the session that asks: somebody comes in anew for it.
const ENDS: [&str; 2] = ["POST /me/sessions/end", "POST /session/end"];

/// Written out once more, so that a slip in the rules is not repeated here.
fn role_may(role: Role, who: Who) -> bool {
    match who {
        Open | Own | May(Read) => true,
        May(Answer) => role != Role::Observer,
        May(Mend) => matches!(role, Role::Owner | Role::Admin | Role::Lead),
        May(_) => matches!(role, Role::Owner | Role::Admin),
        Owners => role == Role::Owner,
        Demo => false,
    }
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
        form => form.iter().map(|(key, value)| (*key, if *value == "{team}" { team } else { *value })).collect(),
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
    let pages = app.serve_pages().await;
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
