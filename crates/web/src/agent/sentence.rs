//! The sentences of the timeline: what a fact says in one line, in the language of the page.
//!
//! Every kind of event is matched, none by a wildcard.

use domain::bulk::Wish;
use domain::conversation::{Priority, Status};
use domain::event::{Actor, Event, Fact as Happened, SpamReason, StopReason};
use domain::id::AgentId;
use domain::suggestion::SuggestionState;
use domain::time::Millis;
use fluent_templates::fluent_bundle::FluentValue;

use crate::directory::Directory;
use crate::language::Language;
use crate::pages::timeline::sentence_key;
use crate::pages::times::Times;
use crate::words::{Args, word, words};

/// The icon and the sentence of a fact that stands in the timeline as a line.
pub(super) fn of(event: &Event, names: &Directory, times: &Times) -> Option<(&'static str, String)> {
    let language = times.language;
    let say = |icon, suffix: &str, args: &[(&'static str, FluentValue<'_>)]| {
        let key = format!("{}{suffix}", sentence_key(event.fact.kind()));
        let args: Args<'_> = args.iter().cloned().collect();
        words(language, &key, &args).map(|sentence| (icon, sentence))
    };
    match &event.fact {
        Happened::ConversationOpened { number: n, .. } => {
            say("message-square", "", &[("number", n.to_string().into())])
        }
        Happened::ConversationAssigned { to, .. } => {
            let (icon, who, name) = assigned(*to, &event.actor, names, times);
            say(icon, "", &[("who", who.into()), ("name", name.into())])
        }
        Happened::StatusChanged { from, to, until, .. } => {
            let (icon, suffix, args) = stands(*to, *until, times);
            let (icon, suffix) = reopened(*from, *to, &event.actor).unwrap_or((icon, suffix));
            say(icon, suffix, &args)
        }
        Happened::PriorityChanged { to, .. } => say("chevron-up", "", &[("to", priority(*to, language).into())]),
        Happened::Tagged { tag, .. } | Happened::Untagged { tag, .. } => {
            say("tag", "", &[("tag", names.tag(*tag).unwrap_or("…").to_owned().into())])
        }
        Happened::AutomationStopped { reason, .. } => say("bot", "", &[("reason", stop_word(*reason).into())]),
        Happened::SpamJudged { spam: false, .. } => say("shield-check", "", &[("reason", "not".into())]),
        Happened::SpamJudged { reason, .. } => say("shield-alert", "", &[("reason", spam_word(*reason).into())]),
        Happened::ConversationMerged { .. }
        | Happened::ConversationAbsorbed { .. }
        | Happened::ContactMerged { .. } => say("merge", "", &[]),
        Happened::ConversationUnmerged { .. }
        | Happened::ConversationReleased { .. }
        | Happened::ContactUnmerged { .. } => say("split", "", &[]),
        Happened::SuggestionSettled { state: SuggestionState::Dismissed, .. }
        | Happened::ContactSuggestionSettled { state: SuggestionState::Dismissed, .. } => say("x", "", &[]),
        Happened::SenderMarked { mark, .. } => say("bot", "", &[("mark", mark.word().into())]),
        Happened::ContactSuggested { .. }
        | Happened::ContactSuggestionSettled { .. }
        | Happened::SuggestionMade { .. }
        | Happened::SuggestionSettled { .. }
        | Happened::BrandCreated { .. }
        | Happened::TeamCreated { .. }
        | Happened::InboxCreated { .. }
        | Happened::AgentCreated { .. }
        | Happened::AgentChanged { .. }
        | Happened::AgentSwitched { .. }
        | Happened::AgentInvited { .. }
        | Happened::AgentInvitationEnded { .. }
        | Happened::AgentAccessed { .. }
        | Happened::TagCreated { .. }
        | Happened::ContactCreated { .. }
        | Happened::ContactIdentified { .. }
        | Happened::ContactErased { .. }
        | Happened::RawQuarantined { .. }
        | Happened::RetentionSet { .. }
        | Happened::RetentionApplied { .. }
        | Happened::Operated(_)
        | Happened::MessageReceived { .. }
        | Happened::MessageReplied { .. }
        | Happened::MessageCopied { .. }
        | Happened::NoteAdded { .. }
        | Happened::DeliverySent { .. }
        | Happened::DeliveryFailed { .. }
        | Happened::DeliveryUncertain { .. }
        | Happened::DeliveryBounced { .. }
        | Happened::DeliveryRequeued { .. }
        | Happened::DeliverySettled { .. } => None,
    }
}

