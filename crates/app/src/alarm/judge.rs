//! What is an alarm, when it is told of again, and when it is over. Pure.

use domain::time::{HOUR_MS, MINUTE_MS, Millis};
use store::backup::failure::{Failing, Told};
use store::mailbox::state::{Alarm, Mailbox, State};

/// How long a mailbox may be silent before that is an alarm. What is written of it is a minute old, it is looked now and
/// then, and a mail takes its time: within a quarter of an hour somebody is to know.
const PATIENCE_MS: i64 = 12 * MINUTE_MS;

/// How long mail may be missing after that was found. Within this time its server was asked for it once more.
const GAP_MS: i64 = 6 * MINUTE_MS;

/// How long being on the way to the server says nothing: after a start the last answer may be old.
const SETTLING_MS: i64 = 2 * MINUTE_MS;

/// When it is told of again, counted from the last time; the last one stays.
const AGAIN_MS: [i64; 3] = [HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS];

/// How often one alarm is told of. The pages go on showing it.
pub const MOST_TOLD: i64 = 10;

/// The word of an alarm: no successful exchange.
pub(super) const SILENT: &str = "silent";

/// The word of an alarm: mail on the server that is not stored.
const MISSING: &str = "missing";

/// What is wrong for so long that it is an alarm: a word, and since when.
fn trouble(mailbox: &Mailbox, now: Millis) -> Option<(&'static str, Millis)> {
    let silent = match mailbox.state {
        State::Connecting if now.since_ms(mailbox.since) < SETTLING_MS => None,
        State::Failing | State::Connecting => Some(mailbox.heard_at.unwrap_or(mailbox.since)),
        State::Watching | State::CatchingUp => mailbox.heard_at,
    };
    let missing = || mailbox.folders.iter().filter_map(|folder| folder.missing_since).min();
    let missing = if mailbox.state == State::CatchingUp { None } else { missing() };
    let silent = silent.filter(|since| now.since_ms(*since) >= PATIENCE_MS).map(|since| (SILENT, since));
    silent.or_else(|| missing.filter(|since| now.since_ms(*since) >= GAP_MS).map(|since| (MISSING, since)))
}

/// Whether an alarm that stands has no reason any more, rather than none that can be seen at the moment.
fn is_over(mailbox: &Mailbox, alarm: &Alarm) -> bool {
    match mailbox.state {
        State::Connecting | State::Failing => false,
        State::CatchingUp => alarm.word == SILENT,
        State::Watching => true,
    }
}

/// What the alarm has come to now.
pub(super) fn next(mailbox: &Mailbox, now: Millis) -> Option<Alarm> {
    let before = mailbox.alarm.as_ref();
    let Some((word, since)) = trouble(mailbox, now) else {
        return before.filter(|alarm| !is_over(mailbox, alarm)).cloned();
    };
    let Some(before) = before.filter(|alarm| alarm.word == word) else {
        return Some(Alarm { word: word.to_owned(), since, told_at: Some(now), told: 1 });
    };
    let due = is_due(before.told, before.told_at, now);
    let again = || Alarm { told_at: Some(now), told: before.told + 1, ..before.clone() };
    Some(if due { again() } else { before.clone() })
}

/// Whether what was told of so often is told of again.
fn is_due(told: i64, told_at: Option<Millis>, now: Millis) -> bool {
    let times = usize::try_from(told - 1).unwrap_or(0).min(AGAIN_MS.len() - 1);
    told < MOST_TOLD && told_at.is_none_or(|at| now.since_ms(at) >= AGAIN_MS[times])
}

/// The word of what fails: a backup, the store.
pub(super) const FAILED: &str = "failed";

/// What the alarm about backups has come to now: at once, for nothing settles by itself there; `passing`: there is
/// somebody to pass it on to.
pub(super) fn next_of_backups(failing: &Failing, passing: bool, now: Millis) -> Told {
    next_told(&failing.told, failing.ended_at.is_some(), passing, now)
}

/// What is told of something that fails now, or no longer does.
pub(super) fn next_told(told: &Told, is_over: bool, passing: bool, now: Millis) -> Told {
    if is_over {
        // Who was never told needs no all-clear.
        let unsaid = told.owed.clone().filter(|word| word != FAILED);
        let owed = if told.reached { Some(super::CLEAR.to_owned()) } else { unsaid };
        return Told { owed: owed.filter(|_| passing), reached: false, ..told.clone() };
    }
    if !is_due(told.times, told.at, now) {
        return told.clone();
    }
    Told { at: Some(now), times: told.times + 1, owed: passing.then(|| FAILED.to_owned()), reached: told.reached }
}

