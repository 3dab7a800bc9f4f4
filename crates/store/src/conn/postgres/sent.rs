//! Writes that are sent before their answers are wanted, so that those in a row share a round trip.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio_postgres::types::ToSql;

use super::PostgresConn;
use super::ahead::answers_ahead;
use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::Value;

type Answer = Pin<Box<dyn Future<Output = std::result::Result<u64, tokio_postgres::Error>> + Send>>;

/// How many sent writes may be unanswered; a bound for memory, not for speed.
const MAX_UNANSWERED: usize = 4_096;

/// What a write must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::conn) enum Expects {
    /// That it is done, whatever it touches.
    Nothing,
    /// That it touches a row.
    ARow,
}

/// A write whose answer is to come.
pub(super) struct Sent {
    statement: &'static str,
    expects: Expects,
    answer: Answer,
}

/// Why a write that was sent did not do what it should.
pub(super) enum Missed {
    /// The server refused it.
    Refused(&'static str, tokio_postgres::Error),
    /// It touched no row.
    Overtaken(&'static str),
}

impl PostgresConn {
    pub(in crate::conn) fn send(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        expects: Expects,
    ) -> Result<()> {
        // Its answer comes after theirs, and would wait for them.
        answers_ahead(&self.runtime, &mut self.asked);
        let ready = self.prepare(statement)?;
        let owned: Vec<Value<'static>> = params.iter().cloned().map(Value::into_owned).collect();
        let client = self.client.clone();
        let mut answer: Answer = Box::pin(async move {
            let references: Vec<&(dyn ToSql + Sync)> = owned.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
            client.execute(&ready, &references).await
        });
        match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done
                .map_err(|e| Missed::Refused(statement.name, e))
                .and_then(|rows| expects.met(statement.name, rows))
                .map_err(|missed| self.missed(&missed)),
            Poll::Pending => {
                self.unanswered.push(Sent { statement: statement.name, expects, answer });
                if self.unanswered.len() >= MAX_UNANSWERED { self.settle() } else { Ok(()) }
            }
        }
    }

    /// Waits for all sent writes; the first that missed is told of.
    pub(in crate::conn) fn settle(&mut self) -> Result<()> {
        let done = self.answers();
        done.map_err(|missed| self.missed(&missed))
    }

    /// Waits for all sent writes; the first that missed wins, the others follow from it.
    pub(super) fn answers(&mut self) -> std::result::Result<(), Missed> {
        let waiting = std::mem::take(&mut self.unanswered);
        if waiting.is_empty() {
            return Ok(());
        }
        let done = self.runtime.block_on(async move {
            let mut result = Ok(());
            for Sent { statement, expects, answer } in waiting {
                let came = answer.await.map_err(|e| Missed::Refused(statement, e));
                result = result.and(came.and_then(|rows| expects.met(statement, rows)));
            }
            result
        });
        self.write_failed |= done.is_err();
        done
    }

    pub(super) fn missed(&mut self, missed: &Missed) -> Error {
        match missed {
            Missed::Refused(statement, error) => self.failed(statement, error),
            Missed::Overtaken(statement) => Error::Overtaken { statement },
        }
    }
}

impl Expects {
    fn met(self, statement: &'static str, rows: u64) -> std::result::Result<(), Missed> {
        if self == Self::ARow && rows == 0 { Err(Missed::Overtaken(statement)) } else { Ok(()) }
    }
}
