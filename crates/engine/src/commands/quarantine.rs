//! What could not be read: let it be read again, give it up, take that back.

use domain::event::QuarantineReason;
use domain::id::RawId;
use domain::operation::Operation;
use domain::permission::Action;
use domain::time::Millis;
use store::Tx;

use super::By;
use crate::audit::tell;
use crate::error::{Refused, Result};
use crate::{Engine, intake};

/// What is done with an arrival in quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// It is read again.
    Retry,
    /// It leaves the list; it is kept.
    GiveUp,
    /// It comes back to the list.
    TakeBack,
}

/// Does something with an arrival in quarantine. Refused when it is not there, somebody did it
/// already, or what is to be read is only a part.
pub async fn mend(engine: &Engine, by: By, raw: RawId, what: Mending) -> Result<()> {
    let now = engine.now();
    engine.act(move |tx| done(tx, by, raw, what, now)).await?;
    if what == Mending::Retry {
        engine.wake_intake();
    }
    Ok(())
}

fn done(tx: &mut Tx<'_>, by: By, raw: RawId, what: Mending, now: Millis) -> Result<()> {
    let aside = store::raw::in_quarantine(tx, raw)?.ok_or(Refused::NotFound)?;
    if !by.grant.allows(Action::Mend, aside.team) {
        return Err(Refused::NotFound.into());
    }
    if what == Mending::Retry && aside.kind == Some(QuarantineReason::TooLarge) {
        return Err(Refused::Partial.into());
    }
    let (done, told) = match what {
        Mending::Retry => (store::raw::requeue(tx, raw, now)?, Operation::RawRetried { raw }),
        Mending::GiveUp => (store::raw::give_up(tx, raw, now)?, Operation::RawGivenUp { raw }),
        Mending::TakeBack => (store::raw::take_back(tx, raw)?, Operation::RawTakenBack { raw }),
    };
    if done { Ok(tell(tx, Some(by.agent), told, now)?) } else { Err(Refused::NotFound.into()) }
}

/// Lets everything that the asker may see in quarantine be read again. Gives how many that are.
pub async fn mend_all(engine: &Engine, by: By) -> Result<u64> {
    if !by.grant.allows(Action::Mend, by.grant.team) {
        return Err(Refused::NotAllowed.into());
    }
    let team = (!by.grant.role.reaches_all_teams()).then_some(by.grant.team);
    intake::retry_all(engine, Some(by.agent), team).await
}
