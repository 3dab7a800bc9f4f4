//! The mailboxes: for those who lead, how each fares and how far back it is read.

mod banner;
pub(super) mod new;

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::{InboxId, TeamId};
use domain::mailbox::Horizon;
use domain::permission::Action;
use domain::time::{MINUTE_MS, Millis};
use engine::error::Refused;
use engine::mailbox::{Trial, ask_for_probe, ask_for_trial, choose, secret_of};
use serde::Deserialize;
use store::Conn;
use store::filing::{self, Waiting};
use store::mailbox::retired;
use store::mailbox::state::{self, Mailbox};
use store::probe::{self, Probe, ProbeState};

use super::id;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::mailboxes::{self as shown, Fares, Folder, Mailboxes, Off, Tried, Unfiled};
use crate::pages::text::grouped;
use crate::pages::times::Times;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

pub(crate) use banner::banner;
pub(super) use banner::{Troubles, banner_of, banner_part, troubles};

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
    let outcomes =
        ["chosen", "asked", "set", "day", "password", "password-refused", "probed", "connected", "off", "off-set"];
    let now = web.now();
    let mut rows: Vec<Fares> = found.iter().map(|known| fares(known, me.language(), now)).collect();
    if grant.allows(Action::Operate, grant.team) {
        let is_kept = |id| secrets.iter().any(|(name, _)| *name == secret_of(id));
        rows.iter_mut().for_each(|row| row.renewable = is_kept(row.id));
    }
    let page = Mailboxes {
        moving: rows.iter().any(|row| {
            row.state != "watching" || row.looking || row.alarm.is_some() || ["asked", "sent"].contains(&row.plus.0)
        }),
        rows,
        off: off.into_iter().map(|one| Off { name: one.name, address: one.address }).collect(),
        adds: grant.allows(Action::Operate, grant.team) && web.settings().connector.is_some(),
        outcome: asked.outcome.as_deref().and_then(|asked| outcomes.into_iter().find(|one| *one == asked)),
        path: "/mailboxes".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// A mailbox, and what is known of sending from its inbox.
pub(crate) struct Known {
    pub(crate) mailbox: Mailbox,
    pub(crate) unfiled: Option<Waiting>,
    pub(crate) probe: Option<Probe>,
}

/// The mailboxes, which secrets are kept, and the mailboxes that are watched no more.
type Seen = (Vec<Known>, Vec<(String, i64)>, Vec<retired::Retired>);

/// The mailboxes of the teams that one `may` see, with what else the page shows.
fn look_at(conn: &mut Conn, may: impl Fn(TeamId) -> bool) -> store::Result<Seen> {
    let (mut found, waiting) = (state::all(conn)?, filing::waiting(conn)?);
    found.retain(|mailbox| may(mailbox.team));
    let known = found.into_iter().map(|mailbox| {
        let unfiled = waiting.iter().find(|waiting| waiting.inbox == mailbox.inbox).cloned();
        Ok(Known { probe: probe::get(conn, mailbox.inbox)?, mailbox, unfiled })
    });
    Ok((known.collect::<store::Result<_>>()?, store::secret::versions(conn)?, retired::all(conn)?))
}

/// How long a mail to ourselves is waited for before it counts as lost.
const LOST_MS: i64 = 15 * MINUTE_MS;

/// What is known of tagged mail: the end of a key.
fn plus(probe: Option<&Probe>, now: Millis) -> &'static str {
    match probe {
        None => "none",
        Some(probe) => match probe.state {
            ProbeState::Asked => "asked",
            ProbeState::Sent if now.since_ms(probe.at) >= LOST_MS => "lost",
            ProbeState::Sent => "sent",
            ProbeState::Came => "came",
            ProbeState::Refused => "refused",
        },
    }
}

/// How a mailbox fares, as pages show it.
pub(crate) fn fares(known: &Known, language: Language, now: Millis) -> Fares {
    let Known { mailbox, unfiled, probe } = known;
    let number = |n: i64| grouped(n, language);
    let (wanted, missing) = mailbox
        .folders
        .iter()
        .fold((0, 0), |(wanted, missing), folder| (wanted + folder.compared.wanted, missing + folder.compared.missing));
    let (looking, trial) = (mailbox.trial.0, mailbox.trial.1.as_deref().and_then(Trial::from_text));
    Fares {
        id: mailbox.inbox,
        name: mailbox.name.clone(),
        address: mailbox.address.to_string(),
        state: mailbox.state.word(),
        since: mailbox.since,
        heard_at: mailbox.heard_at,
        trouble: mailbox.trouble.as_ref().map(|(code, _)| shown::trouble(code)),
        said: mailbox.trouble.as_ref().map(|(_, words)| words.clone()).filter(|words| !words.is_empty()),
        alarm: mailbox.alarm.as_ref().map(|alarm| (shown::alarm(&alarm.word), alarm.since)),
        wanted,
        done: wanted - missing,
        wanted_words: number(wanted),
        done_words: number(wanted - missing),
        missing,
        folders: mailbox
            .folders
            .iter()
            .map(|folder| Folder {
                role: folder.role.word(),
                name: folder.name.clone(),
                on_server: number(folder.compared.on_server),
                stored: number(folder.compared.wanted - folder.compared.missing),
                missing: folder.compared.missing,
            })
            .collect(),
        plus: (plus(probe.as_ref(), now), probe.as_ref().and_then(|probe| probe.words.clone())),
        unfiled: unfiled.as_ref().map(|waiting| Unfiled {
            count: waiting.count,
            why: shown::unfiled(&waiting.code),
            said: Some(waiting.words.clone()).filter(|words| !words.is_empty()),
        }),
        configured: mailbox.configured,
        horizon: mailbox.horizon.map(|horizon| match horizon {
            Horizon::All => "all",
            Horizon::Nothing => "none",
            Horizon::Since(_) => "since",
        }),
        day: match mailbox.horizon {
            Some(Horizon::Since(day)) => Some(day.to_string()),
            _ => None,
        },
        day_words: match mailbox.horizon {
            Some(Horizon::Since(day)) => Times::calendar(language, day),
            _ => String::new(),
        },
        renewable: false,
        looking,
        tried: trial.map(|trial| tried(&trial, language)),
    }
}

fn tried(trial: &Trial, language: Language) -> Tried {
    let number = |n: i64| grouped(n, language);
    let mails = i64::try_from(trial.mails).unwrap_or(i64::MAX);
    Tried {
        since: trial.since.clone(),
        count: mails,
        mails: number(mails),
        conversations: number(trial.conversations),
        open: number(trial.open),
        notices: number(trial.notices),
        spam: number(trial.spam),
        whole: trial.whole,
        failed: trial.failed.clone(),
    }
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
    let works = connector.renew(me.by(), inbox, renewed.password).await?.works();
    let outcome = if works { "password" } else { "password-refused" };
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
