//! The mailbox: its address, its servers as far as they are known, tried both ways before anything is kept.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identity::Address;
use domain::mailbox::Horizon;
use engine::error::Refused;
use engine::mailbox::ask_for_trial;
use serde::Deserialize;
use store::mailbox::state;

use super::FirstRun;
use super::connector::{At, Connector, Found, Looked, Wanted};
use crate::agent::MAX_PASSWORD_CHARS;
use crate::fault::Fault;
use crate::pages::setup::{Details, Mailbox, Server, Step, Wrong};
use crate::web::Web;

/// The longest name of a server or user, in characters.
const MAX_CHARS: usize = 254;

fn connector(web: &Web) -> Result<Arc<dyn Connector>, Fault> {
    web.settings().connector.clone().ok_or(Fault::NotFound)
}

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

/// The first form.
#[derive(Deserialize)]
pub(super) struct Asked {
    address: String,
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
    page.details = Some(details(&address, connector.find(&address).await));
    run.page(&web, &page, StatusCode::OK)
}

/// The second form, filled with what is known.
fn details(address: &Address, found: Found) -> Details {
    let server = |at: Option<At>| {
        at.map_or_else(Server::default, |At { host, port, tls }| Server { host, port: port.to_string(), tls })
    };
    Details {
        known: found.provider.is_some(),
        certain: found.certain,
        opened_by: found.opened_by,
        user: found.user.unwrap_or_else(|| address.to_string()),
        imap: server(found.imap),
        smtp: server(found.smtp),
        provider: found.provider,
        wrong: Wrong::default(),
    }
}

/// The second form.
#[derive(Deserialize)]
pub(super) struct Typed {
    address: String,
    user: String,
    password: String,
    imap_host: String,
    imap_port: String,
    imap_tls: String,
    smtp_host: String,
    smtp_port: String,
    smtp_tls: String,
}

/// `POST /setup/mailbox`: tried both ways; what does not work is not kept.
pub(super) async fn connect(
    State(web): State<Web>,
    run: FirstRun,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let connector = connector(&web)?;
    let address = Address::parse(typed.address.trim()).ok_or(Fault::Unreadable)?;
    let user = typed.user.trim().to_owned();
    let imap = Server::typed(&typed.imap_host, &typed.imap_port, &typed.imap_tls);
    let smtp = Server::typed(&typed.smtp_host, &typed.smtp_port, &typed.smtp_tls);
    let wanted = read(address.clone(), user.clone(), &imap, &smtp, typed.password);
    let wrong = match wanted {
        Err(wrong) => wrong,
        Ok(wanted) => {
            let looked = connector.look(&wanted).await;
            if looked.works() {
                return keep(&web, &run, connector.as_ref(), wanted).await;
            }
            told(looked)
        }
    };
    let shown = Details { user, imap, smtp, wrong, ..details(&address, connector.find(&address).await) };
    let page = Mailbox {
        steps: run.steps(Step::Mailbox),
        address: address.to_string(),
        wrong: None,
        connected: connected(&web).await?,
        details: Some(shown),
    };
    run.page(&web, &page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// What the form says, where it can be tried.
fn read(address: Address, user: String, imap: &Server, smtp: &Server, password: String) -> Result<Wanted, Wrong> {
    let fits = |text: &str, most: usize| !text.is_empty() && text.chars().count() <= most;
    let says = |field| Wrong { field: Some(field), ..Wrong::default() };
    if !fits(&user, MAX_CHARS) || user.contains(char::is_control) {
        return Err(says("user"));
    }
    if !fits(&password, MAX_PASSWORD_CHARS) || password.contains(char::is_control) {
        return Err(says("password"));
    }
    let at = |server: &Server, usual: [u16; 3]| -> Option<At> {
        let named = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ':' | '[' | ']');
        let kind = ["implicit", "starttls", "none"].iter().position(|word| *word == server.tls)?;
        let port = if server.port.is_empty() { Some(usual[kind]) } else { server.port.parse().ok() };
        let host_fits = fits(&server.host, MAX_CHARS) && server.host.chars().all(named);
        let port = port.filter(|port| host_fits && *port > 0)?;
        Some(At { host: server.host.clone(), port, tls: server.tls.clone() })
    };
    let imap = at(imap, [993, 143, 143]).ok_or_else(|| says("imap"))?;
    let smtp = at(smtp, [465, 587, 25]).ok_or_else(|| says("smtp"))?;
    Ok(Wanted { address, user, password, imap, smtp })
}

fn told(looked: Looked) -> Wrong {
    let (imap, smtp) = (looked.imap.err(), looked.smtp.err());
    Wrong {
        field: None,
        imap: imap.map(|trouble| (trouble.code, trouble.said)),
        smtp: smtp.map(|trouble| (trouble.code, trouble.said)),
        tried: true,
    }
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
