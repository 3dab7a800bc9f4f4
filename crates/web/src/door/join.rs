//! Whoever was asked to join comes: name, language, password, and they are in.

use axum::extract::{Form, Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use engine::error::Refused;
use engine::people;
use engine::people::attempt::Attempt;
use serde::Deserialize;

use super::{Peer, complaint};
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::door::Join;
use crate::web::Web;
use crate::{passwords, respond, sessions};

/// `GET /join/{secret}`
pub(super) async fn show(
    State(web): State<Web>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let found = people::invited(web.engine(), &secret).await?;
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    page(&web, &headers, &secret, found.map(|found| found.login), "", None, status)
}

fn page(
    web: &Web,
    headers: &HeaderMap,
    secret: &str,
    login: Option<String>,
    name: &str,
    complaint: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    let path = login.is_some().then(|| format!("/join/{secret}"));
    let page = Join { login, name: name.to_owned(), complaint, path: path.unwrap_or_else(|| "/".to_owned()) };
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, status))
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Newcomer {
    name: String,
    language: String,
    password: String,
}

/// `POST /join/{secret}`
pub(super) async fn enter(
    State(web): State<Web>,
    Path(secret): Path<String>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Form(form): Form<Newcomer>,
) -> Result<Response, Fault> {
    let gone = || page(&web, &headers, &secret, None, "", None, StatusCode::NOT_FOUND);
    let Some(invitation) = people::invited(web.engine(), &secret).await? else { return gone() };
    let language = Language::from_code(&form.language).ok_or(Fault::Unreadable)?;
    let fit = people::fit_name(&form.name).and_then(|_| people::fit_password(&form.password, &invitation.login));
    if let Err(engine::Error::Refused(refused)) = &fit {
        let (login, why) = (Some(invitation.login), Some(complaint(refused)));
        return page(&web, &headers, &secret, login, &form.name, why, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Hashing is dear: whoever has a link does not let us do it without end.
    let Ok(attempt) = Attempt::take(web.engine(), &format!("join {secret}"), peer).await? else {
        let login = Some(invitation.login);
        return page(&web, &headers, &secret, login, &form.name, Some("often"), StatusCode::TOO_MANY_REQUESTS);
    };
    let hash = passwords::hash(form.password).await?;
    match people::join(web.engine(), &secret, &form.name, language.code(), hash).await {
        Ok(agent) => {
            attempt.give_back(web.engine()).await?;
            web.directories().renew(&web).await?;
            let mut response = respond::see("/");
            response.headers_mut().insert(SET_COOKIE, sessions::open(&web, agent, &headers).await?);
            Ok(response)
        }
        Err(engine::Error::Refused(Refused::NotFound)) => gone(),
        Err(error) => Err(error.into()),
    }
}
