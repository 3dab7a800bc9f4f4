//! What is in the log: the golden files of all kinds, and that nothing personal is.

use domain::access::Access;
use domain::conversation::{Priority, Status};
use domain::delivery::DeliveryState;
use domain::event::{Fact, JoinedBy, QuarantineReason, SpamReason, StopReason};
use domain::id::Id;
use domain::identity::{Evidence, SenderMark};
use domain::operation::Operation;
use domain::permission::Role;
use domain::retention::Class;
use domain::suggestion::{Hint, Likeness, SuggestionState};
use domain::time::Millis;

/// One fact of every kind. The match has no wildcard: a new kind must be added here.
fn one_of_each() -> Vec<Fact> {
    fn id<I: Id>(n: i64) -> I {
        I::from_raw(4_611_686_018_427_387_904 + n)
    }
    let conversation = id(1);
    let message = id(2);
    let delivery = id(3);
    let all = vec![
        Fact::BrandCreated { brand: id(4) },
        Fact::TeamCreated { team: id(5) },
        Fact::InboxCreated { inbox: id(6), brand: id(4), team: id(5) },
        Fact::AgentCreated { agent: id(7), team: id(5), role: Role::Lead },
        Fact::AgentChanged { agent: id(7), team: id(5), role: Role::Lead, from_team: id(15), from_role: Role::Agent },
        Fact::AgentSwitched { agent: id(7), on: false },
        Fact::AgentInvited { invitation: id(16), team: id(5), role: Role::Observer },
        Fact::AgentInvitationEnded { invitation: id(16), agent: Some(id(7)) },
        Fact::AgentAccessed { agent: id(7), what: Access::SecondFactorOn },
        Fact::TagCreated { tag: id(8) },
        Fact::ContactCreated { contact: id(9) },
        Fact::ContactIdentified { contact: id(9), identity: id(10), evidence: Evidence::Claimed },
        Fact::ContactErased { contact: id(9) },
        Fact::ConversationOpened {
            conversation,
            brand: id(4),
            inbox: id(6),
            team: id(5),
            contact: id(9),
            number: 4471,
            automatic: false,
            follows: Some(id(11)),
        },
        Fact::MessageReceived {
            conversation,
            message,
            contact: id(9),
            inbox: id(6),
            raw: id(12),
            joined_by: JoinedBy::ReferenceByStranger,
            automatic: false,
            history: true,
        },
        Fact::MessageReplied { conversation, message, delivery, automatic: false },
        Fact::MessageCopied { conversation, message, raw: id(12), history: false },
        Fact::NoteAdded { conversation, message },
        Fact::ConversationAssigned { conversation, from: None, to: Some(id(7)) },
        Fact::StatusChanged {
            conversation,
            from: Status::Open,
            to: Status::Snoozed,
            until: Some(Millis::new(1_795_424_400_000)),
            waiting_since: None,
        },
        Fact::PriorityChanged { conversation, from: Priority::Normal, to: Priority::Urgent },
        Fact::Tagged { conversation, tag: id(8) },
        Fact::Untagged { conversation, tag: id(8) },
        Fact::DeliverySent { conversation, message, delivery, attempts: 1 },
        Fact::DeliveryFailed { conversation, message, delivery, attempts: 12 },
        Fact::DeliveryUncertain { conversation, message, delivery, attempts: 1 },
        Fact::DeliveryRequeued { conversation, message, delivery },
        Fact::DeliverySettled { conversation, message, delivery, state: DeliveryState::Sent },
        Fact::SpamJudged { conversation, spam: true, reason: SpamReason::Score, waiting_since: Some(Millis::new(5)) },
        Fact::ConversationMerged { conversation, into: id(11) },
        Fact::ConversationUnmerged { conversation, from: id(11), messages: 2, waiting_since: Some(Millis::new(5)) },
        Fact::ConversationAbsorbed {
            conversation,
            from: id(11),
            messages: 2,
            waiting_since: Some(Millis::new(5)),
            last_at: Millis::new(6),
            automatic: false,
        },
        Fact::ConversationReleased {
            conversation,
            to: id(11),
            messages: 2,
            waiting_since: Some(Millis::new(5)),
            last_at: Millis::new(6),
            automatic: false,
            status: Status::Snoozed,
            until: Some(Millis::new(7)),
        },
        Fact::SuggestionMade { suggestion: id(13), conversation, other: id(11), hint: Hint::NameAndOrder },
        Fact::SuggestionSettled { suggestion: id(13), conversation, state: SuggestionState::Accepted },
        Fact::SenderMarked { conversation, identity: id(10), mark: SenderMark::Automatic },
        Fact::ContactMerged { conversation, contact: id(9), into: id(14) },
        Fact::ContactUnmerged { conversation, contact: id(9), from: id(14) },
        Fact::ContactSuggested {
            suggestion: id(13),
            conversation,
            contact: id(9),
            other: id(14),
            likeness: Likeness::Answered,
        },
        Fact::ContactSuggestionSettled { suggestion: id(13), conversation, state: SuggestionState::Dismissed },
        Fact::DeliveryBounced { conversation, message, delivery, hard: true },
        Fact::RawQuarantined { raw: id(12), reason: QuarantineReason::Unreadable },
        Fact::AutomationStopped { conversation, reason: StopReason::SenderCap },
        Fact::RetentionSet { class: Class::Solved, days: Some(730) },
        Fact::RetentionApplied {
            class: Class::GivenUp,
            before: Millis::new(5),
            conversations: 1,
            messages: 2,
            files: 3,
            originals: 4,
            answers: 5,
        },
        Fact::Operated(Operation::TokenMade { token: id(17), agent: id(7) }),
    ];
    for fact in &all {
        match fact {
            Fact::BrandCreated { .. }
            | Fact::TeamCreated { .. }
            | Fact::InboxCreated { .. }
            | Fact::AgentCreated { .. }
            | Fact::AgentChanged { .. }
            | Fact::AgentSwitched { .. }
            | Fact::AgentInvited { .. }
            | Fact::AgentInvitationEnded { .. }
            | Fact::AgentAccessed { .. }
            | Fact::TagCreated { .. }
            | Fact::ContactCreated { .. }
            | Fact::ContactIdentified { .. }
            | Fact::ContactErased { .. }
            | Fact::ConversationOpened { .. }
            | Fact::MessageReceived { .. }
            | Fact::MessageReplied { .. }
            | Fact::MessageCopied { .. }
            | Fact::NoteAdded { .. }
            | Fact::ConversationAssigned { .. }
            | Fact::StatusChanged { .. }
            | Fact::PriorityChanged { .. }
            | Fact::Tagged { .. }
            | Fact::Untagged { .. }
            | Fact::DeliverySent { .. }
            | Fact::DeliveryFailed { .. }
            | Fact::DeliveryUncertain { .. }
            | Fact::DeliveryRequeued { .. }
            | Fact::DeliverySettled { .. }
            | Fact::RawQuarantined { .. }
            | Fact::AutomationStopped { .. }
            | Fact::RetentionSet { .. }
            | Fact::RetentionApplied { .. }
            | Fact::Operated(_)
            | Fact::SpamJudged { .. }
            | Fact::ConversationMerged { .. }
            | Fact::ConversationUnmerged { .. }
            | Fact::ConversationAbsorbed { .. }
            | Fact::ConversationReleased { .. }
            | Fact::SuggestionMade { .. }
            | Fact::SuggestionSettled { .. }
            | Fact::SenderMarked { .. }
            | Fact::ContactMerged { .. }
            | Fact::ContactUnmerged { .. }
            | Fact::ContactSuggested { .. }
            | Fact::ContactSuggestionSettled { .. }
            | Fact::DeliveryBounced { .. } => {}
        }
    }
    all
}

