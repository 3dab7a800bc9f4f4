//! What came of a turn of readings: how many were settled, and who waits on.

use domain::id::RawId;

use crate::Error;
use crate::error::Result;

/// What came of a turn.
#[derive(Default)]
pub(super) struct Done {
    /// How many were settled or put aside.
    pub(super) settled: usize,
    /// Those that wait on, through no fault of theirs.
    pub(super) again: Vec<RawId>,
    /// Why, where that is trouble.
    pub(super) trouble: Option<Error>,
}

impl Done {
    /// Notes how one ended.
    pub(super) fn note(&mut self, id: RawId, outcome: Result<usize>) {
        match outcome {
            Ok(settled) => self.settled += settled,
            Err(error) => {
                self.again.push(id);
                self.trouble = Some(error);
            }
        }
    }
}
