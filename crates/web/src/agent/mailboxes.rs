//! The mailboxes: for those who lead, how each fares and how far back it is read; and the banner of those that are silent.

use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::InboxId;
use domain::mailbox::Horizon;
use domain::permission::{Action, Grant};
use domain::time::Millis;
use engine::error::Refused;
use engine::mailbox::{Trial, ask_for_trial, choose, secret_of};
use serde::Deserialize;
use store::Conn;
use store::backup::failure;
use store::filing::{self, Waiting};
use store::first_run::UnderWay;
use store::mailbox::state::{self, Mailbox};

use super::id;
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::mailboxes::{self as shown, Banner, BannerPart, Fares, Folder, Mailboxes, Silent, Tried, Unfiled};
use crate::pages::text::grouped;
use crate::pages::times::Times;
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

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
    let read = |conn: &mut Conn| -> store::Result<_> {
        Ok((state::all(conn)?, filing::waiting(conn)?, store::secret::versions(conn)?))
    };
    let (mut found, unfiled, secrets) = web.store().read(read).await?;
    found.retain(|mailbox| grant.allows(Action::Mend, mailbox.team));
    // What needs somebody stands first.
    found.sort_by_key(|mailbox| (mailbox.alarm.is_none(), mailbox.state != state::State::Failing));
    let outcomes = ["chosen", "asked", "set", "day", "password", "password-refused"];
    let mut rows: Vec<Fares> = found.iter().map(|mailbox| fares(mailbox, &unfiled, me.language())).collect();
    if grant.allows(Action::Operate, grant.team) {
        let is_kept = |id| secrets.iter().any(|(name, _)| *name == secret_of(id));
        rows.iter_mut().for_each(|row| row.renewable = is_kept(row.id));
    }
    let page = Mailboxes {
        moving: rows.iter().any(|row| row.state != "watching" || row.looking || row.alarm.is_some()),
        rows,
        outcome: asked.outcome.as_deref().and_then(|asked| outcomes.into_iter().find(|one| *one == asked)),
        path: "/mailboxes".to_owned(),
    };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &page)?, StatusCode::OK))
}

/// How a mailbox fares, as pages show it.
pub(crate) fn fares(mailbox: &Mailbox, unfiled: &[Waiting], language: Language) -> Fares {
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
        said: mailbox.trouble.as_ref().map(|(_, words)| words.clone()),
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
        unfiled: unfiled.iter().find(|waiting| waiting.inbox == mailbox.inbox).map(|waiting| Unfiled {
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

/// `GET /mailboxes/banner`: what a page that stays open asks for now and then.
pub(super) async fn banner_part(State(web): State<Web>, me: SignedIn) -> Result<Response, Fault> {
    let part = BannerPart { banner: banner(&web, &me).await? };
    Ok(respond::html(me.language(), web.pages().render(me.language(), web.now(), &part)?, StatusCode::OK))
}

/// The alarms that stand, for those who can do something about them; `None` for everybody else.
pub(crate) async fn banner(web: &Web, me: &SignedIn) -> Result<Option<Banner>, Fault> {
    let grant = me.grant();
    if !grant.allows(Action::Mend, grant.team) {
        return Ok(None);
    }
    Ok(Some(banner_of(me, web.store().read(move |conn| troubles(conn, grant)).await?)))
}

/// What a banner tells of.
pub(super) struct Troubles {
    alarms: Vec<state::Alarmed>,
    no_backup: Option<Millis>,
    first_run: Option<UnderWay>,
}

/// What stands now, for somebody with this grant.
pub(super) fn troubles(conn: &mut Conn, grant: Grant) -> store::Result<Troubles> {
    let operates = grant.allows(Action::Operate, grant.team);
    let no_backup = if operates { failure::standing(conn)?.map(|failing| failing.since) } else { None };
    let first_run = if operates { store::first_run::under_way(conn)? } else { None };
    Ok(Troubles { alarms: state::alarms(conn)?, no_backup, first_run })
}

/// The same, of what was read.
pub(super) fn banner_of(me: &SignedIn, troubles: Troubles) -> Banner {
    let (grant, mut found) = (me.grant(), troubles.alarms);
    found.retain(|alarm| grant.allows(Action::Mend, alarm.team));
    let first = found.first().map(|alarm| Silent {
        name: alarm.name.clone(),
        word: shown::alarm(&alarm.word),
        since: alarm.since,
    });
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX).saturating_sub(1).max(0);
    let unconnected = troubles.first_run.is_some_and(|run| run.owner == me.agent.id);
    Banner { first, more, no_backup: troubles.no_backup, unconnected }
}
