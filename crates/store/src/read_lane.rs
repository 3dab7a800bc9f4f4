//! Reader lanes: threads that own a connection and run one read at a time each.
//!
//! A read whose connection was lost is run once more on a fresh one. When the writer lane has lost its own, readers take a
//! fresh one too: the server may still answer and not be the primary any more, and then it knows less and less.

use std::sync::{Arc, Mutex};

use tokio::sync::{mpsc, watch};

use crate::conn::Conn;
use crate::error::Result;
use crate::lane::{Connect, spawn};

/// How one run of a read ended.
#[derive(PartialEq, Eq)]
pub(crate) enum ReadRan {
    /// Whoever asked has the answer.
    Answered,
    /// The connection was lost; on a fresh one it may work.
    Lost,
}

/// A read in the queue. It gets a connection and whether this is its last chance.
pub(crate) type Read = Box<dyn FnMut(Result<&mut Conn>, bool) -> ReadRan + Send>;

/// Starts `count` reader lanes on one queue.
pub(crate) fn read_lanes(count: usize, connect: &Connect, lost: &watch::Receiver<u64>) -> Result<mpsc::Sender<Read>> {
    let (queue, waiting) = mpsc::channel::<Read>(4_096);
    let waiting = Arc::new(Mutex::new(waiting));
    for lane in 0..count {
        let (waiting, connect, lost) = (waiting.clone(), connect.clone(), lost.clone());
        spawn(&format!("store-read-{lane}"), move || read_lane(&waiting, &connect, lost))?;
    }
    Ok(queue)
}

fn read_lane(waiting: &Mutex<mpsc::Receiver<Read>>, connect: &Connect, mut lost: watch::Receiver<u64>) {
    let mut conn: Option<Conn> = None;
    loop {
        // Held only while waiting for the next read, never while one runs.
        let next = waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner).blocking_recv();
        let Some(mut read) = next else { return };
        // An error means that the writer lane has ended: nothing more is lost.
        if lost.has_changed().unwrap_or(false) {
            lost.mark_unchanged();
            conn = None;
        }
        for last in [false, true] {
            if conn.as_ref().is_none_or(|conn| !conn.is_alive()) {
                conn = connect().map_err(|error| read(Err(error), true)).ok();
            }
            let Some(ready) = conn.as_mut() else { break };
            let ran = read(Ok(ready), last);
            ready.forget_ahead();
            if ran == ReadRan::Answered {
                break;
            }
        }
    }
}
