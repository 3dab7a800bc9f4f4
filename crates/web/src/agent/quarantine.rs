//! The quarantine: for those who lead, what could not be read. It is shown as text, and nothing in it runs or loads.

use std::io::Read;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::{Id, RawId};
use domain::permission::Action;
use engine::commands::{Mending, mend, mend_all};
use engine::error::Refused;
use serde::Deserialize;
use store::raw::{Body, Quarantined};

use super::id;
use super::mailboxes::banner;
use super::messages::{ALONE, source};
use crate::directory::Directory;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::quarantine::{Aside, Opened, Quarantine, kind};
use crate::pages::timeline::size;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// Arrivals of one page.
const PAGE: usize = 50;

/// How much of an arrival is shown, in bytes.
const SHOWN_BYTES: u64 = 100 * 1024;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    after: Option<String>,
    list: Option<String>,
    outcome: Option<String>,
}

fn may(me: &SignedIn) -> Result<(), Fault> {
    if me.grant().allows(Action::Mend, me.agent.team) { Ok(()) } else { Err(Fault::NotFound) }
}

/// `GET /quarantine`
pub(super) async fn show(State(web): State<Web>, me: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    may(&me)?;
    let given_up = asked.list.as_deref() == Some("given-up");
    let after = asked.after.as_deref().map(id).transpose()?.unwrap_or(RawId::from_raw(0));
    let grant = me.grant();
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let counts = store::raw::count_aside(conn, |team| grant.allows(Action::Mend, team))?;
        // Inboxes of other teams are left out, so that a page may be short.
        let page = if given_up { store::raw::given_up } else { store::raw::quarantined };
        let mut found = page(conn, after, PAGE + 1)?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let last = found.last().filter(|_| more).map(|raw| raw.id);
        found.retain(|raw| grant.allows(Action::Mend, raw.team));
        Ok((counts, found, last))
    };
    let (counts, found, last) = web.store().read(read).await?;
    let names = web.directories().get(&web).await?;
    let path = if given_up { "/quarantine?list=given-up" } else { "/quarantine" };
    let outcomes = ["retried", "all", "given-up", "taken-back", "gone", "partial"];
    let page = Quarantine {
        given_up,
        listed: counts.listed,
        kept: counts.given_up,
        again: counts.again,
        rows: found.into_iter().map(|raw| aside(raw, &names, me.language())).collect(),
        more: last.map(|last| format!("{path}{}after={last}", if given_up { "&" } else { "?" })),
        outcome: asked.outcome.as_deref().and_then(|asked| outcomes.into_iter().find(|one| *one == asked)),
        banner: banner(&web, &me).await?,
        path: path.to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

fn aside(raw: Quarantined, names: &Directory, language: Language) -> Aside {
    Aside {
        id: raw.id,
        inbox: names.inbox(raw.inbox).map(|inbox| inbox.name.clone()).unwrap_or_default(),
        at: raw.received_at,
        size: size(raw.bytes, if language == Language::Pl { ',' } else { '.' }),
        tries: raw.tries.max(1),
        kind: kind(raw.kind),
        reason: raw.reason,
        given_up: raw.given_up.is_some(),
    }
}

/// The arrival that an address names, when the visitor may see it, and its bytes.
async fn find(web: &Web, me: &SignedIn, asked: &str) -> Result<(Quarantined, Body), Fault> {
    let (raw, grant): (RawId, _) = (id(asked)?, me.grant());
    let found = web.store().read(move |conn| -> store::Result<_> {
        let found = store::raw::in_quarantine(conn, raw)?.filter(|raw| grant.allows(Action::Mend, raw.team));
        Ok(found.zip(store::raw::bytes(conn, raw)?))
    });
    found.await?.ok_or(Fault::NotFound)
}

/// `GET /quarantine/{id}`
pub(super) async fn open(State(web): State<Web>, me: SignedIn, Path(asked): Path<String>) -> Result<Response, Fault> {
    let (raw, body) = find(&web, &me, &asked).await?;
    let blobs = web.store().blobs().clone();
    let read = tokio::task::spawn_blocking(move || -> store::Result<Vec<u8>> {
        let Body::Blob(hash) = &body else { return body.unpack(&blobs) };
        let mut start = Vec::new();
        let read = blobs.open_file(*hash)?.take(SHOWN_BYTES + 1).read_to_end(&mut start);
        read.map_err(|error| store::Error::Statement { statement: "show", why: error.to_string() })?;
        Ok(start)
    });
    let mut bytes = read.await.map_err(|e| Fault::Broken(std::sync::Arc::new(e)))??;
    let cut = bytes.len() as u64 > SHOWN_BYTES;
    bytes.truncate(SHOWN_BYTES as usize);
    let names = web.directories().get(&web).await?;
    let path = format!("/quarantine/{}", raw.id);
    let page = Opened {
        aside: aside(raw, &names, me.language()),
        text: visible(&bytes),
        cut,
        banner: banner(&web, &me).await?,
        path,
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// Bytes as a text in which nothing is hidden.
fn visible(bytes: &[u8]) -> String {
    let shown = |letter: char| match letter {
        '\n' | '\t' => letter,
        // What turns the direction of a text deceives whoever reads it.
        _ if letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => '\u{fffd}',
        _ => letter,
    };
    String::from_utf8_lossy(bytes).replace("\r\n", "\n").chars().map(shown).collect()
}

/// `GET /quarantine/{id}/source`: to keep, as it came.
pub(super) async fn fetch(State(web): State<Web>, me: SignedIn, Path(asked): Path<String>) -> Result<Response, Fault> {
    let (raw, body) = find(&web, &me, &asked).await?;
    let body = source::stream(&web, body).await?;
    let headers = [
        (CONTENT_TYPE, "message/rfc822".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.eml\"", raw.id)),
        (CONTENT_SECURITY_POLICY, ALONE.to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// `POST /quarantine/{id}/{what}`
pub(super) async fn change(
    State(web): State<Web>,
    me: SignedIn,
    Path((asked, what)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let (what, list, outcome) = match what.as_str() {
        "retry" => (Mending::Retry, "", "retried"),
        "give-up" => (Mending::GiveUp, "", "given-up"),
        "take-back" => (Mending::TakeBack, "list=given-up&", "taken-back"),
        _ => return Err(Fault::NotFound),
    };
    may(&me)?;
    let outcome = match mend(web.engine(), me.by(), id(&asked)?, what).await {
        Ok(()) => outcome,
        // Somebody else was faster, or its author was erased.
        Err(engine::Error::Refused(Refused::NotFound)) => "gone",
        Err(engine::Error::Refused(Refused::Partial)) => "partial",
        Err(error) => return Err(error.into()),
    };
    Ok(respond::see(&format!("/quarantine?{list}outcome={outcome}")))
}

/// `POST /quarantine/retries`: everything, as after an upgrade.
pub(super) async fn retry_all(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    may(&me)?;
    mend_all(web.engine(), me.by()).await?;
    Ok(respond::see("/quarantine?outcome=all"))
}
