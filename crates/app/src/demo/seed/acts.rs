//! What happens in the demo's past, one act at a time: the same writes that intake, commands and
//! deliverer make, with the moments of the plan.

use demo::Direction;
use domain::conversation::{Conversation, Priority, Status};
use domain::event::{Actor, Fact, JoinedBy, Origin};
use domain::fold::MessageKind;
use domain::id::{AgentId, ContactId, DeliveryId, Id, IdentityId, MessageId, RawId, TagId};
use domain::identity::Evidence;
use domain::threading::reply_subject;
use domain::time::SECOND_MS;
use store::brand::Inbox;
use store::contact::NewContact;
use store::delivery::Ending;
use store::message::{Content, Message, Recipients, Reply};
use store::raw::{Body, NewRaw, Settled};
use store::{Tx, conversation, message};

use super::House;
use crate::demo::letter::{self, Letter};
use crate::demo::plan::Step;

impl House {
    pub(super) fn meet(&self, tx: &mut Tx<'_>, step: &Step, identity: IdentityId) -> store::Result<()> {
        let customer = self.customer(step);
        let new = NewContact {
            id: step.contact,
            identity,
            name: customer.name.as_deref(),
            address: &customer.address,
            fingerprint: self.prints.address(&customer.address),
            evidence: Evidence::Claimed,
        };
        store::contact::create(tx, &new, &Origin::new(Actor::Contact(step.contact), step.at))
    }

    pub(super) fn receive(
        &self,
        tx: &mut Tx<'_>,
        step: &Step,
        nth: usize,
        message: MessageId,
        raw: RawId,
    ) -> store::Result<()> {
        let (matter, inbox, customer) = (self.matter(step), self.inbox(step), self.customer(step));
        let answers = if nth == 0 { message::Answers::default() } else { message::answer_to(tx, step.id)? };
        let letter = Letter {
            from: customer.clone(),
            to: inbox.party(),
            subject: if answers.in_reply_to.is_some() {
                reply_subject(&matter.subject)
            } else {
                matter.subject.clone()
            },
            at: step.at,
            message_id: format!("{:x}@{}", raw.raw(), customer.address.host()),
            answers,
            text: matter.messages[nth].text.clone(),
        };
        self.keep_raw(tx, inbox, raw, message, &letter)?;
        let origin = Origin::new(Actor::Contact(step.contact), step.at);
        let joined_by = if nth == 0 { JoinedBy::Opened } else { JoinedBy::Reference };
        let came = Fact::MessageReceived {
            conversation: step.id,
            message,
            contact: step.contact,
            inbox: inbox.id,
            raw,
            joined_by,
            automatic: matter.automatic,
            history: false,
        };
        let preview = conversation::preview(&letter.text);
        if nth == 0 {
            let opened = self.opened(tx, step, inbox)?;
            conversation::open(tx, &[opened, came], &origin, &letter.subject, &preview)?;
        } else {
            let mut state = lock(tx, step)?;
            let mut facts = vec![came];
            facts.extend(state.reopened_by_message(matter.automatic, false));
            conversation::record(tx, &mut state, &facts, &origin, Some(&preview))?;
        }
        let row = row(step, message, MessageKind::Received, Some(step.contact), None, Some(raw), matter.automatic);
        self.insert_received(tx, step, &row, letter)
    }

    fn opened(&self, tx: &mut Tx<'_>, step: &Step, inbox: &Inbox) -> store::Result<Fact> {
        let number = store::brand::next_number(tx, inbox.brand)?.unwrap_or_default();
        Ok(Fact::ConversationOpened {
            conversation: step.id,
            brand: inbox.brand,
            inbox: inbox.id,
            team: inbox.team,
            contact: step.contact,
            number,
            automatic: self.matter(step).automatic,
            follows: None,
        })
    }

    fn keep_raw(
        &self,
        tx: &mut Tx<'_>,
        inbox: &Inbox,
        raw: RawId,
        message: MessageId,
        letter: &Letter,
    ) -> store::Result<()> {
        let bytes = letter::raw(letter);
        let new = NewRaw {
            id: raw,
            inbox: inbox.id,
            source: format!("demo:{raw}"),
            received_at: letter.at,
            bytes: bytes.len(),
            history: false,
            body: Body::pack(&bytes, &self.blobs)?,
        };
        store::raw::receive(tx, &new)?;
        store::raw::settle(tx, raw, Settled::Accepted(message))
    }

    fn insert_received(&self, tx: &mut Tx<'_>, step: &Step, row: &Message, letter: Letter) -> store::Result<()> {
        let who = self.prints.address(&letter.from.address);
        let own = self.prints.message_id(&letter.message_id);
        let author = letter.from.address.as_str();
        let content_key = self.prints.content(author, Some(letter.at.get()), &letter.subject, &letter.text);
        message::insert(tx, row, &letter.into_content())?;
        message::refer(tx, own, row.id, step.id, false, Some(content_key))?;
        conversation::join(tx, step.id, who)
    }

