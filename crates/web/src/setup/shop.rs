//! The shop's name, and its team's.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::first_run::name_shop;
use serde::Deserialize;

use super::FirstRun;
use crate::fault::Fault;
use crate::pages::setup::{Shop, Step};
use crate::web::Web;

/// `GET /setup/shop`
pub(super) async fn form(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    let team = run.me.agent.team;
    let (shops, teams) = web
        .store()
        .read(|conn| -> store::Result<_> { Ok((store::brand::brands(conn)?, store::brand::teams(conn)?)) })
        .await?;
    let shop = shops.into_iter().next().map(|shop| shop.name).unwrap_or_default();
    let team = teams.into_iter().find(|known| known.id == team).map(|team| team.name).unwrap_or_default();
    run.page(&web, &Shop { steps: run.steps(Step::Shop), shop, team, wrong: None }, StatusCode::OK)
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Names {
    shop: String,
    team: String,
}

/// `POST /setup/shop`
pub(super) async fn save(State(web): State<Web>, run: FirstRun, Form(names): Form<Names>) -> Result<Response, Fault> {
    match name_shop(web.engine(), run.me.agent.team, &names.shop, &names.team).await {
        Ok(_) => run.go_to(&web, Step::Mailbox).await,
        Err(engine::Error::Refused(_)) => {
            let Names { shop, team } = names;
            let page = Shop { steps: run.steps(Step::Shop), shop, team, wrong: Some("name") };
            run.page(&web, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(error.into()),
    }
}
