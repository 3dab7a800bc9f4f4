//! The alarm: a mailbox without a successful exchange, or with mail that is not stored, for a quarter of an hour; a
//! backup that was due and failed; a webhook that took nothing for so long that it was stopped.
//!
//! In: how mailboxes and backups fare, from the store, and the clock that was passed in. Out: an alarm, which pages show; a line of the log; and a word by a second route ([`Routes`]): when it begins, again at growing intervals while it
//! lasts, at most [`MOST_TOLD`] times, and when it is over. What could not be passed on is owed and tried again.
//!
//! - [`judge`]: what is an alarm, and when it is told of again;
//! - [`route`]: a mail over another inbox, a POST to a webhook;
//! - [`words`]: what both say.
//!
//! It must not: tell of a mailbox through that mailbox, or put a customer's data into what it tells.

mod judge;
mod route;
mod words;

use std::collections::HashMap;
use std::time::Duration;

use domain::id::{InboxId, WebhookId};
use domain::time::{HOUR_MS, MINUTE_MS, Millis};
use engine::Engine;
use store::backup::failure;
use store::mailbox::state::{self, Alarm, Mailbox};
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;

pub use judge::MOST_TOLD;
use route::News;
pub use route::Routes;

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(30);

/// The pause after a second route did not work; it doubles up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: i64 = MINUTE_MS;

/// The longest such pause.
const LONGEST_PAUSE_MS: i64 = HOUR_MS;

/// What is owed after an alarm that somebody was told of.
const CLEAR: &str = "clear";

/// Watches until `stop`, whenever it is this node's turn.
///
/// # Errors
/// Never; it is a task among others.
pub async fn watch(engine: Engine, routes: Routes, stop: CancellationToken) -> Result<(), Failure> {
    let watched = engine.clone();
    engine::turn::take_turns(engine, "alarm".to_owned(), stop, |_, stop| {
        let mut watch = Watch::new(watched.clone(), routes.clone());
        async move { watch.until(stop).await }
    })
    .await;
    Ok(())
}

/// What a word is about; about the backups where it says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum About {
    Mailbox(InboxId),
    Webhook(WebhookId),
}

/// Looks at the mailboxes now and then.
#[derive(Debug)]
pub struct Watch {
    engine: Engine,
    routes: Routes,
    /// How often in a row a word about a mailbox, or about the backups, could not be passed on, and when it is tried again.
    failed: HashMap<Option<About>, (u32, Millis)>,
}

impl Watch {
    /// One that passes on by `routes`.
    pub fn new(engine: Engine, routes: Routes) -> Self {
        Self { engine, routes, failed: HashMap::new() }
    }

    async fn until(&mut self, stop: CancellationToken) {
        loop {
            // Not at once: how the mailboxes fare after a start is known a moment later.
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            if let Err(error) = self.step().await {
                tracing::debug!(%error, "how the mailboxes fare could not be read");
            }
        }
    }

