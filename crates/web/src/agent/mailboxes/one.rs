//! One mailbox: what is set of it, and changing that where it was connected in the pages.
//!
//! In: forms, each with the version that it was shown with. Out: the page again, with what was done; or with what is wrong and
//! what was typed, and nothing changed. It must not: show a password or a private key.

pub(in crate::agent) mod acts;
mod permission;
mod typed;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::InboxId;
use domain::permission::Action;
use engine::error::Refused;
use serde::Deserialize;

use super::id;
use crate::fault::Fault;
use crate::pages::mailboxes::{Bounds, NewKey, ONE_OUTCOMES, OneMailbox};
use crate::pages::setup::Wrong;
use crate::respond;
use crate::sessions::SignedIn;
use crate::setup::connector::{Change, Changed, Folders, Limits, Set};
use crate::setup::permission::Back;
use crate::setup::trying::{connector, server, told};
use crate::web::Web;

pub(super) use permission::came;
pub(in crate::agent) use permission::seek;

/// The name of a key that is proposed.
const SELECTOR: &str = "kontuar";

/// What the address says.
#[derive(Deserialize)]
pub(in crate::agent) struct Asked {
    outcome: Option<String>,
    #[serde(default)]
    folders: String,
}

/// The folders that are chosen by name.
fn named(folders: &Folders) -> Vec<String> {
    let both = [&folders.spam, &folders.sent].into_iter().filter(|word| !matches!(word.as_str(), "auto" | "none"));
    let mut names: Vec<String> = both.cloned().collect();
    names.dedup();
    names
}

/// The page of a mailbox, as it is set.
fn page_of(inbox: InboxId, set: Set, Back(redirect): Back) -> OneMailbox {
    let Limits { connections, per_hour, per_day, give_up_hours } = set.limits;
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    OneMailbox {
        id: inbox,
        new_key: NewKey { selector: SELECTOR.to_owned(), domain: set.address.host().to_owned() },
        address: set.address.to_string(),
        version: set.version,
        words: set.words,
        user: set.user,
        imap: set.imap.map(server),
        smtp: server(set.smtp),
        names: named(&set.folders),
        folders: set.folders,
        listed: false,
        unlisted: None,
        limits: Bounds {
            connections: connections.to_string(),
            per_hour: number(per_hour),
            per_day: number(per_day),
            give_up_hours: give_up_hours.to_string(),
        },
        keys: set.keys,
        permission: set.permission.map(|given| permission::shown(given, &redirect)),
        wrong: None,
        outdated: None,
        tried: Wrong::default(),
        outcome: None,
        path: format!("/mailboxes/{inbox}"),
    }
}

fn shown(web: &Web, me: &SignedIn, page: &OneMailbox, status: StatusCode) -> Result<Response, Fault> {
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), page)?, status))
}

/// `GET /mailboxes/{inbox}`, with the folders of its server where somebody asks for them.
pub(in crate::agent) async fn show(
    State(web): State<Web>,
    me: SignedIn,
    back: Back,
    Path(asked): Path<String>,
    Query(Asked { outcome, folders }): Query<Asked>,
) -> Result<Response, Fault> {
    may(&me)?;
    let (inbox, connector) = (id(&asked)?, connector(&web)?);
    let mut page = page_of(inbox, connector.set(me.by(), inbox).await?, back);
    page.outcome = outcome.and_then(|asked| ONE_OUTCOMES.into_iter().find(|one| *one == asked));
    if folders == "yes" && page.version.is_some() {
        match connector.folders(me.by(), inbox).await? {
            Ok(names) => {
                let chosen = std::mem::take(&mut page.names).into_iter().filter(|name| !names.contains(name));
                page.names = chosen.chain(names.iter().cloned()).collect();
                page.listed = true;
            }
            Err(trouble) => page.unlisted = Some((trouble.code, trouble.said)),
        }
    }
    shown(&web, &me, &page, StatusCode::OK)
}

fn may(me: &SignedIn) -> Result<(), Fault> {
    let grant = me.grant();
    if grant.allows(Action::Operate, grant.team) { Ok(()) } else { Err(Fault::NotFound) }
}

/// A change that somebody asks for.
struct Ask<'a> {
    inbox: &'a str,
    back: Back,
    version: i64,
    /// The part that it is of, and the end of the key that says it is done.
    part: &'static str,
    outcome: &'static str,
    /// What was typed; or which of it makes no sense.
    change: Result<Change, &'static str>,
}

/// Carries a change out; what cannot be is shown again as it was typed.
async fn carry_out(
    web: &Web,
    me: &SignedIn,
    Ask { inbox, back, version, part, outcome, change }: Ask<'_>,
    retype: impl FnOnce(&mut OneMailbox),
) -> Result<Response, Fault> {
    may(me)?;
    let (inbox, connector): (InboxId, _) = (id(inbox)?, connector(web)?);
    let done = match change {
        Err(wrong) => Ok(Changed::Wrong(wrong)),
        Ok(change) => connector.change(me.by(), inbox, version, change).await,
    };
    let (wrong, looked) = match done {
        Ok(Changed::Done) => {
            web.directories().renew(web).await?;
            // The record to add stands far below.
            let place = if part == "key" { "#key" } else { "" };
            return Ok(respond::see(&format!("/mailboxes/{inbox}?outcome={outcome}{place}")));
        }
        Ok(Changed::Same) => return Ok(respond::see(&format!("/mailboxes/{inbox}?outcome=same"))),
        Ok(Changed::Wrong(wrong)) => (Some(wrong), None),
        Ok(Changed::Unworkable(looked)) => (None, Some(looked)),
        Err(engine::Error::Refused(Refused::Outdated)) => (None, None),
        Err(error) => return Err(error.into()),
    };
    let mut page = page_of(inbox, connector.set(me.by(), inbox).await?, back);
    let outdated = wrong.is_none() && looked.is_none();
    if page.version.is_some() {
        retype(&mut page);
        page.wrong = wrong;
        page.tried = looked.map(told).unwrap_or_default();
        page.outdated = outdated.then_some(part);
        // Who is told of a mistake alone has not been told yet whether somebody else was faster.
        page.version = if outdated { page.version } else { Some(version) };
    }
    let status = if outdated { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    shown(web, me, &page, status)
}
