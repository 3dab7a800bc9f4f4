//! Header fields: ids, people, moments. Everything bounded.

use std::borrow::Cow;
use std::collections::VecDeque;

use domain::channel::Party;
use domain::identity::Address;
use domain::threading::MAX_ID_BYTES;
use domain::time::Millis;
use mail_parser::{DateTime, HeaderName, HeaderValue, Message};

use super::text::one_line;

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
        let id: String = id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
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

/// The people of all fields called `name`, in their order, those without a readable address left out.
pub(super) fn people(message: &Message<'_>, name: HeaderName<'static>) -> Vec<Party> {
    message
        .headers()
        .iter()
        .filter(|header| header.name == name)
        .filter_map(|header| match &header.value {
            HeaderValue::Address(list) => Some(list),
            _ => None,
        })
        .flat_map(|list| list.iter())
        .filter_map(party)
        .take(MAX_PEOPLE)
        .collect()
}

fn party(somebody: &mail_parser::Addr<'_>) -> Option<Party> {
    let written = |text: &Option<Cow<'_, str>>| text.as_deref().and_then(Address::parse);
    // An address alone is sometimes taken for a name.
    let address = written(&somebody.address).or_else(|| written(&somebody.name))?;
    let name = somebody.name.as_deref().map(|name| one_line(name.trim_matches(['"', '\'', ' ']), MAX_NAME_CHARS));
    let name = name.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(address.as_str()));
    Some(Party { name, address })
}

/// The moment a Date field means; `None` when no calendar has it.
pub(super) fn moment(date: &DateTime) -> Option<Millis> {
    // A leap second is a second of the next minute in UTC milliseconds.
    let regular = DateTime { second: date.second.min(59), ..*date };
    regular.is_valid().then(|| Millis::new(regular.to_timestamp().saturating_mul(1_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lose_brackets_blanks_and_excess() {
        assert_eq!(ids("<a@x>\r\n\t<b@\r\n x> junk <> <c@x"), ["a@x", "b@x"]);
        assert_eq!(ids("a@x b@x, nothing"), ["a@x", "b@x"]);
        assert_eq!(ids("In reply to: your mail of Monday"), [""; 0]);
        assert_eq!(ids(&format!("<{}@x> <b@x>", "a".repeat(1_000))), ["b@x"]);
        let many: String = (0..1_000).map(|n| format!("<{n}@x> ")).collect();
        let kept = ids(&many);
        assert_eq!((kept.len(), kept[0].as_str(), kept[199].as_str()), (200, "800@x", "999@x"));
    }
}
