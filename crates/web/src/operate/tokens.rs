//! What other programs sign in to the API with: making one, which is shown once, and ending it.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::TokenId;
use domain::permission::Action;
use domain::scope::{Scope, Scopes};
use domain::time::DAY_MS;
use engine::error::Refused;
use engine::tokens::{self, NewToken};

use super::{Asked, Fields, all, field, may, said};
use crate::agent::banner;
use crate::fault::Fault;
use crate::pages::operate::tokens::{Handed, OUTCOMES, Owner, Shown, Tokens};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The longest a token is good, in days.
const MAX_DAYS: i64 = 3_650;

/// `GET /tokens`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    page(&web, &me, said(asked.outcome.as_deref(), &OUTCOMES), None).await
}

async fn page(
    web: &Web,
    me: &SignedIn,
    outcome: Option<&'static str>,
    handed: Option<Handed>,
) -> Result<Response, Fault> {
    let read =
        |conn: &mut store::Conn| -> store::Result<_> { Ok((store::token::all(conn)?, store::agent::all(conn)?)) };
    let (mut tokens, agents) = web.store().read(read).await?;
    let now = web.now();
    tokens.sort_by_key(|token| (!token.is_good(now), std::cmp::Reverse(token.id)));
    let rows = tokens.into_iter().map(|token| {
        let whose = agents.iter().find(|agent| agent.id == token.agent);
        let is_off = whose.is_none_or(|agent| agent.off_at.is_some());
        let state = match token.revoked_at {
            Some(_) => "ended",
            None if !token.is_good(now) => "over",
            None if is_off => "off",
            None => "good",
        };
        Shown {
            id: token.id,
            name: token.name,
            whose: whose.map_or_else(String::new, |agent| agent.name.clone()),
            scopes: token.scopes.to_string(),
            state,
            until: token.revoked_at.unwrap_or(token.ends_at),
            used_at: token.used_at,
        }
    });
    let touchable = agents.iter().filter(|agent| agent.off_at.is_none() && me.agent.role.may_appoint(agent.role));
    let owners = touchable.map(|agent| Owner { id: agent.id, name: agent.name.clone(), me: agent.id == me.agent.id });
    let page = Tokens {
        rows: rows.collect(),
        owners: owners.collect(),
        scopes: Scope::ALL.iter().map(|scope| scope.word()).collect(),
        handed,
        outcome,
        banner: banner(web, me).await?,
        path: "/tokens".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), now, &page)?, StatusCode::OK))
}

/// `POST /tokens`
pub(super) async fn create(State(web): State<Web>, me: SignedIn, Form(form): Form<Fields>) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    let agent = field(&form, "agent").parse().map_err(|_| Fault::Unreadable)?;
    let days: i64 = field(&form, "days").trim().parse().unwrap_or(0);
    if !(1..=MAX_DAYS).contains(&days) {
        return page(&web, &me, Some("days"), None).await;
    }
    let scopes: Option<Vec<Scope>> = all(&form, "scope").map(Scope::from_word).collect();
    let scopes: Scopes = scopes.ok_or(Fault::Unreadable)?.into_iter().collect();
    if scopes.is_empty() {
        return page(&web, &me, Some("scopes"), None).await;
    }
    let name = field(&form, "name").to_owned();
    let new = NewToken { agent, name: name.clone(), scopes, ends_at: web.now().plus_ms(days * DAY_MS) };
    match tokens::create_by(web.engine(), me.by(), new).await {
        Ok((_, secret)) => page(&web, &me, None, Some(Handed { name, secret })).await,
        Err(engine::Error::Refused(Refused::Invalid(_))) => page(&web, &me, Some("name"), None).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /tokens/{key}/end`
pub(super) async fn end(State(web): State<Web>, me: SignedIn, Path(token): Path<String>) -> Result<Response, Fault> {
    may(&me, Action::Operate)?;
    let id: TokenId = token.parse().map_err(|_| Fault::NotFound)?;
    match tokens::revoke(web.engine(), Some(me.agent.id), id).await {
        // Of one that somebody ended meanwhile, that is what was wanted.
        Ok(()) | Err(engine::Error::Refused(Refused::NotFound)) => Ok(respond::see("/tokens?outcome=ended")),
        Err(error) => Err(error.into()),
    }
}
