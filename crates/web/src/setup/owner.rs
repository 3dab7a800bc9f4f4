//! The way in: the link, and the form that makes the owner.

use axum::extract::{Form, Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::identity::Address;
use engine::error::Refused;
use engine::first_run::{self, Link, NewOwner};
use engine::people::MIN_PASSWORD_CHARS;
use serde::Deserialize;

use crate::fault::Fault;
use crate::pages::setup::{Closed, Owner};
use crate::respond;
use crate::sessions;
use crate::web::Web;
use crate::words::word;

/// The longest password that is hashed, in bytes.
const MAX_PASSWORD_BYTES: usize = 1_024;

/// The page for whom no link leads in: nobody is there yet, or the link is not good (any more).
pub(crate) fn closed(web: &Web, headers: &HeaderMap, why: &'static str, path: &str) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    let status = if why == "waiting" { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let page = Closed { why, path: path.to_owned() };
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, status))
}

/// The page of a link that does not lead in.
fn refuse(web: &Web, headers: &HeaderMap, link: Link) -> Result<Response, Fault> {
    let why = match link {
        Link::Used => "used",
        Link::Ended => "ended",
        Link::Unknown | Link::Good => "unknown",
    };
    // Its own address is of no use to anybody, so the language switch leads to the door.
    closed(web, headers, why, "/sign-in")
}

fn page(web: &Web, headers: &HeaderMap, page: &Owner, status: StatusCode) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    Ok(respond::html(language, web.pages().render(language, web.now(), page)?, status))
}

fn path_of(token: &str) -> String {
    format!("/setup/{token}")
}

/// `GET /setup/{token}`
pub(super) async fn form(
    State(web): State<Web>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    match first_run::look(web.engine(), &token).await? {
        Link::Good => page(&web, &headers, &Owner::blank(path_of(&token)), StatusCode::OK),
        other => refuse(&web, &headers, other),
    }
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Asked {
    name: String,
    login: String,
    password: String,
    /// Where no script shows what was typed, it is typed twice.
    again: Option<String>,
}

/// `POST /setup/{token}`
pub(super) async fn create(
    State(web): State<Web>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, Fault> {
    let link = first_run::look(web.engine(), &token).await?;
    if link != Link::Good {
        return refuse(&web, &headers, link);
    }
    let again = |wrong: &'static str| {
        let path = path_of(&token);
        let shown = Owner { name: asked.name.clone(), login: asked.login.clone(), wrong: Some(wrong), path };
        page(&web, &headers, &shown, StatusCode::UNPROCESSABLE_ENTITY)
    };
    let Some(login) = Address::parse(asked.login.trim()) else { return again("login") };
    if asked.password.chars().count() < MIN_PASSWORD_CHARS || asked.password.len() > MAX_PASSWORD_BYTES {
        return again("password");
    }
    if asked.again.as_ref().is_some_and(|again| *again != asked.password) {
        return again("again");
    }
    let language = respond::visitor_language(&headers);
    let new = NewOwner {
        name: asked.name.clone(),
        login,
        password: asked.password.clone(),
        language: language.code().to_owned(),
        team: word(language, "setup-shop-team-first"),
    };
    match first_run::begin(web.engine(), &token, new).await {
        Ok(owner) => {
            let mut response = respond::see("/setup");
            response.headers_mut().insert(SET_COOKIE, sessions::open(&web, owner, &headers).await?);
            Ok(response)
        }
        Err(engine::Error::Refused(Refused::NotFound)) => {
            refuse(&web, &headers, first_run::look(web.engine(), &token).await?)
        }
        Err(engine::Error::Refused(_)) => again("name"),
        Err(error) => Err(error.into()),
    }
}
