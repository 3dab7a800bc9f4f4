//! Why one recipient was not reached, from all that was found out about it.
//!
//! In: a [`Failure`]. Out: a [`Reason`]. Asked in this order: a provider's own code, the server's words, the enhanced status, the
//! step of SMTP at which it was said, the rest of the report. Where nothing tells, it says so (`onhold`, `undefined`).

use super::reason::Reason;
use super::status::{Status, reply_in_text};
use super::{COMMANDS, LATE, PROVIDERS, REASONS};

/// Bytes of an answer that are looked at.
const MAX_ANSWER_BYTES: usize = 16_000;

/// One recipient, as the report tells of it.
#[derive(Debug, Default)]
pub(super) struct Failure<'r> {
    /// The address in lower case; may be empty.
    pub(super) recipient: String,
    /// The Action field: failed, delayed, delivered, relayed, expanded.
    pub(super) action: String,
    /// The enhanced status code.
    pub(super) status: Option<Status>,
    /// What the other server answered.
    pub(super) diagnostic: String,
    /// Whether a program on the receiving side answered instead of a server (`x-unix`).
    pub(super) by_program: bool,
    /// The server that answered.
    pub(super) host: String,
    /// The class that the reporting server gives itself, in its own words.
    pub(super) category: String,
    /// What the text for people says of this recipient.
    pub(super) context: String,
    /// All that text, where the step was not told with the recipient.
    pub(super) prose: &'r str,
    /// The subject of the report.
    pub(super) subject: &'r str,
    /// Whether the program that reports speaks of what it was told at RCPT.
    pub(super) at_rcpt: bool,
}

impl Failure<'_> {
    /// Why.
    pub(super) fn reason(&self) -> Reason {
        if matches!(self.action.as_str(), "delivered" | "relayed" | "expanded" | "deliverable") {
            return Reason::Delivered;
        }
        let answer = if says_something(&self.diagnostic) { &self.diagnostic } else { &self.context };
        self.by_answer(answer)
            .or_else(|| self.by_early_step())
            .or_else(|| self.status.filter(|status| status.tells()).and_then(Status::reason))
            .or_else(|| self.by_context())
            .or_else(|| self.by_step(answer))
            .or_else(|| self.by_reply(answer))
            .or_else(|| matches!(self.action.as_str(), "delayed" | "expired").then_some(Reason::Expired))
            .or_else(|| self.by_late_words(answer))
            .unwrap_or(if says_something(answer) || self.status.is_some() { Reason::OnHold } else { Reason::Undefined })
    }

    fn by_answer(&self, answer: &str) -> Option<Reason> {
        let whole = single_spaced(answer);
        let host = self.host.to_lowercase();
        if let Some(reason) =
            PROVIDERS.section(&format!("powermta={} host={host} {whole}", self.category)).and_then(Reason::named)
        {
            return Some(reason);
        }
        self.by_words(&words(&whole))
    }

    fn by_words(&self, words: &str) -> Option<Reason> {
        let section = REASONS.section(words)?;
        if section == "nouser" {
            return Some(self.unknown_user());
        }
        let reason = Reason::named(section)?;
        let status = self.status.map(|status| (status.subject, status.detail));
        Some(match (reason, self.step()) {
            // Before a recipient was named, what does not exist is the sender.
            (Reason::HostUnknown | Reason::Filtered, Some("mail")) => Reason::Rejected,
            // Before anybody was named, who is denied access is the sending server.
            (Reason::SecurityError | Reason::HostUnknown, Some("conn" | "ehlo")) => Reason::Blocked,
            // The recipient's limit and the server's are told in the same words.
            (Reason::MesgTooBig, _) if status == Some((2, 3)) => Reason::ExceedLimit,
            // So are contents that cannot be read and contents that are not wanted.
            (Reason::SpamDetected, _) if status == Some((6, 1)) => Reason::ContentError,
            _ => reason,
        })
    }

    /// Servers that check addresses say so at RCPT. Those that say it after the text, or without a step and a status, take mail
    /// for the address first and let the recipient's own rules answer like that.
    fn unknown_user(&self) -> Reason {
        match (self.status.map(|status| (status.subject, status.detail)), self.step()) {
            (_, Some("mail")) => Reason::Rejected,
            (Some((1, 1 | 3 | 10 | 351)), _) => Reason::UserUnknown,
            (Some((2, 0)), _) => Reason::Filtered,
            (_, Some("data")) if self.host.ends_with("docomo.ne.jp") => Reason::Rejected,
            (_, Some("rcpt")) => Reason::UserUnknown,
            (_, Some("data")) => Reason::Filtered,
            (Some((2, 1) | (1, 0)), _) => Reason::UserUnknown,
            (Some(_), None) => Reason::Filtered,
            _ => Reason::Filtered,
        }
    }

    fn by_late_words(&self, answer: &str) -> Option<Reason> {
        [answer, self.subject].into_iter().find_map(|text| {
            let words = words(&single_spaced(text));
            let section = LATE.section(&words).or_else(|| REASONS.section(&words));
            section.and_then(
                |section| if section == "nouser" { Some(Reason::UserUnknown) } else { Reason::named(section) },
            )
        })
    }

    fn by_context(&self) -> Option<Reason> {
        // A step that was said decides before a text that may be a form letter.
        if !says_something(&self.diagnostic) || self.by_program {
            return None;
        }
        self.by_words(&words(&single_spaced(&self.context)))
    }

    /// What is said before a recipient is named is about who sends, unless a status says another thing.
    fn by_early_step(&self) -> Option<Reason> {
        let is_general = self
            .status
            .is_none_or(|status| !status.tells() || (status.subject, status.detail) <= (7, 1) && status.subject == 7);
        match self.step()? {
            "conn" | "ehlo" if is_general => Some(Reason::Blocked),
            "mail" if is_general => Some(Reason::Rejected),
            _ => None,
        }
    }

    fn by_step(&self, answer: &str) -> Option<Reason> {
        if self.by_program {
            return Some(Reason::MailerError);
        }
        let refused = reply_in_text(answer).is_some_and(|reply| reply >= 500);
        match self.step()? {
            "rcpt" if refused => Some(Reason::UserUnknown),
            "data" if refused => Some(Reason::Filtered),
            _ => None,
        }
    }

    fn by_reply(&self, answer: &str) -> Option<Reason> {
        match reply_in_text(answer)? {
            421 => Some(Reason::Expired),
            500..=504 => Some(Reason::SyntaxError),
            521 | 556 => Some(Reason::NotAccept),
            551 => Some(Reason::HasMoved),
            552 => Some(Reason::MailboxFull),
            _ => None,
        }
    }

    /// The step of SMTP at which it was said.
    fn step(&self) -> Option<&'static str> {
        let step = |text: &str| COMMANDS.section(&single_spaced(text));
        if self.at_rcpt {
            return Some("rcpt");
        }
        step(&self.context).or_else(|| step(&self.diagnostic)).or_else(|| step(self.prose))
    }
}

