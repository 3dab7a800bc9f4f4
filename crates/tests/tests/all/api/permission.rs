//! Every route of the document × every scope × every role × own and other teams. A route that is not in [`ROUTES`] fails.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{AgentId, TeamId, WebhookId};
use domain::identity::Address;
use domain::permission::Role;
use domain::scope::Scope;
use domain::webhook::Kinds;
use engine::commands::{self, Mending, Reply};
use engine::people::{NewAgent, create_agent, create_team};
use engine::webhooks::{self, New};
use serde_json::Value;
use testkit::app::{Guest, TestApp, Told};
use testkit::channel::Mood;
use testkit::on_both;

use super::jan;

/// What somebody from another team is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foreign {
    /// The same as everybody.
    Same,
    /// An empty list.
    Nothing,
    /// That there is no such thing.
    Hidden,
    /// That their role does not allow it: it is nobody's of one team.
    Barred,
}

use Foreign::{Barred, Hidden, Nothing, Same};

/// The routes by their names in the document: what another team is told, and a body where one is needed.
const ROUTES: &[(&str, Foreign, &str)] = &[
    ("listBrands", Same, ""),
    ("listInboxes", Nothing, ""),
    ("listTeams", Same, ""),
    ("listAgents", Same, ""),
    ("listTags", Same, ""),
    ("listConversations", Nothing, ""),
    ("getConversation", Hidden, ""),
    ("changeConversation", Hidden, r#"{"priority":"high"}"#),
    ("listView", Nothing, ""),
    ("tagConversation", Hidden, r#"{"name":"pilne"}"#),
    ("untagConversation", Hidden, ""),
    ("listMessages", Hidden, ""),
    ("sendMessage", Hidden, r#"{"text":"W drodze."}"#),
    ("getMessage", Hidden, ""),
    ("addNote", Hidden, r#"{"text":"Zadzwonić."}"#),
    ("getAttachment", Hidden, ""),
    ("listContacts", Nothing, ""),
    ("getContact", Hidden, ""),
    ("listConversationsOfContact", Hidden, ""),
    ("listDeliveries", Nothing, ""),
    ("getDelivery", Hidden, ""),
    ("listAttempts", Hidden, ""),
    ("decideDelivery", Hidden, r#"{"decision":"seen"}"#),
    ("listQuarantine", Nothing, ""),
    ("getArrival", Hidden, ""),
    ("getArrivalSource", Hidden, ""),
    ("decideArrival", Hidden, r#"{"decision":"give_up"}"#),
    ("listEvents", Nothing, ""),
    ("streamEvents", Same, ""),
    ("listWebhooks", Barred, ""),
    ("createWebhook", Barred, r#"{"name":"ERP","url":"https://erp.example/hook","kinds":["message"]}"#),
    ("getWebhook", Barred, ""),
    ("changeWebhook", Barred, r#"{"active":false}"#),
    ("removeWebhook", Barred, ""),
    ("rotateWebhookSecret", Barred, ""),
    ("listWebhookCalls", Barred, ""),
    ("listWebhookAttempts", Barred, ""),
    ("resendToWebhook", Barred, r#"{"from":1,"to":1}"#),
];

/// Written out once more, so that a slip in the rules is not repeated here.
fn role_may(role: Role, scope: Scope) -> bool {
    match scope {
        Scope::QuarantineRead | Scope::QuarantineWrite => matches!(role, Role::Owner | Role::Admin | Role::Lead),
        Scope::WebhooksRead | Scope::WebhooksWrite => matches!(role, Role::Owner | Role::Admin),
        Scope::ConversationsWrite | Scope::MessagesSend | Scope::NotesWrite | Scope::DeliveriesWrite => {
            role != Role::Observer
        }
        _ => true,
    }
}

/// A route of the document.
struct Route {
    name: String,
    method: String,
    path: String,
    scope: Scope,
}

fn routes() -> Vec<Route> {
    let document = serde_json::to_value(api::document()).expect("the document is JSON");
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let scope = operation["security"][0]["token"][0].as_str().and_then(Scope::from_word);
            routes.push(Route {
                name: operation["operationId"].as_str().expect("a name").to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                scope: scope.unwrap_or_else(|| panic!("{method} {path} names no scope")),
            });
        }
    }
    routes
}

/// An app in which there is one of everything, and what stands for the names in paths.
struct Shop {
    app: TestApp,
    places: BTreeMap<&'static str, String>,
}

const WITH_FILE: &str = "From: Anna <anna@example.org>\r\nTo: sklep@example.com\r\nSubject: plik\r\nMessage-ID: <f@example.org>\r\n\
    Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nW załączniku.\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\n\
    Content-Disposition: attachment; filename=a.txt\r\n\r\nplik\r\n--b--\r\n";

async fn webhook(app: &TestApp) -> WebhookId {
    let new = New { name: "ERP".to_owned(), url: "https://erp.example/".to_owned(), kinds: Kinds::default() };
    webhooks::create(&app.engine, None, new).await.expect("a webhook").0
}

impl Shop {
    async fn open(app: TestApp) -> Self {
        app.arrive_raw("imap:1:1", WITH_FILE.as_bytes().to_vec(), false).await;
        app.arrive_raw("imap:1:2", b"Subject: nobody\r\n\r\ntext".to_vec(), false).await;
        app.settle().await;
        let conversation = app.newest_conversation().await;
        app.channel.will([Mood::Refuse]);
        let answer = Reply {
            conversation,
            text: "Dziękujemy.".to_owned(),
            then: domain::conversation::Status::Open,
            once: "1".to_owned(),
            seen: None,
        };
        commands::reply(&app.engine, app.ola(), answer).await.expect("answered");
        app.settle().await;
        let tag = commands::tag(&app.engine, app.ola(), conversation, "pilne").await.expect("tagged");
        let jan = jan(&app).await;
        let first = async |path: &str| {
            let told = jan.get(path).await;
            told.json["items"][0]["id"].as_str().unwrap_or_else(|| panic!("{path}: {}", told.text)).to_owned()
        };
        let webhook = webhook(&app).await;
        webhooks::resend(&app.engine, None, webhook, 1, 1).await.expect("queued");
        let places = BTreeMap::from([
            ("webhook", webhook.to_string()),
            ("position", "1".to_owned()),
            ("conversation", conversation.to_string()),
            ("message", first(&format!("/conversations/{conversation}/messages")).await),
            ("contact", first("/contacts").await),
            ("delivery", first("/deliveries?outbox=trouble").await),
            ("arrival", first("/quarantine").await),
            ("tag", tag.to_string()),
            ("place", "0".to_owned()),
            ("view", "to_answer".to_owned()),
        ]);
        Self { app, places }
    }

    async fn hire(&self, team: TeamId, role: Role, at: &str) -> AgentId {
        let login = Address::parse(&format!("{}@{at}", role.word())).expect("an address");
        let new =
            NewAgent { team, role, name: role.word().to_owned(), login, password: None, language: "en".to_owned() };
        create_agent(&self.app.engine, new).await.expect("an agent")
    }

    async fn ask(&self, guest: &Guest, route: &Route, body: &str) -> Told {
        if route.name == "decideArrival" {
            // Whoever comes next finds it as it was; nothing to take back at first.
            let arrival = self.places["arrival"].parse().expect("an id");
            commands::mend(&self.app.engine, self.app.jan(), arrival, Mending::TakeBack).await.ok();
        }
        let mut path = route.path.clone();
        if route.name == "removeWebhook" {
            path = path.replace("{webhook}", &webhook(&self.app).await.to_string());
        }
        for (name, value) in &self.places {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "{path}: say what stands for this name");
        guest.ask(&route.method, &path, &[], Some(body.to_owned()).filter(|body| !body.is_empty())).await
    }
}

#[test]
fn every_route_of_the_document_is_tried() {
    let known: BTreeSet<&str> = ROUTES.iter().map(|(name, ..)| *name).collect();
    let routes = routes();
    let there: BTreeSet<&str> = routes.iter().map(|route| route.name.as_str()).collect();
    assert_eq!(known, there, "ROUTES and the document differ");
}

on_both!(tokens_do_what_their_scopes_and_roles_allow, |app| {
    let shop = Shop::open(app).await;
    let stranger = shop.app.stranger();
    let elsewhere = create_team(&shop.app.engine, "Hurt").await.expect("a team");
    let foreigner = shop.hire(elsewhere, Role::Lead, "hurt.example").await;
    let mut agents = Vec::new();
    for role in Role::ALL {
        agents.push((role, shop.hire(shop.app.team, role, "own.example").await));
    }
    let mut narrow = Vec::new();
    for scope in Scope::ALL {
        narrow.push((*scope, shop.app.guest(agents[0].1, &[*scope]).await));
    }
    for route in routes() {
        let name = &route.name;
        let (_, foreign, body) = ROUTES.iter().find(|(known, ..)| known == name).expect("tried above");
        let told = shop.ask(&stranger, &route, body).await;
        assert_eq!((told.status, told.problem()), (401, Some("signed-out")), "{name}, without a token");
        for (scope, guest) in narrow.iter().filter(|(scope, _)| *scope != route.scope) {
            let told = shop.ask(guest, &route, body).await;
            assert_eq!((told.status, told.problem()), (403, Some("scope-missing")), "{name}, with {}", scope.word());
        }
        for (role, agent) in &agents {
            let told = shop.ask(&shop.app.guest(*agent, &[route.scope]).await, &route, body).await;
            if role_may(*role, route.scope) {
                // Decided by the one before.
                let done = matches!(told.status, 200 | 201 | 204 | 409);
                assert!(done, "{name}, as {}: {} {}", role.word(), told.status, told.text);
            } else {
                assert_eq!((told.status, told.problem()), (403, Some("not-allowed")), "{name}, as {}", role.word());
            }
        }
        let told = shop.ask(&shop.app.guest(foreigner, &[route.scope]).await, &route, body).await;
        match foreign {
            Same => assert_eq!(told.status, 200, "{name}, elsewhere: {}", told.text),
            Nothing => assert_eq!(
                (told.status, &told.json["items"]),
                (200, &Value::Array(Vec::new())),
                "{name}: {}",
                told.text
            ),
            Barred => assert_eq!((told.status, told.problem()), (403, Some("not-allowed")), "{name}: {}", told.text),
            Hidden => assert_eq!((told.status, told.problem()), (404, Some("not-found")), "{name}: {}", told.text),
        }
    }
    shop.app.settle().await;
});
