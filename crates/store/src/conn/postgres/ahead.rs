//! Reads that are sent before their answers are wanted, so that several share a round trip: see [`crate::Conn::ahead`].

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio_postgres::types::ToSql;

use super::{PostgresConn, Rows};
use crate::error::Result;
use crate::statement::Statement;
use crate::value::{Row, Value};

/// A read that was sent ahead: what was asked, and its answer to come.
pub(super) struct Asked {
    pub(super) statement: &'static str,
    pub(super) params: Vec<Value<'static>>,
    pub(super) answer: Answer,
}

/// What is known of its rows.
pub(super) enum Answer {
    Coming(Pin<Box<dyn Future<Output = Rows> + Send>>),
    Here(Rows),
}

impl PostgresConn {
    /// Sends a read without waiting for its answer. Gives no rows.
    pub(super) fn ask(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<Row>> {
        let ready = self.prepare(statement)?;
        let params: Vec<Value<'static>> = params.iter().cloned().map(Value::into_owned).collect();
        let (client, owned) = (self.client.clone(), params.clone());
        let mut coming: Pin<Box<dyn Future<Output = Rows> + Send>> = Box::pin(async move {
            let references: Vec<&(dyn ToSql + Sync)> = owned.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
            client.query(&ready, &references).await
        });
        let answer = match coming.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(rows) => Answer::Here(rows),
            Poll::Pending => Answer::Coming(coming),
        };
        self.asked.push(Asked { statement: statement.name, params, answer });
        Ok(Vec::new())
    }

    /// The error of the first read that was sent ahead and failed.
    pub(super) fn first_failed_ahead(&mut self) -> Result<()> {
        let failed = self.asked.iter().position(|asked| matches!(asked.answer, Answer::Here(Err(_))));
        match failed.map(|at| self.asked.remove(at)) {
            Some(Asked { statement, answer: Answer::Here(Err(e)), .. }) => Err(self.failed(statement, &e)),
            _ => Ok(()),
        }
    }

    /// Forgets what was asked ahead and not fetched.
    pub(in crate::conn) fn forget_asked(&mut self) {
        self.asked.clear();
    }
}

/// Waits for what was sent ahead, in the order it was sent: an answer that nobody takes holds up those behind it.
pub(super) fn answers_ahead(runtime: &tokio::runtime::Runtime, asked: &mut [Asked]) {
    for asked in asked {
        if let Answer::Coming(coming) = &mut asked.answer {
            asked.answer = Answer::Here(runtime.block_on(coming));
        }
    }
}
