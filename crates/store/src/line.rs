//! The writer lane's connection: whether it can be worked with, and another when it cannot.
//!
//! A server that was the primary and is not any more answers reads and refuses writes. Only who writes notices, so a loss is
//! told to everybody else who has a connection to it: readers and the bell take fresh ones as well.

use tokio::sync::watch;

use crate::conn::Conn;
use crate::error::Result;
use crate::lane::Connect;

/// The connection of the writer lane, which is replaced when it is lost.
pub(crate) struct Line {
    /// The connection.
    pub conn: Conn,
    connect: Connect,
    /// Counts the losses, for all others who have connections to the same server.
    lost: watch::Sender<u64>,
    /// Whether this loss was counted.
    told: bool,
}

impl Line {
    /// One that is not lost yet.
    pub fn new(conn: Conn, connect: Connect, lost: watch::Sender<u64>) -> Self {
        Self { conn, connect, lost, told: false }
    }

    /// Sees to it that there is a connection that can be worked with.
    pub fn mend(&mut self) -> Result<()> {
        if self.conn.is_alive() {
            return Ok(());
        }
        if !std::mem::replace(&mut self.told, true) {
            self.lost.send_modify(|losses| *losses += 1);
        }
        self.conn = (self.connect)()?;
        self.told = false;
        Ok(())
    }
}
