//! The permission by which a mailbox is used: how it stands, and giving it again.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::InboxId;

use super::{id, may, page_of, shown as answer};
use crate::fault::Fault;
use crate::pages::mailboxes::{OneMailbox, OnePermission};
use crate::pages::setup::{Details, Permission};
use crate::respond;
use crate::sessions::SignedIn;
use crate::setup::connector::{Came, Given, Place, Purpose};
use crate::setup::permission::{self, About, Back, Begun, begin};
use crate::setup::trying::connector;
use crate::web::Web;

/// As the page shows it.
pub(super) fn shown(given: Given, redirect: &str) -> OnePermission {
    let Given { client, who, by, at, stands } = given;
    // Where somebody asked in the pages, the client's secret is kept beside it.
    let form = Permission { has_secret: at.is_some(), ..Permission::of(client, &who, redirect) };
    OnePermission { stands, who, by, at, form }
}

/// `POST /mailboxes/{inbox}/permission`: it is asked for again.
pub(in crate::agent) async fn seek(
    State(web): State<Web>,
    me: SignedIn,
    back: Back,
    Path(asked): Path<String>,
    Form(typed): Form<permission::Typed>,
) -> Result<Response, Fault> {
    may(&me)?;
    let (inbox, connector): (InboxId, _) = (id(&asked)?, connector(&web)?);
    let set = connector.set(me.by(), inbox).await?;
    let purpose = Purpose::Again(inbox);
    let about = About { purpose, address: Some(set.address.clone()), place: Place::default() };
    match begin(&me, connector.as_ref(), back.clone(), about, typed).await? {
        Begun::Asked => Ok(respond::see(permission::PAGE)),
        // The settings file has it meanwhile, and decides.
        Begun::Taken(_) => outdated(&web, &me, page_of(inbox, set, back)),
        Begun::Not(_, details) => again(&web, &me, page_of(inbox, set, back), *details),
    }
}

/// What came of a permission that was asked for here.
pub(in crate::agent::mailboxes) async fn came(
    web: &Web,
    me: &SignedIn,
    inbox: InboxId,
    came: Came,
) -> Result<Response, Fault> {
    let connector = connector(web)?;
    match came {
        Came::Kept(..) => Ok(respond::see(&format!("/mailboxes/{inbox}?outcome=permission"))),
        Came::Taken(wish) => {
            let set = connector.set(me.by(), inbox).await?;
            outdated(web, me, page_of(inbox, set, Back(wish.redirect)))
        }
        Came::Not(wish, unfit) => {
            let page = page_of(inbox, connector.set(me.by(), inbox).await?, Back(wish.redirect.clone()));
            let (_, details) = permission::again(connector.as_ref(), wish, unfit).await;
            again(web, me, page, details)
        }
        Came::Ended => Err(Fault::NotFound),
    }
}

fn outdated(web: &Web, me: &SignedIn, page: OneMailbox) -> Result<Response, Fault> {
    let page = OneMailbox { outdated: page.version.and(Some("permission")), ..page };
    answer(web, me, &page, StatusCode::CONFLICT)
}

/// The page with the form as it was typed, and what is wrong.
fn again(web: &Web, me: &SignedIn, mut page: OneMailbox, details: Details) -> Result<Response, Fault> {
    let Details { user, imap, smtp, permission, wrong, .. } = details;
    if let (Some(known), Some(typed)) = (&mut page.permission, permission) {
        known.form = Permission { has_secret: known.form.has_secret, ..typed };
    }
    (page.user, page.imap, page.smtp) = (user, Some(imap), smtp);
    (page.wrong, page.tried) = (wrong.field, wrong);
    answer(web, me, &page, StatusCode::UNPROCESSABLE_ENTITY)
}