/// Whether there are words in it, and not codes alone.
fn says_something(text: &str) -> bool {
    text.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2)
}

/// Lower case, each run of blanks as one.
fn single_spaced(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(MAX_ANSWER_BYTES));
    for word in text.split_whitespace() {
        if line.len() > MAX_ANSWER_BYTES {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '\u{2019}' { '\'' } else { c }));
    }
    line
}

/// The words of an answer for comparing: addresses as `@`, hosts as `%`, links and codes left out.
fn words(answer: &str) -> String {
    let mut line = String::with_capacity(answer.len());
    for word in answer.split(' ') {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let shown = if word.contains("://") {
            continue;
        } else if word.contains('@') {
            "@"
        } else if is_code(word, bare) {
            continue;
        } else if is_host(bare) {
            "%"
        } else {
            word
        };
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(shown);
    }
    line
}

/// Replies and enhanced codes, which servers repeat in front of each line.
fn is_code(word: &str, bare: &str) -> bool {
    let is_reply = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    let is_status = |text: &str| Status::at_start(text).is_some_and(|status| status.to_string().len() == text.len());
    match bare.split_once('-') {
        Some((reply, status)) => is_reply(reply) && (status.is_empty() || is_status(status)),
        None => (is_reply(bare) && !word.contains('(')) || is_status(bare),
    }
}

/// `mx.example.pl`, with an address in brackets behind it or not.
fn is_host(bare: &str) -> bool {
    let name = bare.split(['[', '(', ':']).next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(front, top)| {
        !front.is_empty()
            && top.len() >= 2
            && top.bytes().all(|b| b.is_ascii_alphabetic())
            && front.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            && !name.contains("..")
    })
}

#[cfg(test)]
mod tests {
    use super::super::status;
    use super::*;

    #[test]
    fn answers_are_understood() {
        let mut wrong = Vec::new();
        for line in include_str!("answers.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let [class, step, answer] = line.splitn(3, " | ").collect::<Vec<_>>().try_into().unwrap();
            let context = match step {
                "conn" => "SMTP error from remote mail server after initial connection",
                "ehlo" => "SMTP error from remote mail server after EHLO",
                "mail" => "in reply to MAIL FROM command",
                "rcpt" => "in reply to RCPT TO command",
                "data" => "in reply to end of DATA command",
                _ => "",
            };
            let failure = Failure {
                diagnostic: answer.to_owned(),
                status: status::in_text(answer),
                context: context.to_owned(),
                ..Failure::default()
            };
            let reason = failure.reason().name();
            if reason != class {
                wrong.push(format!("{reason} for {line}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
