//! A write under way: rows and the events that tell of them, in one commit.
//!
//! A write is a closure over [`Tx`]. It may be run more than once (a batch that failed as a whole
//! is re-run one by one), so it has no side effects outside `tx`. Events are buffered here and
//! numbered when the batch commits; nobody sees a position before that.

use std::ops::{Deref, DerefMut};

use domain::event::{Fact, Origin};
use domain::id::ConversationId;

use crate::audit::Entry;
use crate::batch::Batch;
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::Value;

/// An event that waits for its number.
#[derive(Debug)]
pub(crate) struct Unnumbered {
    pub kind: &'static str,
    pub v: i64,
    pub at: i64,
    pub actor: String,
    pub cause: Option<i64>,
    pub depth: i64,
    pub conversation: Option<ConversationId>,
    pub body: String,
    pub entry: Option<Entry>,
}

/// A write under way. Reads go through [`Conn`], to which this dereferences.
#[derive(Debug)]
pub struct Tx<'c> {
    conn: &'c mut Conn,
    batch: &'c mut Batch,
    /// Whether this closure wrote; where savepoints are cheap, its own is open since then.
    wrote: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: &'c mut Conn, batch: &'c mut Batch) -> Self {
        Self { conn, batch, wrote: false }
    }

    /// Whether anything was written.
    pub(crate) fn wrote(&self) -> bool {
        self.wrote
    }

    fn mark(&mut self) -> Result<()> {
        if !self.wrote {
            self.wrote = true;
            if self.conn.engine().has_cheap_savepoints() {
                self.conn.savepoint()?;
            }
        }
        Ok(())
    }

    /// Queues a write; its error surfaces at the next read or at the end of the closure.
    pub(crate) fn write(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<()> {
        self.mark()?;
        self.conn.write(statement, params)
    }

    /// Queues a write that must find its row. Where it does not, [`Error::Overtaken`] surfaces as any error of
    /// [`Tx::write`] does, and nothing of the closure happens.
    pub(crate) fn must(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<()> {
        self.mark()?;
        self.conn.must(statement, params)
    }

    /// What the writes of this transaction leave to its end.
    pub(crate) fn batch(&mut self) -> &mut Batch {
        self.batch
    }

    /// Writes and says how many rows were touched: a compare-and-set, an insert that may be there.
    pub(crate) fn execute(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        self.mark()?;
        self.conn.execute(statement, params)
    }

    /// Writes and reads back what `RETURNING` gives.
    pub(crate) fn returning(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Option<crate::value::Row>> {
        self.mark()?;
        self.conn.row(statement, params)
    }

    /// Appends a fact to the log; it is numbered at commit.
    pub(crate) fn append(&mut self, fact: &Fact, origin: &Origin) -> Result<()> {
        let body =
            serde_json::to_string(fact).map_err(|e| Error::Statement { statement: "append", why: e.to_string() })?;
        self.batch.append(Unnumbered {
            kind: fact.kind(),
            v: fact.version(),
            at: origin.at.get(),
            actor: origin.actor.to_string(),
            cause: origin.cause.map(|cause| cause.0),
            depth: origin.depth.into(),
            conversation: fact.conversation(),
            body,
            entry: Entry::of(&origin.actor, fact),
        });
        Ok(())
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}