    pub(super) fn reply(
        &self,
        tx: &mut Tx<'_>,
        step: &Step,
        nth: usize,
        agent: usize,
        message: MessageId,
        delivery: DeliveryId,
    ) -> store::Result<()> {
        let (matter, inbox, customer) = (self.matter(step), self.inbox(step), self.customer(step));
        let mut state = lock(tx, step)?;
        let agent = self.agents[agent].id;
        let message_id = format!("{}@{}", self.prints.own_message_id(message.raw()), inbox.address.host());
        let reply = Reply {
            message,
            delivery,
            agent: Some(agent),
            message_key: self.prints.message_id(&message_id),
            recipients: vec![self.prints.address(&customer.address)],
            content: Content {
                subject: reply_subject(&matter.subject),
                text: matter.messages[nth].text.clone(),
                html: None,
                sender: Some(inbox.party()),
                recipients: Recipients { to: vec![customer], cc: Vec::new() },
                message_id: Some(message_id),
                answers: message::answer_to(tx, step.id)?,
                reading: None,
            },
            once: format!("demo:{message}"),
            due_at: step.at,
        };
        let then = self.after_reply(step, nth, &state, agent);
        message::write_reply(tx, &mut state, &reply, &then, &Origin::new(Actor::Agent(agent), step.at))?;
        let (now, owner) = (step.at.plus_ms(SECOND_MS), 0);
        if let Some(claim) = store::delivery::claim(tx, delivery, None, owner, (now, now), SECOND_MS)? {
            let origin = Origin::new(Actor::System, now);
            store::delivery::finish(tx, &claim, Ending::Sent, "250 2.0.0 OK", &origin)?;
        }
        Ok(())
    }

    /// What an answer does besides: it is the answerer's now, and it is the customer's turn, or done.
    fn after_reply(&self, step: &Step, nth: usize, state: &Conversation, agent: AgentId) -> Vec<Fact> {
        let matter = self.matter(step);
        let mut then = Vec::new();
        if state.assignee.is_none() {
            then.push(Fact::ConversationAssigned { conversation: step.id, from: None, to: Some(agent) });
        }
        let is_last =
            !matter.messages[nth + 1..].iter().any(|later| matches!(later.direction, Direction::FromAgent(_)));
        let to = match matter.status {
            Status::Solved | Status::WaitingOthers if is_last => matter.status,
            _ => Status::WaitingCustomer,
        };
        if state.status != to {
            then.push(Fact::StatusChanged {
                conversation: step.id,
                from: state.status,
                to,
                until: None,
                waiting_since: None,
            });
        }
        then
    }

    pub(super) fn note(
        &self,
        tx: &mut Tx<'_>,
        step: &Step,
        nth: usize,
        agent: usize,
        message: MessageId,
    ) -> store::Result<()> {
        let mut state = lock(tx, step)?;
        let agent = self.agents[agent].id;
        let text = self.matter(step).messages[nth].text.clone();
        let row = row(step, message, MessageKind::Note, None, Some(agent), None, false);
        message::insert(tx, &row, &Content { text, ..Content::default() })?;
        let fact = Fact::NoteAdded { conversation: step.id, message };
        conversation::record(tx, &mut state, &[fact], &Origin::new(Actor::Agent(agent), step.at), None)
    }

    pub(super) fn sort(&self, tx: &mut Tx<'_>, step: &Step, fresh: &[TagId]) -> store::Result<()> {
        let matter = self.matter(step);
        let origin = Origin::new(Actor::Agent(self.keeper(step)), step.at);
        let mut state = lock(tx, step)?;
        let mut facts = Vec::new();
        for (name, fresh) in matter.tags.iter().zip(fresh) {
            let tag = store::tag::named(tx, name, *fresh, &origin)?;
            facts.push(Fact::Tagged { conversation: step.id, tag });
        }
        if matter.priority != Priority::Normal {
            facts.push(Fact::PriorityChanged { conversation: step.id, from: state.priority, to: matter.priority });
        }
        let answered = matter.messages.iter().any(|one| matches!(one.direction, Direction::FromAgent(_)));
        if let Some(agent) = matter.assignee.filter(|_| !answered) {
            let to = Some(self.agents[agent].id);
            facts.push(Fact::ConversationAssigned { conversation: step.id, from: state.assignee, to });
        }
        conversation::record(tx, &mut state, &facts, &origin, None)
    }

    pub(super) fn settle(&self, tx: &mut Tx<'_>, step: &Step) -> store::Result<()> {
        let matter = self.matter(step);
        let mut state = lock(tx, step)?;
        let mut facts = Vec::new();
        let holder = matter.assignee.map(|agent| self.agents[agent].id);
        if state.assignee != holder {
            facts.push(Fact::ConversationAssigned { conversation: step.id, from: state.assignee, to: holder });
        }
        let (from, to, until) = (state.status, matter.status, matter.snoozed_until);
        if from != to {
            facts.push(Fact::StatusChanged { conversation: step.id, from, to, until, waiting_since: None });
        }
        conversation::record(tx, &mut state, &facts, &Origin::new(Actor::Agent(self.keeper(step)), step.at), None)
    }
}

fn lock(tx: &mut Tx<'_>, step: &Step) -> store::Result<Conversation> {
    conversation::lock(tx, step.id)?.ok_or_else(|| store::Error::Statement {
        statement: "seed",
        why: format!("conversation {} of the demo was not opened by a customer", step.matter),
    })
}

fn row(
    step: &Step,
    id: MessageId,
    kind: MessageKind,
    contact: Option<ContactId>,
    agent: Option<AgentId>,
    raw: Option<RawId>,
    automatic: bool,
) -> Message {
    Message { id, conversation: step.id, kind, at: step.at, contact, agent, raw, automatic, history: false }
}
