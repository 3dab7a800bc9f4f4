//! What an alarm says to whoever gets it outside the pages: in both languages, for nobody knows which one is read there.

use domain::time::{MINUTE_MS, Millis};
use jiff::tz::TimeZone;
use store::backup::failure::Failing;
use store::mailbox::state::Mailbox;
use store::webhook::Webhook;
use web::language::Language;
use web::pages::times::Times;
use web::words::{Args, words};

use super::unkept::Trouble;

/// A mail's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// One line.
    pub(super) subject: String,
    /// The text: Polish, then English.
    pub(super) text: String,
}

/// About a mailbox with an alarm; about one without, that all is clear.
pub(super) fn of(mailbox: &Mailbox, zone: &TimeZone, pages: Option<&str>, now: Millis) -> Words {
    let word = mailbox.alarm.as_ref().map_or("clear", |alarm| alarm.word.as_str());
    let say = |language: Language, part: &str| {
        let times = Times { language, zone: zone.clone(), now };
        let since = mailbox.alarm.as_ref().map_or(now, |alarm| alarm.since);
        let args = Args::from([
            ("name", mailbox.name.clone().into()),
            ("address", mailbox.address.to_string().into()),
            ("since", times.moment(since).into()),
            ("minutes", (now.since_ms(since) / MINUTE_MS).into()),
            ("missing", mailbox.missing().into()),
        ]);
        words(language, &format!("mailbox-alarm-{part}-{word}"), &args).unwrap_or_default()
    };
    let paragraph = |language: Language| {
        let mut text = say(language, "text");
        let trouble = mailbox.trouble.as_ref().filter(|_| mailbox.alarm.is_some());
        if let Some(advice) =
            trouble.and_then(|(code, _)| web::words::plain(language, &format!("mailbox-trouble-{code}")))
        {
            text.push('\n');
            text.push_str(&advice);
        }
        text
    };
    let mut text = format!("{}\n\n{}\n", paragraph(Language::Pl), paragraph(Language::En));
    let said = mailbox.trouble.as_ref().filter(|(_, said)| mailbox.alarm.is_some() && !said.is_empty());
    if let Some((_, said)) = said {
        text.push_str(&format!("\n„{said}”\n"));
    }
    if let Some(pages) = pages {
        text.push_str(&format!("\n{pages}/mailboxes\n"));
    }
    Words { subject: format!("{} / {}", say(Language::Pl, "subject"), say(Language::En, "subject")), text }
}

/// About scheduled backups that fail, or no longer do.
pub(super) fn of_backups(failing: &Failing, zone: &TimeZone, now: Millis) -> Words {
    let word = if failing.ended_at.is_none() { "failed" } else { "clear" };
    let say = |language: Language, part: &str| {
        let times = Times { language, zone: zone.clone(), now };
        let args = Args::from([("since", times.moment(failing.since).into()), ("times", failing.times.into())]);
        words(language, &format!("backup-alarm-{part}-{word}"), &args).unwrap_or_default()
    };
    let why = format!("backup-why-{}", web::pages::mailboxes::no_backup(failing.code.as_deref()));
    let paragraph = |language: Language| {
        let why = web::words::plain(language, &why).filter(|_| failing.ended_at.is_none());
        format!("{} {}", say(language, "text"), why.unwrap_or_default()).trim_end().to_owned()
    };
    let mut text = format!("{}\n\n{}\n", paragraph(Language::Pl), paragraph(Language::En));
    if failing.ended_at.is_none() {
        text.push_str(&format!("\n{}\n", failing.why));
    }
    Words { subject: format!("{} / {}", say(Language::Pl, "subject"), say(Language::En, "subject")), text }
}

/// About a node that can keep nothing, or can again.
pub(super) fn of_store(trouble: &Trouble, node: u16, zone: &TimeZone, now: Millis) -> Words {
    let word = if trouble.is_over(now) { "clear" } else { "failed" };
    let say = |language: Language, key: &str| {
        let times = Times { language, zone: zone.clone(), now };
        let args = Args::from([
            ("node", node.into()),
            ("since", times.moment(trouble.since).into()),
            ("minutes", (now.since_ms(trouble.since) / MINUTE_MS).into()),
        ]);
        words(language, key, &args).unwrap_or_default()
    };
    let paragraph = |language: Language| {
        let mut text = say(language, &format!("store-alarm-text-{word}"));
        if word == "failed" {
            text.push(' ');
            text.push_str(&say(language, &format!("store-why-{}", trouble.code)));
        }
        text
    };
    let mut text = format!("{}\n\n{}\n", paragraph(Language::Pl), paragraph(Language::En));
    if word == "failed" {
        text.push_str(&format!("\n{}\n", trouble.why));
    }
    let subject = |language: Language| say(language, &format!("store-alarm-subject-{word}"));
    Words { subject: format!("{} / {}", subject(Language::Pl), subject(Language::En)), text }
}

/// About a webhook that was stopped by itself.
pub(super) fn of_webhook(hook: &Webhook, zone: &TimeZone, now: Millis) -> Words {
    let say = |language: Language, part: &str| {
        let times = Times { language, zone: zone.clone(), now };
        let since = hook.failing_since.or(hook.stopped_at).unwrap_or(now);
        let args = Args::from([
            ("name", hook.name.clone().into()),
            ("webhook", hook.id.to_string().into()),
            ("since", times.moment(since).into()),
        ]);
        words(language, &format!("webhook-alarm-{part}"), &args).unwrap_or_default()
    };
    let text = format!("{}\n\n{}\n", say(Language::Pl, "text"), say(Language::En, "text"));
    Words { subject: format!("{} / {}", say(Language::Pl, "subject"), say(Language::En, "subject")), text }
}
