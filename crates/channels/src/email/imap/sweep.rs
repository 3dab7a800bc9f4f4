//! Which UIDs of the open folder may be wanted, found by searches whose answers are of a bounded length.

use std::collections::BTreeSet;

use domain::time::Millis;

use super::date::day_before;
use super::error::End;
use super::session::Session;

/// UIDs that one search covers at least.
const SEARCHED_AT_ONCE: u32 = 20_000;

/// Searches that cover a folder at most.
const MAX_SEARCHES: u32 = 500;

/// The UIDs of mails that came at `since` or later, to the day, and of all mails from `from_uid` on. `uidnext`: what the
/// server said that the next mail gets; not every server does.
pub(super) async fn uids(
    session: &mut Session,
    since: Millis,
    from_uid: Option<u32>,
    uidnext: Option<u32>,
) -> Result<BTreeSet<u32>, End> {
    let mut found = BTreeSet::new();
    if session.exists == 0 {
        return Ok(found);
    }
    let criteria = if since <= Millis::new(0) { String::new() } else { format!(" SINCE {}", day_before(since)) };
    let last = from_uid.or(uidnext).map(|next| next.saturating_sub(1));
    if let Some(last) = last {
        let step = SEARCHED_AT_ONCE.max(last / MAX_SEARCHES);
        let mut first = 1_u32;
        while first <= last {
            let end = first.saturating_add(step - 1).min(last);
            found.extend(session.search(first, Some(end), &criteria).await?);
            let Some(next) = end.checked_add(1) else { return Ok(found) };
            first = next;
        }
    }
    let rest = if from_uid.is_some() { "" } else { &criteria };
    found.extend(session.search(last.map_or(1, |last| last.saturating_add(1)), None, rest).await?);
    Ok(found)
}
