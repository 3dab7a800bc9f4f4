//! One's passkeys: what a browser is asked for a new one, what it answered, taking one away.
//!
//! Asking is a script's (`crates/assets/scripts/passkeys.ts`), because only scripts reach the device; it is told in JSON, and
//! of a refusal the name of the words that stand on the page. The rest are forms.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::PasskeyId;
use engine::error::Refused;
use engine::people::passkey;
use serde::Deserialize;
use serde_json::json;

use super::account::knows_password;
use crate::door::Peer;
use crate::fault::Fault;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// How it will be called; and the password, once more: whoever finds a desk open does not make themselves a key.
#[derive(Deserialize)]
pub(super) struct Wanted {
    name: String,
    password: String,
}

/// `POST /me/passkeys/ceremony`
pub(super) async fn begin(
    State(web): State<Web>,
    me: SignedIn,
    Peer(peer): Peer,
    Form(form): Form<Wanted>,
) -> Result<Response, Fault> {
    let said = |what: &str| Ok(respond::json(&json!({ "said": what }), StatusCode::UNPROCESSABLE_ENTITY));
    let Ok(house) = web.relying_party() else { return said("failed") };
    if !knows_password(&web, &me, peer, form.password).await? {
        return said("password");
    }
    match passkey::begin(web.engine(), house, me.agent.id, &form.name, me.token).await {
        Ok(asked) => {
            Ok(respond::json(&json!({ "ceremony": asked.ceremony, "publicKey": asked.options }), StatusCode::OK))
        }
        Err(engine::Error::Refused(Refused::Empty | Refused::TooLong { .. })) => said("name"),
        Err(engine::Error::Refused(_)) => said("failed"),
        Err(error) => Err(error.into()),
    }
}

/// What a browser answered.
#[derive(Deserialize)]
pub(super) struct Answered {
    ceremony: String,
    credential: String,
}

/// `POST /me/passkeys`
pub(super) async fn add(State(web): State<Web>, me: SignedIn, Form(form): Form<Answered>) -> Result<Response, Fault> {
    let Ok(house) = web.relying_party() else { return Ok(respond::see("/me?outcome=passkey-refused#passkeys")) };
    let added = passkey::add(web.engine(), house, me.agent.id, &form.ceremony, &form.credential, me.token);
    let outcome = match added.await {
        Ok(()) => "passkey-added",
        Err(engine::Error::Refused(Refused::Outdated)) => "passkey-late",
        Err(engine::Error::Refused(Refused::TakenBy(_))) => "passkey-known",
        Err(engine::Error::Refused(_)) => "passkey-refused",
        Err(error) => return Err(error.into()),
    };
    Ok(respond::see(&format!("/me?outcome={outcome}#passkeys")))
}

/// The password, once more.
#[derive(Deserialize)]
pub(super) struct Password {
    password: String,
}

/// `POST /me/passkeys/{passkey}/end`
pub(super) async fn end(
    State(web): State<Web>,
    me: SignedIn,
    Peer(peer): Peer,
    Path(passkey): Path<String>,
    Form(form): Form<Password>,
) -> Result<Response, Fault> {
    let id: PasskeyId = passkey.parse().map_err(|_| Fault::NotFound)?;
    if !knows_password(&web, &me, peer, form.password).await? {
        return Ok(respond::see("/me?outcome=wrong-password#passkeys"));
    }
    match passkey::remove(web.engine(), me.agent.id, id, me.token).await {
        Ok(()) => Ok(respond::see("/me?outcome=passkey-removed#passkeys")),
        Err(engine::Error::Refused(Refused::Outdated)) => Ok(respond::see("/me?outcome=stale#passkeys")),
        Err(error) => Err(error.into()),
    }
}
