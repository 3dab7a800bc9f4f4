//! Signing in and out, and the choice of language.

use axum::extract::{Form, Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::access::Access;
use engine::people;
use engine::people::attempt::{Attempt, TooOften};
use serde::Deserialize;
use store::agent::Agent;

use super::second_step;
use crate::door::Peer;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::sign_in::{Notice, SignIn};
use crate::passwords;
use crate::respond;
use crate::sessions::{self, SignedIn};
use crate::setup;
use crate::web::Web;

/// What the address of the form says.
#[derive(Deserialize)]
pub(super) struct Asked {
    to: Option<String>,
    notice: Option<String>,
}

/// `GET /sign-in`
pub(super) async fn form(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let to = respond::own_path(asked.to.as_deref().unwrap_or("/")).to_owned();
    if sessions::find(&web, &headers).await?.is_some() {
        return Ok(respond::see(&to));
    }
    if !engine::first_run::anybody(web.engine()).await? {
        return setup::closed(&web, &headers, "waiting", "/sign-in");
    }
    let notice = match asked.notice.as_deref() {
        Some("ended") => Some(Notice::Ended),
        Some("reset") => Some(Notice::Reset),
        Some("sign-on-denied") => Some(Notice::SignOn { why: "denied" }),
        Some("sign-on-ended") => Some(Notice::SignOn { why: "ended" }),
        Some("sign-on-failed") => Some(Notice::SignOn { why: "failed" }),
        Some("sign-on-often") => Some(Notice::SignOn { why: "often" }),
        Some("sign-on-unknown") => Some(Notice::SignOn { why: "unknown" }),
        _ => None,
    };
    page(&web, &headers, String::new(), notice, to, StatusCode::OK)
}

pub(super) fn page(
    web: &Web,
    headers: &HeaderMap,
    login: String,
    notice: Option<Notice>,
    to: String,
    status: StatusCode,
) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    let path = respond::sign_in_then(&to);
    let passkeys = passkey_origin(web);
    let sign_on = web.identity_provider().map(|provider| provider.name().to_owned());
    let page = SignIn { login, notice, demo: web.demo().is_some(), sign_on, to, passkeys, path };
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, status))
}

/// At which origin one can come in with a passkey.
pub(super) fn passkey_origin(web: &Web) -> Option<String> {
    web.relying_party().ok().map(|house| house.origin().to_owned())
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Credentials {
    login: String,
    password: String,
    #[serde(default)]
    to: String,
}

/// `POST /session`
pub(super) async fn enter(
    State(web): State<Web>,
    Peer(address): Peer,
    headers: HeaderMap,
    Form(form): Form<Credentials>,
) -> Result<Response, Fault> {
    let login: String = form.login.trim().to_lowercase().chars().take(254).collect();
    let to = respond::own_path(&form.to).to_owned();
    let attempt = match Attempt::take(web.engine(), &login, address).await? {
        Ok(attempt) => attempt,
        Err(TooOften { minutes }) => {
            let notice = Some(Notice::TooOften { minutes });
            return page(&web, &headers, form.login, notice, to, StatusCode::TOO_MANY_REQUESTS);
        }
    };
    let Some(agent) = check(&web, login, form.password).await? else {
        return page(&web, &headers, form.login, Some(Notice::Wrong), to, StatusCode::UNPROCESSABLE_ENTITY);
    };
    attempt.give_back(web.engine()).await?;
    let id = agent.id;
    let stands = web.store().read(move |conn| store::second_factor::stands(conn, id)).await?;
    if let store::second_factor::Stands::On(_) = stands {
        let ticket = second_step::ticket(&web, id).await?;
        return second_step::page(&web, &headers, ticket, to, None);
    }
    let mut response = respond::see(&to);
    response.headers_mut().insert(SET_COOKIE, sessions::open(&web, agent.id, &headers).await?);
    Ok(response)
}

/// The agent with this login and password. Takes as long for a login that nobody has.
async fn check(web: &Web, login: String, password: String) -> Result<Option<Agent>, Fault> {
    let found = web.store().read(move |conn| store::agent::by_login(conn, &login)).await?;
    let (agent, hash) = match found {
        Some((agent, Some(hash))) if agent.off_at.is_none() => (Some(agent), Some(hash)),
        _ => (None, None),
    };
    if passwords::fits(password, hash).await? {
        return Ok(agent);
    }
    if let Some(agent) = agent {
        let (engine, agent) = (web.engine().clone(), agent.id);
        // Not waited for: an answer that takes longer would tell that the login is known.
        tokio::spawn(async move { people::note(&engine, agent, Access::Refused, None).await });
    }
    Ok(None)
}

/// `POST /session/end`
pub(super) async fn leave(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    let mut response = respond::see("/sign-in");
    response.headers_mut().insert(SET_COOKIE, sessions::end(&web, me.token).await?);
    Ok(response)
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Choice {
    language: String,
    #[serde(default)]
    to: String,
}

/// `POST /language`: for whoever is signed in it is kept with them, else in a cookie.
pub(super) async fn switch_language(
    State(web): State<Web>,
    headers: HeaderMap,
    Form(form): Form<Choice>,
) -> Result<Response, Fault> {
    let language = Language::from_code(&form.language).ok_or(Fault::Unreadable)?;
    if let Some(me) = sessions::find(&web, &headers).await? {
        let id = me.agent.id;
        web.store().write(move |tx| store::agent::set_language(tx, id, language.code())).await?;
    }
    let mut response = respond::see(&form.to);
    if let Some(cookie) = respond::language_cookie(language, web.settings().https) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}
