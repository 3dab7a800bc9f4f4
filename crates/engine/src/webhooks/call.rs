//! One call on its way: claimed, posted, and its end recorded.

use std::sync::Arc;
use std::time::Duration;

use domain::event::{Event, Position};
use domain::line::Line;
use domain::time::Millis;
use domain::webhook::{
    Answered, CallState, EndpointState, GIVE_UP_MS, LEASE_MS, Letter, Post, SigningSecret, Unposted, message_id,
    next_attempt,
};
use store::seal::Sealer;
use store::webhook::call::{self, Claim, Ended};
use store::webhook::{self, Webhook};
use store::{Conn, Tx};
use tokio_util::task::AbortOnDropHandle;

use super::change::opened;
use crate::Engine;
use crate::error::Result;

/// How many calls of one endpoint are under way at a time, over all nodes.
const AT_ONCE: usize = 4;

/// How long a call may take in all: well inside the lease. Who posts has less patience of its own.
const PATIENCE: Duration = Duration::from_secs(25);

/// Waits between the tries to record an end while the store is gone; together still inside the lease.
const RECORD_WAITS_S: [u64; 4] = [1, 2, 4, 8];

/// What is recorded of an attempt whose process ended.
const PROCESS_ENDED: &str = "the process ended meanwhile";

/// What a round began.
pub(super) struct Begun {
    /// What was claimed and is to be posted.
    pub(super) claimed: Vec<Claimed>,
    /// How many claims were found whose holder died.
    pub(super) lost: usize,
}

/// A claimed call with everything that posting it takes.
pub(super) struct Claimed {
    claim: Claim,
    letter: Letter,
}

/// What there is to do.
struct Looked {
    lost: Vec<Claim>,
    due: Vec<(Webhook, Event, Vec<SigningSecret>)>,
}

/// Claims what is due, as far as endpoints may be called, and takes back what was lost.
pub(super) async fn begin(engine: &Engine) -> Result<Begun> {
    let (now, lease_now, owner) = (engine.now(), engine.lease_now(), engine.owner());
    let sealer = engine.store().sealer().clone();
    let Looked { lost, due } = engine.store().read(move |conn| look(conn, &sealer, now, lease_now)).await?;
    if lost.is_empty() && due.is_empty() {
        return Ok(Begun { claimed: Vec::new(), lost: 0 });
    }
    let keys: Vec<_> = due.iter().map(|(hook, event, _)| (hook.id, event.position)).collect();
    let again = lost.clone();
    let write = move |tx: &mut Tx<'_>| -> store::Result<Vec<Option<Claim>>> {
        for claim in &again {
            let ended = Ended { state: CallState::Queued, due_at: now, status: None, answer: PROCESS_ENDED.to_owned() };
            call::finish(tx, claim, &ended, now)?;
        }
        keys.iter().map(|key| call::claim(tx, *key, owner, (now, lease_now), LEASE_MS)).collect()
    };
    let claims = engine.store().write(write).await?.value;
    let claimed = due.into_iter().zip(claims).filter_map(|((hook, event, secrets), claim)| {
        let id = message_id(&event);
        let body = body(event);
        Some(Claimed { claim: claim?, letter: Letter { url: hook.url, id, at: now, body, secrets } })
    });
    Ok(Begun { claimed: claimed.collect(), lost: lost.len() })
}

/// An event as the API shows it.
fn body(event: Event) -> String {
    // It holds numbers, words and ids, all of which can be written.
    serde_json::to_string(&Line::from(event)).unwrap_or_default()
}

fn look(conn: &mut Conn, sealer: &Sealer, now: Millis, lease_now: Millis) -> store::Result<Looked> {
    let lost = call::expired(conn, lease_now)?;
    let mut due = Vec::new();
    for hook in webhook::all(conn)?.into_iter().filter(|hook| hook.state == EndpointState::Active) {
        let most = if hook.failing_since.is_some() { 1 } else { AT_ONCE };
        let free = most.saturating_sub(call::sending(conn, hook.id)?);
        let positions = if free > 0 { call::due(conn, hook.id, now, free)? } else { Vec::new() };
        if positions.is_empty() {
            continue;
        }
        let secrets = match opened(conn, sealer, &hook, now)? {
            Ok(secrets) => secrets,
            Err(error) => {
                tracing::error!(webhook = %hook.id, %error, "the secret of a webhook cannot be opened; nothing is posted to it");
                continue;
            }
        };
        for Position(position) in positions {
            if let Some(event) = store::log::after(conn, Position(position - 1), 1)?.pop() {
                due.push((hook.clone(), event, secrets.clone()));
            }
        }
    }
    Ok(Looked { lost, due })
}

