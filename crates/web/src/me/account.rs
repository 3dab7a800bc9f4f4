//! Name, language and password; and the page on which all of it stands.

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use engine::error::Refused;
use engine::people;
use engine::people::attempt::Attempt;
use engine::people::passkey::MAX_PASSKEYS;
use serde::Deserialize;
use store::second_factor::{Stands, codes_left, stands};

use crate::agent::banner;
use crate::door::{Peer, complaint};
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::me::{Account, OUTCOMES, Open, Passkey};
use crate::sessions::SignedIn;
use crate::web::Web;
use crate::{passwords, respond};

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    outcome: Option<String>,
}

/// `GET /me`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let outcome = asked.outcome.as_deref().and_then(|asked| OUTCOMES.into_iter().find(|one| *one == asked));
    page(&web, &me, outcome, None, StatusCode::OK).await
}

async fn page(
    web: &Web,
    me: &SignedIn,
    outcome: Option<&'static str>,
    wrong: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let (agent, now) = (me.agent.id, web.now());
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let open = store::session::of_agent(conn, agent, now, people::MAX_SESSIONS)?;
        let passkeys = store::passkey::of_agent(conn, agent, MAX_PASSKEYS)?;
        let has_password = store::agent::password(conn, agent)?.is_some();
        Ok((open, stands(conn, agent)?, codes_left(conn, agent)?, passkeys, has_password))
    };
    let (open, stands, codes_left, passkeys, has_password) = web.store().read(read).await?;
    let open = open.into_iter().map(|one| Open {
        mark: people::mark_of(&one.token),
        device: one.device,
        made_at: one.made_at,
        seen_at: one.seen_at,
        this: one.token == me.token,
    });
    let page = Account {
        name: me.agent.name.clone(),
        login: me.agent.login.clone(),
        role: me.agent.role.word(),
        sessions: open.collect(),
        second_factor: match stands {
            Stands::On(at) => Some(at),
            Stands::Off | Stands::Begun => None,
        },
        codes_left,
        room: passkeys.len() < MAX_PASSKEYS,
        passkeys: passkeys.into_iter().map(listed).collect(),
        origin: web.relying_party().ok().map(|house| house.origin().to_owned()),
        has_password,
        outcome,
        wrong,
        banner: banner(web, me).await?,
        path: "/me".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, status))
}

fn listed(one: store::passkey::Passkey) -> Passkey {
    Passkey { id: one.id, name: one.name, made_at: one.made_at, used_at: one.used_at }
}

/// What somebody is called, and in which language they read.
#[derive(Deserialize)]
pub(super) struct Called {
    name: String,
    language: String,
}

/// `POST /me`
pub(super) async fn call(State(web): State<Web>, me: SignedIn, Form(form): Form<Called>) -> Result<Response, Fault> {
    let language = Language::from_code(&form.language).ok_or(Fault::Unreadable)?;
    match people::call(web.engine(), me.agent.id, &form.name, language.code()).await {
        Ok(()) => {
            web.directories().renew(&web).await?;
            Ok(respond::see("/me?outcome=saved"))
        }
        Err(engine::Error::Refused(Refused::Empty | Refused::TooLong { .. })) => {
            page(&web, &me, None, Some("name"), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The old password and the new one.
#[derive(Deserialize)]
pub(super) struct NewPassword {
    old: String,
    password: String,
}

/// `POST /me/password`
pub(super) async fn change_password(
    State(web): State<Web>,
    me: SignedIn,
    Peer(peer): Peer,
    Form(form): Form<NewPassword>,
) -> Result<Response, Fault> {
    let agent = me.agent.id;
    if let Err(engine::Error::Refused(refused)) = people::fit_password(&form.password, &me.agent.login) {
        return page(&web, &me, None, Some(complaint(&refused)), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if !knows_password(&web, &me, peer, form.old).await? {
        return page(&web, &me, None, Some("old"), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let Some(old) = web.store().read(move |conn| store::agent::password(conn, agent)).await? else {
        return Err(Fault::Unreadable);
    };
    let hash = passwords::hash(form.password).await?;
    match people::change(web.engine(), agent, old, hash, me.token).await {
        Ok(()) => Ok(respond::see("/me?outcome=password")),
        Err(engine::Error::Refused(Refused::Outdated)) => Ok(respond::see("/me?outcome=stale")),
        Err(error) => Err(error.into()),
    }
}

/// Whether whoever sits there knows the password: asked as rarely as at the door.
pub(super) async fn knows_password(
    web: &Web,
    me: &SignedIn,
    peer: Option<std::net::IpAddr>,
    password: String,
) -> Result<bool, Fault> {
    let Ok(attempt) = Attempt::take(web.engine(), &format!("old {}", me.agent.login), peer).await? else {
        return Ok(false);
    };
    let agent = me.agent.id;
    let hash = web.store().read(move |conn| store::agent::password(conn, agent)).await?;
    let fits = passwords::fits(password, hash).await?;
    if fits {
        attempt.give_back(web.engine()).await?;
    }
    Ok(fits)
}
