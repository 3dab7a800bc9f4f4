//! When people write: customers around the clock with peaks before noon and in the evening, agents
//! in office hours of the shop's country, and both more in the last weeks than before.

use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis, SECOND_MS};
use jiff::civil::Weekday;

use crate::Language;
use crate::calendar::{is_working, local};
use crate::chance::Dice;

/// How far the shop's mail reaches back.
pub(crate) const DAYS_BACK: i64 = 60;

const OPENS: i64 = 8;
const CLOSES: i64 = 17;

/// How much customers write in each hour of the day.
const BY_HOUR: [f64; 24] = [
    1.0, 0.5, 0.2, 0.2, 0.3, 0.8, 2.0, 4.5, 7.0, 9.0, 10.0, 9.5, 8.0, 7.5, 7.5, 8.0, 7.0, 6.0, 6.5, 7.5, 9.0, 8.5, 5.5,
    2.5,
];

fn by_weekday(day: Weekday) -> f64 {
    match day {
        Weekday::Monday => 1.0,
        Weekday::Tuesday => 0.9,
        Weekday::Wednesday => 0.85,
        Weekday::Thursday => 0.8,
        Weekday::Friday => 0.75,
        Weekday::Saturday => 0.45,
        Weekday::Sunday => 0.55,
    }
}

/// How likely a customer writes at this moment rather than at another, from 0 to 1.
fn liveliness(at: Millis, language: Language) -> f64 {
    let at = local(at, language);
    BY_HOUR[usize::from(at.hour().unsigned_abs())] / 10.0 * by_weekday(at.weekday())
}

/// A moment in the last two months at which a customer wrote, at least `min_age_ms` before `now`.
pub(crate) fn arrival(dice: &mut Dice, now: Millis, min_age_ms: i64, language: Language) -> Millis {
    loop {
        let age = dice.unit();
        // Denser towards today: twice as many mails in the last days as two months ago.
        let thinner = 1.0 - 0.5 * age;
        let at = now.plus_ms(-min_age_ms - (age * (DAYS_BACK * DAY_MS - min_age_ms) as f64) as i64);
        if dice.unit() < thinner * liveliness(at, language) {
            return at;
        }
    }
}

/// A moment from `oldest_ms` to `newest_ms` before `now`, spread over the orders of magnitude, at
/// which a customer wrote. What is minutes old is taken whatever the hour.
pub(crate) fn recent(dice: &mut Dice, now: Millis, newest_ms: i64, oldest_ms: i64, language: Language) -> Millis {
    loop {
        let (low, high) = ((newest_ms as f64).ln(), (oldest_ms as f64).ln());
        let age = (low + dice.unit() * (high - low)).exp() as i64;
        let at = now.plus_ms(-age);
        if age < HOUR_MS || dice.unit() < liveliness(at, language) + 0.005 {
            return at;
        }
    }
}

/// `count` rising moments at which a customer asks again, spread over the time from `since` to `now`.
pub(crate) fn between(dice: &mut Dice, since: Millis, now: Millis, count: usize, language: Language) -> Vec<Millis> {
    let share = now.since_ms(since) / (count as i64 + 1);
    let nth = |dice: &mut Dice, nth: i64| {
        let from = since.plus_ms(share * nth);
        // A share lasts some hours, so one of these falls into the day.
        let moments: Vec<Millis> = (0..40).map(|_| from.plus_ms(dice.between(0, share * 9 / 10))).collect();
        moments[dice.weighted(moments.iter().map(|at| liveliness(*at, language)))]
    };
    (1..=count as i64).map(|at| nth(dice, at)).collect()
}

/// Whether agents are at work.
pub(crate) fn is_office(at: Millis, language: Language) -> bool {
    let at = local(at, language);
    is_working(at.date(), language) && (OPENS..CLOSES).contains(&i64::from(at.hour()))
}

/// When an agent who learns of something at `from` writes about it: usually within hours, in
/// office hours; what comes in the evening is answered in the next morning.
pub(crate) fn agent_after(dice: &mut Dice, from: Millis, language: Language) -> Millis {
    let minutes = spread(dice, 6.0, 420.0);
    office_after(dice, from.plus_ms(minutes), language)
}

/// When the warehouse, the courier or the bank has found out and the agent can say so.
pub(crate) fn outcome_after(dice: &mut Dice, from: Millis, language: Language) -> Millis {
    let days = dice.between(1, 4);
    let hours = dice.between(-3, 5);
    office_after(dice, from.plus_ms(days * DAY_MS + hours * HOUR_MS), language)
}

/// When a customer who got a mail at `from` replies.
pub(crate) fn customer_after(dice: &mut Dice, from: Millis, language: Language) -> Millis {
    for _ in 0..40 {
        let at = from.plus_ms(spread(dice, 8.0, 2_800.0));
        if dice.unit() < liveliness(at, language) + 0.02 {
            return at;
        }
    }
    from.plus_ms(spread(dice, 20.0, 90.0))
}

/// When a colleague adds a note after `from`.
pub(crate) fn note_after(dice: &mut Dice, from: Millis, language: Language) -> Millis {
    let soon = from.plus_ms(spread(dice, 1.5, 40.0));
    office_after(dice, soon, language)
}

/// The last office moment at or before `at`.
pub(crate) fn office_before(dice: &mut Dice, at: Millis, language: Language) -> Millis {
    let mut moment = at;
    while !is_office(moment, language) {
        moment = moment.plus_ms(-dice.between(20, 60) * MINUTE_MS);
    }
    moment
}

fn office_after(dice: &mut Dice, at: Millis, language: Language) -> Millis {
    let mut moment = at;
    while !is_office(moment, language) {
        moment = moment.plus_ms(dice.between(10, 55) * MINUTE_MS + dice.between(0, 59) * SECOND_MS);
    }
    moment
}

/// A delay in milliseconds between two bounds in minutes, the short ones likelier.
fn spread(dice: &mut Dice, from_minutes: f64, to_minutes: f64) -> i64 {
    let (low, high) = (from_minutes.ln(), to_minutes.ln());
    ((low + dice.unit() * (high - low)).exp() * MINUTE_MS as f64) as i64
}
