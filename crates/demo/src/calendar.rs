//! Dates as people write them in a mail.

use domain::time::Millis;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

use crate::Language;

const MONTHS_PL: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const ON_PL: [&str; 7] =
    ["w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę", "w niedzielę"];
const BY_PL: [&str; 7] = ["poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The moment on the clocks of the shop's country.
pub(crate) fn local(at: Millis, language: Language) -> Zoned {
    let name = match language {
        Language::Polish => "Europe/Warsaw",
        Language::English => "Europe/Dublin",
    };
    at.timestamp().to_zoned(TimeZone::get(name).unwrap_or(TimeZone::UTC))
}

/// Whether the counter is staffed on this day of the week.
pub(crate) fn is_working(day: Weekday) -> bool {
    !matches!(day, Weekday::Saturday | Weekday::Sunday)
}

/// The day `count` working days after `from`.
pub(crate) fn working_days_after(from: Date, count: u32) -> Date {
    let (mut day, mut left) = (from, count);
    while left > 0 {
        day = day.saturating_add(1.day());
        left -= u32::from(is_working(day.weekday()));
    }
    day
}

/// "12 listopada", "12 November".
pub(crate) fn day(date: Date, language: Language) -> String {
    let months = match language {
        Language::Polish => MONTHS_PL,
        Language::English => MONTHS_EN,
    };
    format!("{} {}", date.day(), months[usize::from(date.month().unsigned_abs()) - 1])
}

/// "w środę, 25 listopada", "on Wednesday, 25 November".
pub(crate) fn on(date: Date, language: Language) -> String {
    format!("{}, {}", pick(date, language, ON_PL, "on"), day(date, language))
}

/// "do środy, 25 listopada", "by Wednesday, 25 November".
pub(crate) fn by(date: Date, language: Language) -> String {
    let lead = if language == Language::Polish { "do " } else { "" };
    format!("{lead}{}, {}", pick(date, language, BY_PL, "by"), day(date, language))
}

fn pick(date: Date, language: Language, polish: [&str; 7], preposition: &str) -> String {
    let at = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    match language {
        Language::Polish => polish[at].to_owned(),
        Language::English => format!("{preposition} {}", DAYS_EN[at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_read_as_people_write_them() {
        let wednesday = date(2026, 11, 25);
        assert_eq!(on(wednesday, Language::Polish), "w środę, 25 listopada");
        assert_eq!(by(wednesday, Language::Polish), "do środy, 25 listopada");
        assert_eq!(on(wednesday, Language::English), "on Wednesday, 25 November");
        assert_eq!(by(wednesday, Language::English), "by Wednesday, 25 November");
        assert_eq!(working_days_after(date(2026, 11, 20), 1), date(2026, 11, 23), "Friday is followed by Monday");
    }
}
