//! What is taken back exactly, and what stands because somebody touched it since.

use super::*;
use crate::conversation::Status;
use crate::event::Actor;
use crate::id::{AgentId, BrandId, ContactId, ConversationId, Id, InboxId, MessageId, RawId, TeamId};
use crate::time::Millis;

/// Who did what.
type Step = (AgentId, Fact);

fn ola() -> AgentId {
    AgentId::from_raw(1)
}

fn jan() -> AgentId {
    AgentId::from_raw(2)
}

fn id() -> ConversationId {
    ConversationId::from_raw(7)
}

/// A conversation that waits since 10, and what was done to it, at the positions from 3 on.
fn course(done: &[Step]) -> (Conversation, Vec<Event>) {
    let (contact, inbox) = (ContactId::from_raw(4), InboxId::from_raw(2));
    let opened = Fact::ConversationOpened {
        conversation: id(),
        brand: BrandId::from_raw(1),
        inbox,
        team: TeamId::from_raw(3),
        contact,
        number: 1,
        automatic: false,
        follows: None,
    };
    let came = came(1);
    let mut facts = vec![(Actor::System, opened), (Actor::Contact(contact), came)];
    facts.extend(done.iter().map(|(agent, fact)| (Actor::Agent(*agent), fact.clone())));
    let events: Vec<Event> = (1_i64..)
        .zip(facts)
        .map(|(at, (actor, fact))| Event {
            position: Position(at),
            at: Millis::new(10 * (at - 1)),
            actor,
            cause: None,
            depth: 0,
            fact,
        })
        .collect();
    let mut state = Conversation::opened(&events[0].fact, events[0].at).unwrap();
    events[1..].iter().for_each(|event| state.apply(&event.fact, event.at));
    (state, events)
}

fn came(message: i64) -> Fact {
    Fact::MessageReceived {
        conversation: id(),
        message: MessageId::from_raw(message),
        contact: ContactId::from_raw(4),
        inbox: InboxId::from_raw(2),
        raw: RawId::from_raw(message),
        joined_by: crate::event::JoinedBy::Opened,
        automatic: false,
        history: false,
    }
}

fn status(from: Status, to: Status) -> Fact {
    Fact::StatusChanged { conversation: id(), from, to, until: None, waiting_since: None }
}

fn assigned(from: Option<AgentId>, to: Option<AgentId>) -> Fact {
    Fact::ConversationAssigned { conversation: id(), from, to }
}

fn taken_back(done: &[Step], positions: std::ops::RangeInclusive<i64>) -> Result<Conversation, Overtaken> {
    let (mut state, events) = course(done);
    let chosen = |event: &Event| positions.contains(&event.position.0) && event.actor == Actor::Agent(ola());
    let facts = Course { now: &state, events: &events }.taken_back(chosen)?;
    facts.iter().for_each(|fact| state.apply(fact, Millis::new(1_000)));
    Ok(state)
}

#[test]
fn whoever_waited_before_it_was_solved_waits_on() {
    let before = course(&[]).0;
    let done = [(ola(), status(Status::Open, Status::Solved))];
    assert_eq!(course(&done).0.waiting_since, None);
    assert_eq!(taken_back(&done, 3..=3), Ok(before));
}

#[test]
fn several_things_done_at_once_are_taken_back_at_once() {
    let tag = TagId::from_raw(9);
    let done = [
        (ola(), assigned(None, Some(ola()))),
        (ola(), Fact::Tagged { conversation: id(), tag }),
        (ola(), status(Status::Open, Status::Snoozed)),
        (ola(), status(Status::Snoozed, Status::WaitingOthers)),
    ];
    assert_eq!(taken_back(&done, 3..=6), Ok(course(&[]).0));
    let later = taken_back(&done, 5..=6).unwrap();
    assert_eq!((later.status, later.assignee), (Status::Open, Some(ola())), "what came before it stays");
}

#[test]
fn what_somebody_touched_since_stays_as_it_is() {
    let solved = (ola(), status(Status::Open, Status::Solved));
    let table: [(&[Step], Result<Status, Overtaken>); 5] = [
        (&[(jan(), assigned(None, Some(jan())))], Ok(Status::Open)),
        (&[(jan(), status(Status::Solved, Status::Open))], Err(Overtaken)),
        (
            &[(jan(), status(Status::Solved, Status::Open)), (jan(), status(Status::Open, Status::Solved))],
            Err(Overtaken),
        ),
        (&[(ola(), status(Status::Solved, Status::Open))], Err(Overtaken)),
        (&[(jan(), came(2))], Err(Overtaken)),
    ];
    for (since, expected) in table {
        let mut done = vec![solved.clone()];
        done.extend_from_slice(since);
        assert_eq!(taken_back(&done, 3..=3).map(|state| state.status), expected, "{since:?}");
    }
    assert_eq!(taken_back(&[(jan(), status(Status::Open, Status::Solved))], 3..=3), Err(Overtaken), "it is not theirs");
}

#[test]
fn what_has_no_number_yet_counts_as_touched() {
    let (mut state, events) = course(&[(ola(), assigned(None, Some(ola())))]);
    state.apply(&assigned(Some(ola()), Some(jan())), Millis::new(40));
    let course = Course { now: &state, events: &events };
    assert_eq!(course.taken_back(|event| event.position.0 == 3), Err(Overtaken));
    assert!(course.is_touched(&[Aspect::Holder], Position(3), |_| false));
    assert!(!course.is_touched(&[Aspect::Status], Position(3), |_| false));
}

#[test]
fn a_judgement_of_spam_gives_the_clock_back() {
    let judged =
        Fact::SpamJudged { conversation: id(), spam: true, reason: SpamReason::Corrected, waiting_since: None };
    let back = taken_back(&[(ola(), judged)], 3..=3).unwrap();
    assert_eq!(back, course(&[]).0);
}
