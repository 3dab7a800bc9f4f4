//! What can happen: the facts of the log.
//!
//! An event holds ids, enums, numbers and hashes; **never** text, names, addresses, headers or
//! secrets. Those stand in content rows that it points to, so that a person can be erased from a
//! log that is only ever appended to. A test in `tests/` reads every kind's golden file and fails
//! on a value that is none of these.
//!
//! How to add an event: a variant of [`Fact`] with its name `noun.verb`, its arm in
//! [`crate::conversation::Conversation::apply`] and [`crate::fold`] (the compiler asks for both), a golden file
//! (`UPDATE_GOLDEN=1 ./test` writes it), its sentence in both languages under the key
//! `event-<noun>-<verb>`. How to change one: raise its version in [`Fact::version`], add an
//! upcaster to [`UPCASTERS`], keep the old golden file.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access::Access;
use crate::conversation::{Priority, Status};
use crate::delivery::DeliveryState;
use crate::id::{
    AgentId, BrandId, ContactId, ConversationId, DeliveryId, IdentityId, InboxId, InvitationId, MessageId, RawId,
    SuggestionId, TagId, TeamId,
};
use crate::identity::{Evidence, SenderMark};
use crate::operation::Operation;
use crate::permission::Role;
use crate::retention::Class;
use crate::suggestion::{Hint, Likeness, SuggestionState};
use crate::time::Millis;

/// A place in the log. The first event has position 1; there are no gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub i64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who made it happen. In text: `agt_…`, `ctc_…`, `reactor:name` or `system`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A person who answers.
    Agent(AgentId),
    /// A person who asks.
    Contact(ContactId),
    /// A reactor, by its name in the visible list.
    Reactor(String),
    /// The product itself: intake, timers, deliverer, the command line.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agent(id) => id.fmt(f),
            Self::Contact(id) => id.fmt(f),
            Self::Reactor(name) => write!(f, "reactor:{name}"),
            Self::System => f.write_str("system"),
        }
    }
}

/// A text that names no actor.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not an actor: neither agt_…, ctc_…, reactor:… nor system")]
pub struct NotAnActor;

impl FromStr for Actor {
    type Err = NotAnActor;

    fn from_str(text: &str) -> Result<Self, NotAnActor> {
        if text == "system" {
            return Ok(Self::System);
        }
        if let Some(name) = text.strip_prefix("reactor:") {
            return Ok(Self::Reactor(name.to_owned()));
        }
        text.parse().map(Self::Agent).or_else(|_| text.parse().map(Self::Contact)).map_err(|_| NotAnActor)
    }
}

/// Why something happens now: who, because of which event, how deep in a chain of reactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who.
    pub actor: Actor,
    /// The event this reacts to; `None` for what comes from outside.
    pub cause: Option<Position>,
    /// How many reactions stand between this and the outside; 0 for what comes from outside.
    pub depth: u8,
    /// When.
    pub at: Millis,
}

impl Origin {
    /// The origin of something an actor does by itself.
    pub fn new(actor: Actor, at: Millis) -> Self {
        Self { actor, cause: None, depth: 0, at }
    }

    /// The origin of what `reactor` does because of `event`.
    pub fn reaction(reactor: &str, event: &Event, at: Millis) -> Self {
        Self {
            actor: Actor::Reactor(reactor.to_owned()),
            cause: Some(event.position),
            depth: event.depth.saturating_add(1),
            at,
        }
    }
}

/// How a message found its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinedBy {
    /// It opened the conversation.
    Opened,
    /// In-Reply-To or References name one of ours, and the author took part.
    Reference,
    /// It answers one of our own unguessable ids or our signed address; the author is new here and unverified.
    ReferenceByStranger,
    /// It came to our signed address of the conversation, and the author took part.
    PlusAddress,
    /// Its subject quotes the conversation's number, and the author took part.
    Number,
    /// It is the same machine's notice about the same order.
    OrderNotice,
    /// It reports on a message of ours that stands here.
    Report,
}

/// Why a conversation is taken for spam, or no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpamReason {
    /// The model's score.
    Score,
    /// Its sender is blocked.
    Blocked,
    /// An agent said so.
    Corrected,
    /// The mail server had put it among the spam; or somebody took it out of there, in a mail program.
    Server,
}

