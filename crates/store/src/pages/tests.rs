//! Lists and pages on a scratch store: order, keys, counts, and plans that do not sort.

use domain::channel::Party;
use domain::event::{Actor, Fact, Origin};
use domain::fold::MessageKind;
use domain::id::{IdentityId, MessageId};
use domain::identity::{Address, Evidence, Fingerprint};

use super::*;
use crate::contact::{self, NewContact};
use crate::message::{Content, Message};
use crate::scratch::Scratch;
use crate::statement::Statement;
use crate::{conversation, message};

fn at(ms: i64) -> Millis {
    Millis::new(ms)
}

fn team(id: i64) -> TeamId {
    TeamId::from_raw(id)
}

fn cnv(id: i64) -> ConversationId {
    ConversationId::from_raw(id)
}

fn agent(id: i64) -> AgentId {
    AgentId::from_raw(id)
}

/// Opens a conversation of contact 1 that waits since `waits`; ids need not follow the time.
fn open(store: &mut Scratch, id: i64, of: TeamId, waits: i64, more: &[Fact]) {
    let opened = Fact::ConversationOpened {
        conversation: cnv(id),
        brand: BrandId::from_raw(1),
        inbox: InboxId::from_raw(1),
        team: of,
        contact: ContactId::from_raw(1),
        number: id,
        automatic: false,
        follows: None,
    };
    let mut facts = vec![opened];
    facts.extend_from_slice(more);
    let origin = Origin::new(Actor::System, at(waits));
    store.write(|tx| conversation::open(tx, &facts, &origin, &format!("Sprawa {id}"), "Dzień dobry")).unwrap();
}

fn assigned(id: i64, to: i64) -> Fact {
    Fact::ConversationAssigned { conversation: cnv(id), from: None, to: Some(agent(to)) }
}

fn became(id: i64, to: Status) -> Fact {
    Fact::StatusChanged { conversation: cnv(id), from: Status::Open, to, until: None, waiting_since: None }
}

fn ids(store: &mut Scratch, range: Range, limit: usize) -> Vec<i64> {
    list(store.conn(), range, limit).unwrap().iter().map(|card| card.id.raw()).collect()
}

fn to_answer(assignee: Option<Option<AgentId>>) -> Range {
    Range { team: team(1), bucket: Bucket::ToAnswer, assignee, after: None }
}

#[test]
fn what_waits_longest_comes_first_and_keys_lead_from_page_to_page() {
    let mut store = Scratch::new();
    for (id, waits) in [(1, 300), (2, 100), (3, 200), (4, 100), (5, 400)] {
        open(&mut store, id, team(1), waits, &[]);
    }
    open(&mut store, 6, team(2), 50, &[]);
    open(&mut store, 7, team(1), 50, &[became(7, Status::Solved)]);
    open(&mut store, 8, team(1), 60, &[became(8, Status::Solved)]);
    assert_eq!(ids(&mut store, to_answer(None), 10), [2, 4, 3, 1, 5], "one moment: by id");
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = list(store.conn(), Range { after, ..to_answer(None) }, 2).unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.sort_at, last.id));
        seen.extend(page.iter().map(|card| card.id.raw()));
    }
    assert_eq!(seen, [2, 4, 3, 1, 5]);
    let solved = Range { bucket: Bucket::Solved, ..to_answer(None) };
    assert_eq!(ids(&mut store, solved, 10), [8, 7], "the newest first");
    assert_eq!(ids(&mut store, Range { after: Some((at(60), cnv(8))), ..solved }, 10), [7]);
    assert_eq!(ids(&mut store, Range { team: team(2), ..to_answer(None) }, 10), [6]);
}

#[test]
fn lists_by_holder_and_counts_agree() {
    let mut store = Scratch::new();
    open(&mut store, 1, team(1), 100, &[assigned(1, 7)]);
    open(&mut store, 2, team(1), 200, &[]);
    open(&mut store, 3, team(1), 300, &[assigned(3, 7)]);
    open(&mut store, 4, team(1), 400, &[assigned(4, 8), became(4, Status::WaitingOthers)]);
    assert_eq!(ids(&mut store, to_answer(Some(Some(agent(7)))), 10), [1, 3]);
    assert_eq!(ids(&mut store, to_answer(Some(None)), 10), [2]);
    let mut counted = counts(store.conn(), team(1)).unwrap();
    counted.sort_by_key(|(holder, bucket, _)| (*holder, bucket.code()));
    assert_eq!(
        counted,
        [
            (None, Bucket::ToAnswer, 1),
            (Some(agent(7)), Bucket::ToAnswer, 2),
            (Some(agent(8)), Bucket::WaitingOthers, 1)
        ]
    );
    assert!(counts(store.conn(), team(2)).unwrap().is_empty());
}

