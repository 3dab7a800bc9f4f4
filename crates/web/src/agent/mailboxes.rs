//! The mailboxes: for those who lead, how each fares and how far back it is read.

mod banner;
pub(super) mod consent;
mod fares;
pub(super) mod new;
pub(super) mod one;
pub(super) mod standing;

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::InboxId;
use domain::mailbox::Horizon;
use domain::permission::Action;
use engine::error::Refused;
use engine::mailbox::{ask_for_probe, ask_for_trial, choose, permission_of, secret_of};
use serde::Deserialize;
use store::Conn;
use store::mailbox::state;

use super::id;
use crate::fault::Fault;
use crate::pages::mailboxes::{Fares, Mailboxes, OUTCOMES, Off};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

pub(crate) use banner::banner;
pub(super) use banner::{Troubles, banner_of, banner_part, troubles};
use fares::look_at;
pub(crate) use fares::{Known, fares};

/// The longest password of a mailbox, in characters.
pub(crate) const MAX_PASSWORD_CHARS: usize = 1_024;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    outcome: Option<String>,
}

/// How far back, as the form says it.
#[derive(Deserialize)]
pub(super) struct Choice {
    horizon: String,
    #[serde(default)]
    day: String,
}

fn may(me: &SignedIn) -> Result<(), Fault> {
    if me.grant().allows(Action::Mend, me.agent.team) { Ok(()) } else { Err(Fault::NotFound) }
}

/// `GET /mailboxes`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me)?;
    let grant = me.grant();
    let read = move |conn: &mut Conn| look_at(conn, |team| grant.allows(Action::Mend, team));
    let (mut found, secrets, mut off) = web.store().read(read).await?;
    off.retain(|one| grant.allows(Action::Mend, one.team));
    // What needs somebody stands first.
    found.sort_by_key(|Known { mailbox, .. }| (mailbox.alarm.is_none(), mailbox.state != state::State::Failing));
    let now = web.now();
    let mut rows: Vec<Fares> = found.iter().map(|known| fares(known, me.language(), now)).collect();
    if grant.allows(Action::Operate, grant.team) {
        let is_kept = |wanted: &str| secrets.iter().any(|(name, _)| name == wanted);
        for (row, Known { mailbox, .. }) in rows.iter_mut().zip(&found) {
            row.renewable = is_kept(&secret_of(row.id));
            row.by_permission = is_kept(&permission_of(&mailbox.address));
        }
    }
    let page = Mailboxes {
        moving: rows.iter().any(|row| {
            row.state != "watching" || row.looking || row.alarm.is_some() || ["asked", "sent"].contains(&row.plus.0)
        }),
        rows,
        off: off.into_iter().map(|one| Off { name: one.name, address: one.address }).collect(),
        adds: grant.allows(Action::Operate, grant.team) && web.settings().connector.is_some(),
        outcome: asked.outcome.as_deref().and_then(|asked| OUTCOMES.into_iter().find(|one| *one == asked)),
        path: "/mailboxes".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// From which day it is looked; empty: everything.
#[derive(Deserialize)]
pub(super) struct Span {
    #[serde(default)]
    day: String,
}

/// `POST /mailboxes/{inbox}/trial`: "look what is there", all of it or since a day.
pub(super) async fn look(
    State(web): State<Web>,
    me: SignedIn,
    Path(asked): Path<String>,
    Form(span): Form<Span>,
) -> Result<Response, Fault> {
    may(&me)?;
    let inbox: InboxId = id(&asked)?;
    let horizon = if span.day.is_empty() { Some(Horizon::All) } else { Horizon::parse(&span.day) };
    let outcome = match horizon {
        None | Some(Horizon::Nothing) => "day",
        Some(horizon) => {
            ask_for_trial(web.engine(), me.by(), inbox, horizon).await?;
            "asked"
        }
    };
    Ok(respond::see(&format!("/mailboxes?outcome={outcome}#{inbox}")))
}

/// `POST /mailboxes/{inbox}/probe`: "does mail with a tag come?"
pub(super) async fn probe(State(web): State<Web>, me: SignedIn, Path(asked): Path<String>) -> Result<Response, Fault> {
    may(&me)?;
    let inbox: InboxId = id(&asked)?;
    ask_for_probe(web.engine(), me.by(), inbox).await?;
    Ok(respond::see(&format!("/mailboxes?outcome=probed#{inbox}")))
}

/// `POST /mailboxes/{inbox}/horizon`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path(asked): Path<String>,
    Form(choice): Form<Choice>,
) -> Result<Response, Fault> {
    may(&me)?;
    let inbox: InboxId = id(&asked)?;
    let text = if choice.horizon == "since" { &choice.day } else { &choice.horizon };
    let outcome = match Horizon::parse(text) {
        None => "day",
        Some(horizon) => match choose(web.engine(), me.by(), inbox, horizon).await {
            Ok(()) => "chosen",
            Err(engine::Error::Refused(Refused::Outdated)) => "set",
            Err(error) => return Err(error.into()),
        },
    };
    Ok(respond::see(&format!("/mailboxes?outcome={outcome}#{inbox}")))
}

/// A new password.
#[derive(Deserialize)]
pub(super) struct Renewed {
    password: String,
}

/// `POST /mailboxes/{inbox}/password`: tried both ways, kept when it works. The servers stay what they are.
pub(super) async fn renew(
    State(web): State<Web>,
    me: SignedIn,
    Path(asked): Path<String>,
    Form(renewed): Form<Renewed>,
) -> Result<Response, Fault> {
    let (inbox, connector) = (id(&asked)?, web.settings().connector.as_ref().ok_or(Fault::NotFound)?);
    let fits = (1..=MAX_PASSWORD_CHARS).contains(&renewed.password.chars().count());
    if !fits || renewed.password.contains(char::is_control) {
        return Err(Fault::Unreadable);
    }
    let outcome = match connector.renew(me.by(), inbox, renewed.password).await {
        Ok(looked) if looked.works() => "password",
        Ok(_) => "password-refused",
        Err(engine::Error::Refused(Refused::Outdated)) => "outdated",
        Err(error) => return Err(error.into()),
    };
    Ok(respond::see(&format!("/mailboxes?outcome={outcome}#{inbox}")))
}

/// `POST /mailboxes/{inbox}/end`: one that was connected in the pages is watched no more.
pub(super) async fn end(State(web): State<Web>, me: SignedIn, Path(asked): Path<String>) -> Result<Response, Fault> {
    let grant = me.grant();
    if !grant.allows(Action::Operate, grant.team) {
        return Err(Fault::NotFound);
    }
    let (inbox, connector) = (id(&asked)?, web.settings().connector.as_ref().ok_or(Fault::NotFound)?);
    let outcome = match connector.switch_off(me.by(), inbox).await {
        Ok(()) => "off",
        Err(engine::Error::Refused(Refused::Outdated)) => "off-set",
        Err(error) => return Err(error.into()),
    };
    Ok(respond::see(&format!("/mailboxes?outcome={outcome}")))
}
