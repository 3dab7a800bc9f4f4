//! The way to a mailbox's provider and back, whatever the permission is for.
//!
//! In: what the provider sent a browser back with. Out: the mailbox, or the form that the permission was asked for with, and why
//! there is none. It must not: believe anything of the address that it comes back to but by the session that asked.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::permission::Action;

use super::{new, one};
use crate::fault::Fault;
use crate::pages::mailboxes::Consent;
use crate::sessions::SignedIn;
use crate::setup::connector::{Brought, Came, Purpose};
use crate::setup::trying::connector;
use crate::web::Web;
use crate::{respond, sessions, setup};

fn may(me: &SignedIn) -> Result<(), Fault> {
    let grant = me.grant();
    if grant.allows(Action::Operate, grant.team) { Ok(()) } else { Err(Fault::NotFound) }
}

fn page(web: &Web, me: &SignedIn, page: &Consent, status: StatusCode) -> Result<Response, Fault> {
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), page)?, status))
}

/// Nothing is under way at this seat.
async fn over(web: &Web, me: &SignedIn) -> Result<Response, Fault> {
    let begin_at = if setup::reached(web, me).await?.is_some() { "/setup/mailbox" } else { "/mailboxes" };
    page(web, me, &Consent::over(begin_at), StatusCode::CONFLICT)
}

/// `GET /mailboxes/permission`: a link and no form, because a page's policy lets forms lead to ourselves alone.
pub(in crate::agent) async fn show(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    may(&me)?;
    let Some(sought) = connector(&web)?.sought(me.by(), me.token).await? else { return over(&web, &me).await };
    let back = match sought.wish.purpose {
        Purpose::FirstRun => "/setup/mailbox".to_owned(),
        Purpose::New => "/mailboxes/new".to_owned(),
        Purpose::Again(inbox) => format!("/mailboxes/{inbox}"),
    };
    page(&web, &me, &Consent::of(sought, back), StatusCode::OK)
}

/// `GET /mailboxes/permission/return`
pub(in crate::agent) async fn come_back(
    State(web): State<Web>,
    headers: HeaderMap,
    Query(brought): Query<Brought>,
) -> Result<Response, Fault> {
    // Whoever has to sign in first begins anew: what was brought is not carried through that page.
    let Some(me) = sessions::find(&web, &headers).await? else {
        return Ok(respond::see(&respond::sign_in_then("/mailboxes")));
    };
    may(&me)?;
    let came = connector(&web)?.settle(me.by(), me.token, brought).await?;
    let purpose = match &came {
        Came::Kept(purpose, _) => *purpose,
        Came::Not(wish, _) | Came::Taken(wish) => wish.purpose,
        Came::Ended => return over(&web, &me).await,
    };
    match purpose {
        Purpose::Again(inbox) => one::came(&web, &me, inbox, came).await,
        Purpose::FirstRun if setup::reached(&web, &me).await?.is_some() => setup::came(&web, &me, came).await,
        Purpose::FirstRun | Purpose::New => new::came(&web, &me, came).await,
    }
}
