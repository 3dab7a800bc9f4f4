//! Whether a piece of text names a moment, in any language and order.
//!
//! In: a folded line, at most a few hundred characters. Out: yes or no; the moment itself is not read.

use super::words::WORDS;

/// How surely a text names a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moment {
    /// A time of day.
    pub(super) time: bool,
    /// A year of four digits, or a whole date in digits.
    pub(super) year: bool,
    /// A day with its month or weekday, or a date in digits.
    pub(super) date: bool,
}

impl Moment {
    /// What of a moment stands in `text`, which is folded.
    pub(super) fn of(text: &str) -> Self {
        let mut moment = Self::default();
        let (mut named, mut numbered, mut ordinals) = (false, false, 0);
        for token in text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '،' | '、' | '，' | '(' | ')' | '<' | '>' | ';'))
        {
            // "3. 4. 2017": a date in three pieces.
            ordinals += usize::from(token.ends_with('.') && token.len() <= 3 && token.as_bytes()[0].is_ascii_digit());
            let token = token.trim_end_matches(['.', ':', '\'']);
            let bytes = token.as_bytes();
            if bytes.first().is_some_and(u8::is_ascii_digit) || token.chars().any(|c| matches!(c, '年' | '月' | '년'))
            {
                numbered = true;
                moment.time |= is_time(token);
                moment.year |= is_year(token);
                moment.date |= is_date(token);
            } else if !token.is_empty() {
                named |= WORDS.is_calendar(token.trim_end_matches('.'));
                moment.time |=
                    token.contains([':', '時', '点']) && token.chars().filter(char::is_ascii_digit).count() >= 3;
            }
        }
        moment.date |= named && numbered || ordinals >= 2 && moment.year;
        moment
    }

    /// Whether a whole moment is named.
    pub(super) fn is_sure(self) -> bool {
        self.date && (self.time || self.year)
    }
}

/// `14:05`, `10.00`, `14h05`, `00:25:13`, `12:12am`.
fn is_time(token: &str) -> bool {
    let numbers = token.split([':', '.', 'h']).collect::<Vec<_>>();
    let small = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits) && !text.contains(['-', '/'])
    };
    (2..=3).contains(&numbers.len())
        && numbers.iter().all(|number| small(number))
        && numbers[1].bytes().take_while(u8::is_ascii_digit).count() == 2
        && (numbers.len() == 2 || token.contains(':'))
}

fn is_year(token: &str) -> bool {
    let year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    token.split(['-', '/', '.', '年', '년', 't', ':']).any(year) || year(token)
}

/// `21.11.2026`, `2026-11-21`, `11/21/26`, `11-apr-2011`, `2026年11月21日`.
fn is_date(token: &str) -> bool {
    if token.contains(['年', '년', '月']) && token.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let parts = token.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    (2..=4).contains(&parts.len())
        && parts.iter().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).count() >= 2
        && parts.iter().all(|part| part.len() <= 12)
        && !token.contains(':')
}

/// Whether `text`, which is folded, begins with a moment: "21 lis", "pt., 21", "2026年", "14:05, 21".
pub(super) fn begins(text: &str) -> bool {
    let tokens = text.split([' ', ',', '،', '，']).filter(|token| !token.is_empty()).take(4).collect::<Vec<_>>();
    let Some(first) = tokens.first() else { return false };
    let numbered = first.starts_with(|c: char| c.is_ascii_digit());
    let named = WORDS.is_calendar(first.trim_end_matches(['.', ':', ')'])) || first.contains(['月', '日']);
    let moment = Moment::of(&tokens.join(" "));
    (numbered || named) && (moment.date || moment.time || moment.year)
}
