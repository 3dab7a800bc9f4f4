//! The way to the operator's identity provider and back.

use axum::extract::{Query, State};
use axum::http::header::{HeaderValue, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use engine::people;
use engine::people::attempt::Attempt;
use serde::Deserialize;

use super::Peer;
use crate::agent::second_step;
use crate::fault::Fault;
use crate::sign_on::{Carried, GOOD_MS};
use crate::web::Web;
use crate::{respond, sessions};

/// What the address of the way there says.
#[derive(Deserialize)]
pub(super) struct Wish {
    to: Option<String>,
}

/// `GET /sign-on`: a link and no form, because a page's policy lets forms lead to ourselves alone.
pub(super) async fn go(
    State(web): State<Web>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let provider = web.identity_provider().ok_or(Fault::NotFound)?;
    // Nobody is signed in because another site said so.
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Ok(respond::see("/sign-in"));
    }
    let carried = Carried::draw(respond::own_path(wish.to.as_deref().unwrap_or("/")), web.now())?;
    let there = match provider.begin(&carried).await {
        Ok(there) => there,
        Err(error) => {
            tracing::warn!(%error, "nobody can sign in through the identity provider");
            return Ok(told("failed", &web));
        }
    };
    let there = HeaderValue::try_from(there).map_err(|error| Fault::Broken(std::sync::Arc::new(error)))?;
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, there)]).into_response();
    response.headers_mut().append(SET_COOKIE, cookie(&web, &carried.seal(&web)?, GOOD_MS / 1_000));
    Ok(response)
}

/// What the provider sends a browser back with (OpenID Connect Core 1.0, 3.1.2.5 and 3.1.2.6).
#[derive(Deserialize)]
pub(super) struct Brought {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// `GET /sign-on/return`
pub(super) async fn come_back(
    State(web): State<Web>,
    Query(brought): Query<Brought>,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let provider = web.identity_provider().ok_or(Fault::NotFound)?;
    let carried = respond::cookie(&headers, cookie_name(&web)).and_then(|value| Carried::open(&web, value));
    // The cookie proves that this browser went there; the state, that this is the answer to it. It is drawn anew each time,
    // so comparing it tells nobody anything.
    let carried = carried.filter(|carried| brought.state.as_deref() == Some(carried.state.as_str()));
    let Some(carried) = carried.filter(|carried| web.taken().take(carried, web.now())) else {
        return Ok(told("ended", &web));
    };
    let Ok(attempt) = Attempt::take(web.engine(), &carried.state, peer).await? else { return Ok(told("often", &web)) };
    let code = match (brought.code, brought.error.as_deref()) {
        (Some(code), None) => code,
        (_, Some("access_denied")) => return Ok(told("denied", &web)),
        _ => return Ok(told("failed", &web)),
    };
    let mut vouched = match provider.finish(&code, &carried, web.now()).await {
        Ok(vouched) => vouched,
        Err(error) => {
            tracing::warn!(%error, "somebody could not sign in through the identity provider");
            return Ok(told("failed", &web));
        }
    };
    respond::visitor_language(&headers).code().clone_into(&mut vouched.language);
    let Some(agent) = people::sign_on(web.engine(), vouched).await? else { return Ok(told("unknown", &web)) };
    attempt.give_back(web.engine()).await?;
    web.directories().renew(&web).await?;
    let stands = web.store().read(move |conn| store::second_factor::stands(conn, agent)).await?;
    if let store::second_factor::Stands::On(_) = stands {
        let ticket = second_step::ticket(&web, agent).await?;
        let mut page = second_step::page(&web, &headers, ticket, carried.to, None)?;
        page.headers_mut().append(SET_COOKIE, cookie(&web, "", 0));
        return Ok(page);
    }
    let mut response = respond::see(&carried.to);
    response.headers_mut().append(SET_COOKIE, sessions::open(&web, agent, &headers).await?);
    response.headers_mut().append(SET_COOKIE, cookie(&web, "", 0));
    Ok(response)
}

/// Back to the sign-in page, which says why; what was carried is forgotten.
fn told(why: &str, web: &Web) -> Response {
    let mut response = respond::see(&format!("/sign-in?notice=sign-on-{why}"));
    response.headers_mut().append(SET_COOKIE, cookie(web, "", 0));
    response
}

fn cookie_name(web: &Web) -> &'static str {
    if web.settings().https { "__Host-sign-on" } else { "sign-on" }
}

/// `Lax`: the way back is a link on the provider's site, which a stricter cookie would not follow.
fn cookie(web: &Web, value: &str, seconds: i64) -> HeaderValue {
    let secure = if web.settings().https { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", cookie_name(web));
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}
