//! Moments as IMAP writes them.

use domain::time::{DAY_MS, Millis};
use jiff::tz::TimeZone;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads `17-Jul-1996 02:44:25 -0700` (RFC 3501, date-time).
pub(super) fn internal_date(text: &str) -> Option<Millis> {
    let mut words = text.split_whitespace();
    let mut date = words.next()?.split('-');
    let mut time = words.next()?.split(':');
    let zone: i32 = words.next()?.parse().ok()?;
    let day = date.next()?.parse().ok()?;
    let name = date.next()?;
    let month = u8::try_from(MONTHS.iter().position(|month| month.eq_ignore_ascii_case(name))? + 1).ok()?;
    let year = date.next()?.parse().ok()?;
    let mut number = || time.next()?.parse::<u8>().ok();
    let (hour, minute, second) = (number()?, number()?, number()?);
    let there = mail_parser::DateTime {
        year,
        month,
        day,
        hour,
        minute,
        second: second.min(59),
        tz_before_gmt: zone < 0,
        tz_hour: u8::try_from(zone.unsigned_abs() / 100).ok()?,
        tz_minute: u8::try_from(zone.unsigned_abs() % 100).ok()?,
    };
    there.is_valid().then(|| Millis::new(there.to_timestamp().saturating_mul(1_000)))
}

/// The day before `at`, as SEARCH SINCE takes it (`1-Feb-1994`): that command knows neither hours nor zones.
pub(super) fn day_before(at: Millis) -> String {
    let day = at.plus_ms(-DAY_MS).timestamp().to_zoned(TimeZone::UTC).date();
    let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&MONTHS[0]);
    format!("{}-{month}-{:04}", day.day(), day.year().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_dates_are_read() {
        assert_eq!(internal_date("17-Jul-1996 02:44:25 -0700"), Some(Millis::new(837_596_665_000)));
        assert_eq!(internal_date(" 2-Nov-2026 10:00:00 +0100"), Some(Millis::new(1_793_610_000_000)));
        for wrong in ["", "17-Jul-1996", "17-Foo-1996 02:44:25 -0700", "99-Jul-1996 02:44:25 +0000"] {
            assert_eq!(internal_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_written_for_searching() {
        assert_eq!(day_before(Millis::new(1_767_225_600_000)), "31-Dec-2025");
        assert_eq!(day_before(Millis::new(1_793_610_000_000)), "1-Nov-2026");
    }
}