impl Claimed {
    /// Posts it, once, and records what became of it.
    pub(super) async fn carry(self, engine: &Engine, post: &Arc<dyn Post>) {
        let Self { claim, letter } = self;
        let answer = hand_over(post.clone(), letter).await;
        let now = engine.now();
        let ended = judge(&answer, &claim, now);
        let gone = answer.as_ref().is_ok_and(Answered::wants_no_more);
        let mut waits = RECORD_WAITS_S.into_iter();
        loop {
            let record = Record { claim, ended: ended.clone(), took_it: took_it(&answer), gone };
            match (engine.store().write(move |tx| record.write(tx, now)).await, waits.next()) {
                (Ok(done), _) => return tell(&claim, &ended, done.value),
                (Err(error), Some(wait)) if error.is_passing() && !matches!(error, store::Error::Closed) => {
                    tokio::time::sleep(Duration::from_secs(wait)).await;
                }
                (Err(error), _) => {
                    tracing::error!(webhook = %claim.webhook, position = %claim.position, %error,
                        "what became of a webhook cannot be recorded; it is posted again");
                    return;
                }
            }
        }
    }
}

/// Posts as a task of its own, so that a panic stays there.
async fn hand_over(post: Arc<dyn Post>, letter: Letter) -> std::result::Result<Answered, Unposted> {
    let posting = AbortOnDropHandle::new(tokio::spawn(async move { post.post(&letter).await }));
    match tokio::time::timeout(PATIENCE, posting).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(Unposted::Broken),
        Err(_) => Err(Unposted::TimedOut),
    }
}

fn took_it(answer: &std::result::Result<Answered, Unposted>) -> bool {
    answer.as_ref().is_ok_and(Answered::took_it)
}

/// What an answer means for the call.
fn judge(answer: &std::result::Result<Answered, Unposted>, claim: &Claim, now: Millis) -> Ended {
    let (status, words) = match answer {
        Ok(Answered { status, text }) => (Some(*status), text.clone()),
        Err(why) => (None, why.to_string()),
    };
    if took_it(answer) {
        return Ended { state: CallState::Taken, due_at: now, status, answer: words };
    }
    match next_attempt(now, claim.attempts, claim.position.0) {
        Some(next) => Ended { state: CallState::Queued, due_at: next, status, answer: words },
        None => Ended { state: CallState::Failed, due_at: now, status, answer: words },
    }
}

/// What is to be recorded.
struct Record {
    claim: Claim,
    ended: Ended,
    took_it: bool,
    gone: bool,
}

/// What recording showed.
enum Recorded {
    /// The claim was overtaken.
    Before,
    /// As usual.
    Done,
    /// The endpoint was stopped by it.
    Stopped,
}

impl Record {
    fn write(&self, tx: &mut Tx<'_>, now: Millis) -> store::Result<Recorded> {
        let hook = self.claim.webhook;
        if !call::finish(tx, &self.claim, &self.ended, now)? {
            return Ok(Recorded::Before);
        }
        if self.took_it {
            webhook::well(tx, hook)?;
            return Ok(Recorded::Done);
        }
        let since = webhook::ill(tx, hook, now)?;
        let too_long = since.is_some_and(|since| now.since_ms(since) >= GIVE_UP_MS);
        if (too_long || self.gone) && webhook::give_up(tx, hook, now)? {
            return Ok(Recorded::Stopped);
        }
        Ok(Recorded::Done)
    }
}

fn tell(claim: &Claim, ended: &Ended, recorded: Recorded) {
    let Claim { webhook, position, attempts, .. } = claim;
    match (recorded, ended.state) {
        (Recorded::Before, _) => tracing::debug!(%webhook, %position, "its end was recorded before"),
        (Recorded::Stopped, _) => {
            tracing::error!(%webhook, "ALARM: a webhook took nothing for so long that it was stopped; `kontuar webhook start` begins again");
        }
        (Recorded::Done, CallState::Failed) => tracing::warn!(%webhook, %position, attempts, "given up"),
        (Recorded::Done, CallState::Queued) => {
            tracing::info!(%webhook, %position, attempts, status = ended.status, "not taken, again later");
        }
        (Recorded::Done, _) => tracing::debug!(%webhook, %position, "taken"),
    }
}