/// Why an arrival could not be read or accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineReason {
    /// The channel's parser could not read it.
    Unreadable,
    /// Reading it ended the process or panicked several times.
    Crashed,
    /// Nobody can be named as its author.
    NoAuthor,
    /// Larger than is ever taken.
    TooLarge,
    /// The store refused it; the log line of the operator says why.
    Refused,
}

/// Why automation stopped itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The chain of reactions is too deep.
    Depth,
    /// This sender got enough automatic answers for now.
    SenderCap,
}

/// One fact. The names are part of the public contract: they are only ever added to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
#[expect(missing_docs, reason = "fields are named after the ids they hold")]
pub enum Fact {
    /// A shop was set up.
    #[serde(rename = "brand.created")]
    BrandCreated { brand: BrandId },
    /// A team was set up.
    #[serde(rename = "team.created")]
    TeamCreated { team: TeamId },
    /// An inbox was set up; its conversations start in `team`.
    #[serde(rename = "inbox.created")]
    InboxCreated { inbox: InboxId, brand: BrandId, team: TeamId },
    /// Somebody may answer from now on.
    #[serde(rename = "agent.created")]
    AgentCreated { agent: AgentId, team: TeamId, role: Role },
    /// Somebody stands elsewhere, or differently.
    #[serde(rename = "agent.changed")]
    AgentChanged { agent: AgentId, team: TeamId, role: Role, from_team: TeamId, from_role: Role },
    /// Somebody may no longer sign in, or may again.
    #[serde(rename = "agent.switched")]
    AgentSwitched { agent: AgentId, on: bool },
    /// Somebody was asked to join.
    #[serde(rename = "agent.invited")]
    AgentInvited { invitation: InvitationId, team: TeamId, role: Role },
    /// An invitation is over: `agent` came, or it was withdrawn.
    #[serde(rename = "agent.invitation_ended")]
    AgentInvitationEnded { invitation: InvitationId, agent: Option<AgentId> },
    /// What became of somebody's way in.
    #[serde(rename = "agent.accessed")]
    AgentAccessed { agent: AgentId, what: Access },
    /// A word for conversations exists.
    #[serde(rename = "tag.created")]
    TagCreated { tag: TagId },
    /// Somebody wrote for the first time.
    #[serde(rename = "contact.created")]
    ContactCreated { contact: ContactId },
    /// A contact is known by one more address.
    #[serde(rename = "contact.identified")]
    ContactIdentified { contact: ContactId, identity: IdentityId, evidence: Evidence },
    /// Everything personal of a contact is gone.
    #[serde(rename = "contact.erased")]
    ContactErased { contact: ContactId },
    /// A matter began. `follows` is the conversation it continues, where that had long ended.
    #[serde(rename = "conversation.opened")]
    ConversationOpened {
        conversation: ConversationId,
        brand: BrandId,
        inbox: InboxId,
        team: TeamId,
        contact: ContactId,
        number: i64,
        automatic: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        follows: Option<ConversationId>,
    },
    /// A message came in. `history`: it is old (import, first connection) and sets nothing off.
    #[serde(rename = "message.received")]
    MessageReceived {
        conversation: ConversationId,
        message: MessageId,
        contact: ContactId,
        inbox: InboxId,
        raw: RawId,
        joined_by: JoinedBy,
        automatic: bool,
        history: bool,
    },
    /// An agent or a rule wrote to the customer.
    #[serde(rename = "message.replied")]
    MessageReplied { conversation: ConversationId, message: MessageId, delivery: DeliveryId, automatic: bool },
    /// A mail of our own reached us (sent from elsewhere, or a shop's copy): it is our message.
    #[serde(rename = "message.copied")]
    MessageCopied { conversation: ConversationId, message: MessageId, raw: RawId, history: bool },
    /// An agent wrote something the customer never sees.
    #[serde(rename = "note.added")]
    NoteAdded { conversation: ConversationId, message: MessageId },
    /// Somebody has it now, or nobody.
    #[serde(rename = "conversation.assigned")]
    ConversationAssigned { conversation: ConversationId, from: Option<AgentId>, to: Option<AgentId> },
    /// It stands differently. `until` only for snoozed. `waiting_since`: since when somebody waits in it again, where a
    /// change that had ended the waiting was taken back.
    #[serde(rename = "conversation.status_changed")]
    StatusChanged {
        conversation: ConversationId,
        from: Status,
        to: Status,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Millis>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_since: Option<Millis>,
    },
    /// It weighs differently.
    #[serde(rename = "conversation.priority_changed")]
    PriorityChanged { conversation: ConversationId, from: Priority, to: Priority },
    /// A word was put on it.
    #[serde(rename = "conversation.tagged")]
    Tagged { conversation: ConversationId, tag: TagId },
    /// A word was taken off it.
    #[serde(rename = "conversation.untagged")]
    Untagged { conversation: ConversationId, tag: TagId },
    /// It was judged to be spam, or not to be. `waiting_since`: since when somebody waits in it from now on.
    #[serde(rename = "conversation.spam_judged")]
    SpamJudged {
        conversation: ConversationId,
        spam: bool,
        reason: SpamReason,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_since: Option<Millis>,
    },
    /// Its messages were joined into another conversation, and it is empty now.
    #[serde(rename = "conversation.merged")]
    ConversationMerged { conversation: ConversationId, into: ConversationId },
    /// Its messages came back, as they were before.
    #[serde(rename = "conversation.unmerged")]
    ConversationUnmerged {
        conversation: ConversationId,
        from: ConversationId,
        messages: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_since: Option<Millis>,
    },
    /// Messages of another conversation were joined into it; the rest says how that one stood.
    #[serde(rename = "conversation.absorbed")]
    ConversationAbsorbed {
        conversation: ConversationId,
        from: ConversationId,
        messages: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_since: Option<Millis>,
        last_at: Millis,
        automatic: bool,
    },
    /// They went back; the rest says how it stands without them.
    #[serde(rename = "conversation.released")]
    ConversationReleased {
        conversation: ConversationId,
        to: ConversationId,
        messages: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_since: Option<Millis>,
        last_at: Millis,
        automatic: bool,
        status: Status,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Millis>,
    },
    /// Something speaks for it and `other` being one matter.
    #[serde(rename = "suggestion.made")]
    SuggestionMade { suggestion: SuggestionId, conversation: ConversationId, other: ConversationId, hint: Hint },
    /// Somebody decided about that, or took the decision back.
    #[serde(rename = "suggestion.settled")]
    SuggestionSettled { suggestion: SuggestionId, conversation: ConversationId, state: SuggestionState },
    /// Mail from an address is treated differently from now on; decided in a conversation with it.
    #[serde(rename = "sender.marked")]
    SenderMarked { conversation: ConversationId, identity: IdentityId, mark: SenderMark },
    /// Somebody found in a conversation that a contact is the same person as `into`, under whom both are known since.
    #[serde(rename = "contact.merged")]
    ContactMerged { conversation: ConversationId, contact: ContactId, into: ContactId },
    /// They are two people again.
    #[serde(rename = "contact.unmerged")]
    ContactUnmerged { conversation: ConversationId, contact: ContactId, from: ContactId },
    /// A message in a conversation speaks for its author and `other` being one person.
    #[serde(rename = "contact.suggested")]
    ContactSuggested {
        suggestion: SuggestionId,
        conversation: ConversationId,
        contact: ContactId,
        other: ContactId,
        likeness: Likeness,
    },
    /// Somebody decided about that in a conversation, or took the decision back.
    #[serde(rename = "contact.suggestion_settled")]
    ContactSuggestionSettled { suggestion: SuggestionId, conversation: ConversationId, state: SuggestionState },
    /// The other side took a message of ours.
    #[serde(rename = "delivery.sent")]
    DeliverySent { conversation: ConversationId, message: MessageId, delivery: DeliveryId, attempts: u32 },
    /// A message of ours was given up.
    #[serde(rename = "delivery.failed")]
    DeliveryFailed { conversation: ConversationId, message: MessageId, delivery: DeliveryId, attempts: u32 },
    /// Nobody knows whether a message of ours was sent.
    #[serde(rename = "delivery.uncertain")]
    DeliveryUncertain { conversation: ConversationId, message: MessageId, delivery: DeliveryId, attempts: u32 },
    /// The other side took a message of ours, and reported later that it did not reach its recipient.
    #[serde(rename = "delivery.bounced")]
    DeliveryBounced { conversation: ConversationId, message: MessageId, delivery: DeliveryId, hard: bool },
    /// Somebody decided to try again.
    #[serde(rename = "delivery.requeued")]
    DeliveryRequeued { conversation: ConversationId, message: MessageId, delivery: DeliveryId },
    /// A person decided what became of a message of ours, or took that back: it stands at `state` now.
    #[serde(rename = "delivery.settled")]
    DeliverySettled { conversation: ConversationId, message: MessageId, delivery: DeliveryId, state: DeliveryState },
    /// An arrival could not be taken and waits for a person.
    #[serde(rename = "raw.quarantined")]
    RawQuarantined { raw: RawId, reason: QuarantineReason },
    /// Automation stopped itself in this conversation.
    #[serde(rename = "automation.stopped")]
    AutomationStopped { conversation: ConversationId, reason: StopReason },
    /// How long content of a class is kept was decided; no days: for ever.
    #[serde(rename = "retention.set")]
    RetentionSet { class: Class, days: Option<i64> },
    /// Content of a class that was older than `before` is gone; how much of what.
    #[serde(rename = "retention.applied")]
    RetentionApplied {
        class: Class,
        before: Millis,
        conversations: i64,
        messages: i64,
        files: i64,
        originals: i64,
        answers: i64,
    },
    /// Somebody with power over the installation did something with it.
    #[serde(rename = "installation.operated")]
    Operated(Operation),
}

