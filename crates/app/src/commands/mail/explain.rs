//! `kontuar mail explain`: everything that reading a mail finds.

use std::path::PathBuf;

use domain::channel::{Attachment, Inbound, Nature, Party};
use domain::reading::{Bounce, Person};
use domain::time::Millis;
use serde::Serialize;

use super::{Input, inputs, line};
use crate::commands::{Failure, say};

/// Prints what each mail says.
///
/// # Errors
/// When the result cannot be written.
pub fn explain(files: Vec<PathBuf>) -> Result<(), Failure> {
    for Input { file, bytes } in inputs(files) {
        let read = bytes.and_then(|bytes| mail::parse::parse(&bytes).map_err(|why| why.to_string()));
        say(&match read {
            Ok(mail) => line(&Explained::of(&file, &mail))?,
            Err(why) => line(&Unread { file: &file, problems: [why] })?,
        })?;
    }
    Ok(())
}

/// A mail that could not be read.
#[derive(Serialize)]
struct Unread<'m> {
    file: &'m str,
    problems: [String; 1],
}

#[derive(Serialize)]
struct Explained<'m> {
    file: &'m str,
    message_id: Option<&'m str>,
    subject: &'m str,
    from: Option<Who<'m>>,
    reply_to: Vec<Who<'m>>,
    to: Vec<Who<'m>>,
    cc: Vec<Who<'m>>,
    date: Option<String>,
    in_reply_to: &'m [String],
    references: &'m [String],
    text: &'m str,
    reply: String,
    signature: Option<String>,
    attachments: Vec<File<'m>>,
    kind: Nature,
    bounces: Vec<Returned<'m>>,
    forward: Option<Forwarded<'m>>,
    order_numbers: &'m [String],
    notice: Option<&'m str>,
    form: Option<Form<'m>>,
    authentication: domain::reading::Authentication,
    problems: &'m [&'static str],
}

impl<'m> Explained<'m> {
    fn of(file: &'m str, mail: &'m Inbound) -> Self {
        let split = mail::split::of(mail);
        Self {
            file,
            message_id: mail.message_id.as_deref(),
            subject: &mail.subject,
            from: mail.from.as_ref().map(Who::of),
            reply_to: mail.reply_to.iter().map(Who::of).collect(),
            to: mail.to.iter().map(Who::of).collect(),
            cc: mail.cc.iter().map(Who::of).collect(),
            date: mail.sent_at.as_ref().map(Millis::to_string),
            in_reply_to: &mail.in_reply_to,
            references: &mail.references,
            text: &mail.text,
            reply: split.reply,
            signature: split.signature,
            attachments: mail.attachments.iter().map(File::of).collect(),
            kind: mail.nature,
            bounces: mail.bounces.iter().map(Returned::of).collect(),
            forward: mail.forward.as_ref().map(Forwarded::of),
            order_numbers: &mail.orders,
            notice: mail.notice.as_ref().map(|notice| notice.recogniser.as_str()),
            form: mail
                .form
                .as_ref()
                .map(|form| Form { recogniser: &form.recogniser, customer: Who::of(&form.customer) }),
            authentication: mail.authentication,
            problems: &mail.problems,
        }
    }
}

#[derive(Serialize)]
struct Who<'m> {
    name: Option<&'m str>,
    address: &'m str,
}

impl<'m> Who<'m> {
    fn of(party: &'m Party) -> Self {
        Self { name: party.name.as_deref(), address: party.address.as_str() }
    }
}

#[derive(Serialize)]
struct File<'m> {
    name: &'m str,
    content_type: &'m str,
    bytes: usize,
    inline: bool,
    content_id: Option<&'m str>,
}

impl<'m> File<'m> {
    fn of(file: &'m Attachment) -> Self {
        Self {
            name: &file.name,
            content_type: &file.media_type,
            bytes: file.bytes.len(),
            inline: file.inline,
            content_id: file.content_id.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct Returned<'m> {
    recipient: &'m str,
    status: Option<&'m str>,
    hard: bool,
    reason: &'m str,
}

impl<'m> Returned<'m> {
    fn of(bounce: &'m Bounce) -> Self {
        Self {
            recipient: &bounce.recipient,
            status: bounce.status.as_deref(),
            hard: bounce.hard,
            reason: &bounce.reason,
        }
    }
}

#[derive(Serialize)]
struct Form<'m> {
    recogniser: &'m str,
    customer: Who<'m>,
}

/// The mail inside, as `explain` and `split` show it.
#[derive(Serialize)]
pub(super) struct Forwarded<'m> {
    from: &'m Person,
    to: &'m [Person],
    cc: &'m [Person],
    subject: Option<&'m str>,
    date: Option<&'m str>,
    body: &'m str,
}

impl<'m> Forwarded<'m> {
    pub(super) fn of(forward: &'m domain::reading::Forward) -> Self {
        Self {
            from: &forward.from,
            to: &forward.to,
            cc: &forward.cc,
            subject: forward.subject.as_deref(),
            date: forward.date.as_deref(),
            body: &forward.body,
        }
    }
}
