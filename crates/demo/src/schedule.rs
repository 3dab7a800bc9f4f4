//! The times of a conversation's turns, so that it stands at `now` where it should stand.
//!
//! What waits is placed from its end: first the moment since when it waits, then what went before.
//! What is solved is placed from its beginning. Times always rise and never pass `now`.

use domain::conversation::Status;
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};

use crate::Language;
use crate::chance::Dice;
use crate::course::{Side, Turn};
use crate::rhythm;

/// One time for each turn.
pub(crate) fn schedule(
    dice: &mut Dice,
    turns: &[Turn],
    ending: Status,
    now: Millis,
    language: Language,
) -> Vec<Millis> {
    match ending {
        Status::Solved => from_start(dice, turns, now, language),
        Status::Open => {
            let anchor = unanswered(turns);
            // Nobody asks again within the hour, and nobody loses patience within a day.
            let newest = match turns[anchor + 1..].iter().filter(|turn| turn.side() == Side::Customer).count() {
                0 => 4 * MINUTE_MS,
                1 => 10 * HOUR_MS,
                _ => 28 * HOUR_MS,
            };
            let since = rhythm::recent(dice, now, newest, 47 * HOUR_MS, language);
            from_anchor(dice, turns, anchor, since, now, language)
        }
        Status::WaitingCustomer | Status::WaitingOthers | Status::Snoozed => {
            let oldest = if ending == Status::WaitingCustomer { 12 * DAY_MS } else { 6 * DAY_MS };
            let around = rhythm::recent(dice, now, 2 * HOUR_MS, oldest, language);
            let since = rhythm::office_before(dice, around, language);
            from_anchor(dice, turns, last_by(turns, Side::Agent), since, now, language)
        }
    }
}

/// The first message that nobody has answered.
fn unanswered(turns: &[Turn]) -> usize {
    let answered = turns.iter().rposition(|turn| turn.side() == Side::Agent).map_or(0, |at| at + 1);
    turns[answered..].iter().position(|turn| turn.side() == Side::Customer).map_or(0, |at| at + answered)
}

fn last_by(turns: &[Turn], side: Side) -> usize {
    turns.iter().rposition(|turn| turn.side() == side).unwrap_or(0)
}

fn from_start(dice: &mut Dice, turns: &[Turn], now: Millis, language: Language) -> Vec<Millis> {
    let mut min_age_ms = HOUR_MS;
    loop {
        let start = rhythm::arrival(dice, now, min_age_ms, language);
        let times = onwards(dice, start, turns, language);
        if times.last().is_some_and(|last| now.since_ms(*last) > 5 * MINUTE_MS) {
            return times;
        }
        min_age_ms += 6 * HOUR_MS;
    }
}

fn from_anchor(
    dice: &mut Dice,
    turns: &[Turn],
    anchor: usize,
    since: Millis,
    now: Millis,
    language: Language,
) -> Vec<Millis> {
    let mut times = before(dice, &turns[..anchor], since, language);
    times.push(since);
    let after = &turns[anchor + 1..];
    let asked = after.iter().filter(|turn| turn.side() == Side::Customer).count();
    let mut asking = rhythm::between(dice, since, now, asked, language).into_iter();
    for (nth, turn) in after.iter().enumerate() {
        let last = times.last().copied().unwrap_or(since);
        let at = match turn.side() {
            Side::Customer => asking.next().unwrap_or(now),
            Side::Agent | Side::Inside => last.plus_ms(dice.between(1, 25) * MINUTE_MS),
        };
        let latest = now.plus_ms(-((after.len() - nth) as i64) * 1_000);
        times.push(at.max(last.plus_ms(20_000)).min(latest.max(last.plus_ms(1_000))));
    }
    times
}

/// Times for the turns that went before a moment.
fn before(dice: &mut Dice, turns: &[Turn], until: Millis, language: Language) -> Vec<Millis> {
    if turns.is_empty() {
        return Vec::new();
    }
    let mut oldest = DAY_MS;
    loop {
        let start = rhythm::recent(dice, until, HOUR_MS / 2, oldest, language);
        let times = onwards(dice, start, turns, language);
        if times.last().is_some_and(|last| until.since_ms(*last) > 3 * MINUTE_MS) {
            return times;
        }
        oldest += 6 * HOUR_MS;
    }
}

/// Times for all turns, the first of them at `start`.
fn onwards(dice: &mut Dice, start: Millis, turns: &[Turn], language: Language) -> Vec<Millis> {
    let mut times: Vec<Millis> = Vec::with_capacity(turns.len());
    for turn in turns {
        let Some(last) = times.last().copied() else {
            times.push(start);
            continue;
        };
        let at = match turn {
            Turn::Nudge | Turn::Reminder | Turn::Angry => {
                rhythm::customer_after(dice, last.plus_ms(16 * HOUR_MS), language)
            }
            Turn::More(_) => rhythm::customer_after(dice, last.plus_ms(2 * HOUR_MS), language),
            Turn::Outcome(_) => rhythm::outcome_after(dice, last, language),
            _ => match turn.side() {
                Side::Customer => rhythm::customer_after(dice, last, language),
                Side::Agent => rhythm::agent_after(dice, last, language),
                Side::Inside => rhythm::note_after(dice, last, language),
            },
        };
        times.push(at.max(last.plus_ms(45_000)));
    }
    times
}
