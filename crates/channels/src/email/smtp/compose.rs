//! The exact mail: headers and text as they will travel.
//!
//! In: an [`Outbound`]. Out: envelope and bytes, or a refusal that says what is wrong with the message. Everything that came
//! from outside (names, subjects, ids) is on one line and without brackets before it gets near a header.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use domain::channel::{Outbound, Party, SendError};
use domain::threading::MAX_ID_BYTES;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, SinglePart};

use super::code::Code;
use crate::email::dkim::Signer;
use mail::parse::MAX_NAME_CHARS;
use mail::parse::text::{one_line, paragraphs};

/// Characters of a subject: with its name it still fits a line of 998 (RFC 5322, 2.1.1) when it has no blank to fold at.
const MAX_SUBJECT_CHARS: usize = 900;
/// References that are written: the first and the newest (RFC 5322, 3.6.4 wants the first kept).
const MAX_REFERENCES: usize = 50;
/// Bytes of text; far more than anybody types.
const MAX_TEXT_BYTES: usize = 5_000_000;
/// The last moment whose year has four digits, in milliseconds.
const LAST_MOMENT_MS: i64 = 253_402_300_799_000;

/// A mail as it is handed over.
#[derive(Debug)]
pub(super) struct Mail {
    /// MAIL FROM.
    pub(super) from: Address,
    /// RCPT TO, each once; those it is written to before those who get a copy.
    pub(super) recipients: Vec<Address>,
    /// How many of them it is written to.
    pub(super) addressed: usize,
    /// The content, with CRLF line ends.
    pub(super) content: Vec<u8>,
}

impl Mail {
    /// Puts a signature of each before the mail. None signs another's.
    pub(super) fn sign(&mut self, signers: &[Signer]) -> Result<(), SendError> {
        let signed: Result<String, _> = signers.iter().map(|signer| signer.sign(&self.content)).collect();
        let signatures = signed.map_err(|error| SendError::Later(Code::Unsigned.say(error)))?;
        self.content.splice(..0, signatures.into_bytes());
        Ok(())
    }
}

/// Builds the mail.
pub(super) fn compose(message: &Outbound) -> Result<Mail, SendError> {
    let from = mailbox(&message.from)?;
    let mut seen = BTreeSet::new();
    let mut recipients = Vec::new();
    let mut addressed = 0;
    let mut builder = Message::builder().from(from.clone());
    for (party, copy) in message.to.iter().map(|p| (p, false)).chain(message.cc.iter().map(|p| (p, true))) {
        let to = mailbox(party)?;
        if seen.insert(party.address.clone()) {
            recipients.push(to.email.clone());
            addressed += usize::from(!copy);
            builder = if copy { builder.cc(to) } else { builder.to(to) };
        }
    }
    if addressed == 0 {
        return Err(SendError::Refused(Code::NoRecipient.say("the message has no recipient")));
    }
    if let Some(address) = &message.reply_to {
        builder = builder.reply_to(mailbox(&Party { name: message.from.name.clone(), address: address.clone() })?);
    }
    let id = bracketed(&message.message_id).ok_or_else(|| {
        SendError::Refused(Code::NoMessageId.say("the message has no Message-ID that can be written"))
    })?;
    let written_ms = message.written_at.get().clamp(0, LAST_MOMENT_MS).unsigned_abs();
    builder = builder
        .subject(one_line(&message.subject, MAX_SUBJECT_CHARS))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(written_ms))
        .message_id(Some(id));
    if let Some(answered) = message.in_reply_to.as_deref().and_then(bracketed) {
        builder = builder.in_reply_to(answered);
    }
    let references = references(&message.references);
    if !references.is_empty() {
        builder = builder.references(references);
    }
    if message.automatic {
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        builder = builder.raw_header(HeaderValue::new(name, "auto-replied".to_owned()));
    }
    let text = paragraphs(&message.text, MAX_TEXT_BYTES) + "\n";
    let built =
        builder.singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text)).map_err(|error| {
            SendError::Refused(Code::Unwritable.say(format_args!("the message cannot be written as a mail: {error}")))
        })?;
    Ok(Mail { from: from.email, recipients, addressed, content: built.formatted() })
}

