//! The mailbox: its address, its servers as far as they are known, tried both ways before anything is kept.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::InboxId;
use domain::identity::Address;
use domain::mailbox::Horizon;
use engine::error::Refused;
use engine::mailbox::ask_for_trial;
use store::mailbox::state;

use super::FirstRun;
use super::connector::{Came, Connector, Place, Purpose, Wanted};
use super::permission::{self, About, Back, Begun, begin};
use super::trying::{Asked, Tried, Typed, connector, details, try_out};
use crate::fault::Fault;
use crate::pages::setup::{Details, Mailbox, Step};
use crate::respond;
use crate::sessions::SignedIn;
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
pub(super) async fn find(
    State(web): State<Web>,
    run: FirstRun,
    Back(redirect): Back,
    Form(asked): Form<Asked>,
) -> Result<Response, Fault> {
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
    page.details = Some(details(&address, connector.find(&address, asked.way()).await, &redirect));
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
        Tried::Works(wanted) => return keep(&web, &run, connector.as_ref(), *wanted).await,
        Tried::Not(address, shown) => (address, shown),
    };
    again(&web, &run, &address, *shown).await
}

/// The form again, with what is wrong.
async fn again(web: &Web, run: &FirstRun, address: &Address, shown: Details) -> Result<Response, Fault> {
    let page = Mailbox {
        steps: run.steps(Step::Mailbox),
        address: address.to_string(),
        wrong: None,
        connected: connected(web).await?,
        details: Some(shown),
    };
    run.page(web, &page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// `POST /setup/mailbox/permission`: its provider's permission is asked for.
pub(super) async fn seek(
    State(web): State<Web>,
    run: FirstRun,
    back: Back,
    Form(typed): Form<permission::Typed>,
) -> Result<Response, Fault> {
    let connector = connector(&web)?;
    let about = About { purpose: Purpose::FirstRun, address: None, place: Place::default() };
    match begin(&run.me, connector.as_ref(), back, about, typed).await? {
        Begun::Asked => Ok(respond::see(permission::PAGE)),
        Begun::Taken(address) => taken(&web, &run, address.to_string()).await,
        Begun::Not(address, shown) => again(&web, &run, &address, *shown).await,
    }
}

/// What came of a permission that was asked for here.
pub(crate) async fn came(web: &Web, me: &SignedIn, came: Came) -> Result<Response, Fault> {
    let reached = super::reached(web, me).await?.ok_or(Fault::NotFound)?;
    let run = FirstRun { me: me.clone(), reached };
    match came {
        Came::Kept(_, inbox) => go_on(web, &run, inbox).await,
        Came::Taken(wish) => taken(web, &run, wish.wanted.address.to_string()).await,
        Came::Not(wish, unfit) => {
            let (wanted, shown) = permission::again(connector(web)?.as_ref(), wish, unfit).await;
            again(web, &run, &wanted.address, shown).await
        }
        Came::Ended => Err(Fault::NotFound),
    }
}

async fn go_on(web: &Web, run: &FirstRun, inbox: InboxId) -> Result<Response, Fault> {
    // The number of mails that lie there helps to choose; what looking comes to stands on the next page.
    ask_for_trial(web.engine(), run.me.by(), inbox, Horizon::All).await?;
    run.go_to(web, Step::History).await
}

async fn taken(web: &Web, run: &FirstRun, address: String) -> Result<Response, Fault> {
    let (connected, wrong) = (connected(web).await?, Some("taken"));
    let page = Mailbox { steps: run.steps(Step::Mailbox), address, wrong, connected, details: None };
    run.page(web, &page, StatusCode::CONFLICT)
}

async fn keep(web: &Web, run: &FirstRun, connector: &dyn Connector, wanted: Wanted) -> Result<Response, Fault> {
    let address = wanted.address.to_string();
    match connector.connect(run.me.by(), wanted).await {
        Ok(inbox) => go_on(web, run, inbox).await,
        Err(engine::Error::Refused(Refused::Outdated)) => taken(web, run, address).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /setup/mailbox/later`
pub(super) async fn skip(State(web): State<Web>, run: FirstRun) -> Result<Response, Fault> {
    run.go_to(&web, Step::Colleagues).await
}