impl Fact {
    /// The fact's name, as in its JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::BrandCreated { .. } => "brand.created",
            Self::TeamCreated { .. } => "team.created",
            Self::InboxCreated { .. } => "inbox.created",
            Self::AgentCreated { .. } => "agent.created",
            Self::AgentChanged { .. } => "agent.changed",
            Self::AgentSwitched { .. } => "agent.switched",
            Self::AgentInvited { .. } => "agent.invited",
            Self::AgentInvitationEnded { .. } => "agent.invitation_ended",
            Self::AgentAccessed { .. } => "agent.accessed",
            Self::TagCreated { .. } => "tag.created",
            Self::ContactCreated { .. } => "contact.created",
            Self::ContactIdentified { .. } => "contact.identified",
            Self::ContactErased { .. } => "contact.erased",
            Self::ConversationOpened { .. } => "conversation.opened",
            Self::MessageReceived { .. } => "message.received",
            Self::MessageReplied { .. } => "message.replied",
            Self::MessageCopied { .. } => "message.copied",
            Self::NoteAdded { .. } => "note.added",
            Self::ConversationAssigned { .. } => "conversation.assigned",
            Self::StatusChanged { .. } => "conversation.status_changed",
            Self::PriorityChanged { .. } => "conversation.priority_changed",
            Self::Tagged { .. } => "conversation.tagged",
            Self::Untagged { .. } => "conversation.untagged",
            Self::SpamJudged { .. } => "conversation.spam_judged",
            Self::ConversationMerged { .. } => "conversation.merged",
            Self::ConversationUnmerged { .. } => "conversation.unmerged",
            Self::ConversationAbsorbed { .. } => "conversation.absorbed",
            Self::ConversationReleased { .. } => "conversation.released",
            Self::SuggestionMade { .. } => "suggestion.made",
            Self::SuggestionSettled { .. } => "suggestion.settled",
            Self::SenderMarked { .. } => "sender.marked",
            Self::ContactMerged { .. } => "contact.merged",
            Self::ContactUnmerged { .. } => "contact.unmerged",
            Self::ContactSuggested { .. } => "contact.suggested",
            Self::ContactSuggestionSettled { .. } => "contact.suggestion_settled",
            Self::DeliveryBounced { .. } => "delivery.bounced",
            Self::DeliverySent { .. } => "delivery.sent",
            Self::DeliveryFailed { .. } => "delivery.failed",
            Self::DeliveryUncertain { .. } => "delivery.uncertain",
            Self::DeliveryRequeued { .. } => "delivery.requeued",
            Self::DeliverySettled { .. } => "delivery.settled",
            Self::RawQuarantined { .. } => "raw.quarantined",
            Self::AutomationStopped { .. } => "automation.stopped",
            Self::RetentionSet { .. } => "retention.set",
            Self::RetentionApplied { .. } => "retention.applied",
            Self::Operated(_) => "installation.operated",
        }
    }

    /// The version in which this kind is written today.
    pub fn version(&self) -> i64 {
        1
    }

    /// The conversation it belongs to; what the timeline and the index over the log go by.
    pub fn conversation(&self) -> Option<ConversationId> {
        match self {
            Self::BrandCreated { .. }
            | Self::TeamCreated { .. }
            | Self::InboxCreated { .. }
            | Self::AgentCreated { .. }
            | Self::AgentChanged { .. }
            | Self::AgentSwitched { .. }
            | Self::AgentInvited { .. }
            | Self::AgentInvitationEnded { .. }
            | Self::AgentAccessed { .. }
            | Self::TagCreated { .. }
            | Self::ContactCreated { .. }
            | Self::ContactIdentified { .. }
            | Self::ContactErased { .. }
            | Self::RawQuarantined { .. }
            | Self::RetentionSet { .. }
            | Self::RetentionApplied { .. }
            | Self::Operated(_) => None,
            Self::ConversationOpened { conversation, .. }
            | Self::MessageReceived { conversation, .. }
            | Self::MessageReplied { conversation, .. }
            | Self::MessageCopied { conversation, .. }
            | Self::NoteAdded { conversation, .. }
            | Self::ConversationAssigned { conversation, .. }
            | Self::StatusChanged { conversation, .. }
            | Self::PriorityChanged { conversation, .. }
            | Self::Tagged { conversation, .. }
            | Self::Untagged { conversation, .. }
            | Self::SpamJudged { conversation, .. }
            | Self::ConversationMerged { conversation, .. }
            | Self::ConversationUnmerged { conversation, .. }
            | Self::ConversationAbsorbed { conversation, .. }
            | Self::ConversationReleased { conversation, .. }
            | Self::SuggestionMade { conversation, .. }
            | Self::SuggestionSettled { conversation, .. }
            | Self::SenderMarked { conversation, .. }
            | Self::ContactMerged { conversation, .. }
            | Self::ContactUnmerged { conversation, .. }
            | Self::ContactSuggested { conversation, .. }
            | Self::ContactSuggestionSettled { conversation, .. }
            | Self::DeliveryBounced { conversation, .. }
            | Self::DeliverySent { conversation, .. }
            | Self::DeliveryFailed { conversation, .. }
            | Self::DeliveryUncertain { conversation, .. }
            | Self::DeliveryRequeued { conversation, .. }
            | Self::DeliverySettled { conversation, .. }
            | Self::AutomationStopped { conversation, .. } => Some(*conversation),
        }
    }
}

