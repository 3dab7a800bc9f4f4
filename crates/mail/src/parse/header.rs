//! Header fields: ids, people, the subject, the moment. Everything bounded.

use std::borrow::Cow;
use std::collections::VecDeque;

use domain::channel::Party;
use domain::identity::Address;
use domain::threading::MAX_ID_BYTES;
use domain::time::Millis;
use mail_parser::{HeaderName, Message, MimeHeaders};

use super::problem::{ABSURD_DATE, Problems, TOO_MANY_RECIPIENTS, UNDECLARED_CHARSET};
use super::text::one_line;
use super::words::decode_words;
use super::{address, charset, date};

/// How many people of one field are kept.
pub const MAX_PEOPLE: usize = 500;
/// How many ids of References are kept: the newest, which stand last.
pub const MAX_REFERENCES: usize = 200;
/// How many addresses are kept that it was delivered to.
pub const MAX_DELIVERED_TO: usize = 10;
/// Characters of a display name.
pub const MAX_NAME_CHARS: usize = 200;
/// Bytes of one field that are searched for ids.
const MAX_IDS_BYTES: usize = 512_000;
/// Bytes of a subject that are read.
const MAX_SUBJECT_BYTES: usize = 100_000;

/// The values of all fields called `name`, as they stand in the mail, in its order.
pub(crate) fn raw_values<'m>(message: &'m Message<'_>, name: &str) -> impl Iterator<Item = Cow<'m, str>> {
    message.headers().iter().filter(move |header| header.name.as_str().eq_ignore_ascii_case(name)).map(|header| {
        let value = message.raw_message.get(header.offset_start as usize..header.offset_end as usize);
        String::from_utf8_lossy(value.unwrap_or_default())
    })
}

/// The first field called `name`, without the blanks around it; `None` when there is none.
pub(crate) fn raw_value(message: &Message<'_>, name: &str) -> Option<String> {
    raw_values(message, name).next().map(|value| value.trim().to_owned())
}

/// The addresses that the servers on its way delivered it to (RFC 9228 for Delivered-To; the others by custom).
pub(super) fn delivered_to(message: &Message<'_>) -> Vec<Address> {
    let fields = ["Delivered-To", "X-Original-To", "Envelope-To"].into_iter();
    let values = fields.flat_map(|name| raw_values(message, name));
    values.take(MAX_DELIVERED_TO).filter_map(|value| Address::parse(&value)).collect()
}

/// The ids in a field (RFC 5322, 3.6.4), without angle brackets, the last [`MAX_REFERENCES`] of them. Where a broken
/// program forgot the brackets, every word with an `@` counts.
pub(crate) fn ids(value: &str) -> Vec<String> {
    let value = super::text::cut(value, MAX_IDS_BYTES);
    let mut found = VecDeque::new();
    let mut keep = |id: &str| {
        let is_kept = |c: &char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>');
        let id: String = id.chars().filter(is_kept).collect();
        if !id.is_empty() && id.len() <= MAX_ID_BYTES {
            if found.len() == MAX_REFERENCES {
                found.pop_front();
            }
            found.push_back(id);
        }
    };
    if value.contains('<') {
        for part in value.split('<').skip(1) {
            if let Some((id, _)) = part.split_once('>') {
                keep(id);
            }
        }
    } else {
        value.split([' ', '\t', '\r', '\n', ',']).filter(|word| word.contains('@')).for_each(keep);
    }
    found.into()
}

/// The values of all fields called `name` as bytes, in the mail's order.
pub(super) fn fields<'m>(message: &'m Message<'_>, name: &HeaderName<'static>) -> impl Iterator<Item = &'m [u8]> {
    message
        .headers()
        .iter()
        .filter(move |header| header.name == *name)
        .filter_map(|header| message.raw_message.get(header.offset_start as usize..header.offset_end as usize))
}

/// The fields that people read, decoded alike.
pub(super) struct Letters<'m> {
    message: &'m Message<'m>,
    /// All their letters beyond ASCII that are no UTF-8, or nothing: one mail program writes all of them in one
    /// charset.
    sample: Vec<u8>,
    /// The charset of the text, which most likely is theirs too.
    declared: Option<String>,
}

const READ: [HeaderName<'static>; 5] =
    [HeaderName::Subject, HeaderName::From, HeaderName::To, HeaderName::Cc, HeaderName::ReplyTo];

impl<'m> Letters<'m> {
    pub(super) fn new(message: &'m Message<'m>) -> Self {
        let sample = READ
            .iter()
            .flat_map(|name| fields(message, name))
            .filter(|value| std::str::from_utf8(value).is_err())
            .flat_map(|value| value.iter().copied().chain([b'\n']))
            .take(MAX_IDS_BYTES)
            .collect();
        let declared = message.parts.iter().filter_map(|part| part.content_type()?.attribute("charset")).next();
        Self { message, sample, declared: declared.map(str::to_owned) }
    }

    /// The text of a field; encoded words stand in it as they came.
    fn text(&self, value: &[u8], problems: &mut Problems) -> String {
        if let Ok(text) = std::str::from_utf8(value) {
            return text.to_owned();
        }
        problems.add(UNDECLARED_CHARSET);
        charset::decode_beside(value, &self.sample, self.declared.as_deref())
    }

    /// The subject, decoded, in one line.
    pub(super) fn subject(&self, longest: usize, problems: &mut Problems) -> String {
        let Some(value) = fields(self.message, &HeaderName::Subject).next() else { return String::new() };
        let text = self.text(&value[..value.len().min(MAX_SUBJECT_BYTES)], problems);
        let decoded = decode_words(text.trim(), problems);
        one_line(charset::unmangled(&decoded).as_deref().unwrap_or(&decoded), longest)
    }

    /// The people of all fields called `name`, in their order, those without a readable address left out.
    pub(super) fn people(&self, name: &HeaderName<'static>, problems: &mut Problems) -> Vec<Party> {
        let mut people = Vec::new();
        for value in fields(self.message, name) {
            let text = self.text(value, problems);
            people.extend(address::people(&text, MAX_PEOPLE + 1 - people.len(), problems));
            if people.len() > MAX_PEOPLE {
                problems.add(TOO_MANY_RECIPIENTS);
                people.truncate(MAX_PEOPLE);
                break;
            }
        }
        people
    }
}

/// When the mail says it was written.
pub(super) fn sent_at(message: &Message<'_>, problems: &mut Problems) -> Option<Millis> {
    let value = fields(message, &HeaderName::Date).find(|value| !value.trim_ascii().is_empty())?;
    let moment = date::moment(&String::from_utf8_lossy(value));
    if moment.is_none() {
        problems.add(ABSURD_DATE);
    }
    moment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lose_brackets_blanks_and_excess() {
        assert_eq!(ids("<a@x>\r\n\t<b@\r\n x> junk <> <c@x"), ["a@x", "b@x"]);
        assert_eq!(ids("a@x b@x, nothing"), ["a@x", "b@x"]);
        assert_eq!(ids("a@x>"), ["a@x"]);
        assert_eq!(ids("In reply to: your mail of Monday"), [""; 0]);
        assert_eq!(ids(&format!("<{}@x> <b@x>", "a".repeat(1_000))), ["b@x"]);
        let many: String = (0..1_000).map(|n| format!("<{n}@x> ")).collect();
        let kept = ids(&many);
        assert_eq!((kept.len(), kept[0].as_str(), kept[199].as_str()), (200, "800@x", "999@x"));
    }
}