    /// Looks once.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn step(&mut self) -> store::Result<()> {
        let now = self.engine.now();
        let mut mailboxes = self.engine.store().read(state::all).await?;
        for mailbox in &mut mailboxes {
            let next = judge::next(mailbox, now);
            let owed = self.owed(mailbox, next.as_ref());
            if next != mailbox.alarm || owed != mailbox.owed {
                let (inbox, keep, owe) = (mailbox.inbox, next.clone(), owed.clone());
                self.engine.store().write(move |tx| state::alarm(tx, inbox, keep.as_ref(), owe.as_deref())).await?;
            }
            if next.as_ref().map(|alarm| alarm.told) != mailbox.alarm.as_ref().map(|alarm| alarm.told) {
                log(mailbox, next.as_ref(), now);
            }
            (mailbox.alarm, mailbox.owed) = (next, owed);
        }
        for mailbox in mailboxes.iter().filter(|mailbox| mailbox.owed.is_some()) {
            let inbox = mailbox.inbox;
            if self.pass_on(Some(About::Mailbox(inbox)), &self.routes.of_mailbox(mailbox, now), &mailboxes, now).await {
                let stands = mailbox.alarm.is_some();
                self.engine.store().write(move |tx| state::passed_on(tx, inbox, stands)).await?;
            }
        }
        self.look_at_backups(&mailboxes, now).await?;
        self.look_at_webhooks(&mailboxes, now).await
    }

    /// Passes on which webhooks were stopped by themselves.
    async fn look_at_webhooks(&mut self, mailboxes: &[Mailbox], now: Millis) -> store::Result<()> {
        let hooks = self.engine.store().read(store::webhook::all).await?;
        for hook in hooks.into_iter().filter(|hook| hook.owed) {
            let about = Some(About::Webhook(hook.id));
            let is_told = self.routes.are_none()
                || self.pass_on(about, &self.routes.of_webhook(&hook, now), mailboxes, now).await;
            if is_told {
                self.engine.store().write(move |tx| store::webhook::passed_on(tx, hook.id)).await?;
            }
        }
        Ok(())
    }

    async fn look_at_backups(&mut self, mailboxes: &[Mailbox], now: Millis) -> store::Result<()> {
        let Some(mut failing) = self.engine.store().read(failure::all).await?.into_iter().next() else {
            return Ok(());
        };
        let since = failing.since;
        let mut next = judge::next_of_backups(&failing, !self.routes.are_none(), now);
        if next != failing.told {
            let keep = next.clone();
            self.engine.store().write(move |tx| failure::tell(tx, since, &keep)).await?;
        }
        failing.told = next.clone();
        let about = self.routes.of_backups(&failing, now);
        if next.owed.is_some() && self.pass_on(None, &about, mailboxes, now).await {
            (next.owed, next.reached) = (None, failing.ended_at.is_none());
            self.engine.store().write(move |tx| failure::tell(tx, since, &next)).await?;
        }
        Ok(())
    }

    /// What has still to be passed on about a mailbox.
    fn owed(&self, mailbox: &Mailbox, next: Option<&Alarm>) -> Option<String> {
        if self.routes.are_none() {
            return None;
        }
        match (&mailbox.alarm, next) {
            // Who was never told needs no all-clear.
            (Some(_), None) => mailbox.reached.then(|| CLEAR.to_owned()),
            (before, Some(next)) if before.as_ref().map(|alarm| alarm.told) != Some(next.told) => {
                Some(next.word.clone())
            }
            _ => mailbox.owed.clone(),
        }
    }

    /// Tries to pass something on, unless that failed a moment ago. Gives whether anybody was reached.
    async fn pass_on(&mut self, about: Option<About>, news: &News, all: &[Mailbox], now: Millis) -> bool {
        let times = match self.failed.get(&about) {
            Some((_, again_at)) if now < *again_at => return false,
            Some((times, _)) => *times,
            None => 0,
        };
        if self.routes.tell(&self.engine, news, all).await {
            self.failed.remove(&about);
            return true;
        }
        let pause = FIRST_PAUSE_MS.saturating_mul(1 << times.min(30)).min(LONGEST_PAUSE_MS);
        self.failed.insert(about, (times.saturating_add(1), now.plus_ms(pause)));
        false
    }
}

fn log(mailbox: &Mailbox, alarm: Option<&Alarm>, now: Millis) {
    let (inbox, name) = (mailbox.inbox, mailbox.name.as_str());
    let Some(alarm) = alarm else {
        tracing::info!(%inbox, name, "ALL CLEAR: the mailbox works again and nothing is missing");
        return;
    };
    let minutes = now.since_ms(alarm.since) / MINUTE_MS;
    if alarm.word == judge::SILENT {
        let why = mailbox.trouble.as_ref().map_or("", |(_, words)| words.as_str());
        tracing::error!(%inbox, name, minutes, "ALARM: no mail was fetched from the mailbox for {minutes} minutes. {why}");
    } else {
        let missing = mailbox.missing();
        tracing::error!(%inbox, name, missing, "ALARM: {missing} mails lie on the mail server and are not stored here");
    }
}
