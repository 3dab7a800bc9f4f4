//! Signing in with a passkey, which stands for the password and the second step alike: the device makes sure who holds it.
//!
//! What the device is asked goes to a script (`crates/assets/scripts/passkeys.ts`) as JSON; what it answered comes as a form.
//! An attempt counts when it begins, because nobody says then who they are, and is given back to whoever gets in.

use axum::extract::{Form, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use engine::error::Refused;
use engine::people::attempt::Attempt;
use engine::people::passkey;
use serde::Deserialize;
use serde_json::json;

use super::sign_in;
use crate::door::Peer;
use crate::fault::Fault;
use crate::pages::sign_in::Notice;
use crate::web::Web;
use crate::{respond, sessions};

/// `POST /session/passkey/ceremony`
pub(super) async fn ask(State(web): State<Web>, Peer(peer): Peer) -> Result<Response, Fault> {
    let said = |what: &str| Ok(respond::json(&json!({ "said": what }), StatusCode::UNPROCESSABLE_ENTITY));
    let Ok(house) = web.relying_party() else { return said("failed") };
    if Attempt::take_unnamed(web.engine(), peer).await?.is_err() {
        return said("often");
    }
    match passkey::knock(web.engine(), house).await {
        Ok(asked) => {
            Ok(respond::json(&json!({ "ceremony": asked.ceremony, "publicKey": asked.options }), StatusCode::OK))
        }
        Err(engine::Error::Refused(_)) => said("often"),
        Err(error) => Err(error.into()),
    }
}

/// What a browser answered.
#[derive(Deserialize)]
pub(super) struct Answered {
    ceremony: String,
    credential: String,
    #[serde(default)]
    to: String,
}

/// `POST /session/passkey`
pub(super) async fn enter(
    State(web): State<Web>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Form(form): Form<Answered>,
) -> Result<Response, Fault> {
    let to = respond::own_path(&form.to).to_owned();
    let refused = |notice, to| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        sign_in::page(&web, &headers, String::new(), Some(notice), to, status)
    };
    let Ok(house) = web.relying_party() else { return refused(Notice::Passkey, to) };
    match passkey::admit(web.engine(), house, &form.ceremony, &form.credential).await {
        Ok(agent) => {
            Attempt::unnamed(web.engine(), peer).give_back(web.engine()).await?;
            let mut response = respond::see(&to);
            response.headers_mut().insert(SET_COOKIE, sessions::open(&web, agent, &headers).await?);
            Ok(response)
        }
        Err(engine::Error::Refused(Refused::Outdated)) => refused(Notice::PasskeyLate, to),
        Err(engine::Error::Refused(_)) => refused(Notice::Passkey, to),
        Err(error) => Err(error.into()),
    }
}
