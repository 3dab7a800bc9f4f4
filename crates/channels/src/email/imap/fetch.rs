//! Fetching: what the server says about mails, and the mails themselves, many with one command.

use std::collections::BTreeMap;
use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, MessageSection, Response, SectionPath};

use super::commands::not_understood;
use super::date::internal_date;
use super::error::{End, MailboxError};
use super::session::Session;
use super::{Content, Listing};

/// A slow line is granted a second for so many bytes.
const SLOWEST_BYTES_PER_SECOND: u64 = 16 * 1024;

/// The longest Message-ID field that is kept, in bytes.
const MAX_MESSAGE_ID_BYTES: usize = 1_000;

impl Session {
    /// What the server says about these mails, ascending. One that is gone meanwhile is left out.
    pub(super) async fn list(&mut self, uids: &[u32]) -> Result<Vec<Listing>, End> {
        let doing = "asking for sizes";
        let set = set_of(uids);
        let command = format!("UID FETCH {set} (UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])");
        let mut listings = BTreeMap::new();
        let mut look = |response: &Response<'_>| {
            if let Some(found) = listing(response).filter(|found| uids.binary_search(&found.uid).is_ok()) {
                listings.insert(found.uid, found);
            }
        };
        self.ask(&command, doing, Duration::ZERO, not_understood(doing), &mut look).await?;
        Ok(listings.into_values().collect())
    }

    /// Mails, whole, in one go. One that is gone meanwhile is left out.
    pub(super) async fn fetch(&mut self, mails: &[Listing]) -> Result<BTreeMap<u32, Vec<u8>>, End> {
        let uids: Vec<u32> = mails.iter().map(|mail| mail.uid).collect();
        let bytes = mails.iter().map(|mail| u64::from(mail.size)).sum();
        self.bodies(&uids, "", bytes).await
    }

    /// The headers of mails. One that is gone meanwhile is left out.
    pub(super) async fn headers(&mut self, uids: &[u32]) -> Result<BTreeMap<u32, Vec<u8>>, End> {
        self.bodies(uids, "HEADER", 0).await
    }

    /// Of a mail that is too large, the headers, at most `max_bytes` of them.
    pub(super) async fn fetch_too_large(&mut self, mail: &Listing, max_bytes: u32) -> Result<Option<Content>, End> {
        let found = self.bodies(&[mail.uid], "HEADER", 0).await?.remove(&mail.uid);
        Ok(found.map(|mut headers| {
            headers.truncate(max_bytes as usize);
            Content::TooLarge { size: mail.size, headers }
        }))
    }

    async fn bodies(&mut self, uids: &[u32], part: &str, bytes: u64) -> Result<BTreeMap<u32, Vec<u8>>, End> {
        let doing = "fetching a mail";
        let extra = Duration::from_secs(bytes / SLOWEST_BYTES_PER_SECOND);
        let mut bodies = BTreeMap::new();
        let mut look = |response: &Response<'_>| {
            if let Some((uid, raw)) = body(response, !part.is_empty()).filter(|(uid, _)| uids.contains(uid)) {
                bodies.entry(uid).or_insert(raw);
            }
        };
        let command = format!("UID FETCH {} (UID BODY.PEEK[{part}])", set_of(uids));
        self.ask(&command, doing, extra, |answer| MailboxError::MailRefused { answer }, &mut look).await?;
        Ok(bodies)
    }
}

/// Ascending UIDs as a set of IMAP (`1:5,9`): short, because servers bound the length of a line.
fn set_of(uids: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*uid) => *last = *uid,
            _ => ranges.push((*uid, *uid)),
        }
    }
    let written = |(a, b): &(u32, u32)| if a == b { a.to_string() } else { format!("{a}:{b}") };
    ranges.iter().map(written).collect::<Vec<_>>().join(",")
}

fn listing(response: &Response<'_>) -> Option<Listing> {
    let Response::Fetch(_, attributes) = response else { return None };
    let (mut uid, mut size, mut received_at, mut message_id) = (None, None, None, Vec::new());
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(value) => uid = Some(*value),
            AttributeValue::Rfc822Size(value) => size = Some(*value),
            AttributeValue::InternalDate(value) => received_at = internal_date(value),
            AttributeValue::BodySection { data: Some(field), .. } => {
                message_id = field.trim_ascii().to_vec();
                message_id.truncate(MAX_MESSAGE_ID_BYTES);
            }
            _ => {}
        }
    }
    Some(Listing { uid: uid?, size: size?, received_at, message_id })
}

/// The content in a FETCH response. A server that has nothing to say (NIL) has an empty mail.
fn body(response: &Response<'_>, header_only: bool) -> Option<(u32, Vec<u8>)> {
    let Response::Fetch(_, attributes) = response else { return None };
    let uid = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(value) => Some(*value),
        _ => None,
    })?;
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection { section, data, .. } => {
            let is_header = matches!(section, Some(SectionPath::Full(MessageSection::Header)));
            (is_header == header_only).then(|| (uid, data.as_deref().unwrap_or_default().to_vec()))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::set_of;

    #[test]
    fn sets_are_short() {
        assert_eq!(set_of(&[1, 2, 3, 7, 9, 10]), "1:3,7,9:10");
        assert_eq!(set_of(&[u32::MAX - 1, u32::MAX]), "4294967294:4294967295");
        assert_eq!(set_of(&[4]), "4");
    }
}
