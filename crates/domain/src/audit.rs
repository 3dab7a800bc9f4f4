//! What of the log is about power over the installation rather than the daily work in conversations: what an audit shows.
//!
//! Whatever somebody does with a conversation, with contacts in it or with mail is told there, by the conversation itself.
//! What the installation does by itself (a rule of retention at night) is told where the rule stands.

use crate::access::Access;
use crate::event::{Actor, Event, Fact};
use crate::id::AgentId;
use crate::operation::Operation;

/// What a deed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Who came in, and who was refused.
    SignIns,
    /// Passwords, sessions, second steps, passkeys.
    Security,
    /// Who works here, in which role and team.
    People,
    /// Mailboxes and inboxes.
    Mailboxes,
    /// Tokens and webhooks: what other programs may.
    Programs,
    /// Personal data: erased, written out, how long it is kept.
    Privacy,
    /// What could not be read.
    Quarantine,
    /// Shops, teams, keys, backups.
    Installation,
    /// What agents answer with.
    Templates,
}

coded!(Topic: SignIns = "sign-ins", Security = "security", People = "people", Mailboxes = "mailboxes",
    Programs = "programs", Privacy = "privacy", Quarantine = "quarantine", Installation = "installation", Templates = "templates");

impl Fact {
    /// What it is about, where an audit shows it. No wildcard: whoever adds a fact decides.
    pub fn topic(&self) -> Option<Topic> {
        match self {
            Self::AgentAccessed { what: Access::SignedIn | Access::Refused, .. } => Some(Topic::SignIns),
            Self::AgentAccessed { .. } => Some(Topic::Security),
            Self::AgentCreated { .. }
            | Self::AgentChanged { .. }
            | Self::AgentSwitched { .. }
            | Self::AgentInvited { .. }
            | Self::AgentInvitationEnded { .. } => Some(Topic::People),
            Self::InboxCreated { .. } => Some(Topic::Mailboxes),
            Self::ContactErased { .. } | Self::RetentionSet { .. } => Some(Topic::Privacy),
            Self::BrandCreated { .. } | Self::TeamCreated { .. } => Some(Topic::Installation),
            Self::Operated(operation) => Some(operation.topic()),
            Self::TagCreated { .. }
            | Self::ContactCreated { .. }
            | Self::ContactIdentified { .. }
            | Self::ConversationOpened { .. }
            | Self::MessageReceived { .. }
            | Self::MessageReplied { .. }
            | Self::MessageCopied { .. }
            | Self::NoteAdded { .. }
            | Self::ConversationAssigned { .. }
            | Self::StatusChanged { .. }
            | Self::PriorityChanged { .. }
            | Self::Tagged { .. }
            | Self::Untagged { .. }
            | Self::SpamJudged { .. }
            | Self::ConversationMerged { .. }
            | Self::ConversationUnmerged { .. }
            | Self::ConversationAbsorbed { .. }
            | Self::ConversationReleased { .. }
            | Self::SuggestionMade { .. }
            | Self::SuggestionSettled { .. }
            | Self::SenderMarked { .. }
            | Self::ContactMerged { .. }
            | Self::ContactUnmerged { .. }
            | Self::ContactSuggested { .. }
            | Self::ContactSuggestionSettled { .. }
            | Self::DeliverySent { .. }
            | Self::DeliveryFailed { .. }
            | Self::DeliveryUncertain { .. }
            | Self::DeliveryBounced { .. }
            | Self::DeliveryRequeued { .. }
            | Self::DeliverySettled { .. }
            | Self::RawQuarantined { .. }
            | Self::AutomationStopped { .. }
            | Self::RetentionApplied { .. } => None,
        }
    }

    /// Which colleague it was done to.
    pub fn about(&self) -> Option<AgentId> {
        match self {
            Self::AgentCreated { agent, .. }
            | Self::AgentChanged { agent, .. }
            | Self::AgentSwitched { agent, .. }
            | Self::AgentAccessed { agent, .. }
            | Self::Operated(Operation::TokenMade { agent, .. }) => Some(*agent),
            Self::AgentInvitationEnded { agent, .. } => *agent,
            _ => None,
        }
    }
}

impl Operation {
    /// What it is about.
    fn topic(self) -> Topic {
        match self {
            Self::MailboxConnected { .. }
            | Self::MailboxRenewed { .. }
            | Self::MailboxSwitchedOff { .. }
            | Self::MailboxHorizonChosen { .. }
            | Self::MailboxChanged { .. } => Topic::Mailboxes,
            Self::TokenMade { .. }
            | Self::TokenEnded { .. }
            | Self::WebhookMade { .. }
            | Self::WebhookChanged { .. }
            | Self::WebhookStarted { .. }
            | Self::WebhookStopped { .. }
            | Self::WebhookMovedOn { .. }
            | Self::WebhookRenewed { .. }
            | Self::WebhookResent { .. }
            | Self::WebhookRemoved { .. } => Topic::Programs,
            Self::RawRetried { .. }
            | Self::RawsRetried { .. }
            | Self::RawGivenUp { .. }
            | Self::RawTakenBack { .. } => Topic::Quarantine,
            Self::TemplateMade { .. }
            | Self::TemplateChanged { .. }
            | Self::TemplateRemoved { .. }
            | Self::TemplateTakenBack { .. }
            | Self::TemplatesImported { .. } => Topic::Templates,
            Self::ContactExported { .. } => Topic::Privacy,
            Self::BrandRenamed { .. }
            | Self::TeamRenamed { .. }
            | Self::AuditExported
            | Self::KeyRotated
            | Self::BackupTaken => Topic::Installation,
        }
    }
}

/// Whom an event of an audit is found by: who did it, and whom it was done to.
pub fn found_by<'a>(actor: &'a Actor, fact: &'a Fact) -> impl Iterator<Item = AgentId> + 'a {
    let by = if let Actor::Agent(agent) = actor { Some(*agent) } else { None };
    by.into_iter().chain(fact.about().filter(move |about| Some(*about) != by))
}

impl Event {
    /// Whom it is found by in an audit.
    pub fn found_by(&self) -> impl Iterator<Item = AgentId> + '_ {
        found_by(&self.actor, &self.fact)
    }
}
