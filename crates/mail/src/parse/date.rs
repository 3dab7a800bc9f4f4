//! The moment a Date field means (RFC 5322, 3.3), in the ways programs and people write one.
//!
//! In: the field. Out: the moment, only where a calendar has it and a mail can be of it.

use domain::time::Millis;
use mail_parser::{DateTime, MessageParser};

/// Years that a mail can be of.
const YEARS: std::ops::RangeInclusive<u16> = 1969..=2199;
/// Characters of a field that are read.
const MAX_CHARS: usize = 200;

/// The moment in `field`; `None` when it names none, or one that cannot be.
pub(super) fn moment(field: &str) -> Option<Millis> {
    let field = super::text::cut(field, MAX_CHARS);
    // The parser takes the year 0 for 2000.
    if field.split_whitespace().any(|word| word == "0000") {
        return None;
    }
    let date = standard(field).filter(can_be).or_else(|| free(field))?;
    // A leap second is a second of the next minute in UTC milliseconds.
    let regular = DateTime { second: date.second.min(59), ..date };
    can_be(&regular).then(|| Millis::new(regular.to_timestamp().saturating_mul(1_000)))
}

fn can_be(date: &DateTime) -> bool {
    let leaps = date.year.is_multiple_of(4) && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
    let longest = match date.month {
        2 => 28 + u8::from(leaps),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    YEARS.contains(&date.year) && date.is_valid() && date.day <= longest
}

fn standard(field: &str) -> Option<DateTime> {
    // `2026-11-02` and `2.11.2026` are no dates of RFC 5322, though parts of them look like one.
    if field.split_whitespace().any(|word| iso_day(word).is_some() || dotted_day(word).is_some()) {
        return None;
    }
    let header = format!("Date:{field}\n\n");
    let message = MessageParser::default().parse_headers(header.as_bytes())?;
    message.date().copied()
}

/// Months by the letters they begin with, in the languages of mail programs.
const MONTHS: [(u8, &[&str]); 12] = [
    (1, &["jan", "sty", "ene", "gen", "led", "янв"]),
    (2, &["feb", "lut", "fév", "fev", "úno", "фев"]),
    (3, &["mar", "mär", "maa", "bře", "мар"]),
    (4, &["apr", "kwi", "avr", "abr", "dub", "апр"]),
    (5, &["may", "maj", "mai", "mei", "mag", "kvě", "мая", "май"]),
    (6, &["jun", "cze", "juin", "giu", "červen", "июн"]),
    (7, &["jul", "lip", "juil", "lug", "červenec", "июл"]),
    (8, &["aug", "sie", "aoû", "aou", "ago", "srp", "авг"]),
    (9, &["sep", "wrz", "set", "zář", "сен"]),
    (10, &["oct", "okt", "paź", "paz", "ott", "out", "říj", "окт"]),
    (11, &["nov", "lis", "листопад", "ноя"]),
    (12, &["dec", "dez", "gru", "déc", "dic", "pro", "дек"]),
];

/// `pon., 2 lis 2026 10:00:00 +0100`, `2026-11-02 10:00`, `2.11.2026 10:00`.
fn free(field: &str) -> Option<DateTime> {
    let mut date = DateTime {
        year: 0,
        month: 0,
        day: 0,
        hour: 0,
        minute: 0,
        second: 0,
        tz_before_gmt: false,
        tz_hour: 0,
        tz_minute: 0,
    };
    let (mut has_time, mut has_month) = (false, false);
    let mut lower = field.to_lowercase();
    if iso_day(&lower).is_some() {
        lower = lower.replacen('t', " ", 1);
    }
    for word in lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')')).filter(|word| !word.is_empty())
    {
        if let Some((year, month, day)) = iso_day(word).or_else(|| dotted_day(word)) {
            (date.year, date.month, date.day) = (year, month, day);
        } else if word.contains(':') && !has_time {
            let clock = word.trim_end_matches('z');
            let mut parts = clock.split(['+', '-']).next()?.split([':', '.']).map(str::parse);
            (date.hour, date.minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
            date.second = parts.next().and_then(Result::ok).unwrap_or_default();
            has_time = true;
            clock.find(['+', '-']).into_iter().for_each(|at| zone(&clock[at..], &mut date));
        } else if has_time && word.starts_with(['+', '-']) {
            zone(word, &mut date);
        } else if let Ok(number) = word.trim_end_matches('.').parse::<u16>() {
            match number {
                1..=31 if date.day == 0 => date.day = u8::try_from(number).unwrap_or_default(),
                0..=99 if date.year == 0 => date.year = number + if number < 70 { 2_000 } else { 1_900 },
                _ if date.year == 0 => date.year = number,
                _ => {}
            }
        } else if let Some(month) = month(word).filter(|_| date.month == 0 || date.day != 0 && !has_month) {
            // A weekday may look like a month (`mar.`), but does not stand behind the day.
            date.month = month;
            has_month = date.day != 0;
        } else if has_time && word == "pm" && date.hour < 12 {
            date.hour += 12;
        }
    }
    (has_time && date.year > 0 && date.month > 0 && date.day > 0).then_some(date)
}

