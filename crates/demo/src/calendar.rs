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
const DAYS_PL: [&str; 7] = ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"];
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

/// Whether the counter is staffed on this day: not on weekends and public holidays.
pub(crate) fn is_working(day: Date, language: Language) -> bool {
    let after_easter = (day - easter(day.year())).get_days();
    let holiday = match language {
        Language::Polish => {
            let fixed =
                matches!((day.month(), day.day()), (1, 1 | 6) | (5, 1 | 3) | (8, 15) | (11, 1 | 11) | (12, 24..=26));
            fixed || matches!(after_easter, 1 | 60)
        }
        Language::English => {
            let fixed = matches!((day.month(), day.day()), (1, 1) | (3, 17) | (12, 25 | 26));
            let monday = day.weekday() == Weekday::Monday
                && matches!((day.month(), day.day()), (2 | 5 | 6 | 8, 1..=7) | (10, 25..=31));
            fixed || monday || after_easter == 1
        }
    };
    !holiday && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Easter Sunday of a year, by the anonymous Gregorian computus.
fn easter(year: i16) -> Date {
    let year_now = i32::from(year);
    let (golden, century, rest) = (year_now % 19, year_now / 100, year_now % 100);
    let shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - shift + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let (month, day) = ((days / 31) as i8, (days % 31 + 1) as i8);
    Date::new(year, month, day).unwrap_or_default()
}

/// The day `count` working days after `from`.
pub(crate) fn working_days_after(from: Date, count: u32, language: Language) -> Date {
    let (mut day, mut left) = (from, count);
    while left > 0 {
        day = day.saturating_add(1.day());
        left -= u32::from(is_working(day, language));
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

/// "środa, 25 listopada", "Wednesday, 25 November".
pub(crate) fn name(date: Date, language: Language) -> String {
    let at = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    let names = match language {
        Language::Polish => DAYS_PL,
        Language::English => DAYS_EN,
    };
    format!("{}, {}", names[at], day(date, language))
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
        assert_eq!(name(wednesday, Language::Polish), "środa, 25 listopada");
        assert_eq!(by(wednesday, Language::English), "by Wednesday, 25 November");
    }

    #[test]
    fn weekends_and_holidays_of_the_country_are_off() {
        let next = |day, language| working_days_after(day, 1, language);
        assert_eq!(next(date(2026, 11, 20), Language::Polish), date(2026, 11, 23), "Friday is followed by Monday");
        assert_eq!(next(date(2026, 11, 10), Language::Polish), date(2026, 11, 12), "the 11th is a holiday");
        assert_eq!(next(date(2026, 11, 10), Language::English), date(2026, 11, 11), "and not in Ireland");
        assert_eq!(next(date(2026, 10, 23), Language::English), date(2026, 10, 27), "the last Monday of October");
        assert_eq!(next(date(2027, 3, 26), Language::Polish), date(2027, 3, 30), "Easter Monday");
        assert_eq!(next(date(2026, 6, 3), Language::Polish), date(2026, 6, 5), "Corpus Christi");
    }
}
