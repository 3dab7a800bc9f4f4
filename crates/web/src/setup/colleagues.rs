//! Colleagues: asked to join one after the other, as on the page of people. Nobody makes up passwords for others.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::Place;
use domain::identity::Address;
use domain::permission::Role;
use engine::error::Refused;
use engine::people;
use serde::Deserialize;

use super::FirstRun;
use crate::fault::Fault;
use crate::pages::setup::{Colleagues, Step, There};
use crate::people::deliver;
use crate::web::Web;

async fn page(web: &Web, run: &FirstRun, blank: Colleagues, status: StatusCode) -> Result<Response, Fault> {
    let read =
        |conn: &mut store::Conn| -> store::Result<_> { Ok((store::agent::all(conn)?, store::invitation::open(conn)?)) };
    let (agents, asked) = web.store().read(read).await?;
    let others = agents.into_iter().filter(|agent| agent.id != run.me.agent.id);
    let came = others.map(|agent| There { name: Some(agent.name), login: agent.login, role: agent.role.word() });
    let asked = asked.into_iter().map(|open| There { name: None, login: open.login, role: open.place.role.word() });
    run.page(web, &Colleagues { there: came.chain(asked).collect(), ..blank }, status)
}

/// `GET /setup/colleagues`
pub(super) async fn form(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    page(&web, &run, Colleagues::blank(run.steps(Step::Colleagues)), StatusCode::OK).await
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Asked {
    login: String,
    role: String,
}

/// `POST /setup/colleagues`
pub(super) async fn invite(State(web): State<Web>, run: FirstRun, Form(asked): Form<Asked>) -> Result<Response, Fault> {
    let mut shown = Colleagues::blank(run.steps(Step::Colleagues));
    let role = Role::from_word(&asked.role).filter(|role| *role != Role::Owner).ok_or(Fault::Unreadable)?;
    shown.wrong = match Address::parse(asked.login.trim()) {
        None => Some("login"),
        Some(login) => {
            let place = Place { team: run.me.agent.team, role };
            match people::invite(web.engine(), run.me.by(), &login, place).await {
                Ok((_, secret)) => {
                    shown.handed = Some(deliver(&web, &run.me, login.as_str(), &secret).await?);
                    return page(&web, &run, shown, StatusCode::OK).await;
                }
                Err(engine::Error::Refused(Refused::TakenBy(_))) => Some("taken"),
                Err(engine::Error::Refused(Refused::Outdated)) => Some("asked"),
                Err(error) => return Err(error.into()),
            }
        }
    };
    (shown.login, shown.role) = (asked.login, role.word());
    page(&web, &run, shown, StatusCode::UNPROCESSABLE_ENTITY).await
}
