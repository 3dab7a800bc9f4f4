//! What people with power over the installation do with it, beside what has a fact of its own: names, mailboxes, tokens, webhooks,
//! what could not be read, templates, exports, keys, backups.
//!
//! Working state changes with most of it; that it was done, and by whom, is a fact.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, BrandId, ContactId, InboxId, RawId, TeamId, TemplateId, TokenId, WebhookId};

/// One such deed. The words are part of the public contract: they are only ever added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named after the ids they hold")]
pub enum Operation {
    /// A shop is called otherwise.
    BrandRenamed { brand: BrandId },
    /// A team is called otherwise.
    TeamRenamed { team: TeamId },
    /// A mailbox is watched from now on.
    MailboxConnected { inbox: InboxId },
    /// What opens a mailbox was replaced.
    MailboxRenewed { inbox: InboxId },
    /// A mailbox is watched no more; its inbox and the conversations stay.
    MailboxSwitchedOff { inbox: InboxId },
    /// How far back a mailbox is read was chosen.
    MailboxHorizonChosen { inbox: InboxId },
    /// Something else about a mailbox was changed in the pages.
    MailboxChanged { inbox: InboxId, part: MailboxPart },
    /// A token of the API was made, which acts for `agent`.
    TokenMade { token: TokenId, agent: AgentId },
    /// A token was ended.
    TokenEnded { token: TokenId },
    /// A webhook was set up.
    WebhookMade { webhook: WebhookId },
    /// What it is called, where it is, or what it is told was changed.
    WebhookChanged { webhook: WebhookId },
    /// It is told what happens again.
    WebhookStarted { webhook: WebhookId },
    /// It is told nothing for now.
    WebhookStopped { webhook: WebhookId },
    /// What it was not told yet was passed over.
    WebhookMovedOn { webhook: WebhookId },
    /// It is signed to with another secret.
    WebhookRenewed { webhook: WebhookId },
    /// It is told again of a stretch of the log.
    WebhookResent { webhook: WebhookId },
    /// It is gone.
    WebhookRemoved { webhook: WebhookId },
    /// An arrival in quarantine is read again.
    RawRetried { raw: RawId },
    /// So many arrivals in quarantine are read again.
    RawsRetried { raws: i64 },
    /// An arrival left the quarantine unread.
    RawGivenUp { raw: RawId },
    /// It came back to the list.
    RawTakenBack { raw: RawId },
    /// A template of answers was written.
    TemplateMade { template: TemplateId },
    /// A template says something else, or is for others.
    TemplateChanged { template: TemplateId },
    /// A template is offered no more.
    TemplateRemoved { template: TemplateId },
    /// It is offered again.
    TemplateTakenBack { template: TemplateId },
    /// So many templates were taken in from a sheet.
    TemplatesImported { templates: i64 },
    /// All that is kept about a contact was written out.
    ContactExported { contact: ContactId },
    /// What people with power did was written out.
    AuditExported,
    /// Secrets are sealed under a new key.
    KeyRotated,
    /// The store was copied into a backup.
    BackupTaken,
}

/// What of a mailbox was changed. The words are part of the public contract: they are only ever added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailboxPart {
    /// What it is called, who its letters say they are from, what stands below them, what is answered by itself.
    Words,
    /// Its servers, or how they are signed in to.
    Servers,
    /// Which of its folders are read, and whether what was sent is put into one.
    Folders,
    /// How much is sent at a time, and for how long it is tried.
    Limits,
    /// The key that signs what it sends (DKIM).
    Key,
}

impl MailboxPart {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Words, Self::Servers, Self::Folders, Self::Limits, Self::Key];

    /// The end of the key of its sentence.
    fn word(self) -> &'static str {
        match self {
            Self::Words => "mailbox-words-changed",
            Self::Servers => "mailbox-servers-changed",
            Self::Folders => "mailbox-folders-changed",
            Self::Limits => "mailbox-limits-changed",
            Self::Key => "mailbox-key-changed",
        }
    }
}

impl Operation {
    /// The end of the key of its sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::BrandRenamed { .. } => "brand-renamed",
            Self::TeamRenamed { .. } => "team-renamed",
            Self::MailboxConnected { .. } => "mailbox-connected",
            Self::MailboxRenewed { .. } => "mailbox-renewed",
            Self::MailboxSwitchedOff { .. } => "mailbox-switched-off",
            Self::MailboxHorizonChosen { .. } => "mailbox-horizon-chosen",
            Self::MailboxChanged { part, .. } => part.word(),
            Self::TokenMade { .. } => "token-made",
            Self::TokenEnded { .. } => "token-ended",
            Self::WebhookMade { .. } => "webhook-made",
            Self::WebhookChanged { .. } => "webhook-changed",
            Self::WebhookStarted { .. } => "webhook-started",
            Self::WebhookStopped { .. } => "webhook-stopped",
            Self::WebhookMovedOn { .. } => "webhook-moved-on",
            Self::WebhookRenewed { .. } => "webhook-renewed",
            Self::WebhookResent { .. } => "webhook-resent",
            Self::WebhookRemoved { .. } => "webhook-removed",
            Self::RawRetried { .. } => "raw-retried",
            Self::RawsRetried { .. } => "raws-retried",
            Self::RawGivenUp { .. } => "raw-given-up",
            Self::RawTakenBack { .. } => "raw-taken-back",
            Self::TemplateMade { .. } => "template-made",
            Self::TemplateChanged { .. } => "template-changed",
            Self::TemplateRemoved { .. } => "template-removed",
            Self::TemplateTakenBack { .. } => "template-taken-back",
            Self::TemplatesImported { .. } => "templates-imported",
            Self::ContactExported { .. } => "contact-exported",
            Self::AuditExported => "audit-exported",
            Self::KeyRotated => "key-rotated",
            Self::BackupTaken => "backup-taken",
        }
    }
}
