//! A piece of what is done to many conversations: one transaction.

use std::collections::HashMap;

use domain::aspect::Course;
use domain::bulk::{Outcome, Wish};
use domain::conversation::Conversation;
use domain::event::{Actor, Position};
use domain::id::{BulkId, ConversationId};
use domain::permission::Action;
use domain::time::Millis;
use store::Tx;
use store::bulk::Item;

use super::super::spam::{Lessons, lessons};
use super::super::{Assign, By, SetStatus, assign, lock, prioritise, set_status, spam, tag, undo};
use super::aspects;
use crate::error::{Refused, Result};
use crate::{Engine, Error};

/// How many conversations a piece holds: few enough that nobody else waits long for theirs.
const PIECE: usize = 25;

/// Does the next piece. Gives whether there is more to do.
pub async fn advance(engine: &Engine, id: BulkId) -> Result<bool> {
    let now = engine.now();
    let read = engine.store().read(move |conn| {
        let Some(bulk) = store::bulk::load(conn, id)?.filter(|bulk| bulk.ended_at.is_none()) else { return Ok(None) };
        let items = store::bulk::items(conn, id, bulk.next, PIECE)?;
        Ok::<_, store::Error>(Some((bulk, items)))
    });
    let Some((bulk, items)) = read.await? else { return Ok(false) };
    let mut taught = HashMap::new();
    if let Wish::Spam { .. } = bulk.wish {
        for (_, item) in &items {
            taught.insert(item.conversation, lessons(engine, item.conversation).await?);
        }
    }
    let next = bulk.next + i64::try_from(items.len()).unwrap_or(i64::MAX);
    let ended_at = (next >= bulk.total).then_some(now);
    let done = engine.store().write(move |tx| -> Result<bool> {
        let now_at = store::bulk::lock(tx, id)?;
        if now_at.is_none_or(|now_at| now_at.next != bulk.next || now_at.ended_at.is_some()) {
            // Somebody else did this piece.
            return Ok(true);
        }
        let head = store::log::head(tx)?;
        let agent = store::agent::by_id(tx, bulk.agent)?.filter(|agent| agent.off_at.is_none());
        for (place, item) in &items {
            let outcome = match &agent {
                Some(agent) => {
                    let by = By { agent: agent.id, grant: agent.grant() };
                    Piece { by, wish: bulk.wish, taught: &taught, now }.one(tx, item)?
                }
                None => Outcome::Refused,
            };
            store::bulk::settle(tx, id, *place, outcome, head, now)?;
        }
        store::bulk::move_on(tx, id, next, ended_at)?;
        Ok(ended_at.is_none())
    });
    Ok(done.await?.value)
}

/// Ends one of which a piece cannot be done: what was not tried stays as it is.
pub(super) async fn give_up(engine: &Engine, id: BulkId) -> Result<()> {
    let now = engine.now();
    engine
        .store()
        .write(move |tx| {
            let Some(bulk) = store::bulk::lock(tx, id)? else { return Ok(()) };
            store::bulk::move_on(tx, id, bulk.next, Some(now))
        })
        .await?;
    Ok(())
}

/// What is done to each, and by whom.
struct Piece<'p> {
    by: By,
    wish: Wish,
    /// What is learned from each when it is said to be spam, or not.
    taught: &'p HashMap<ConversationId, Lessons>,
    now: Millis,
}

impl Piece<'_> {
    /// Does it to one conversation. A refusal comes before the first write, and is of this conversation alone.
    fn one(&self, tx: &mut Tx<'_>, item: &Item) -> Result<Outcome> {
        match self.within(tx, item) {
            Err(Error::Refused(Refused::Outdated | Refused::TakenBy(_) | Refused::Joined)) => Ok(Outcome::Changed),
            Err(Error::Refused(_)) => Ok(Outcome::Refused),
            done => done,
        }
    }

    fn within(&self, tx: &mut Tx<'_>, item: &Item) -> Result<Outcome> {
        let &Self { by, wish, taught, now } = self;
        let conversation = item.conversation;
        let state = lock(tx, by, conversation, Action::Answer)?;
        if let Wish::Undo { .. } = wish {
            undo::within(tx, by, state, now, |event| event.position > item.seen && Some(event.at) == item.at)?;
            return Ok(Outcome::Done);
        }
        if self.is_touched(tx, &state, item.seen)? {
            return Err(Refused::Outdated.into());
        }
        if wish.is_so(&state) {
            return Ok(Outcome::Same);
        }
        match wish {
            Wish::Status { to, until } => set_status::within(tx, by, SetStatus { conversation, to, until }, now)?,
            Wish::Holder { to } => assign::within(tx, by, Assign { conversation, from: state.assignee, to }, now)?,
            Wish::Priority { to } => prioritise::within(tx, by, conversation, to, now)?,
            Wish::Tag { tag } => tag::within(tx, by, conversation, tag, now)?,
            Wish::Spam { spam } => {
                let lessons = taught.get(&conversation).map_or(&[][..], Vec::as_slice);
                spam::within(tx, by, conversation, spam, lessons, now)?;
            }
            Wish::Undo { .. } => {}
        }
        Ok(Outcome::Done)
    }

    /// Whether somebody else changed the same thing since the asker looked.
    fn is_touched(&self, tx: &mut Tx<'_>, state: &Conversation, seen: Position) -> Result<bool> {
        let events = store::log::course(tx, state.id)?;
        let own = Actor::Agent(self.by.agent);
        Ok(Course { now: state, events: &events }.is_touched(&aspects(self.wish), seen, |event| event.actor == own))
    }
}