/// A fact at its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place.
    pub position: Position,
    /// When it happened.
    pub at: Millis,
    /// Who made it happen.
    pub actor: Actor,
    /// The event it reacts to.
    pub cause: Option<Position>,
    /// How deep in a chain of reactions it stands.
    pub depth: u8,
    /// What happened.
    pub fact: Fact,
}

/// An event that cannot be read: written by a newer version of the product, or damaged.
#[derive(Debug, thiserror::Error)]
#[error("event {kind} in version {v} cannot be read: {why}")]
pub struct UnreadableEvent {
    /// The stored kind.
    pub kind: String,
    /// The stored version.
    pub v: i64,
    /// What was wrong.
    pub why: String,
}

/// Turns the body of a kind from version `from` into version `from + 1`.
pub struct Upcaster {
    /// The kind it is for.
    pub kind: &'static str,
    /// The version it reads.
    pub from: i64,
    /// The change.
    pub change: fn(Value) -> Value,
}

/// All upcasters, applied one after another when an old event is read.
pub const UPCASTERS: &[Upcaster] = &[];

/// Reads a stored body. Bodies of older versions pass through [`UPCASTERS`] first.
pub fn read_fact(kind: &str, v: i64, body: &str) -> Result<Fact, UnreadableEvent> {
    let fail = |why: String| UnreadableEvent { kind: kind.to_owned(), v, why };
    // The current version of almost every event is 1, and is read without a detour.
    if v == 1 && UPCASTERS.iter().all(|up| up.kind != kind) {
        return serde_json::from_str(body).map_err(|e| fail(e.to_string()));
    }
    let body: Value = serde_json::from_str(body).map_err(|e| fail(e.to_string()))?;
    let fact: Fact = serde_json::from_value(upcast(UPCASTERS, kind, v, body)).map_err(|e| fail(e.to_string()))?;
    if v > fact.version() {
        return Err(fail(format!("this program writes version {}; a newer one wrote it", fact.version())));
    }
    Ok(fact)
}

/// Applies the upcasters of `table` for `kind`, starting at version `v`, as long as one fits.
pub fn upcast(table: &[Upcaster], kind: &str, mut v: i64, mut body: Value) -> Value {
    while let Some(step) = table.iter().find(|up| up.kind == kind && up.from == v) {
        body = (step.change)(body);
        v += 1;
    }
    body
}

#[cfg(test)]
mod tests;
