//! Telling the log what people with power do where no other fact tells it, in the transaction that does it.

use domain::event::{Actor, Origin};
use domain::id::AgentId;
use domain::operation::Operation;
use domain::time::Millis;
use store::Tx;

use crate::Engine;
use crate::error::Result;

/// Tells of a deed. `by` nobody: the operator, at the command line.
pub(crate) fn tell(tx: &mut Tx<'_>, by: Option<AgentId>, what: Operation, now: Millis) -> store::Result<()> {
    store::audit::tell(tx, what, &Origin::new(by.map_or(Actor::System, Actor::Agent), now))
}

/// Tells of something that was only read, and so has no transaction of its own: what was written out, a backup.
///
/// # Errors
/// The store could not do it.
pub async fn note(engine: &Engine, by: Option<AgentId>, what: Operation) -> Result<()> {
    let now = engine.now();
    Ok(engine.store().write(move |tx| tell(tx, by, what, now)).await.map(drop)?)
}
