//! The second step of signing in, for those whose password is not enough: a code.
//!
//! Between the steps the browser carries a sealed ticket that says whose password fitted. It opens nothing by itself, ends
//! after some minutes, and with the password.

use axum::extract::{Form, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::access::Access;
use domain::id::AgentId;
use domain::time::{MINUTE_MS, Millis};
use engine::people::attempt::Attempt;
use engine::people::{self, second_factor};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::agent::Agent;
use store::seal::Place;

use super::sign_in;
use crate::door::Peer;
use crate::fault::Fault;
use crate::pages::sign_in::SignInCode;
use crate::web::Web;
use crate::{respond, sessions};

/// How long a ticket is good.
const GOOD_MS: i64 = 5 * MINUTE_MS;

/// Where a ticket would stand if it were kept: no other sealed text is taken for one.
const TICKET: Place<'static> = Place { table: "sign-in", row: "ticket", column: "holder" };

/// What a ticket says: whose it is, until when it is good, and under which password it was given.
fn words(agent: AgentId, ends_at: Millis, password_hash: &str) -> String {
    let digest = Sha256::digest(password_hash.as_bytes());
    let print: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{agent} {} {print}", ends_at.get())
}

/// A ticket for somebody whose password fitted.
pub(crate) async fn ticket(web: &Web, agent: AgentId) -> Result<String, Fault> {
    let hash = web.store().read(move |conn| store::agent::password(conn, agent)).await?.unwrap_or_default();
    let words = words(agent, web.now().plus_ms(GOOD_MS), &hash);
    let sealed = web.store().sealer().seal(TICKET, words.as_bytes());
    let sealed = sealed.map_err(|error| Fault::Broken(std::sync::Arc::new(error)))?;
    Ok(sealed.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whose ticket this is, while it is good.
async fn holder(web: &Web, ticket: &str) -> Result<Option<Agent>, Fault> {
    let Some(sealed) = bytes(ticket) else { return Ok(None) };
    let Ok(plain) = web.store().sealer().open(TICKET, &sealed) else { return Ok(None) };
    let Ok(said) = String::from_utf8(plain) else { return Ok(None) };
    let mut parts = said.split(' ');
    let agent = parts.next().and_then(|agent| agent.parse::<AgentId>().ok());
    let ends_at = parts.next().and_then(|at| at.parse().ok()).map(Millis::new);
    let (Some(agent), Some(ends_at)) = (agent, ends_at) else { return Ok(None) };
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        Ok((store::agent::by_id(conn, agent)?, store::agent::password(conn, agent)?))
    };
    // Who comes in through an identity provider may have no password.
    let (Some(agent), hash) = web.store().read(read).await? else { return Ok(None) };
    let hash = hash.unwrap_or_default();
    let good = web.now() < ends_at && agent.off_at.is_none() && words(agent.id, ends_at, &hash) == said;
    Ok(good.then_some(agent))
}

/// What hexadecimal digits spell; nothing longer than a ticket.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    if digits.len() > 512 || !digits.len().is_multiple_of(2) || !digits.is_ascii() {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

/// The page that asks for a code.
pub(crate) fn page(
    web: &Web,
    headers: &HeaderMap,
    ticket: String,
    to: String,
    wrong: Option<&'static str>,
) -> Result<Response, Fault> {
    let language = respond::visitor_language(headers);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = SignInCode { ticket, to, wrong, passkeys: sign_in::passkey_origin(web) };
    Ok(respond::html(language, web.pages().render(language, web.now(), &page)?, status))
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Code {
    ticket: String,
    code: String,
    #[serde(default)]
    to: String,
}

/// `POST /session/code`
pub(super) async fn enter(
    State(web): State<Web>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Form(form): Form<Code>,
) -> Result<Response, Fault> {
    let to = respond::own_path(&form.to).to_owned();
    let Some(agent) = holder(&web, &form.ticket).await? else { return Ok(respond::see("/sign-in?notice=ended")) };
    let Ok(attempt) = Attempt::take(web.engine(), &format!("code {}", agent.id), peer).await? else {
        return page(&web, &headers, form.ticket, to, Some("often"));
    };
    if !second_factor::admits(web.engine(), agent.id, &form.code).await? {
        people::note(web.engine(), agent.id, Access::Refused, None).await?;
        return page(&web, &headers, form.ticket, to, Some("wrong"));
    }
    attempt.give_back(web.engine()).await?;
    let mut response = respond::see(&to);
    response.headers_mut().insert(SET_COOKIE, sessions::open(&web, agent.id, &headers).await?);
    Ok(response)
}
