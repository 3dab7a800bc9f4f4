//! One thing done to many conversations: asked for once, done in pieces, told as numbers, taken back at once.
//!
//! In: a wish, and each conversation with the place of the log up to which the asker knew it. Out: for each what came of it;
//! one that somebody changed meanwhile is left as it is. Each conversation is judged by the rights of the asker at that moment.
//! A piece is one transaction that moves the count of what was tried: so each conversation is tried once, whoever does it,
//! and whoever dies in between. [`step`] ends what nobody else does.

mod piece;

use domain::aspect::Aspect;
use domain::bulk::{Outcome, Wish};
use domain::conversation::{Priority, Status};
use domain::event::Position;
use domain::id::{AgentId, BulkId, ConversationId};
use domain::time::Millis;
use store::bulk::{Bulk, Item};
use store::{Conn, Tx};

use super::{By, SetStatus, set_status, tag};
use crate::error::{Refused, Result};
use crate::{Engine, Error};

pub use piece::advance;

/// How many conversations one wish is about at most.
pub const MAX: usize = 500;

/// How many pieces one [`step`] looks for.
const OPEN: usize = 20;

/// What is asked for, as it comes from a form.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Where they stand, and for snoozed until when.
    Status(Status, Option<Millis>),
    /// Who has them.
    Assign(Option<AgentId>),
    /// How much they weigh.
    Prioritise(Priority),
    /// A word that is put on them; a new one becomes a tag.
    Tag(String),
    /// Whether they are spam.
    Spam(bool),
}

/// Writes down what is to be done, to the conversations as they were known at these places of the log. Nothing is done yet:
/// [`advance`] does, and [`step`].
pub async fn begin(engine: &Engine, by: By, ask: Ask, mut chosen: Vec<(ConversationId, Position)>) -> Result<BulkId> {
    let now = engine.now();
    chosen.sort_unstable();
    chosen.dedup_by_key(|(conversation, _)| *conversation);
    if chosen.is_empty() {
        return Err(Refused::Empty.into());
    }
    if chosen.len() > MAX {
        return Err(Refused::TooLong { limit: MAX }.into());
    }
    if let Ask::Status(to, until) = ask {
        set_status::check(SetStatus { conversation: chosen[0].0, to, until }, now)?;
    }
    let word = if let Ask::Tag(name) = &ask { Some(tag::fit(name)?) } else { None };
    let (id, fresh) = (engine.id::<BulkId>(), engine.id());
    engine
        .act(move |tx| {
            let wish = match (&ask, &word) {
                (Ask::Tag(_), Some(word)) => Wish::Tag { tag: store::tag::named(tx, word, fresh, &by.origin(now))? },
                (Ask::Status(to, until), _) => Wish::Status { to: *to, until: *until },
                (Ask::Assign(to), _) => Wish::Holder { to: *to },
                (Ask::Prioritise(to), _) => Wish::Priority { to: *to },
                (Ask::Spam(spam), _) => Wish::Spam { spam: *spam },
                (Ask::Tag(_), None) => return Err(Refused::Empty.into()),
            };
            let items =
                chosen.iter().map(|(conversation, seen)| Item { conversation: *conversation, seen: *seen, at: None });
            write(tx, id, by, wish, &items.collect::<Vec<_>>(), now)?;
            Ok(id)
        })
        .await
}

/// Takes back what was done, wherever nobody did anything to the same thing since. The same one again, when somebody asked
/// for it before.
pub async fn take_back(engine: &Engine, by: By, of: BulkId) -> Result<BulkId> {
    let now = engine.now();
    let id: BulkId = engine.id();
    engine
        .act(move |tx| {
            let bulk = store::bulk::lock(tx, of)?.filter(|bulk| bulk.agent == by.agent).ok_or(Refused::NotFound)?;
            if let Some(before) = store::bulk::undoing(tx, of)? {
                return Ok(before);
            }
            if bulk.ended_at.is_none() || bulk.undoes.is_some() {
                return Err(Refused::Outdated.into());
            }
            let items = store::bulk::done(tx, of)?;
            write(tx, id, by, Wish::Undo { of }, &items, now)?;
            Ok(id)
        })
        .await
}

fn write(tx: &mut Tx<'_>, id: BulkId, by: By, wish: Wish, items: &[Item], now: Millis) -> Result<()> {
    let undoes = if let Wish::Undo { of } = wish { Some(of) } else { None };
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let bulk = Bulk { id, agent: by.agent, made_at: now, wish, undoes, total, next: 0, ended_at: None };
    Ok(store::bulk::begin(tx, &bulk, items)?)
}

/// Does a piece of each that is under way. Gives how many pieces were done.
pub async fn step(engine: &Engine) -> Result<usize> {
    let open = engine.store().read(|conn| store::bulk::open(conn, OPEN)).await?;
    let mut pieces = 0;
    for id in open {
        match advance(engine, id).await {
            Ok(_) => {}
            Err(Error::Store(error)) if error.is_passing() => return Err(error.into()),
            Err(error) => {
                tracing::warn!(bulk = %id, %error, "gave up what was to be done to many conversations");
                piece::give_up(engine, id).await?;
            }
        }
        pieces += 1;
    }
    Ok(pieces)
}

/// How far one is, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub wish: Wish,
    /// How many conversations it is about.
    pub total: i64,
    /// How many were tried.
    pub tried: i64,
    /// Where it was done.
    pub done: i64,
    /// Where it was so already.
    pub same: i64,
    /// Which were left because they changed meanwhile.
    pub changed: i64,
    /// Where it may not be done.
    pub refused: i64,
    /// Whether all were tried.
    pub ended: bool,
    /// Whether it can be taken back.
    pub can_be_undone: bool,
}

/// How far one is that this person asked for.
pub fn progress(conn: &mut Conn, agent: AgentId, id: BulkId) -> store::Result<Option<Progress>> {
    let Some(bulk) = store::bulk::load(conn, id)?.filter(|bulk| bulk.agent == agent) else { return Ok(None) };
    let tally = store::bulk::tally(conn, id)?;
    let of = |outcome| tally.iter().find(|(one, _)| *one == outcome).map_or(0, |(_, n)| *n);
    let ended = bulk.ended_at.is_some();
    let undone = store::bulk::undoing(conn, id)?.is_some();
    Ok(Some(Progress {
        wish: bulk.wish,
        total: bulk.total,
        tried: bulk.next,
        done: of(Outcome::Done),
        same: of(Outcome::Same),
        changed: of(Outcome::Changed),
        refused: of(Outcome::Refused),
        ended,
        can_be_undone: ended && !undone && bulk.undoes.is_none() && of(Outcome::Done) > 0,
    }))
}

/// What a wish changes.
fn aspects(wish: Wish) -> Vec<Aspect> {
    wish.aspect().into_iter().collect()
}
