//! The alarm: a mailbox without a successful exchange, or with mail that is not stored, for a quarter of an hour.
//!
//! In: how the mailboxes fare, from the store, and the clock that was passed in. Out: an alarm on the mailbox, which pages
//! show, and a line of the log: when it begins, again at growing intervals while it lasts, and when it is over.

use std::time::Duration;

use domain::time::{HOUR_MS, MINUTE_MS, Millis};
use engine::Engine;
use store::mailbox::state::{self, Alarm, Mailbox, State};
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;

/// How long a mailbox may be silent, or mail missing, before that is an alarm.
const PATIENCE_MS: i64 = 15 * MINUTE_MS;

/// When it is told of again, counted from the last time; the last one stays.
const AGAIN_MS: [i64; 3] = [HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS];

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(30);

/// Watches until `stop`, whenever it is this node's turn.
///
/// # Errors
/// Never; it is a task among others.
pub async fn watch(engine: Engine, stop: CancellationToken) -> Result<(), Failure> {
    let watched = engine.clone();
    engine::turn::take_turns(engine, "alarm".to_owned(), stop, |_, stop| look_now_and_then(watched.clone(), stop))
        .await;
    Ok(())
}

async fn look_now_and_then(engine: Engine, stop: CancellationToken) {
    loop {
        // Not at once: how the mailboxes fare after a start is known a moment later.
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        if let Err(error) = step(&engine).await {
            tracing::debug!(%error, "how the mailboxes fare could not be read");
        }
    }
}

/// Looks once.
///
/// # Errors
/// When the store cannot be asked.
pub async fn step(engine: &Engine) -> store::Result<()> {
    let now = engine.now();
    for mailbox in engine.store().read(state::all).await? {
        let next = next(&mailbox, now);
        if next == mailbox.alarm {
            continue;
        }
        let (inbox, keep) = (mailbox.inbox, next.clone());
        engine.store().write(move |tx| state::alarm(tx, inbox, keep.as_ref())).await?;
        tell(&mailbox, next.as_ref(), now);
    }
    Ok(())
}

/// What is wrong for so long that it is an alarm: a word, and since when.
fn trouble(mailbox: &Mailbox, now: Millis) -> Option<(&'static str, Millis)> {
    let silent = match mailbox.state {
        State::Failing | State::Connecting => Some(mailbox.heard_at.unwrap_or(mailbox.since)),
        State::Watching | State::CatchingUp => mailbox.heard_at,
    };
    let missing = || mailbox.folders.iter().filter_map(|folder| folder.missing_since).min();
    let missing = if mailbox.state == State::CatchingUp { None } else { missing() };
    let long = |since: &Millis| now.since_ms(*since) >= PATIENCE_MS;
    let silent = silent.filter(long).map(|since| ("silent", since));
    silent.or_else(|| missing.filter(long).map(|since| ("missing", since)))
}

/// What the alarm has come to now.
fn next(mailbox: &Mailbox, now: Millis) -> Option<Alarm> {
    let (word, since) = trouble(mailbox, now)?;
    let before = mailbox.alarm.as_ref().filter(|alarm| alarm.word == word);
    let Some(before) = before else {
        return Some(Alarm { word: word.to_owned(), since, told_at: Some(now), told: 1 });
    };
    let times = usize::try_from(before.told - 1).unwrap_or(0).min(AGAIN_MS.len() - 1);
    let due = before.told_at.is_none_or(|at| now.since_ms(at) >= AGAIN_MS[times]);
    let again = || Alarm { told_at: Some(now), told: before.told + 1, ..before.clone() };
    Some(if due { again() } else { before.clone() })
}

fn tell(mailbox: &Mailbox, alarm: Option<&Alarm>, now: Millis) {
    let (inbox, name) = (mailbox.inbox, mailbox.name.as_str());
    let Some(alarm) = alarm else {
        tracing::info!(%inbox, name, "ALL CLEAR: the mailbox works again and nothing is missing");
        return;
    };
    let minutes = now.since_ms(alarm.since) / MINUTE_MS;
    if alarm.word == "silent" {
        let why = mailbox.trouble.as_ref().map_or("", |(_, words)| words.as_str());
        tracing::error!(%inbox, name, minutes, "ALARM: no mail was fetched from the mailbox for {minutes} minutes. {why}");
    } else {
        let missing: i64 = mailbox.folders.iter().map(|folder| folder.compared.missing).sum();
        tracing::error!(%inbox, name, missing, "ALARM: {missing} mails lie on the mail server and are not stored here");
    }
}

#[cfg(test)]
mod tests {
    use domain::id::Id;
    use domain::mailbox::FolderRole;
    use store::mailbox::Compared;
    use store::mailbox::state::FolderState;

    use super::*;

    fn mailbox(state: State, heard_minutes_ago: i64, now: Millis) -> Mailbox {
        Mailbox {
            inbox: Id::from_raw(1),
            name: "Sklep".to_owned(),
            team: Id::from_raw(2),
            horizon: None,
            configured: false,
            state,
            trouble: None,
            since: now.plus_ms(-heard_minutes_ago * MINUTE_MS),
            heard_at: Some(now.plus_ms(-heard_minutes_ago * MINUTE_MS)),
            trial: (false, None),
            alarm: None,
            folders: Vec::new(),
        }
    }

    #[test]
    fn a_quarter_of_an_hour_of_silence_is_an_alarm_in_every_state() {
        let now = Millis::new(1_795_000_000_000);
        for state in [State::Connecting, State::Watching, State::CatchingUp, State::Failing] {
            assert_eq!(next(&mailbox(state, 14, now), now), None, "{state:?}");
            let alarm = next(&mailbox(state, 15, now), now).unwrap();
            assert_eq!((alarm.word.as_str(), alarm.told), ("silent", 1));
        }
    }

    #[test]
    fn mail_that_is_missing_is_an_alarm_unless_it_is_being_fetched() {
        let now = Millis::new(1_795_000_000_000);
        let compared = Compared { on_server: 9, wanted: 9, missing: 1 };
        let missing_since = Some(now.plus_ms(-PATIENCE_MS));
        let folder = FolderState { role: FolderRole::Inbox, name: "INBOX".to_owned(), compared, missing_since };
        let watched = Mailbox { folders: vec![folder], ..mailbox(State::Watching, 0, now) };
        assert_eq!(next(&watched, now).unwrap().word, "missing");
        assert_eq!(next(&Mailbox { state: State::CatchingUp, ..watched }, now), None);
    }

    #[test]
    fn it_is_told_of_again_less_and_less_often_and_ends() {
        let start = Millis::new(1_795_000_000_000);
        let mut now = start;
        let mut broken = mailbox(State::Failing, 15, now);
        let mut told_after_hours = Vec::new();
        let mut told = 0;
        for _ in 0..72 * 4 {
            broken.alarm = next(&broken, now);
            let alarm = broken.alarm.as_ref().unwrap();
            if alarm.told > told {
                told = alarm.told;
                told_after_hours.push(now.since_ms(start) / HOUR_MS);
            }
            now = now.plus_ms(15 * MINUTE_MS);
        }
        assert_eq!(told_after_hours, [0, 1, 5, 29, 53]);
        broken.state = State::Watching;
        broken.heard_at = Some(now);
        assert_eq!(next(&broken, now), None);
    }
}
