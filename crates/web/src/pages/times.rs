//! Times as people read them: 24 hours, in the language and the zone of the installation.
//!
//! In: moments in UTC milliseconds, the moment that counts as now. Out: words. Never asks the time.

use std::sync::OnceLock;

use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Millis};
use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::language::Language;
use crate::words::{Args, word, words};

/// From here on a waiting customer is shown as waiting long.
pub const SOON_MS: i64 = 4 * HOUR_MS;
/// From here on a waiting customer is shown as waiting too long.
pub const LATE_MS: i64 = DAY_MS;

/// The months by name, looked up once a language: every row of a list names one.
#[derive(Debug)]
struct Names {
    months_short: [String; 12],
    months_long: [String; 12],
}

impl Names {
    fn of(language: Language) -> Self {
        let months = |key| std::array::from_fn(|at| numbered(language, key, i64::try_from(at + 1).unwrap_or(1)));
        Self { months_short: months("time-month-short"), months_long: months("time-month-long") }
    }
}

fn numbered(language: Language, key: &str, n: i64) -> String {
    words(language, key, &Args::from([("n", n.into())])).unwrap_or_else(|| n.to_string())
}

/// How moments are written: a language, a zone, and what counts as now.
#[derive(Clone, Debug)]
pub struct Times {
    /// The language.
    pub language: Language,
    /// The zone of the installation.
    pub zone: TimeZone,
    /// What counts as now.
    pub now: Millis,
}

impl Times {
    fn local(&self, at: Millis) -> Zoned {
        at.timestamp().to_zoned(self.zone.clone())
    }

    fn number(&self, key: &str, n: i64) -> String {
        numbered(self.language, key, n)
    }

    fn names(&self) -> &'static Names {
        static NAMES: [OnceLock<Names>; 2] = [const { OnceLock::new() }; 2];
        NAMES[self.language as usize].get_or_init(|| Names::of(self.language))
    }

    fn month(&self, of: &[String; 12], at: &Zoned) -> String {
        usize::try_from(at.month() - 1).ok().and_then(|month| of.get(month)).cloned().unwrap_or_default()
    }

    /// How long ago, in one unit: `teraz`, `5 min`, `3 godz.`, `2 dni`.
    pub fn ago(&self, at: Millis) -> String {
        let passed = self.now.since_ms(at).max(0);
        if passed < MINUTE_MS {
            word(self.language, "time-word-now")
        } else if passed < HOUR_MS {
            self.number("time-word-minutes", passed / MINUTE_MS)
        } else if passed < DAY_MS {
            self.number("time-word-hours", passed / HOUR_MS)
        } else {
            self.number("time-word-days", passed / DAY_MS)
        }
    }

    /// The time of day: `14:31`.
    pub fn clock(&self, at: Millis) -> String {
        let at = self.local(at);
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// The short form for lists: the time of day today, otherwise the day, with the year when it is another.
    pub fn stamp(&self, at: Millis) -> String {
        let (then, now) = (self.local(at), self.local(self.now));
        if then.date() == now.date() {
            return self.clock(at);
        }
        let day = format!("{} {}", then.day(), self.month(&self.names().months_short, &then));
        if then.year() == now.year() { day } else { format!("{day} {}", then.year()) }
    }

    /// The full form: `22 listopada 2026, 14:31`.
    pub fn moment(&self, at: Millis) -> String {
        let then = self.local(at);
        let month = self.month(&self.names().months_long, &then);
        format!("{} {month} {}, {:02}:{:02}", then.day(), then.year(), then.hour(), then.minute())
    }

    /// The day as a heading: `Dzisiaj`, `Wczoraj`, `piątek, 20 listopada`.
    pub fn day(&self, at: Millis) -> String {
        let (then, now) = (self.local(at), self.local(self.now));
        if then.date() == now.date() {
            return word(self.language, "time-word-today");
        }
        if then.date().tomorrow().is_ok_and(|next| next == now.date()) {
            return word(self.language, "time-word-yesterday");
        }
        let weekday = numbered(self.language, "time-weekday-long", then.weekday().to_monday_one_offset().into());
        let month = self.month(&self.names().months_long, &then);
        let year = if then.year() == now.year() { String::new() } else { format!(" {}", then.year()) };
        format!("{weekday}, {} {month}{year}", then.day())
    }

    /// A day of the calendar: `22 listopada 2026`.
    pub fn calendar(language: Language, day: jiff::civil::Date) -> String {
        let month = numbered(language, "time-month-long", day.month().into());
        format!("{} {month} {}", day.day(), day.year())
    }

    /// The day as part of a DOM id: `2026-11-22`.
    pub fn date(&self, at: Millis) -> String {
        self.local(at).date().to_string()
    }

    /// For `datetime` attributes (RFC 3339).
    pub fn iso(&self, at: Millis) -> String {
        at.timestamp().to_string()
    }

    /// `""`, `"soon"` or `"late"`: how a customer who waits since `at` is shown.
    pub fn lateness(&self, at: Millis) -> &'static str {
        match self.now.since_ms(at) {
            LATE_MS.. => "late",
            SOON_MS.. => "soon",
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(language: Language) -> Times {
        Times { language, zone: TimeZone::get("Europe/Warsaw").unwrap(), now: at("2026-11-22T13:31:00Z") }
    }

    fn at(text: &str) -> Millis {
        Millis::from(text.parse::<jiff::Timestamp>().unwrap())
    }

    #[test]
    fn moments_read_naturally_in_both_languages() {
        let (pl, en) = (times(Language::Pl), times(Language::En));
        assert_eq!(pl.ago(at("2026-11-22T13:30:30Z")), "teraz");
        assert_eq!(pl.ago(at("2026-11-22T13:26:00Z")), "5 min");
        assert_eq!(pl.ago(at("2026-11-22T09:26:00Z")), "4 godz.");
        assert_eq!(pl.ago(at("2026-11-21T09:26:00Z")), "1 dzień");
        assert_eq!(en.ago(at("2026-11-10T09:26:00Z")), "12 days");
        assert_eq!(pl.ago(at("2026-11-23T09:26:00Z")), "teraz", "a clock that runs ahead is no reason for a minus");
        assert_eq!(pl.stamp(at("2026-11-22T08:05:00Z")), "09:05");
        assert_eq!(pl.stamp(at("2026-11-21T23:30:00Z")), "00:30", "the day is the zone's, not UTC's");
        assert_eq!(pl.stamp(at("2026-10-02T08:05:00Z")), "2 paź");
        assert_eq!(en.stamp(at("2025-10-02T08:05:00Z")), "2 Oct 2025");
        assert_eq!(pl.moment(at("2026-11-22T13:31:00Z")), "22 listopada 2026, 14:31");
        assert_eq!(pl.day(at("2026-11-20T10:00:00Z")), "piątek, 20 listopada");
        assert_eq!(pl.day(at("2026-11-21T10:00:00Z")), "Wczoraj");
        assert_eq!(en.day(at("2025-11-20T10:00:00Z")), "Thursday, 20 November 2025");
    }

    #[test]
    fn waiting_turns_late_at_its_marks() {
        let times = times(Language::Pl);
        assert_eq!(times.lateness(times.now.plus_ms(1 - SOON_MS)), "");
        assert_eq!(times.lateness(times.now.plus_ms(-SOON_MS)), "soon");
        assert_eq!(times.lateness(times.now.plus_ms(-LATE_MS)), "late");
    }
}
