//! Colleagues: one after the other, each with a password that is shown once.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identity::Address;
use domain::permission::Role;
use engine::first_run::MAX_NAME_CHARS;
use engine::people::{NewAgent, create_agent, draw_password};
use serde::Deserialize;

use super::FirstRun;
use crate::fault::Fault;
use crate::pages::setup::{Added, Colleagues, Step};
use crate::web::Web;

async fn page(web: &Web, run: &FirstRun, blank: Colleagues, status: StatusCode) -> Result<Response, Fault> {
    let found = web.store().read(store::agent::all).await?;
    let others = found.into_iter().filter(|agent| agent.id != run.me.agent.id);
    let there = others.map(|agent| (agent.name, agent.login, agent.role.word())).collect();
    run.page(web, &Colleagues { there, ..blank }, status)
}

/// `GET /setup/colleagues`
pub(super) async fn form(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    page(&web, &run, Colleagues::blank(run.steps(Step::Colleagues)), StatusCode::OK).await
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Asked {
    name: String,
    login: String,
    role: String,
}

/// `POST /setup/colleagues`
pub(super) async fn add(State(web): State<Web>, run: FirstRun, Form(asked): Form<Asked>) -> Result<Response, Fault> {
    let mut shown = Colleagues::blank(run.steps(Step::Colleagues));
    let name = asked.name.trim().to_owned();
    let role = Role::from_word(&asked.role).filter(|role| *role != Role::Owner).ok_or(Fault::Unreadable)?;
    let login = Address::parse(asked.login.trim());
    let wrong = match &login {
        None => Some("login"),
        Some(_) if name.is_empty() || name.chars().count() > MAX_NAME_CHARS => Some("name"),
        Some(_) => None,
    };
    if let (Some(login), None) = (login, wrong) {
        let password = draw_password()?;
        let new = NewAgent {
            team: run.me.agent.team,
            role,
            name: name.clone(),
            login: login.clone(),
            password: Some(password.clone()),
            language: run.me.agent.language.clone(),
        };
        match create_agent(web.engine(), new).await {
            Ok(_) => {
                shown.added = Some(Added { name, login: login.to_string(), password });
                return page(&web, &run, shown, StatusCode::OK).await;
            }
            Err(engine::Error::Refused(_)) => shown.wrong = Some("taken"),
            Err(error) => return Err(error.into()),
        }
    } else {
        shown.wrong = wrong;
    }
    (shown.name, shown.login, shown.role) = (asked.name, asked.login, role.word());
    page(&web, &run, shown, StatusCode::UNPROCESSABLE_ENTITY).await
}
