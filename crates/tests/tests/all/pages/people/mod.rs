//! The people who answer: who may come in, and who says so. Forms are sent by a visitor without scripts; the main way is
//! gone in Chromium as well.

mod account;
mod audit;
mod groups;
pub(crate) mod matrix;
mod operate;
mod passkey;
pub(crate) mod second_factor;
mod standing;
mod ways_in;

use domain::id::{AgentId, PasskeyId, TeamId};
use domain::identity::Address;
use domain::permission::Role;
use engine::people::{NewAgent, create_agent};
use store::passkey::Passkey;
use testkit::app::{PASSWORD, Pages, TestApp};
use testkit::program::Visitor;

/// What the owner of a shop signs in with.
pub(super) const OWNER: &str = "ewa@example.com";

/// Somebody more, who can sign in.
pub(crate) async fn hire(app: &TestApp, login: &str, role: Role, team: TeamId) -> AgentId {
    let new = NewAgent {
        team,
        role,
        name: login.split('@').next().unwrap_or_default().to_owned(),
        login: Address::parse(login).expect("an address"),
        password: Some(PASSWORD.to_owned()),
        language: "en".to_owned(),
    };
    create_agent(&app.engine, new).await.expect("an agent")
}

/// A passkey of somebody's, as the account lists it.
pub(super) async fn keep_passkey(app: &TestApp, agent: AgentId) {
    let id = app.engine.id::<PasskeyId>();
    let new = Passkey {
        id,
        agent,
        name: "Laptop w biurze".to_owned(),
        credential: "{}".to_owned(),
        made_at: app.engine.now(),
        used_at: None,
    };
    let kept = app.store().write(move |tx| store::passkey::keep(tx, &new, id.to_string().as_bytes())).await;
    kept.expect("a passkey");
}

/// A shop with an owner, its pages, and the owner signed in.
pub(super) async fn shop() -> (TestApp, Pages, AgentId, Visitor) {
    let app = TestApp::builder().passwords().start().await;
    let owner = hire(&app, OWNER, Role::Owner, app.team).await;
    let pages = app.serve_pages().await;
    let visitor = entered(&pages, OWNER).await;
    (app, pages, owner, visitor)
}

/// Somebody who signed in.
pub(crate) async fn entered(pages: &Pages, login: &str) -> Visitor {
    let mut visitor = Visitor::at(pages.address());
    visitor.sign_in(login, PASSWORD).await.expect("signed in");
    visitor
}

/// Sends a form and gives where the answer leads.
async fn led(visitor: &mut Visitor, path: &str, form: &[(&str, &str)]) -> String {
    let answer = visitor.post(path, form).await.expect("an answer");
    assert_eq!(answer.status, 303, "{path}: {}", answer.body);
    answer.location().expect("where to").to_owned()
}

/// The page at an address.
async fn page(visitor: &mut Visitor, path: &str) -> String {
    let answer = visitor.get(path).await.expect("an answer");
    assert_eq!(answer.status, 200, "{path}");
    answer.body
}
