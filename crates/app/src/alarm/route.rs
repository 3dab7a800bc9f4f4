//! The second route: a mail over the mail server of another inbox, a POST to a webhook, or both.

use std::sync::Arc;

use channels::webhook;
use domain::channel::{Outbound, Party, SendError};
use domain::id::{InboxId, MessageId};
use domain::identity::Address;
use domain::time::Millis;
use engine::Engine;
use jiff::tz::TimeZone;
use store::mailbox::state::{Mailbox, State};

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

    /// Tells how `mailbox` fares. Gives whether anybody was reached.
    pub(super) async fn tell(&self, engine: &Engine, mailbox: &Mailbox, all: &[Mailbox], now: Millis) -> bool {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let words = words::of(mailbox, &zone, self.pages.as_deref(), now);
        let mailed = match &self.to {
            Some(to) => self.mail(engine, to, mailbox, all, &words, now).await,
            None => false,
        };
        let posted = match &self.webhook {
            Some(url) => post(url, mailbox, &words).await,
            None => false,
        };
        mailed || posted
    }

    /// A mail over an inbox that works: the one that was chosen for it, else any other, never the one it is about.
    async fn mail(
        &self,
        engine: &Engine,
        to: &Address,
        about: &Mailbox,
        all: &[Mailbox],
        words: &Words,
        now: Millis,
    ) -> bool {
        let works =
            |other: &&Mailbox| other.inbox != about.inbox && other.alarm.is_none() && other.state != State::Failing;
        let mut others: Vec<&Mailbox> = all.iter().filter(works).collect();
        others.sort_by_key(|other| self.first.as_ref() != Some(&other.address));
        for other in others {
            match send(engine, other, to, words, now).await {
                // What may have arrived is not sent again: the next reminder is.
                Ok(()) | Err(SendError::Uncertain(_)) => return true,
                Err(error) => {
                    tracing::warn!(name = other.name, %error, "the alarm could not be mailed over this inbox");
                }
            }
        }
        tracing::error!(name = about.name, "the alarm could not be mailed: there is no other inbox that works");
        false
    }
}

async fn send(engine: &Engine, over: &Mailbox, to: &Address, words: &Words, now: Millis) -> Result<(), SendError> {
    let none = || SendError::Later("it is not connected".to_owned());
    let channel = engine.channels().of(over.inbox).ok_or_else(none)?;
    let message: MessageId = engine.id();
    let message_id = format!("alarm.{message}@{}", over.address.host());
    let mail = Outbound {
        message,
        from: Party { name: Some("Kontuar".to_owned()), address: over.address.clone() },
        to: vec![Party { name: None, address: to.clone() }],
        cc: Vec::new(),
        subject: words.subject.clone(),
        text: words.text.clone(),
        message_id,
        in_reply_to: None,
        references: Vec::new(),
        written_at: now,
        automatic: true,
    };
    channel.send(&mail).await.map(drop)
}

async fn post(url: &str, mailbox: &Mailbox, words: &Words) -> bool {
    let InboxName { id, name, address } = InboxName::of(mailbox);
    let body = serde_json::json!({
        "event": if mailbox.alarm.is_some() { "mailbox.alarm" } else { "mailbox.clear" },
        "inbox": id,
        "name": name,
        "address": address,
        "what": mailbox.alarm.as_ref().map(|alarm| alarm.word.as_str()),
        "since": mailbox.alarm.as_ref().map(|alarm| alarm.since.get()),
        "times": mailbox.alarm.as_ref().map(|alarm| alarm.told),
        "code": mailbox.trouble.as_ref().map(|(code, _)| code.as_str()),
        "missing": mailbox.missing(),
        "text": words.text,
    });
    match webhook::post(url, body.to_string()).await {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(%error, name = mailbox.name, "the alarm could not be passed on to the webhook");
            false
        }
    }
}

/// Which inbox it is about.
struct InboxName {
    id: InboxId,
    name: String,
    address: String,
}

impl InboxName {
    fn of(mailbox: &Mailbox) -> Self {
        Self { id: mailbox.inbox, name: mailbox.name.clone(), address: mailbox.address.to_string() }
    }
}
