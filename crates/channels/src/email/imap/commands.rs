//! The few commands we need, each answered in full or failed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, Capability, MailboxDatum, MessageSection, Response, ResponseCode, SectionPath,
};
use domain::time::Millis;

use super::Content;
use super::error::{End, MailboxError};
use super::folder::quoted;
use super::session::Session;

/// A slow line is granted a second for so many bytes.
const SLOWEST_BYTES_PER_SECOND: u64 = 16 * 1024;

/// What the server says about a mail before we fetch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) uid: u32,
    pub(super) size: u32,
    pub(super) received_at: Option<Millis>,
}

impl Session {
    /// Whether the server offers IDLE.
    pub(super) async fn offers_idle(&mut self) -> Result<bool, End> {
        let doing = "asking for capabilities";
        let mut offers = false;
        let mut look = |response: &Response<'_>| {
            if let Response::Capabilities(offered) = response {
                offers |=
                    offered.iter().any(|c| matches!(c, Capability::Atom(word) if word.eq_ignore_ascii_case("IDLE")));
            }
        };
        self.ask("CAPABILITY", doing, Duration::ZERO, not_understood(doing), &mut look).await?;
        Ok(offers)
    }

    /// Opens `folder` for reading only and gives back its UIDVALIDITY.
    pub(super) async fn examine(&mut self, folder: &str) -> Result<u32, End> {
        let doing = "opening the folder";
        let mut uidvalidity = None;
        let mut look = |response: &Response<'_>| {
            if let Response::Data { outcome, .. } = response
                && let Some(ResponseCode::UidValidity(value)) = outcome.code
            {
                uidvalidity = Some(value);
            }
        };
        let refused = |answer| MailboxError::NoSuchFolder { folder: folder.to_owned(), answer };
        self.ask(&format!("EXAMINE {}", quoted(folder)), doing, Duration::ZERO, refused, &mut look).await?;
        uidvalidity.ok_or_else(|| not_understood(doing)("(no UIDVALIDITY)".to_owned()).into())
    }

    /// The UIDs behind `last_uid`, ascending.
    pub(super) async fn uids_after(&mut self, last_uid: u32) -> Result<BTreeSet<u32>, End> {
        let doing = "looking for new mail";
        let mut uids = BTreeSet::new();
        self.ask("NOOP", doing, Duration::ZERO, not_understood(doing), &mut |_| {}).await?;
        let Some(first) = last_uid.checked_add(1).filter(|_| self.exists > 0) else { return Ok(uids) };
        let mut look = |response: &Response<'_>| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = response {
                // `n:*` always names the last mail, even when its UID is below n.
                uids.extend(found.iter().copied().filter(|uid| *uid > last_uid));
            }
        };
        let search = format!("UID SEARCH UID {first}:*");
        self.ask(&search, doing, Duration::ZERO, not_understood(doing), &mut look).await?;
        Ok(uids)
    }

    /// Sizes and times of these mails, ascending. One that is gone meanwhile is left out.
    pub(super) async fn list(&mut self, uids: &[u32]) -> Result<Vec<Listing>, End> {
        let doing = "asking for sizes";
        let set: Vec<String> = uids.iter().map(u32::to_string).collect();
        let command = format!("UID FETCH {} (UID RFC822.SIZE INTERNALDATE)", set.join(","));
        let mut listings = BTreeMap::new();
        let mut look = |response: &Response<'_>| {
            if let Some(found) = listing(response).filter(|found| uids.contains(&found.uid)) {
                listings.insert(found.uid, found);
            }
        };
        self.ask(&command, doing, Duration::ZERO, not_understood(doing), &mut look).await?;
        Ok(listings.into_values().collect())
    }

    /// The mail itself, or only its headers when it is larger than `max_bytes`. `None` when it is gone meanwhile.
    pub(super) async fn fetch(&mut self, mail: Listing, max_bytes: u32) -> Result<Option<Content>, End> {
        let doing = "fetching a mail";
        let uid = mail.uid;
        let too_large = mail.size > max_bytes;
        let part = if too_large { "HEADER" } else { "" };
        let extra = Duration::from_secs(u64::from(mail.size.min(max_bytes)) / SLOWEST_BYTES_PER_SECOND);
        let mut raw = None;
        let mut look = |response: &Response<'_>| raw = raw.take().or_else(|| body(response, uid, too_large));
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[{part}])");
        self.ask(&command, doing, extra, not_understood(doing), &mut look).await?;
        Ok(raw.map(|mut raw| {
            if too_large {
                raw.truncate(max_bytes as usize);
                Content::TooLarge { size: mail.size, headers: raw }
            } else {
                Content::Whole(raw)
            }
        }))
    }
}

fn not_understood(doing: &'static str) -> impl FnOnce(String) -> MailboxError {
    move |answer| MailboxError::NotUnderstood { doing, answer }
}

fn listing(response: &Response<'_>) -> Option<Listing> {
    let Response::Fetch(_, attributes) = response else { return None };
    let (mut uid, mut size, mut received_at) = (None, None, None);
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(value) => uid = Some(*value),
            AttributeValue::Rfc822Size(value) => size = Some(*value),
            AttributeValue::InternalDate(value) => received_at = internal_date(value),
            _ => {}
        }
    }
    Some(Listing { uid: uid?, size: size?, received_at })
}

/// The content in a FETCH response for this UID. A server that has nothing to say (NIL) has an empty mail.
fn body(response: &Response<'_>, uid: u32, header_only: bool) -> Option<Vec<u8>> {
    let Response::Fetch(_, attributes) = response else { return None };
    if !attributes.iter().any(|attribute| matches!(attribute, AttributeValue::Uid(value) if *value == uid)) {
        return None;
    }
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection { section, data, .. } => {
            let is_header = matches!(section, Some(SectionPath::Full(MessageSection::Header)));
            (is_header == header_only).then(|| data.as_deref().unwrap_or_default().to_vec())
        }
        _ => None,
    })
}

/// Reads `17-Jul-1996 02:44:25 -0700` (RFC 3501, date-time).
fn internal_date(text: &str) -> Option<Millis> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut words = text.split_whitespace();
    let mut date = words.next()?.split('-');
    let mut time = words.next()?.split(':');
    let zone: i32 = words.next()?.parse().ok()?;
    let day = date.next()?.parse().ok()?;
    let name = date.next()?.to_ascii_lowercase();
    let month = u8::try_from(MONTHS.iter().position(|month| *month == name)? + 1).ok()?;
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
}