#[cfg(test)]
mod tests {
    use domain::id::Id;
    use domain::identity::Address;
    use domain::mailbox::FolderRole;
    use store::mailbox::Compared;
    use store::mailbox::state::FolderState;

    use super::*;

    const NOW: Millis = Millis::new(1_795_000_000_000);

    fn mailbox(state: State, heard_minutes_ago: i64) -> Mailbox {
        Mailbox {
            inbox: Id::from_raw(1),
            name: "Sklep".to_owned(),
            address: Address::parse("sklep@example.com").unwrap(),
            team: Id::from_raw(2),
            horizon: None,
            configured: false,
            state,
            trouble: None,
            since: NOW.plus_ms(-heard_minutes_ago * MINUTE_MS),
            heard_at: Some(NOW.plus_ms(-heard_minutes_ago * MINUTE_MS)),
            trial: (false, None),
            alarm: None,
            owed: None,
            reached: false,
            folders: Vec::new(),
        }
    }

    fn missing(since: Millis) -> FolderState {
        let compared = Compared { on_server: 9, wanted: 9, missing: 1 };
        FolderState { role: FolderRole::Inbox, name: "INBOX".to_owned(), compared, missing_since: Some(since) }
    }

    #[test]
    fn twelve_minutes_of_silence_are_an_alarm_in_every_state() {
        for state in [State::Connecting, State::Watching, State::CatchingUp, State::Failing] {
            assert_eq!(next(&mailbox(state, 11), NOW), None, "{state:?}");
            let alarm = next(&mailbox(state, 12), NOW).unwrap();
            assert_eq!((alarm.word.as_str(), alarm.told), ("silent", 1));
        }
    }

    #[test]
    fn after_a_start_the_first_connection_is_waited_for() {
        let mut started = mailbox(State::Connecting, 600);
        started.since = NOW.plus_ms(-MINUTE_MS);
        assert_eq!(next(&started, NOW), None, "the last answer is old because nobody asked");
        started.state = State::Failing;
        assert_eq!(next(&started, NOW).unwrap().word, "silent");
        started.alarm = next(&started, NOW);
        started.state = State::Connecting;
        assert_eq!(next(&started, NOW), started.alarm, "on the way is not there yet");
    }

    #[test]
    fn mail_that_is_missing_is_an_alarm_unless_it_is_being_fetched() {
        let found = |ms: i64| {
            let folders = vec![missing(NOW.plus_ms(-ms))];
            Mailbox { folders, ..mailbox(State::Watching, 0) }
        };
        assert_eq!(next(&found(5 * MINUTE_MS), NOW), None, "the server is asked once more");
        let watched = found(6 * MINUTE_MS);
        let alarm = next(&watched, NOW);
        assert_eq!(alarm.as_ref().unwrap().word, "missing");
        let fetching = Mailbox { state: State::CatchingUp, ..watched };
        assert_eq!(next(&fetching, NOW), None);
        let told = Mailbox { alarm: alarm.clone(), ..fetching };
        assert_eq!(next(&told, NOW), alarm, "it is over when the mail is here");
        assert_eq!(next(&Mailbox { state: State::Watching, folders: Vec::new(), ..told }, NOW), None);
    }

    #[test]
    fn it_is_told_of_again_less_and_less_often_and_ends() {
        let mut now = NOW;
        let mut broken = mailbox(State::Failing, 15);
        let mut told_after_hours = Vec::new();
        let mut told = 0;
        for _ in 0..20 * 24 * 4 {
            broken.alarm = next(&broken, now);
            let alarm = broken.alarm.as_ref().unwrap();
            if alarm.told > told {
                told = alarm.told;
                told_after_hours.push(now.since_ms(NOW) / HOUR_MS);
            }
            now = now.plus_ms(15 * MINUTE_MS);
        }
        assert_eq!(told_after_hours[..5], [0, 1, 5, 29, 53]);
        assert_eq!(told, MOST_TOLD, "then the pages alone show it");
        broken.state = State::Watching;
        broken.heard_at = Some(now);
        assert_eq!(next(&broken, now), None);
    }
}