fn mailbox(party: &Party) -> Result<Mailbox, SendError> {
    let address: Address = party.address.as_str().parse().map_err(|_| {
        let words = format_args!("{} is not an address that mail can go to", party.address).to_string();
        SendError::Refused(Code::BadAddress.say(words))
    })?;
    let name = party.name.as_deref().map(|name| one_line(name, MAX_NAME_CHARS)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address))
}

/// The id in angle brackets; `None` when it would break the header it goes into.
fn bracketed(id: &str) -> Option<String> {
    let plain = |byte: u8| (0x21..=0x7e).contains(&byte) && !matches!(byte, b'<' | b'>');
    (!id.is_empty() && id.len() <= MAX_ID_BYTES && id.bytes().all(plain)).then(|| format!("<{id}>"))
}

fn references(ids: &[String]) -> String {
    let mut written: Vec<String> = ids.iter().filter_map(|id| bracketed(id)).collect();
    if written.len() > MAX_REFERENCES {
        written.drain(1..=written.len() - MAX_REFERENCES);
    }
    written.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::smtp::tests::{message, party};
    use domain::channel::Nature;
    use mail::parse::parse;

    #[test]
    fn what_we_write_is_what_the_other_side_reads() {
        let mut sent = message();
        sent.cc = vec![party("", "jan@example.pl"), party("", "anna@example.pl")];
        sent.references = (0..80).map(|n| format!("k.{n}@sklep.example")).collect();
        let mail = compose(&sent).unwrap();
        assert_eq!(mail.recipients.len(), 2, "nobody twice");
        assert!(mail.content.is_ascii());
        assert!(mail.content.split(|b| *b == b'\n').all(|line| line.len() < 999));
        let read = parse(&mail.content).unwrap();
        assert_eq!(read.message_id.as_deref(), Some(sent.message_id.as_str()));
        assert_eq!(read.in_reply_to, ["abc@example.pl"]);
        assert_eq!((read.references.len(), read.references[0].as_str()), (MAX_REFERENCES, "k.0@sklep.example"));
        assert_eq!(read.references[MAX_REFERENCES - 1], "k.79@sklep.example");
        assert_eq!((read.from, read.to), (Some(sent.from.clone()), sent.to.clone()));
        assert_eq!((read.subject, read.text), (sent.subject.clone(), sent.text.clone()));
        assert_eq!(read.sent_at, Some(sent.written_at));
        assert_eq!(read.nature, Nature::Person);
        sent.automatic = true;
        assert_eq!(parse(&compose(&sent).unwrap().content).unwrap().nature, Nature::AutoReply);
    }

    #[test]
    fn nothing_from_outside_breaks_out_of_its_header() {
        let mut sent = message();
        sent.subject = "Re: a\r\nBcc: zly@example.pl".to_owned();
        sent.from.name = Some("Sklep\r\nX-Zly: 1".to_owned());
        sent.in_reply_to = Some("a@x>\r\nX-Zly: 1".to_owned());
        sent.references = vec!["b@x\r\nX-Zly: 1".to_owned(), "ż@x".to_owned(), "c@x".to_owned()];
        let content = String::from_utf8(compose(&sent).unwrap().content).unwrap();
        assert!(!content.contains("\r\nX-Zly") && !content.contains("\r\nBcc"), "{content}");
        assert!(!content.contains("In-Reply-To") && content.contains("References: <c@x>\r\n"));
    }

    #[test]
    fn impossible_messages_are_refused() {
        let refused = |change: fn(&mut Outbound)| {
            let mut sent = message();
            change(&mut sent);
            matches!(compose(&sent), Err(SendError::Refused(_)))
        };
        assert!(refused(|m| m.to.clear()));
        assert!(refused(|m| m.message_id = "a b".to_owned()));
        assert!(refused(|m| m.to = vec![party("", "a..b@example.pl")]));
    }
}