fn golden() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/store/golden")
}

#[test]
fn every_kind_and_version_still_reads_as_it_was_written() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    for fact in one_of_each() {
        let path = golden().join(format!("{}.v{}.json", fact.kind(), fact.version()));
        let today = serde_json::to_string_pretty(&fact).expect("it serialises");
        if update {
            std::fs::create_dir_all(golden()).expect("the folder");
            std::fs::write(&path, format!("{today}\n")).expect("the golden file is written");
        }
        let kept = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("no golden file for {}: run with UPDATE_GOLDEN=1", fact.kind()));
        assert_eq!(kept.trim_end(), today, "{} is written differently: raise its version", fact.kind());
    }
    // Files of old versions have no counterpart above; they must still be readable.
    for file in std::fs::read_dir(golden()).expect("the golden files") {
        let path = file.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let (kind, v) = name.rsplit_once(".v").expect("kind.vN.json");
        let body = std::fs::read_to_string(&path).expect("it can be read");
        let fact = domain::event::read_fact(kind, v.parse().expect("a number"), &body).expect("it can be read today");
        assert_eq!(fact.kind(), kind);
    }
}

#[test]
fn an_event_holds_ids_enums_numbers_and_nothing_else() {
    const WORDS: &[&str] = &[
        "open",
        "waiting_customer",
        "waiting_others",
        "snoozed",
        "solved",
        "low",
        "normal",
        "high",
        "urgent",
        "opened",
        "reference",
        "reference_by_stranger",
        "claimed",
        "authenticated",
        "agent",
        "owner",
        "admin",
        "lead",
        "observer",
        "unreadable",
        "crashed",
        "no_author",
        "too_large",
        "refused",
        "depth",
        "sender_cap",
        "score",
        "name_and_order",
        "accepted",
        "dismissed",
        "answered",
        "automatic",
        "sent",
        "second_factor_on",
        "given_up",
        "token_made",
    ];
    for fact in one_of_each() {
        let value = serde_json::to_value(&fact).expect("it serialises");
        for (key, value) in value.as_object().expect("an object") {
            let fits = match value {
                serde_json::Value::String(text) => {
                    key == "kind" || WORDS.contains(&text.as_str()) || (text.len() == 17 && text.as_bytes()[3] == b'_')
                }
                serde_json::Value::Number(_) | serde_json::Value::Bool(_) | serde_json::Value::Null => true,
                serde_json::Value::Array(_) | serde_json::Value::Object(_) => false,
            };
            assert!(fits, "{}: {key} = {value} is no id, enum, number or hash", fact.kind());
        }
    }
}
