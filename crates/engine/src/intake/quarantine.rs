//! The quarantine: what could not be read waits for a person, and is read again when one says so.

use domain::id::{Id, RawId, TeamId};

use crate::Engine;
use crate::error::Result;

/// How many arrivals are let go in one transaction.
const AT_ONCE: usize = 500;

/// Lets everything in quarantine be read again, of one team or of all; not what was given up. Gives how many that are.
pub async fn retry_all(engine: &Engine, team: Option<TeamId>) -> Result<u64> {
    let (mut after, mut again) = (RawId::from_raw(0), 0);
    loop {
        let now = engine.now();
        let some = move |tx: &mut store::Tx<'_>| -> store::Result<Option<(RawId, u64)>> {
            let mut count = 0;
            let page = store::raw::quarantined(tx, after, AT_ONCE)?;
            for raw in page.iter().filter(|raw| team.is_none_or(|team| team == raw.team)) {
                count += u64::from(store::raw::requeue(tx, raw.id, now)?);
            }
            Ok(page.last().map(|last| (last.id, count)))
        };
        let Some((last, count)) = engine.store().write(some).await?.value else { break };
        (after, again) = (last, again + count);
        engine.wake_intake();
    }
    Ok(again)
}
