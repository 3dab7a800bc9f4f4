//! Webhooks are posted by whatever node runs.

use std::sync::Arc;

use channels::webhook::Poster;
use engine::Engine;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::ended;
use crate::commands::Failure;
use crate::config::Config;

/// Posts until `stop`; nothing in a demo, which nothing leaves.
///
/// # Errors
/// When there is no TLS.
pub(super) fn begin(
    engine: &Engine,
    config: &Config,
    is_demo: bool,
    tasks: &mut JoinSet<Result<(), Failure>>,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    if is_demo {
        return Ok(());
    }
    let post = Poster::new(&config.webhooks.allow_private).map_err(|error| Failure(error.to_string()))?;
    tasks.spawn(ended(engine::webhooks::run(engine.clone(), Arc::new(post), stop.clone())));
    Ok(())
}
