//! Status codes in reports: enhanced ones (RFC 3463) and the replies of SMTP (RFC 5321).

use super::reason::Reason;

/// An enhanced status code, such as `5.1.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) class: u8,
    pub(super) subject: u16,
    pub(super) detail: u16,
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl Status {
    /// The code at the start of `text`; nothing that goes on as an IP address or a version would.
    pub(super) fn at_start(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let class = bytes.first().filter(|class| matches!(class, b'2' | b'4' | b'5'))? - b'0';
        let mut at = 1;
        let mut number = || {
            if bytes.get(at) != Some(&b'.') {
                return None;
            }
            let digits = bytes[at + 1..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
            let number = (1..=3).contains(&digits).then(|| text[at + 1..at + 1 + digits].parse().ok())??;
            at += 1 + digits;
            Some(number)
        };
        let (subject, detail) = (number()?, number()?);
        let goes_on = match bytes.get(at) {
            Some(b'.') => bytes.get(at + 1).is_some_and(u8::is_ascii_digit),
            Some(next) => next.is_ascii_alphanumeric(),
            None => false,
        };
        (!goes_on && subject < 100).then_some(Self { class, subject, detail })
    }

    /// Whether it says more than "failed".
    pub(super) fn tells(self) -> bool {
        (self.subject, self.detail) != (0, 0)
    }

    /// The class that the code stands for, by the registry of RFC 5248 and the collections' reading of it.
    pub(super) fn reason(self) -> Option<Reason> {
        Some(match (self.subject, self.detail) {
            _ if self.class == 2 => Reason::Delivered,
            (1, 0 | 1 | 3) => Reason::UserUnknown,
            (1, 2) => Reason::HostUnknown,
            (1, 4) => Reason::Filtered,
            (1, 6) => Reason::HasMoved,
            (1, 7 | 8) => Reason::Rejected,
            (1, 9) if self.class == 4 => Reason::Expired,
            (2, 0 | 1 | 4) => Reason::Filtered,
            (2, 2) => Reason::MailboxFull,
            (2, 3) => Reason::ExceedLimit,
            (3, 0 | 3 | 5) if self.class == 5 => Reason::SystemError,
            (3, 1) => Reason::SystemFull,
            (1, 10) | (3, 2) | (7, 27) => Reason::NotAccept,
            (3, 4) => Reason::MesgTooBig,
            (4, 3) => Reason::SystemError,
            (4, 4) if self.class == 5 => Reason::HostUnknown,
            (4, 4 | 6) => Reason::NetworkError,
            (4, 0) if self.class == 5 => Reason::NetworkError,
            (4, 0 | 1 | 2 | 7) => Reason::Expired,
            (4, 5) => Reason::SystemFull,
            (4, 14) => Reason::NetworkError,
            (4, 300..=399) => Reason::Expired,
            (5, 3) => Reason::TooManyConn,
            (5, 1 | 2 | 4 | 5 | 6) => Reason::SyntaxError,
            (6, _) => Reason::ContentError,
            (7, 13) => Reason::Suspend,
            (7, 20..=24 | 26 | 29) => Reason::AuthFailure,
            (7, 25) => Reason::RequirePtr,
            (7, 28) => Reason::Speeding,
            (7, 1) if self.class == 4 => Reason::Blocked,
            (7, _) => Reason::SecurityError,
            _ => return None,
        })
    }
}

/// The code in a server's answer: one that says something before one that only says "failed"; of several the last,
/// because gateways quote the answer they got behind their own.
pub(super) fn in_text(text: &str) -> Option<Status> {
    let better = |best: Option<Status>, found: Status| match best {
        Some(best) if best.tells() && !found.tells() => Some(best),
        _ => Some(found),
    };
    all(text).fold(None, better)
}

/// The code in a text for people: the first that says something, because what follows are its consequences.
pub(super) fn first_in_text(text: &str) -> Option<Status> {
    all(text).find(|status| status.tells()).or_else(|| all(text).next())
}

fn all(text: &str) -> impl Iterator<Item = Status> {
    let bytes = text.as_bytes();
    text.match_indices('.').filter_map(move |(at, _)| {
        let start = at.checked_sub(1)?;
        let inside = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'=' | b'/' | b'_');
        let stands_alone = start.checked_sub(1).is_none_or(|before| !inside(bytes[before]));
        (stands_alone && text.is_char_boundary(start)).then(|| Status::at_start(&text[start..]))?
    })
}

/// The SMTP reply that `text` quotes first, such as 550.
pub(super) fn reply_in_text(text: &str) -> Option<u16> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '@')
        .filter(|word| word.len() == 3 && matches!(word.as_bytes()[0], b'2' | b'4' | b'5'))
        .filter_map(|word| word.parse().ok())
        .find(|reply| matches!(reply % 100 / 10, 0..=5 | 7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_and_addresses_are_not() {
        for (text, expected) in [
            ("550 5.1.1 <a@b.pl>... User unknown", Some("5.1.1")),
            ("5.1.0 - Unknown address error 550-'5.2.2 <a@b>... Full'", Some("5.2.2")),
            ("550 #5.1.0 Address rejected.", Some("5.1.0")),
            ("no mailbox here (#5.1.1 - chkusr)", Some("5.1.1")),
            ("554 5.0.0 x", Some("5.0.0")),
            ("554 5.7.1 x 554 5.0.0 Service unavailable", Some("5.7.1")),
            ("550 5.7.606 banned [5.1.1.2]", Some("5.7.606")),
            ("host mx[4.2.2.1] said", None),
            ("version 5.10.2a", None),
            ("", None),
        ] {
            assert_eq!(in_text(text).map(|status| status.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn replies_are_found() {
        assert_eq!(reply_in_text("host mx.pl[192.0.2.1] said: 550-5.7.1 no"), Some(550));
        assert_eq!(reply_in_text("421"), Some(421));
        assert_eq!(reply_in_text("since 2025 there are 999"), None);
    }
}
