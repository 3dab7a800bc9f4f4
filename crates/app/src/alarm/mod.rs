//! The alarm: a mailbox without a successful exchange for twelve minutes, or with mail that is not stored though its server
//! was asked twice, so that somebody knows within a quarter of an hour; a backup that was due and failed; a webhook that took nothing for so long that it was stopped; a store that keeps nothing.
//!
//! In: how mailboxes and backups fare, from the store, and the clock that was passed in. Out: an alarm, which pages show;
//! a line of the log; and a word by a second route ([`Routes`]): when it begins, again at growing intervals while it
//! lasts, at most [`MOST_TOLD`] times, and when it is over. What could not be passed on is owed and tried again.
//!
//! - [`judge`]: what is an alarm, and when it is told of again;
//! - [`post`]: passing on, and trying again;
//! - [`route`]: a mail over another inbox, a POST to a webhook;
//! - [`unkept`]: when nothing can be kept, on every node and in memory alone;
//! - [`words`]: what is said.
//!
//! It must not: tell of a mailbox through that mailbox, put a customer's data into what it tells, or keep silent because
//! something cannot be written down.

mod judge;
mod post;
mod route;
mod unkept;
mod words;

use std::collections::HashMap;
use std::time::Duration;

use domain::id::InboxId;
use domain::time::{MINUTE_MS, Millis};
use engine::Engine;
use store::backup::failure;
use store::mailbox::state::{self, Alarm, Mailbox};
use tokio::sync::watch::Receiver;
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;

pub use judge::MOST_TOLD;
use post::{About, Post};
pub use route::Routes;
use route::Way;
pub use unkept::Unkept;

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(10);

/// What is owed after an alarm that somebody was told of.
const CLEAR: &str = "clear";

/// Watches until `stop`: the store on every node, the rest whenever it is this node's turn.
///
/// # Errors
/// Never; it is a task among others.
pub async fn watch(engine: Engine, routes: Routes, stop: CancellationToken) -> Result<(), Failure> {
    let mut unkept = Unkept::new(engine.clone(), routes.clone());
    let (watched, doubt) = (engine.clone(), unkept.doubt());
    let watching = engine::turn::take_turns(engine, "alarm".to_owned(), stop.clone(), |_, stop| {
        let mut watch = Watch { doubt: Some(doubt.clone()), ..Watch::new(watched.clone(), routes.clone()) };
        async move { watch.until(stop).await }
    });
    tokio::join!(unkept.until(stop), watching);
    Ok(())
}

/// Looks at the mailboxes now and then.
#[derive(Debug)]
pub struct Watch {
    engine: Engine,
    post: Post,
    /// Whether what the store says is old.
    doubt: Option<Receiver<bool>>,
    /// What the alarms of mailboxes have come to where that could not be written down: it counts until it is.
    unwritten: HashMap<InboxId, (Option<Alarm>, Option<String>, bool)>,
}

impl Watch {
    /// One that passes on by `routes`.
    pub fn new(engine: Engine, routes: Routes) -> Self {
        Self { engine, post: Post::new(routes), doubt: None, unwritten: HashMap::new() }
    }

    async fn until(&mut self, stop: CancellationToken) {
        let mut well = true;
        loop {
            // Not at once: how the mailboxes fare after a start is known a moment later.
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            match self.step().await {
                Ok(()) => well = true,
                Err(error) if well => {
                    tracing::error!(%error, "the alarm cannot see how everything fares; it looks again until it can");
                    well = false;
                }
                Err(_) => {}
            }
        }
    }

