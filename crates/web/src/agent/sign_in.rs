//! Signing in and out, and the choice of language.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use axum::extract::connect_info::ConnectInfo;
use axum::extract::{Extension, Form, Query, State};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use engine::people;
use serde::Deserialize;
use store::agent::Agent;
use tokio::sync::Semaphore;

use crate::fault::Fault;
use crate::language::Language;
use crate::pages::sign_in::{Notice, SignIn};
use crate::respond::{self, LANGUAGE_COOKIE};
use crate::sessions::{self, SignedIn};
use crate::setup;
use crate::web::Web;

/// Passwords are checked a few at a time: each check takes tens of milliseconds and 19 MiB.
static CHECKS: Semaphore = Semaphore::const_new(2);

/// The hash that a password is checked against when the login is unknown, so that the answer takes as long.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| people::hash_password("nobody has this password").unwrap_or_default());

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
    let notice = asked.notice.is_some_and(|notice| notice == "ended").then_some(Notice::Ended);
    page(&web, &headers, String::new(), notice, to, StatusCode::OK)
}

fn page(
    web: &Web,
    headers: &HeaderMap,
    login: String,
    notice: Option<Notice>,
    to: String,
    status: StatusCode,
) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    let path = respond::sign_in_then(&to);
    let page = SignIn { login, notice, demo: web.demo().is_some(), to, path };
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, status))
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
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(form): Form<Credentials>,
) -> Result<Response, Fault> {
    let login: String = form.login.trim().to_lowercase().chars().take(254).collect();
    let to = respond::own_path(&form.to).to_owned();
    let address = peer.map(|Extension(ConnectInfo(peer))| peer.ip());
    let attempt = match web.attempts().take(&login, address, web.now()) {
        Ok(attempt) => attempt,
        Err(minutes) => {
            let notice = Some(Notice::TooOften { minutes });
            return page(&web, &headers, form.login, notice, to, StatusCode::TOO_MANY_REQUESTS);
        }
    };
    let Some(agent) = check(&web, login, form.password).await? else {
        return page(&web, &headers, form.login, Some(Notice::Wrong), to, StatusCode::UNPROCESSABLE_ENTITY);
    };
    attempt.give_back();
    let mut response = respond::see(&to);
    response.headers_mut().insert(SET_COOKIE, sessions::open(&web, agent.id).await?);
    Ok(response)
}

/// The agent with this login and password. Takes as long for a login that nobody has.
async fn check(web: &Web, login: String, password: String) -> Result<Option<Agent>, Fault> {
    let found = web.store().read(move |conn| store::agent::by_login(conn, &login)).await?;
    let (agent, hash) = match found {
        Some((agent, Some(hash))) => (Some(agent), Some(hash)),
        _ => (None, None),
    };
    // Only fails when the semaphore is closed, which nobody does.
    let _permit = CHECKS.acquire().await.ok();
    let fits =
        tokio::task::spawn_blocking(move || people::verify_password(&password, hash.as_ref().unwrap_or(&NOBODY)))
            .await
            .map_err(|e| Fault::Broken(Arc::new(e)))?;
    Ok(agent.filter(|_| fits))
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
    let cookie = format!("{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax", language.code());
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}