fn month(word: &str) -> Option<u8> {
    // The longest beginning decides: `červenec` is July, `červen` June.
    let fits = MONTHS.iter().flat_map(|(number, starts)| starts.iter().map(move |start| (*number, *start)));
    fits.filter(|(_, start)| word.starts_with(start)).max_by_key(|(_, start)| start.len()).map(|(number, _)| number)
}

/// `2026-11-02` or `2026/11/02` at the start of `text`.
fn iso_day(text: &str) -> Option<(u16, u8, u8)> {
    let mut parts = text.trim_start().get(..10)?.split(['-', '/']);
    let day = (
        parts.next().filter(|year| year.len() == 4)?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    );
    parts.next().is_none().then_some(day)
}

/// `2.11.2026`: points stand between days, months and years in that order only.
fn dotted_day(word: &str) -> Option<(u16, u8, u8)> {
    let mut parts = word.split('.');
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((parts.next().filter(|year| year.len() == 4)?.parse().ok()?, month, day))
}

/// `+0100`, `+01:00`, `-3`.
fn zone(word: &str, date: &mut DateTime) {
    let digits: String = word.chars().filter(char::is_ascii_digit).take(4).collect();
    let (hours, minutes) = digits.split_at(digits.len().min(2));
    let (hours, minutes) = (hours.parse().unwrap_or(0_u8), minutes.parse().unwrap_or(0_u8));
    if hours <= 14 && minutes < 60 {
        (date.tz_before_gmt, date.tz_hour, date.tz_minute) = (word.starts_with('-'), hours, minutes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_many_spellings() {
        // 2 November 2026, 09:59:58 UTC.
        for field in [
            "Mon, 2 Nov 2026 10:59:58 +0100",
            " Mon, 2 Nov 2026 09:59:58 GMT",
            "Mon, 2 Nov 2026 09:59:58",
            "2 Nov 26 09:59:58 +0000",
            "Mon, 2 Nov 2026 04:59:58 EST",
            "pon., 2 lis 2026 10:59:58 +0100",
            "Mo, 2 November 2026 10:59:58 +0100 (CET)",
            "lun., 2 nov. 2026 10:59:58 +0100",
            "2026-11-02 09:59:58",
            "2026-11-02T09:59:58Z",
            "2026-11-02T10:59:58.123+01:00",
            "2.11.2026 10:59:58 +0100",
            "Mon Nov  2 09:59:58 2026",
            "2026/11/02 Mon 09:59:58 GMT",
            "mar., 2 nov 2026 10:59:58 +0100",
            "Mon, 2 Nov 2026 04:59:58 +-0500",
            "Mon, 2 Nov 2026 09:59:58 AM",
        ] {
            assert_eq!(moment(field), Some(Millis::new(1_793_613_598_000)), "{field}");
        }
    }

    #[test]
    fn moments_that_cannot_be_are_none() {
        for field in [
            "",
            "soon",
            "wkrótce",
            "Fri, 31 Feb 2026 10:00:00 +0000",
            "Mon, 2 Nov 0000 10:00:00 +0000",
            "Mon, 2 Nov 99999 10:00:00 +0000",
            "Mon, 2 Nov 2926 10:00:00 +0000",
            "Mon, 2 Nov 2026 25:61:00 +0000",
            "Tue, 7 Bog 2026 19:14:51 +0000",
            "2 Nov 2026",
            "99999999999999999999999999",
        ] {
            assert_eq!(moment(field), None, "{field}");
        }
        moment(&"2 Nov 2026 ".repeat(100_000));
    }
}