    /// Looks once.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn step(&mut self) -> store::Result<()> {
        if self.doubt.as_ref().is_some_and(|doubt| *doubt.borrow()) {
            return Ok(());
        }
        let now = self.engine.now();
        let (mut mailboxes, ways) = self.engine.store().read(route::ways).await?;
        for mailbox in &mut mailboxes {
            self.judge(mailbox, now).await;
        }
        for mailbox in mailboxes.iter_mut().filter(|mailbox| mailbox.owed.is_some()) {
            let news = self.post.routes.of_mailbox(mailbox, now);
            if self.post.pass_on(&self.engine, About::Mailbox(mailbox.inbox), &news, &ways, now).await {
                (mailbox.owed, mailbox.reached) = (None, mailbox.alarm.is_some());
                self.write_down(mailbox).await;
            }
        }
        self.look_at_backups(&ways, now).await?;
        self.look_at_webhooks(&ways, now).await
    }

    /// Works out what the alarm about a mailbox has come to.
    async fn judge(&mut self, mailbox: &mut Mailbox, now: Millis) {
        let unwritten = self.unwritten.get(&mailbox.inbox).cloned();
        let is_new = unwritten.is_none();
        if let Some((alarm, owed, reached)) = unwritten {
            (mailbox.alarm, mailbox.owed, mailbox.reached) = (alarm, owed, reached);
        }
        let next = judge::next(mailbox, now);
        let owed = self.owed(mailbox, next.as_ref());
        if next.as_ref().map(|alarm| alarm.told) != mailbox.alarm.as_ref().map(|alarm| alarm.told) {
            log(mailbox, next.as_ref(), now);
        }
        let is_written = is_new && next == mailbox.alarm && owed == mailbox.owed;
        (mailbox.alarm, mailbox.owed) = (next, owed);
        if !is_written {
            self.write_down(mailbox).await;
        }
    }

    /// Writes down what the alarm has come to; where that fails, it is remembered.
    async fn write_down(&mut self, mailbox: &Mailbox) {
        let inbox = mailbox.inbox;
        let keep = (mailbox.alarm.clone(), mailbox.owed.clone(), mailbox.reached);
        let (alarm, owed, reached) = keep.clone();
        let write = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
            state::alarm(tx, inbox, alarm.as_ref(), owed.as_deref(), reached)
        };
        match self.engine.store().write(write).await {
            Ok(_) => drop(self.unwritten.remove(&inbox)),
            Err(error) => {
                if self.unwritten.insert(inbox, keep).is_none() {
                    tracing::error!(%inbox, %error, "an alarm cannot be written down; it is passed on all the same");
                }
            }
        }
    }

    /// Passes on which webhooks were stopped by themselves.
    async fn look_at_webhooks(&mut self, ways: &[Way], now: Millis) -> store::Result<()> {
        let hooks = self.engine.store().read(store::webhook::all).await?;
        for hook in hooks.into_iter().filter(|hook| hook.owed) {
            let news = self.post.routes.of_webhook(&hook, now);
            let is_told = self.post.routes.are_none()
                || self.post.pass_on(&self.engine, About::Webhook(hook.id), &news, ways, now).await;
            if is_told {
                self.engine.store().write(move |tx| store::webhook::passed_on(tx, hook.id)).await?;
            }
        }
        Ok(())
    }

    async fn look_at_backups(&mut self, ways: &[Way], now: Millis) -> store::Result<()> {
        let Some(mut failing) = self.engine.store().read(failure::all).await?.into_iter().next() else {
            return Ok(());
        };
        let since = failing.since;
        let mut next = judge::next_of_backups(&failing, !self.post.routes.are_none(), now);
        if next != failing.told {
            let keep = next.clone();
            self.engine.store().write(move |tx| failure::tell(tx, since, &keep)).await?;
        }
        failing.told = next.clone();
        let news = self.post.routes.of_backups(&failing, now);
        if next.owed.is_some() && self.post.pass_on(&self.engine, About::Backups, &news, ways, now).await {
            (next.owed, next.reached) = (None, failing.ended_at.is_none());
            self.engine.store().write(move |tx| failure::tell(tx, since, &next)).await?;
        }
        Ok(())
    }

    /// What has still to be passed on about a mailbox.
    fn owed(&self, mailbox: &Mailbox, next: Option<&Alarm>) -> Option<String> {
        if self.post.routes.are_none() {
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
