//! Parking: a conversation that a reactor cannot work on waits beside the cursor, in sight, and is
//! made up for event by event, in order, when it works again.
//!
//! Every write here locks the cursor where it stands, so that it cannot pass further events of the
//! conversation while that is being taken back in.

use domain::delivery::next_attempt;
use domain::event::{Event, Position};
use domain::id::{ConversationId, Id};
use store::Tx;
use store::cursor::{self, Parked};

use super::runner::{BATCH, Hand, act, reads, stops};
use crate::Error;
use crate::error::Result;

/// So many parked conversations mean that it is not the conversations: the reactor stops.
const MAX_PARKED: usize = 100;

/// The longest reason that is kept, in characters.
const WHY_CHARS: usize = 300;

impl Hand<'_> {
    /// Leaves the conversation of the one event in `share` aside, or stops.
    pub(super) async fn park_or_stop(&self, from: Position, share: &[Event], error: Error) -> Result<bool> {
        match share {
            [event] if !stops(&error) => match event.fact.conversation() {
                Some(conversation) => self.park(from, event.position, event.position, conversation, 1, error).await,
                None => Err(error),
            },
            _ => Err(error),
        }
    }

    /// Moves the cursor and leaves a conversation aside from `position` on.
    async fn park(
        &self,
        from: Position,
        to: Position,
        position: Position,
        conversation: ConversationId,
        attempts: u32,
        error: Error,
    ) -> Result<bool> {
        let (name, token, now) = (self.reactor.name(), self.token, self.engine.now());
        let parked = Parked {
            reactor: name.to_owned(),
            conversation,
            position,
            attempts,
            due_at: next_attempt(now, attempts, conversation.raw()),
            why: error.to_string().chars().take(WHY_CHARS).collect(),
        };
        let too_many = error.clone();
        let write = move |tx: &mut Tx<'_>| -> Result<bool> {
            if !cursor::advance(tx, name, from, to, token)? {
                return Ok(false);
            }
            let there = cursor::conversations_parked_by(tx, name)?;
            if there.len() >= MAX_PARKED && !there.contains(&conversation) {
                return Err(too_many.clone());
            }
            cursor::park(tx, &parked)?;
            Ok(true)
        };
        let done = self.engine.store().write(write).await?.value;
        if done {
            tracing::warn!(reactor = name, %conversation, %position, attempts, %error, "left a conversation aside");
        }
        Ok(done)
    }

    /// Makes up for a parked conversation, up to where the cursor stands. Gives how many events
    /// were looked at, at least 1.
    pub(super) async fn make_up(&self, mut parked: Parked, at: Position) -> Result<usize> {
        let (conversation, after) = (parked.conversation, Position(parked.position.0 - 1));
        let read = move |conn: &mut store::Conn| store::log::of_conversation(conn, conversation, after, BATCH);
        let events = self.engine.store().read(read).await?;
        let all = events.len() < BATCH;
        let looked_at = events.len().max(1);
        for event in events {
            if event.position > at || !reads(self.reactor, &event) {
                continue;
            }
            let to = Position(event.position.0 + 1);
            let (position, attempts) = (event.position, parked.attempts + 1);
            match self.make_up_one(at, parked.clone(), event, to).await {
                Ok(true) => parked.position = to,
                Ok(false) => return Ok(looked_at),
                Err(error) if stops(&error) => return Err(error),
                Err(error) => {
                    self.park(at, at, position, conversation, attempts, error).await?;
                    return Ok(looked_at);
                }
            }
        }
        if all {
            self.take_back(at, parked).await?;
        }
        Ok(looked_at)
    }

    async fn make_up_one(&self, at: Position, parked: Parked, event: Event, to: Position) -> Result<bool> {
        let (engine, reactor, token) = (self.engine.clone(), self.reactor, self.token);
        let write = move |tx: &mut Tx<'_>| -> Result<bool> {
            if !cursor::advance(tx, reactor.name(), at, at, token)? || !cursor::make_up(tx, &parked, to)? {
                return Ok(false);
            }
            act(tx, &engine, reactor, &event)?;
            Ok(true)
        };
        let done = self.engine.store().write(write).await?;
        self.engine.wake_deliver();
        Ok(done.value)
    }

    async fn take_back(&self, at: Position, parked: Parked) -> Result<()> {
        let (name, token) = (self.reactor.name(), self.token);
        let write = move |tx: &mut Tx<'_>| -> Result<()> {
            if cursor::advance(tx, name, at, at, token)? && cursor::unpark(tx, &parked)? {
                tracing::info!(reactor = name, conversation = %parked.conversation, "made up for a conversation");
            }
            Ok(())
        };
        self.engine.store().write(write).await?;
        Ok(())
    }
}
