//! A new password for somebody who forgot theirs: a link by mail, good for an hour, once.

use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::identity::Address;
use engine::error::Refused;
use engine::letter::{self, Letter};
use engine::people;
use engine::people::attempt::Attempt;
use serde::Deserialize;

use super::{Peer, complaint};
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::door::{Forgotten, NewPassword};
use crate::web::Web;
use crate::words::{Args, words};
use crate::{passwords, respond};

/// `GET /password`
pub(super) async fn ask(State(web): State<Web>, headers: HeaderMap) -> Result<Response, Fault> {
    forgotten(&web, &headers, None, StatusCode::OK)
}

fn forgotten(
    web: &Web,
    headers: &HeaderMap,
    outcome: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    let page = Forgotten { outcome, path: "/password".to_owned() };
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, status))
}

/// Whose password it is.
#[derive(Deserialize)]
pub(super) struct Wanted {
    login: String,
}

/// `POST /password`: what is done is done after the answer, so that neither its words nor its time tell anything.
pub(super) async fn send(
    State(web): State<Web>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Form(form): Form<Wanted>,
) -> Result<Response, Fault> {
    let login: String = form.login.trim().to_lowercase().chars().take(254).collect();
    if Attempt::take(web.engine(), &format!("reset {login}"), peer).await?.is_err() {
        return forgotten(&web, &headers, Some("often"), StatusCode::TOO_MANY_REQUESTS);
    }
    let sending = web.clone();
    tokio::spawn(async move {
        if let Err(error) = send_link(&sending, &login).await {
            tracing::error!(%error, "a link for a new password could not be made");
        }
    });
    forgotten(&web, &headers, Some("sent"), StatusCode::OK)
}

/// Makes a link and sends it to whoever signs in so; nothing, where nobody does.
async fn send_link(web: &Web, login: &str) -> engine::Result<()> {
    let Some((agent, secret)) = people::reset_link(web.engine(), login).await? else { return Ok(()) };
    let Some(to) = Address::parse(&agent.login) else { return Ok(()) };
    let link = format!("{}/password/{secret}", web.settings().home);
    let language = Language::from_code(&agent.language).unwrap_or_default();
    let letter = written(to, language, agent.name, link);
    if !letter::send_over_any(web.engine(), &letter).await? {
        tracing::warn!(agent = %agent.id, "their link for a new password was not sent; `kontuar agent reset` shows one");
    }
    Ok(())
}

fn written(to: Address, language: Language, name: String, link: String) -> Letter {
    let args = Args::from([("name", name.into()), ("link", link.into())]);
    let say = |key| words(language, key, &args).unwrap_or_default();
    Letter { to, subject: say("password-letter-subject"), text: say("password-letter-text"), kind: "password" }
}

/// `GET /password/{secret}`
pub(super) async fn show(
    State(web): State<Web>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let found = people::reset_of(web.engine(), &secret).await?;
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    page(&web, &headers, &secret, found.map(|agent| agent.login), None, status)
}

fn page(
    web: &Web,
    headers: &HeaderMap,
    secret: &str,
    login: Option<String>,
    complaint: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    let path = login.is_some().then(|| format!("/password/{secret}"));
    let page = NewPassword { login, complaint, path: path.unwrap_or_else(|| "/password".to_owned()) };
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, status))
}

/// The new one.
#[derive(Deserialize)]
pub(super) struct Chosen {
    password: String,
}

/// `POST /password/{secret}`
pub(super) async fn set(
    State(web): State<Web>,
    Path(secret): Path<String>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Form(form): Form<Chosen>,
) -> Result<Response, Fault> {
    let gone = || page(&web, &headers, &secret, None, None, StatusCode::NOT_FOUND);
    let Some(agent) = people::reset_of(web.engine(), &secret).await? else { return gone() };
    if let Err(engine::Error::Refused(refused)) = people::fit_password(&form.password, &agent.login) {
        let why = Some(complaint(&refused));
        return page(&web, &headers, &secret, Some(agent.login), why, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let Ok(attempt) = Attempt::take(web.engine(), &format!("set {secret}"), peer).await? else {
        return page(&web, &headers, &secret, Some(agent.login), Some("often"), StatusCode::TOO_MANY_REQUESTS);
    };
    let hash = passwords::hash(form.password).await?;
    match people::reset(web.engine(), &secret, hash).await {
        Ok(_) => {
            attempt.give_back(web.engine()).await?;
            Ok(respond::see("/sign-in?notice=reset"))
        }
        Err(engine::Error::Refused(Refused::NotFound)) => gone(),
        Err(error) => Err(error.into()),
    }
}