/// The icon and the sentence of what somebody does to many conversations.
pub(super) fn of_wish(wish: Wish, me: AgentId, names: &Directory, times: &Times) -> (&'static str, String) {
    let language = times.language;
    let say = |icon, key: &str, args: Vec<(&'static str, FluentValue<'_>)>| {
        let args: Args<'_> = args.into_iter().collect();
        (icon, words(language, &format!("event-conversation-{key}"), &args).unwrap_or_default())
    };
    match wish {
        Wish::Status { to, until } => {
            let (icon, suffix, args) = stands(to, until, times);
            say(icon, &format!("status-changed{suffix}"), args)
        }
        Wish::Holder { to } => {
            let (icon, who, name) = assigned(to, &Actor::Agent(me), names, times);
            say(icon, "assigned", vec![("who", who.into()), ("name", name.into())])
        }
        Wish::Priority { to } => say("chevron-up", "priority-changed", vec![("to", priority(to, language).into())]),
        Wish::Tag { tag } => say("tag", "tagged", vec![("tag", names.tag(tag).unwrap_or("…").to_owned().into())]),
        Wish::Spam { spam: true } => say("shield-alert", "spam-judged", vec![("reason", "corrected".into())]),
        Wish::Spam { spam: false } => say("shield-check", "spam-judged", vec![("reason", "not".into())]),
        Wish::Undo { .. } => ("check", word(language, "notice-text-undone")),
    }
}

fn priority(to: Priority, language: Language) -> String {
    word(language, &format!("priority-word-{}", to.word()))
}

/// Who has it now: icon, word, and a name where it is somebody else's doing.
fn assigned(to: Option<AgentId>, by: &Actor, names: &Directory, times: &Times) -> (&'static str, &'static str, String) {
    match to {
        None => ("user", "nobody", String::new()),
        Some(agent) if *by == Actor::Agent(agent) => ("user-check", "oneself", String::new()),
        Some(agent) => {
            let name = names.person(agent).map(|person| person.name);
            ("user-check", "somebody", name.unwrap_or_else(|| word(times.language, "actor-word-former")))
        }
    }
}

type Said = (&'static str, &'static str, Vec<(&'static str, FluentValue<'static>)>);

/// How it stands now: icon, end of the key, and what the sentence names.
fn stands(to: Status, until: Option<Millis>, times: &Times) -> Said {
    let status = word(times.language, &format!("status-word-{}", to.word()));
    let named = ("to", status.into());
    match until.filter(|_| to == Status::Snoozed) {
        Some(until) => ("alarm-clock", "-until", vec![named, ("until", times.moment(until).into())]),
        None => (if to == Status::Solved { "circle-check" } else { "circle-dot" }, "", vec![named]),
    }
}

/// Why it is open again, where nobody opened it by hand: icon and end of the key.
fn reopened(from: Status, to: Status, by: &Actor) -> Option<(&'static str, &'static str)> {
    match by {
        _ if to != Status::Open => None,
        Actor::System if from == Status::Snoozed => Some(("alarm-clock", "-woken")),
        Actor::Contact(_) => Some(("reply", "-answered")),
        _ => None,
    }
}

fn stop_word(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Depth => "depth",
        StopReason::SenderCap => "sender_cap",
    }
}

fn spam_word(reason: SpamReason) -> &'static str {
    match reason {
        SpamReason::Score => "score",
        SpamReason::Blocked => "blocked",
        SpamReason::Corrected => "corrected",
        SpamReason::Server => "server",
    }
}
