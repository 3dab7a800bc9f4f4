//! What deaths left behind is cleared up, at the start and every hour: files that were begun and never became blobs,
//! what an erasure has still to take away, and permissions that were asked for and never given.

use std::time::Duration;

use domain::time::MINUTE_MS;
use engine::Engine;
use store::remnant;
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(60 * 60);

/// How long an erasure is left to whoever ordered it.
const ANOTHERS_MS: i64 = 30 * MINUTE_MS;

/// Looks until `stop`.
///
/// # Errors
/// Never; it is a task among others.
pub(super) async fn run(engine: Engine, stop: CancellationToken) -> Result<(), Failure> {
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = clear_up(&engine) => {}
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn clear_up(engine: &Engine) {
    let blobs = engine.store().blobs().clone();
    match tokio::task::spawn_blocking(move || blobs.sweep()).await {
        Ok(Ok(0)) => {}
        Ok(Ok(files)) => tracing::info!(files, "swept out files that were never written to their end"),
        Ok(Err(error)) => tracing::warn!(%error, "what was left in the folder of files could not be swept out"),
        Err(error) => tracing::error!(%error, "sweeping out the folder of files broke down"),
    }
    if let Err(error) = crate::connect::consent::forget(engine).await {
        tracing::error!(%error, "permissions that nobody came back for could not be forgotten; it is tried again in an hour");
    }
    if let Err(error) = end_erasures(engine).await {
        tracing::error!(%error, "what an erasure has left could not be taken away; it is tried again in an hour");
    }
}

/// Ends erasures whose process died. Beside other nodes those of the last minutes are still theirs.
async fn end_erasures(engine: &Engine) -> engine::Result<()> {
    let (now, alone) = (engine.now(), engine.store().engine().is_exclusive());
    let owed = engine.store().read(remnant::owed).await?;
    if owed.iter().any(|remnant| alone || now.since_ms(remnant.since()) > ANOTHERS_MS) {
        tracing::info!("an erasure that did not end is ended");
        engine::erase::finish(engine, |_| ()).await?;
    }
    Ok(())
}
