//! What people ask of a mailbox in the pages, of whichever node: another horizon, a dry run.
//!
//! In: the mailbox's row, read now and then while it is this node's turn. Out: the mailbox is woken; a dry run on a thread
//! of its own, how far it came while it runs, and what it found.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use channels::email::imap::Settings;
use domain::identity::Address;
use domain::mailbox::Horizon;
use engine::mailbox::Trial;
use store::mailbox::state;
use tokio_util::sync::CancellationToken;

use super::Intake;
use crate::commands::Failure;
use crate::serve::watching::Inboxes;
use crate::trial::{self, Found};

/// How often it is looked whether somebody asked.
const LOOK: Duration = Duration::from_secs(2);

/// What a dry run needs to know.
#[derive(Clone, Debug)]
pub struct Trials {
    /// All inboxes, for their addresses are ours.
    pub inboxes: Inboxes,
    /// The one that is tried.
    pub address: Address,
    /// Where its mail is.
    pub mailbox: Settings,
}

/// Wakes the mailbox when its horizon was changed, until `stop`.
pub async fn heed_horizon(intake: &Intake, stop: &CancellationToken) {
    let mut known: Option<Option<Horizon>> = None;
    while let Some((horizon, _)) = asked(intake, stop).await {
        if known.replace(horizon).is_some_and(|before| before != horizon) {
            intake.change();
        }
    }
}

/// Tries the mailbox out whenever somebody asks, until `stop`.
pub async fn heed_trials(intake: &Intake, trials: &Trials, stop: &CancellationToken) {
    while let Some((_, wanted)) = asked(intake, stop).await {
        if let Some(horizon) = wanted {
            try_out(intake, trials, horizon, stop).await;
        }
    }
}

/// What is asked, after a pause; `None`: stopped.
async fn asked(intake: &Intake, stop: &CancellationToken) -> Option<(Option<Horizon>, Option<Horizon>)> {
    loop {
        tokio::select! {
            () = stop.cancelled() => return None,
            () = tokio::time::sleep(LOOK) => {}
        }
        let inbox = intake.inbox;
        // While the store cannot be read, others say so.
        if let Ok(asked) = intake.engine.store().read(move |conn| state::asked(conn, inbox)).await {
            return Some(asked);
        }
    }
}

async fn try_out(intake: &Intake, trials: &Trials, horizon: Horizon, stop: &CancellationToken) {
    let (seen, inbox) = (Arc::new(AtomicU64::new(0)), intake.inbox);
    let (trials, count, clock, cancel) = (trials.clone(), seen.clone(), intake.engine.clock().clone(), stop.clone());
    tracing::info!(%inbox, "a dry run of the mailbox begins");
    let mut work = tokio::task::spawn_blocking(move || {
        let inboxes = trials.inboxes.all();
        let wanted = inboxes.iter().find(|inbox| inbox.address == trials.address);
        let wanted = wanted.ok_or_else(|| Failure("The inbox is not in the settings.".to_owned()))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let run = trial::run(&inboxes, wanted, &trials.mailbox, horizon, clock, &count, &cancel);
        runtime.block_on(run)
    });
    let found = loop {
        tokio::select! {
            found = &mut work => break found,
            () = tokio::time::sleep(LOOK) => {}
        }
        let so_far = Trial { since: day(horizon), mails: seen.load(Ordering::Relaxed), ..Trial::default() }.to_text();
        // The next count says more.
        intake.record(move |tx| state::trying(tx, inbox, &so_far)).await.ok();
    };
    if stop.is_cancelled() {
        // It is still asked for: whoever has the next turn begins anew.
        return;
    }
    let found = found.unwrap_or_else(|error| Err(Failure(format!("The dry run broke down: {error}."))));
    let text = Trial { since: day(horizon), ..report(found) }.to_text();
    if let Err(error) = intake.record(move |tx| state::tried(tx, inbox, &text)).await {
        tracing::warn!(%inbox, %error, "what a dry run found could not be kept; it is begun anew");
    }
}

/// The day since which a dry run reads; `None`: it reads all.
fn day(horizon: Horizon) -> Option<String> {
    matches!(horizon, Horizon::Since(_)).then(|| horizon.to_string())
}

fn report(found: Result<Found, Failure>) -> Trial {
    match found {
        Ok(Found { mails, conversations, open, notices, spam, .. }) => {
            Trial { mails, conversations, open, notices, spam, whole: true, ..Trial::default() }
        }
        Err(Failure(why)) => Trial { failed: Some(why), ..Trial::default() },
    }
}
