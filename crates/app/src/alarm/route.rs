//! The second route: a mail over the mail server of another inbox, a POST to a webhook, or both.

use std::sync::Arc;

use channels::webhook;
use domain::channel::SendError;
use domain::hearsay::without_addresses;
use domain::id::InboxId;
use domain::identity::Address;
use domain::time::Millis;
use engine::Engine;
use engine::letter::{self, Letter};
use jiff::tz::TimeZone;
use store::Conn;
use store::backup::failure::Failing;
use store::mailbox::state::{self, Mailbox, State};
use store::webhook::Webhook;

use super::unkept::Trouble;
use super::words::{self, Words};
use crate::config::Config;

/// How an alarm goes out besides the pages and the log.
#[derive(Clone, Default)]
pub struct Routes {
    /// The inbox whose mail server is asked first.
    pub first: Option<Address>,
    /// Who gets a mail.
    pub to: Option<Address>,
    /// What is told by a POST; it may hold a secret.
    pub webhook: Option<Arc<str>>,
    /// The zone of the moments in it.
    pub zone: Option<TimeZone>,
    /// Where the pages are.
    pub pages: Option<String>,
}

impl std::fmt::Debug for Routes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mail, webhook) = (self.to.is_some(), self.webhook.is_some());
        f.debug_struct("Routes").field("mail", &mail).field("webhook", &webhook).finish_non_exhaustive()
    }
}

impl Routes {
    /// As the settings say.
    pub fn of(config: &Config) -> Self {
        Self {
            first: config.alarm.mailbox.clone(),
            to: config.alarm.to.clone(),
            webhook: config.alarm.webhook.as_deref().map(Arc::from),
            zone: Some(config.time_zone.clone()),
            pages: config.public_url.clone(),
        }
    }

    /// Whether there is no second route.
    pub(super) fn are_none(&self) -> bool {
        self.to.is_none() && self.webhook.is_none()
    }

    /// Passes on what is known, by both at once. Gives whether anybody was reached.
    pub(super) async fn tell(&self, engine: &Engine, news: &News, ways: &[Way]) -> bool {
        let mailed = async {
            match &self.to {
                Some(to) => self.mail(engine, to, news, ways).await,
                None => false,
            }
        };
        let posted = async {
            match &self.webhook {
                Some(url) => post(url, news).await,
                None => false,
            }
        };
        let (mailed, posted) = tokio::join!(mailed, posted);
        mailed || posted
    }

    /// A mail over an inbox: the one that was chosen for it, else any other, never the one it is about. Those whose mailbox
    /// fails are asked last: they may still send.
    async fn mail(&self, engine: &Engine, to: &Address, news: &News, ways: &[Way]) -> bool {
        let mut ways: Vec<&Way> = ways.iter().filter(|way| Some(way.inbox) != news.about).collect();
        ways.retain(|way| engine.channels().of(way.inbox).is_some());
        ways.sort_by_key(|way| (way.fails, self.first.as_ref() != Some(&way.address)));
        let Words { subject, text } = news.words.clone();
        let letter = Letter { to: to.clone(), subject, text, kind: "alarm" };
        for way in ways {
            match letter::send(engine, way.inbox, &way.address, &letter).await {
                // What may have arrived is not sent again: the next reminder is.
                Ok(()) | Err(SendError::Uncertain(_)) => return true,
                Err(error) => {
                    let error = without_addresses(&error.to_string());
                    tracing::warn!(name = way.name, error, "the alarm could not be mailed over this inbox");
                }
            }
        }
        tracing::error!(about = news.name, "the alarm could not be mailed: there is no other inbox that works");
        false
    }

    /// How a mailbox fares.
    pub(super) fn of_mailbox(&self, mailbox: &Mailbox, now: Millis) -> News {
        let words = words::of(mailbox, &self.zone(), self.pages.as_deref(), now);
        let body = serde_json::json!({
            "event": if mailbox.alarm.is_some() { "mailbox.alarm" } else { "mailbox.clear" },
            "inbox": mailbox.inbox,
            "name": mailbox.name,
            "address": mailbox.address.to_string(),
            "what": mailbox.alarm.as_ref().map(|alarm| alarm.word.as_str()),
            "since": mailbox.alarm.as_ref().map(|alarm| alarm.since.get()),
            "times": mailbox.alarm.as_ref().map(|alarm| alarm.told),
            "code": mailbox.trouble.as_ref().map(|(code, _)| code.as_str()),
            "missing": mailbox.missing(),
            "text": words.text,
        });
        News { about: Some(mailbox.inbox), name: mailbox.name.clone(), words, body }
    }

    /// How the scheduled backups fare.
    pub(super) fn of_backups(&self, failing: &Failing, now: Millis) -> News {
        let words = words::of_backups(failing, &self.zone(), now);
        let body = serde_json::json!({
            "event": if failing.ended_at.is_none() { "backup.alarm" } else { "backup.clear" },
            "since": failing.since.get(),
            "attempts": failing.times,
            "why": failing.why,
            "times": failing.told.times,
            "text": words.text,
        });
        News { about: None, name: "the backups".to_owned(), words, body }
    }

    /// A webhook that was stopped by itself.
    pub(super) fn of_webhook(&self, hook: &Webhook, now: Millis) -> News {
        let words = words::of_webhook(hook, &self.zone(), now);
        let body = serde_json::json!({
            "event": "webhook.stopped",
            "webhook": hook.id,
            "name": hook.name,
            "since": hook.failing_since.map(Millis::get),
            "text": words.text,
        });
        News { about: None, name: format!("the webhook {}", hook.id), words, body }
    }

    /// A node that can keep nothing, or can again.
    pub(super) fn of_store(&self, trouble: &Trouble, node: u16, now: Millis) -> News {
        let words = words::of_store(trouble, node, &self.zone(), now);
        let body = serde_json::json!({
            "event": if trouble.is_over(now) { "store.clear" } else { "store.alarm" },
            "node": node,
            "since": trouble.since.get(),
            "code": trouble.code,
            "why": trouble.why,
            "times": trouble.told.times,
            "text": words.text,
        });
        News { about: None, name: "the store".to_owned(), words, body }
    }

    fn zone(&self) -> TimeZone {
        self.zone.clone().unwrap_or(TimeZone::UTC)
    }
}

/// An inbox over which a mail may go.
#[derive(Clone, Debug)]
pub(super) struct Way {
    inbox: InboxId,
    name: String,
    address: Address,
    /// Its mailbox does not work.
    fails: bool,
}

/// The mailboxes that are watched, and the ways there are for a mail.
pub(super) fn ways(conn: &mut Conn) -> store::Result<(Vec<Mailbox>, Vec<Way>)> {
    let mailboxes = state::all(conn)?;
    let fails = |inbox: InboxId| {
        mailboxes.iter().any(|one| one.inbox == inbox && (one.alarm.is_some() || one.state == State::Failing))
    };
    let inboxes = store::brand::inboxes(conn)?.into_iter();
    let ways = inboxes
        .map(|inbox| Way { inbox: inbox.id, fails: fails(inbox.id), name: inbox.name, address: inbox.address })
        .collect();
    Ok((mailboxes, ways))
}

/// Something that is passed on.
#[derive(Clone, Debug)]
pub(super) struct News {
    /// The mailbox that it is about, through which it does not go.
    about: Option<InboxId>,
    /// What it is about, for the log.
    name: String,
    words: Words,
    body: serde_json::Value,
}

async fn post(url: &str, news: &News) -> bool {
    match webhook::post(url, news.body.to_string()).await {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(%error, about = news.name, "the alarm could not be passed on to the webhook");
            false
        }
    }
}
