//! The mailbox: its address, its servers as far as they are known, tried both ways before anything is kept.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identity::Address;
use domain::mailbox::Horizon;
use engine::error::Refused;
use engine::mailbox::ask_for_trial;
use store::mailbox::state;

use super::FirstRun;
use super::connector::{Connector, Wanted};
use super::trying::{Asked, Tried, Typed, connector, details, try_out};
use crate::fault::Fault;
use crate::pages::setup::{Mailbox, Step};
use crate::web::Web;

/// The addresses of the mailboxes that are there.
pub(super) async fn connected(web: &Web) -> Result<Vec<String>, Fault> {
    let known = web.store().read(state::all).await?;
    Ok(known.into_iter().map(|mailbox| mailbox.address.to_string()).collect())
}

/// `GET /setup/mailbox`
pub(super) async fn form(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    connector(&web)?;
    let connected = connected(&web).await?;
    // The address that somebody signs in with is often the shop's.
    let address = if connected.is_empty() { run.me.agent.login.clone() } else { String::new() };
    let page = Mailbox { steps: run.steps(Step::Mailbox), address, wrong: None, connected, details: None };
    run.page(&web, &page, StatusCode::OK)
}

/// `POST /setup/mailbox/servers`: what is known of the address's provider.
pub(super) async fn find(State(web): State<Web>, run: FirstRun, Form(asked): Form<Asked>) -> Result<Response, Fault> {
    let connector = connector(&web)?;
    let text = asked.address.trim();
    let mut page = Mailbox {
        steps: run.steps(Step::Mailbox),
        address: text.to_owned(),
        wrong: None,
        connected: connected(&web).await?,
        details: None,
    };
    let Some(address) = Address::parse(text) else {
        page.wrong = Some("address");
        return run.page(&web, &page, StatusCode::UNPROCESSABLE_ENTITY);
    };
    page.details = Some(details(&address, connector.find(&address, asked.way()).await));
    run.page(&web, &page, StatusCode::OK)
}

/// `POST /setup/mailbox`: tried both ways; what does not work is not kept.
pub(super) async fn connect(
    State(web): State<Web>,
    run: FirstRun,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let connector = connector(&web)?;
    let (address, shown) = match try_out(connector.as_ref(), typed).await? {
        Tried::Works(wanted) => return keep(&web, &run, connector.as_ref(), wanted).await,
        Tried::Not(address, shown) => (address, shown),
    };
    let page = Mailbox {
        steps: run.steps(Step::Mailbox),
        address: address.to_string(),
        wrong: None,
        connected: connected(&web).await?,
        details: Some(shown),
    };
    run.page(&web, &page, StatusCode::UNPROCESSABLE_ENTITY)
}

async fn keep(web: &Web, run: &FirstRun, connector: &dyn Connector, wanted: Wanted) -> Result<Response, Fault> {
    let address = wanted.address.to_string();
    match connector.connect(run.me.by(), wanted).await {
        Ok(inbox) => {
            // The number of mails that lie there helps to choose; what looking comes to stands on the next page.
            ask_for_trial(web.engine(), run.me.by(), inbox, Horizon::All).await?;
            run.go_to(web, Step::History).await
        }
        Err(engine::Error::Refused(Refused::Outdated)) => {
            let connected = connected(web).await?;
            let wrong = Some("taken");
            let page = Mailbox { steps: run.steps(Step::Mailbox), address, wrong, connected, details: None };
            run.page(web, &page, StatusCode::CONFLICT)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /setup/mailbox/later`
pub(super) async fn skip(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    run.go_to(&web, Step::Colleagues).await
}
