//! What the writes of a batch leave to its end: events that wait for their numbers, and rows that many of them add to.
//!
//! A list's counter and a shop's last number are touched by nearly every mail. Within one transaction they are taken once
//! and written once, in the order of their keys, so that two nodes that write both never wait for each other.

use std::collections::BTreeMap;

use domain::event::Position;
use domain::id::{BrandId, Id, TeamId};

use crate::conn::Conn;
use crate::error::Result;
use crate::log;
use crate::params;
use crate::tx::Unnumbered;

crate::statements! {
    COUNT = "INSERT INTO view_count (team, assignee, bucket, n) VALUES ($1, $2, $3, $4)
        ON CONFLICT (team, assignee, bucket) DO UPDATE SET n = view_count.n + excluded.n";
    LAST_NUMBER = "UPDATE brand SET last_number = $2 WHERE id = $1";
}

/// A list of conversations: team, assignee (0: nobody), bucket.
pub(crate) type List = (TeamId, i64, i64);

/// What a batch of writes has left so far.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    events: Vec<Unnumbered>,
    sums: Sums,
}

#[derive(Clone, Debug, Default)]
struct Sums {
    /// By how much each list grew.
    lists: BTreeMap<(i64, i64, i64), i64>,
    /// The last number of each shop of which one was taken, and whether its row says so.
    numbers: BTreeMap<i64, (i64, bool)>,
}

/// How far a batch was, to go back to.
#[derive(Debug)]
pub(crate) struct Mark {
    events: usize,
    sums: Sums,
}

impl Batch {
    /// How far it is.
    pub fn mark(&self) -> Mark {
        Mark { events: self.events.len(), sums: self.sums.clone() }
    }

    /// Forgets what was left since.
    pub fn back_to(&mut self, mark: Mark) {
        self.events.truncate(mark.events);
        self.sums = mark.sums;
    }

    /// Leaves an event to be numbered.
    pub fn append(&mut self, event: Unnumbered) {
        self.events.push(event);
    }

    /// Leaves a list to be counted.
    pub fn count(&mut self, (team, assignee, bucket): List, by: i64) {
        *self.sums.lists.entry((team.raw(), assignee, bucket)).or_default() += by;
    }

    /// The next number of a shop, when this batch took one before: its row is locked until the end.
    pub fn next_number(&mut self, brand: BrandId) -> Option<i64> {
        let (last, written) = self.sums.numbers.get_mut(&brand.raw())?;
        (*last, *written) = (*last + 1, false);
        Some(*last)
    }

    /// The first number that this batch took of a shop; its row says so.
    pub fn took_number(&mut self, brand: BrandId, number: i64) {
        self.sums.numbers.insert(brand.raw(), (number, true));
    }

    /// Writes all that was left. Gives the head of the log after it.
    pub fn write(&self, conn: &mut Conn) -> Result<Position> {
        for (brand, (number, written)) in &self.sums.numbers {
            if !written {
                conn.write(&LAST_NUMBER, params![*brand, *number])?;
            }
        }
        for ((team, assignee, bucket), by) in self.sums.lists.iter().filter(|(_, by)| **by != 0) {
            conn.write(&COUNT, params![*team, *assignee, *bucket, *by])?;
        }
        log::number(conn, &self.events)
    }
}
