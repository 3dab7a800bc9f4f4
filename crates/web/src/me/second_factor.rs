//! A code besides the password: the square a device reads, the first code, the recovery codes, taking it off.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::error::Refused;
use engine::people::attempt::Attempt;
use engine::people::{self, code, second_factor};
use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;

use super::account::knows_password;
use crate::door::Peer;
use crate::fault::Fault;
use crate::pages::me::{Codes, Device};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// `GET /me/second-factor`: what was begun, to be confirmed.
pub(super) async fn show(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    match second_factor::begun(web.engine(), me.agent.id).await? {
        Some(secret) => page(&web, &me, &secret, false),
        None => Ok(respond::see("/me#second-factor")),
    }
}

/// `POST /me/second-factor`
pub(super) async fn begin(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    match second_factor::begin(web.engine(), me.agent.id).await {
        Ok(_) => Ok(respond::see("/me/second-factor")),
        Err(engine::Error::Refused(Refused::Outdated)) => Ok(respond::see("/me?outcome=stale")),
        Err(error) => Err(error.into()),
    }
}

fn page(web: &Web, me: &SignedIn, secret: &[u8], wrong: bool) -> Result<Response, Fault> {
    let spelt = code::spell(secret);
    let (square, side) = square(&address(&me.agent.login, &spelt)).map_err(|e| Fault::Broken(Arc::new(e)))?;
    let words: Vec<&str> = spelt.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    let page = Device { square, side, secret: words.join(" "), wrong, path: "/me/second-factor".to_owned() };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, status))
}

/// What a device reads (the key URI format that programs for codes agree on).
fn address(login: &str, secret: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~@".contains(&byte);
    let login: String = login
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("otpauth://totp/Kontuar:{login}?secret={secret}&issuer=Kontuar")
}

/// The dark fields of a square as one path, and how many fields a side has.
fn square(text: &str) -> Result<(String, usize), qrcode::types::QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let side = code.width();
    let mut path = String::new();
    for (at, _) in code.to_colors().iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
        // A text can always be written to.
        let _ = write!(path, "M{} {}h1v1h-1z", at % side, at / side);
    }
    Ok((path, side))
}

/// The code that the device shows.
#[derive(Deserialize)]
pub(super) struct Typed {
    code: String,
}

/// `POST /me/second-factor/confirmation`
pub(super) async fn confirm(
    State(web): State<Web>,
    me: SignedIn,
    Peer(peer): Peer,
    Form(form): Form<Typed>,
) -> Result<Response, Fault> {
    let agent = me.agent.id;
    let Some(secret) = second_factor::begun(web.engine(), agent).await? else {
        return Ok(respond::see("/me?outcome=stale"));
    };
    let Ok(attempt) = Attempt::take(web.engine(), &format!("code {agent}"), peer).await? else {
        return page(&web, &me, &secret, true);
    };
    match second_factor::confirm(web.engine(), agent, &form.code, me.token).await {
        Ok(codes) => {
            attempt.give_back(web.engine()).await?;
            shown(&web, &me, codes)
        }
        Err(engine::Error::Refused(Refused::Outdated)) => Ok(respond::see("/me?outcome=stale")),
        Err(engine::Error::Refused(Refused::Invalid(_))) => page(&web, &me, &secret, true),
        Err(error) => Err(error.into()),
    }
}

/// Recovery codes, this once.
fn shown(web: &Web, me: &SignedIn, codes: Vec<String>) -> Result<Response, Fault> {
    let page = Codes { codes, path: "/me".to_owned() };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// The password, once more: whoever finds a desk open does not take the lock off.
#[derive(Deserialize)]
pub(super) struct Password {
    password: String,
}

/// `POST /me/second-factor/end`
pub(super) async fn end(
    State(web): State<Web>,
    me: SignedIn,
    Peer(peer): Peer,
    Form(form): Form<Password>,
) -> Result<Response, Fault> {
    if !knows_password(&web, &me, peer, form.password).await? {
        return Ok(respond::see("/me?outcome=wrong-password#second-factor"));
    }
    match people::second_factor::end(web.engine(), me.agent.id).await {
        Ok(()) => Ok(respond::see("/me?outcome=factor-off#second-factor")),
        Err(engine::Error::Refused(Refused::Outdated)) => Ok(respond::see("/me?outcome=stale")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/second-factor/codes`
pub(super) async fn renew(
    State(web): State<Web>,
    me: SignedIn,
    Peer(peer): Peer,
    Form(form): Form<Password>,
) -> Result<Response, Fault> {
    if !knows_password(&web, &me, peer, form.password).await? {
        return Ok(respond::see("/me?outcome=wrong-password#second-factor"));
    }
    match second_factor::renew_codes(web.engine(), me.agent.id).await {
        Ok(codes) => shown(&web, &me, codes),
        Err(engine::Error::Refused(Refused::Outdated)) => Ok(respond::see("/me?outcome=stale")),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_holds_what_a_device_reads() {
        assert_eq!(
            address("anna+sklep@example.com", "GEZDGNBV"),
            "otpauth://totp/Kontuar:anna%2Bsklep@example.com?secret=GEZDGNBV&issuer=Kontuar"
        );
        let (path, side) = square(&address("anna@example.com", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")).unwrap();
        assert!(side >= 33 && path.starts_with("M0 0h1v1h-1z"), "{side} {path}");
    }
}
