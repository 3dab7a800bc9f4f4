//! What lies in a mailbox, by headers only: for trying out what reading it would bring.

use domain::mailbox::FolderRole;
use domain::time::Millis;
use tokio_util::sync::CancellationToken;

use super::error::End;
use super::folder::readable;
use super::mailbox::tls;
use super::place::places;
use super::session::Session;
use super::{MailboxError, Settings, sweep};

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
        let offers = session.offers().await?;
        for place in places(settings, &mut session, offers, true).await?.0 {
            let examined = session.examine(&place.wire).await?;
            folders.push((place.role, readable(&place.wire), session.exists));
            let uids = sweep::uids(&mut session, since, None, examined.uidnext).await?;
            let uids: Vec<u32> = uids.into_iter().collect();
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
