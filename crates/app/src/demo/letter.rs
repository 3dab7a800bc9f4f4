//! A customer's mail in the demo's past, as it would have come (RFC 5322, RFC 6532).

use domain::channel::Party;
use domain::time::Millis;
use jiff::fmt::rfc2822;
use store::message::{Answers, Content, Recipients};

/// A mail to the shop.
pub(super) struct Letter {
    pub from: Party,
    pub to: Party,
    pub subject: String,
    pub at: Millis,
    pub message_id: String,
    pub answers: Answers,
    pub text: String,
}

impl Letter {
    /// The same as the store keeps it.
    pub(super) fn into_content(self) -> Content {
        Content {
            subject: self.subject,
            text: self.text,
            html: None,
            sender: Some(self.from),
            recipients: Recipients { to: vec![self.to], cc: Vec::new() },
            message_id: Some(self.message_id),
            answers: self.answers,
            reading: None,
        }
    }
}

/// The bytes of the mail.
pub(super) fn raw(letter: &Letter) -> Vec<u8> {
    let mut lines = vec![
        format!("From: {}", mailbox(&letter.from)),
        format!("To: {}", mailbox(&letter.to)),
        format!("Subject: {}", one_line(&letter.subject)),
        format!("Message-ID: <{}>", letter.message_id),
    ];
    if let Ok(date) = rfc2822::to_string(&letter.at.timestamp().to_zoned(jiff::tz::TimeZone::UTC)) {
        lines.push(format!("Date: {date}"));
    }
    if let Some(id) = &letter.answers.in_reply_to {
        lines.push(format!("In-Reply-To: <{id}>"));
    }
    if !letter.answers.references.is_empty() {
        let ids: Vec<String> = letter.answers.references.iter().map(|id| format!("<{id}>")).collect();
        lines.push(format!("References: {}", ids.join("\r\n ")));
    }
    lines.push("MIME-Version: 1.0".to_owned());
    lines.push("Content-Type: text/plain; charset=utf-8".to_owned());
    lines.push("Content-Transfer-Encoding: 8bit".to_owned());
    lines.push(String::new());
    lines.extend(letter.text.lines().map(str::to_owned));
    lines.push(String::new());
    lines.join("\r\n").into_bytes()
}

fn mailbox(party: &Party) -> String {
    match &party.name {
        Some(name) => format!("\"{}\" <{}>", one_line(name).replace(['"', '\\'], ""), party.address),
        None => party.address.to_string(),
    }
}

fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use domain::identity::Address;

    use super::*;

    #[test]
    fn the_mail_reads_back_as_it_was_meant() {
        let party =
            |name: &str, address| Party { name: Some(name.to_owned()), address: Address::parse(address).unwrap() };
        let letter = Letter {
            from: party("Grażyna „Gra” O'Neill", "grazyna@example.com"),
            to: party("Dzban i Donica", "sklep@dzbanidonica.example"),
            subject: "Odp: Zamówienie DD-4471".to_owned(),
            at: Millis::new(1_795_000_000_000),
            message_id: "1a@example.com".to_owned(),
            answers: Answers {
                in_reply_to: Some("b@x.example".to_owned()),
                references: vec!["a@x.example".to_owned(), "b@x.example".to_owned()],
            },
            text: "Dzień dobry,\n\ngdzie jest paczka?".to_owned(),
        };
        let read = mail::parse::parse(&raw(&letter)).unwrap();
        assert_eq!(read.from.as_ref(), Some(&letter.from));
        assert_eq!(read.to, [letter.to]);
        assert_eq!((read.subject, read.sent_at), (letter.subject, Some(letter.at)));
        assert_eq!(read.message_id.as_deref(), Some("1a@example.com"));
        assert_eq!((read.in_reply_to, read.references), (vec!["b@x.example".to_owned()], letter.answers.references));
        assert_eq!(read.text.trim_end(), letter.text);
    }
}
