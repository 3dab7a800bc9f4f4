//! The few commands we need, each answered in full or failed.

use std::collections::BTreeSet;
use std::time::Duration;

use async_imap::imap_proto::{Capability, MailboxDatum, NameAttribute, Response, ResponseCode, StatusAttribute};
use domain::mailbox::FolderRole;

use super::error::{End, MailboxError};
use super::find::Listed;
use super::folder::{quoted, readable};
use super::session::Session;

/// The most folders that are looked at.
const MAX_FOLDERS: usize = 5_000;

/// What the server can do beyond the minimum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offers {
    /// IDLE (RFC 2177).
    pub idle: bool,
    /// Says what folders are for when asked (RFC 6154 with RFC 5258).
    pub special_use: bool,
}

/// What opening a folder tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Examined {
    pub uidvalidity: u32,
    pub uidnext: Option<u32>,
}

impl Session {
    /// What the server offers.
    pub(super) async fn offers(&mut self) -> Result<Offers, End> {
        let doing = "asking for capabilities";
        let mut offered = BTreeSet::new();
        let mut look = |response: &Response<'_>| {
            if let Response::Capabilities(words) = response {
                offered.extend(words.iter().filter_map(|word| match word {
                    Capability::Atom(word) => Some(word.to_ascii_uppercase()),
                    _ => None,
                }));
            }
        };
        self.ask("CAPABILITY", doing, Duration::ZERO, not_understood(doing), &mut look).await?;
        let has = |word: &str| offered.contains(word);
        Ok(Offers { idle: has("IDLE"), special_use: has("SPECIAL-USE") && has("LIST-EXTENDED") })
    }

    /// The mailbox's folders.
    pub(super) async fn folders(&mut self, offers: Offers) -> Result<Vec<Listed>, End> {
        let doing = "listing the folders";
        let mut folders = Vec::new();
        let mut look = |response: &Response<'_>| {
            if let Response::MailboxData(MailboxDatum::List(list)) = response
                && folders.len() < MAX_FOLDERS
            {
                folders.push(listed(&list.name_attributes, list.delimiter.as_deref(), &list.name));
            }
        };
        let command = if offers.special_use { "LIST \"\" \"*\" RETURN (SPECIAL-USE)" } else { "LIST \"\" \"*\"" };
        self.ask(command, doing, Duration::ZERO, not_understood(doing), &mut look).await?;
        Ok(folders)
    }

    /// Opens a folder, by its name on the wire, for reading only.
    pub(super) async fn examine(&mut self, wire: &str) -> Result<Examined, End> {
        let doing = "opening the folder";
        let (mut uidvalidity, mut uidnext) = (None, None);
        let mut look = |response: &Response<'_>| {
            if let Response::Data { outcome, .. } = response {
                match outcome.code {
                    Some(ResponseCode::UidValidity(value)) => uidvalidity = Some(value),
                    Some(ResponseCode::UidNext(value)) => uidnext = Some(value),
                    _ => {}
                }
            }
        };
        self.exists = 0;
        let refused = |answer| MailboxError::NoSuchFolder { folder: readable(wire), answer };
        self.ask(&format!("EXAMINE {}", quoted(wire)), doing, Duration::ZERO, refused, &mut look).await?;
        let uidvalidity = uidvalidity.ok_or_else(|| not_understood(doing)("(no UIDVALIDITY)".to_owned()))?;
        Ok(Examined { uidvalidity, uidnext })
    }

    /// Looks at a folder without opening it. `None`: it does not say enough, so that it must be opened.
    pub(super) async fn peek(&mut self, wire: &str) -> Result<Option<Examined>, End> {
        let doing = "looking at a folder";
        let (mut uidvalidity, mut uidnext) = (None, None);
        let mut look = |response: &Response<'_>| {
            if let Response::MailboxData(MailboxDatum::Status { status, .. }) = response {
                for one in status {
                    match one {
                        StatusAttribute::UidValidity(value) => uidvalidity = Some(*value),
                        StatusAttribute::UidNext(value) => uidnext = Some(*value),
                        _ => {}
                    }
                }
            }
        };
        let refused = |answer| MailboxError::NoSuchFolder { folder: readable(wire), answer };
        let command = format!("STATUS {} (UIDVALIDITY UIDNEXT)", quoted(wire));
        self.ask(&command, doing, Duration::ZERO, refused, &mut look).await?;
        Ok(uidvalidity.zip(uidnext).map(|(uidvalidity, uidnext)| Examined { uidvalidity, uidnext: Some(uidnext) }))
    }

    /// Lets the server say what is new.
    pub(super) async fn nudge(&mut self) -> Result<(), End> {
        let doing = "looking for new mail";
        self.ask("NOOP", doing, Duration::ZERO, not_understood(doing), &mut |_| {}).await
    }

    /// The UIDs from `first` to `last` (`None`: without end) that fit `criteria`.
    pub(super) async fn search(&mut self, first: u32, last: Option<u32>, criteria: &str) -> Result<BTreeSet<u32>, End> {
        let doing = "looking for mail";
        let mut uids = BTreeSet::new();
        let within = |uid: u32| uid >= first && last.is_none_or(|last| uid <= last);
        let mut look = |response: &Response<'_>| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = response {
                // `n:*` always names the last mail, even when its UID is below n.
                uids.extend(found.iter().copied().filter(|uid| within(*uid)));
            }
        };
        let end = last.map_or_else(|| "*".to_owned(), |last| last.to_string());
        let search = format!("UID SEARCH UID {first}:{end}{criteria}");
        self.ask(&search, doing, Duration::ZERO, not_understood(doing), &mut look).await?;
        Ok(uids)
    }
}

pub(super) fn not_understood(doing: &'static str) -> impl FnOnce(String) -> MailboxError {
    move |answer| MailboxError::NotUnderstood { doing, answer }
}

fn listed(attributes: &[NameAttribute<'_>], delimiter: Option<&str>, wire: &str) -> Listed {
    let mut folder = Listed {
        wire: wire.to_owned(),
        delimiter: delimiter.and_then(|text| text.chars().next()),
        role: None,
        eligible: true,
    };
    for attribute in attributes {
        match attribute {
            NameAttribute::Junk => folder.role = Some(FolderRole::Spam),
            NameAttribute::Sent => folder.role = Some(FolderRole::Sent),
            NameAttribute::NoSelect
            | NameAttribute::All
            | NameAttribute::Archive
            | NameAttribute::Drafts
            | NameAttribute::Flagged
            | NameAttribute::Trash => folder.eligible = false,
            NameAttribute::Extension(word) if word.eq_ignore_ascii_case("\\NonExistent") => folder.eligible = false,
            _ => {}
        }
    }
    folder
}
