//! Until when something is put aside: the choices of every form that does so.

use domain::time::{HOUR_MS, Millis};
use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday, time};
use jiff::tz::TimeZone;

/// How long "later today" is.
const LATER_MS: i64 = 3 * HOUR_MS;

/// The moment that a choice names, in the zone of the installation: `later`, `tomorrow`, `week`, or `date` with a day and
/// a time of it. `None` when it names none.
pub(super) fn until(now: Millis, zone: &TimeZone, choice: &str, day: &str, hour: &str) -> Option<Millis> {
    let today = now.timestamp().to_zoned(zone.clone()).date();
    match choice {
        "later" => Some(now.plus_ms(LATER_MS)),
        "tomorrow" => at(zone, today.checked_add(1.day()).ok()?, MORNING),
        "week" => at(zone, today.nth_weekday(1, Weekday::Monday).ok()?, MORNING),
        "date" => at(zone, day.parse::<Date>().ok()?, hour.parse::<Time>().ok()?),
        _ => None,
    }
}

/// When the day at the counter begins.
const MORNING: Time = time(8, 0, 0, 0);

fn at(zone: &TimeZone, day: Date, hour: Time) -> Option<Millis> {
    let moment = day.to_datetime(hour).to_zoned(zone.clone()).ok()?;
    Some(moment.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mornings_are_at_eight_even_when_the_clocks_change() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let at = |text: &str| Millis::from(text.parse::<jiff::Timestamp>().unwrap());
        let choose = |now, choice| until(at(now), &zone, choice, "", "").unwrap();
        assert_eq!(choose("2026-11-22T22:30:00Z", "tomorrow"), at("2026-11-23T07:00:00Z"));
        assert_eq!(choose("2026-11-22T23:30:00Z", "tomorrow"), at("2026-11-24T07:00:00Z"), "it is the 23rd in Warsaw");
        assert_eq!(choose("2026-10-24T12:00:00Z", "tomorrow"), at("2026-10-25T07:00:00Z"), "the night has 25 hours");
        assert_eq!(choose("2026-10-24T12:00:00Z", "week"), at("2026-10-26T07:00:00Z"), "a Saturday");
        assert_eq!(choose("2026-11-23T12:00:00Z", "week"), at("2026-11-30T07:00:00Z"), "on a Monday, the next one");
        assert_eq!(choose("2026-11-23T21:00:00Z", "later"), at("2026-11-24T00:00:00Z"));
    }

    #[test]
    fn a_day_and_a_time_are_those_of_the_shop() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        let now = Millis::from("2026-11-22T12:00:00Z".parse::<jiff::Timestamp>().unwrap());
        let choose = |day, hour| until(now, &zone, "date", day, hour);
        let moment = Millis::from("2026-12-24T08:30:00Z".parse::<jiff::Timestamp>().unwrap());
        assert_eq!(choose("2026-12-24", "09:30"), Some(moment));
        for (day, hour) in [("", "09:30"), ("2026-12-24", ""), ("2026-02-30", "09:30"), ("24.12.2026", "9"), ("x", "x")]
        {
            assert_eq!(choose(day, hour), None, "{day} {hour}");
        }
        assert_eq!(until(now, &zone, "never", "", ""), None);
    }
}
