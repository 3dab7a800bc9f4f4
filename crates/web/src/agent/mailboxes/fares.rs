//! How a mailbox fares, as pages show it: read, and put in words.

use domain::id::TeamId;
use domain::mailbox::Horizon;
use domain::time::{MINUTE_MS, Millis};
use engine::mailbox::Trial;
use store::Conn;
use store::filing::{self, Waiting};
use store::mailbox::standing::Standing;
use store::mailbox::state::{self, Mailbox};
use store::mailbox::{retired, standing};
use store::probe::{self, Probe, ProbeState};

use super::standing::domain_of;
use crate::language::Language;
use crate::pages::mailboxes::{self as shown, Fares, Folder, Tried, Unfiled};
use crate::pages::text::grouped;
use crate::pages::times::Times;

/// A mailbox, and what is known of sending from its inbox.
pub(crate) struct Known {
    pub(crate) mailbox: Mailbox,
    pub(crate) unfiled: Option<Waiting>,
    pub(crate) probe: Option<Probe>,
    pub(crate) standing: Option<Standing>,
}

/// The mailboxes, which secrets are kept, and the mailboxes that are watched no more.
pub(super) type Seen = (Vec<Known>, Vec<(String, store::secret::Stamp)>, Vec<retired::Retired>);

/// The mailboxes of the teams that one `may` see, with what else the page shows.
pub(super) fn look_at(conn: &mut Conn, may: impl Fn(TeamId) -> bool) -> store::Result<Seen> {
    let (mut found, waiting) = (state::all(conn)?, filing::waiting(conn)?);
    found.retain(|mailbox| may(mailbox.team));
    let known = found.into_iter().map(|mailbox| {
        let unfiled = waiting.iter().find(|waiting| waiting.inbox == mailbox.inbox).cloned();
        let (probe, standing) = (probe::get(conn, mailbox.inbox)?, standing::get(conn, mailbox.inbox)?);
        Ok(Known { mailbox, unfiled, probe, standing })
    });
    Ok((known.collect::<store::Result<_>>()?, store::secret::stamps(conn)?, retired::all(conn)?))
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
    let Known { mailbox, unfiled, probe, standing } = known;
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
        by_permission: false,
        domain: domain_of(&mailbox.address, standing.as_ref(), language),
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
