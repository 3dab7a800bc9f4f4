//! The quarantine: what could not be read waits for a person, and is read again when one says so.

use domain::id::{AgentId, Id, RawId, TeamId};
use domain::operation::Operation;

use crate::Engine;
use crate::audit::tell;
use crate::error::Result;

/// How many arrivals are let go in one transaction.
const AT_ONCE: usize = 500;

/// Lets everything in quarantine be read again, of one team or of all; not what was given up. Gives how many that are. `by`
/// nobody: the operator.
pub async fn retry_all(engine: &Engine, by: Option<AgentId>, team: Option<TeamId>) -> Result<u64> {
    let (mut after, mut again) = (RawId::from_raw(0), 0);
    loop {
        let now = engine.now();
        let some = move |tx: &mut store::Tx<'_>| -> store::Result<Option<(RawId, u64)>> {
            let mut count = 0;
            let page = store::raw::quarantined(tx, after, AT_ONCE)?;
            for raw in page.iter().filter(|raw| team.is_none_or(|team| team == raw.team)) {
                count += u64::from(store::raw::requeue(tx, raw.id, now)?);
            }
            if count > 0 {
                tell(tx, by, Operation::RawsRetried { raws: i64::try_from(count).unwrap_or(i64::MAX) }, now)?;
            }
            Ok(page.last().map(|last| (last.id, count)))
        };
        let Some((last, count)) = engine.store().write(some).await?.value else { break };
        (after, again) = (last, again + count);
        engine.wake_intake();
    }
    Ok(again)
}

/// Lets one be read again, for the operator. `false`: it is not in quarantine.
pub async fn retry_one(engine: &Engine, raw: RawId) -> Result<bool> {
    let now = engine.now();
    let write = move |tx: &mut store::Tx<'_>| -> store::Result<bool> {
        if !store::raw::requeue(tx, raw, now)? {
            return Ok(false);
        }
        tell(tx, None, Operation::RawRetried { raw }, now)?;
        Ok(true)
    };
    let done = engine.store().write(write).await?.value;
    engine.wake_intake();
    Ok(done)
}