#[test]
fn a_card_names_its_contact_or_their_address_and_carries_its_tags() {
    let mut store = Scratch::new();
    let address = Address::parse("kasia@example.com").unwrap();
    let origin = Origin::new(Actor::System, at(1));
    let new = NewContact {
        id: ContactId::from_raw(1),
        identity: IdentityId::from_raw(1),
        name: None,
        address: &address,
        fingerprint: Fingerprint([1; 16]),
        evidence: Evidence::Authenticated,
    };
    store.write(|tx| contact::create(tx, &new, &origin)).unwrap();
    // More than one look-up of tags takes.
    for id in 1..=30 {
        let tagged = Fact::Tagged { conversation: cnv(id), tag: TagId::from_raw(id) };
        open(&mut store, id, team(1), id, &[]);
        store
            .write(|tx| {
                let mut state = conversation::lock(tx, cnv(id))?.unwrap();
                conversation::record(tx, &mut state, &[tagged], &origin, None)
            })
            .unwrap();
    }
    let cards = list(store.conn(), to_answer(None), 50).unwrap();
    assert_eq!(cards.len(), 30);
    assert!(cards.iter().all(|card| card.tags == [TagId::from_raw(card.id.raw())]));
    assert_eq!(cards[0].who.as_deref(), Some("kasia@example.com"));
    store.write(|tx| contact::learn_name(tx, new.id, "Kasia")).unwrap();
    assert_eq!(one(store.conn(), cnv(3)).unwrap().unwrap().who.as_deref(), Some("Kasia"));
    assert_eq!(one(store.conn(), cnv(99)).unwrap(), None);
    let asker = asker(store.conn(), new.id, 4).unwrap().unwrap();
    let known: Vec<_> = asker.addresses.iter().map(|known| (known.value.as_str(), known.evidence)).collect();
    assert_eq!(known, [("kasia@example.com", domain::identity::Evidence::Authenticated)]);
    assert_eq!(asker.conversations.iter().map(|other| other.id.raw()).collect::<Vec<_>>(), [30, 29, 28, 27]);
}

#[test]
fn the_course_is_read_backwards_in_stretches_and_long_texts_are_cut() {
    let mut store = Scratch::new();
    open(&mut store, 1, team(1), 1, &[]);
    for id in 1..=5_i64 {
        let text = if id == 5 { "ż".repeat(50_000) } else { format!("Tekst {id}") };
        let message = Message {
            id: MessageId::from_raw(id),
            conversation: cnv(1),
            kind: MessageKind::Note,
            at: at(id),
            contact: None,
            agent: Some(agent(7)),
            raw: None,
            automatic: false,
            history: false,
        };
        let sender = Some(Party { name: None, address: Address::parse("a@example.com").unwrap() });
        let content = Content { text, sender, ..Content::default() };
        let fact = Fact::NoteAdded { conversation: cnv(1), message: message.id };
        store
            .write(|tx| {
                let mut state = conversation::lock(tx, cnv(1))?.unwrap();
                message::insert(tx, &message, &content)?;
                conversation::record(tx, &mut state, &[fact], &Origin::new(Actor::System, at(id)), None)
            })
            .unwrap();
    }
    let positions = |events: Vec<Event>| events.iter().map(|event| event.position.0).collect::<Vec<_>>();
    let conn = store.conn();
    assert_eq!(positions(course(conn, &[cnv(1)], Position(i64::MAX), 3).unwrap()), [4, 5, 6]);
    assert_eq!(positions(course(conn, &[cnv(1)], Position(4), 10).unwrap()), [1, 2, 3]);
    let shown = messages(conn, cnv(1), MessageId::from_raw(2), MessageId::from_raw(5)).unwrap();
    assert_eq!(shown.len(), 4);
    let text = |id| shown[&MessageId::from_raw(id)].text.as_deref().unwrap();
    assert_eq!((text(2), shown[&MessageId::from_raw(2)].cut), ("Tekst 2", false));
    assert_eq!(text(5).chars().count(), usize::try_from(TEXT_CHARS).unwrap());
    assert!(shown[&MessageId::from_raw(5)].cut);
}

#[test]
fn no_list_sorts() {
    let mut store = Scratch::new();
    let lists: [&Statement; 4] = [&OLDEST, &NEWEST, &OLDEST_OF, &COURSE];
    for statement in lists {
        let plan = store.conn().plan(statement).unwrap().join(" ");
        assert!(plan.contains("USING INDEX") || plan.contains("USING COVERING INDEX"), "{}: {plan}", statement.name);
        assert!(!plan.contains("TEMP B-TREE") && !plan.contains("SCAN c"), "{}: {plan}", statement.name);
    }
}
