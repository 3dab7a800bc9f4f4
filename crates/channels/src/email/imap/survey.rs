//! What lies in a mailbox, by headers only: for trying out what reading it would bring.

use std::collections::BTreeSet;

use domain::mailbox::FolderRole;
use domain::time::Millis;
use tokio_util::sync::CancellationToken;

use super::commands::Examined;
use super::date::day_before;
use super::error::End;
use super::folder::{readable, wire};
use super::mailbox::tls;
use super::place::Place;
use super::session::Session;
use super::{FolderChoice, MailboxError, Settings, find};

/// Mails whose headers are fetched at once.
const HEADERS_AT_ONCE: usize = 200;

/// A mail's headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What its folder is for.
    pub role: FolderRole,
    /// When the server got it (INTERNALDATE).
    pub received_at: Option<Millis>,
    /// The raw headers.
    pub raw: Vec<u8>,
}

/// Reads the headers of all mails since `since` and passes them on in batches, the oldest of each folder first. Gives
/// the folders with the number of mails in each.
///
/// # Errors
/// Why the mailbox does not work; `None` when `cancel` came. An error of `take` ends it too.
pub async fn headers(
    settings: &Settings,
    since: Millis,
    cancel: &CancellationToken,
    mut take: impl AsyncFnMut(Vec<Header>) -> Result<(), String>,
) -> Result<Vec<(FolderRole, String, u32)>, Option<MailboxError>> {
    let read = async {
        let mut session = Box::pin(Session::open(settings, tls(settings)?.as_ref(), cancel)).await?;
        let mut folders = Vec::new();
        for place in places(settings, &mut session).await? {
            let examined = session.examine(&place.wire).await?;
            folders.push((place.role, readable(&place.wire), session.exists));
            let uids = everything(&mut session, examined, since).await?;
            for some in uids.chunks(HEADERS_AT_ONCE) {
                let listings = session.list(some).await?;
                let mut found = session.headers(some).await?;
                let headers = listings.into_iter().filter(|mail| mail.received_at.is_none_or(|at| at >= since));
                let headers = headers.filter_map(|mail| {
                    let raw = found.remove(&mail.uid)?;
                    Some(Header { role: place.role, received_at: mail.received_at, raw })
                });
                take(headers.collect()).await.map_err(|reason| MailboxError::NotStored { reason })?;
            }
        }
        Ok(folders)
    };
    read.await.map_err(|end: End| match end {
        End::Stop => None,
        End::Fail(error) => Some(error),
    })
}

async fn places(settings: &Settings, session: &mut Session) -> Result<Vec<Place>, End> {
    let offers = session.offers().await?;
    let mut places = vec![Place::new(FolderRole::Inbox, wire(&settings.folder))];
    let others = [(FolderRole::Spam, &settings.spam_folder), (FolderRole::Sent, &settings.sent_folder)];
    if others.iter().any(|(_, choice)| **choice != FolderChoice::None) {
        let listed = session.folders(offers).await?;
        let found = others
            .into_iter()
            .filter_map(|(role, choice)| find::find(&listed, role, choice).map(|wire| Place::new(role, wire)));
        places.extend(found.collect::<Vec<_>>());
    }
    Ok(places)
}

async fn everything(session: &mut Session, examined: Examined, since: Millis) -> Result<Vec<u32>, End> {
    let mut found = BTreeSet::new();
    if session.exists == 0 {
        return Ok(Vec::new());
    }
    let criteria = if since <= Millis::new(0) { String::new() } else { format!(" SINCE {}", day_before(since)) };
    let last = examined.uidnext.map_or(u32::MAX, |next| next.saturating_sub(1));
    let step = 20_000.max(last / 500);
    let mut first = 1_u32;
    while first <= last {
        let end = first.saturating_add(step - 1).min(last);
        found.extend(session.search(first, Some(end), &criteria).await?);
        let Some(next) = end.checked_add(1) else { break };
        first = next;
    }
    Ok(found.into_iter().collect())
}
