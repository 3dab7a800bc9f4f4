//! Every route of the pages × every role × own and other teams × nobody. The routes are those of the table from which the
//! router is made: one that is not in [`ROUTES`] fails.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::id::MessageId;
use domain::permission::Role;
use engine::commands::{self, Reply};
use engine::people::create_team;
use store::mailbox::state;
use testkit::app::{Pages, TestApp};
use testkit::channel::Mood;
use testkit::program::Visitor;
use tokio_util::sync::CancellationToken;

use super::routes::Foreign::Same;
use super::routes::Who::{Demo, FirstRun, May, Open, Own, Owners};
use super::routes::{ENDS, ROUTES, Row, role_may};
use super::{entered, hire};

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

const WITH_FILE: &str = "From: Anna <anna@example.org>\r\nTo: sklep@example.com\r\nSubject: plik\r\nMessage-ID: <f@example.org>\r\n\
    Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nW załączniku.\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n\
    Content-Disposition: attachment; filename=a.txt\r\n\r\nplik\r\n--b--\r\n";

/// A shop in which there is one of everything, and what stands for the names in paths.
async fn places(app: &TestApp) -> BTreeMap<&'static str, String> {
    app.arrive_raw("imap:1:1", WITH_FILE.as_bytes().to_vec(), false).await;
    app.arrive_raw("imap:1:2", b"Subject: nobody\r\n\r\ntext".to_vec(), false).await;
    app.settle().await;
    let conversation = app.newest_conversation().await;
    let first: MessageId = one(app, "SELECT MIN(id) FROM message");
    app.channel.will([Mood::Refuse]);
    let then = domain::conversation::Status::Open;
    let answer = Reply { conversation, text: "Dziękujemy.".to_owned(), then, once: "0".to_owned(), seen: None };
    commands::reply(&app.engine, app.ola(), answer).await.expect("answered");
    app.settle().await;
    let (inbox, now) = (app.inbox, app.engine.now());
    app.store().write(move |tx| state::set_up(tx, &[(inbox, None)], now)).await.expect("a mailbox");
    BTreeMap::from([
        ("view", "mine".to_owned()),
        ("id", conversation.to_string()),
        ("message", first.to_string()),
        ("place", "0".to_owned()),
        ("suggestion", "sug_01h8m3c4k5q7p".to_owned()),
        ("delivery", one::<domain::id::DeliveryId>(app, "SELECT MIN(id) FROM delivery").to_string()),
        ("raw", one::<domain::id::RawId>(app, "SELECT id FROM raw WHERE state = 2").to_string()),
        ("inbox", inbox.to_string()),
        ("what", "give-up".to_owned()),
        ("agent", app.ola.to_string()),
        ("team", app.team.to_string()),
        ("session", "0".repeat(32)),
        ("secret", "0".repeat(64)),
        ("token", "0".repeat(64)),
        ("name", "app.css".to_owned()),
    ])
}

fn one<I: domain::id::Id>(app: &TestApp, sql: &str) -> I {
    I::from_raw(app.number(sql))
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
            Own | Owners | FirstRun | May(_) => {
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
