//! Who is read now, and how many at the same time: bounded in number and in bytes, and suspects alone.
//!
//! In: what waits, the oldest first. Out: whose turn it is, and piece by piece who is read abreast. It must not: change the
//! order of arrivals, or leave one out for its size.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::future::join_all;
use store::raw::Waiting;

use super::{LIFE_MS, MAX_CRASHES, WARY_AT, blocking};
use crate::Error;
use crate::error::Result;

/// How many are read at the same time, and accepted in one commit.
const ABREAST: usize = 128;

/// How many bytes are read at the same time, however few arrivals that are; one is always read. What is made of a mail while
/// it is read takes several times its size.
const ABREAST_BYTES: i64 = 1 << 20;

/// How many bytes one step reads at most, however few arrivals that are; one is always read.
const BATCH_BYTES: i64 = 8 << 20;

/// Who is read now: everybody whose reading was not begun before, or the one who was being read
/// when the process died, alone. So of many that died together the one that did it shows, and the
/// others are not put aside with it. Who is suspected more than once or twice waits until this process has lived for so long
/// that it does not die of something else.
pub(super) fn whose_turn(mut waiting: Vec<Waiting>, lived_ms: i64) -> Vec<Waiting> {
    // A clock that was put back says nothing.
    if (0..LIFE_MS).contains(&lived_ms) {
        waiting.retain(|raw| !(WARY_AT..MAX_CRASHES).contains(&raw.attempts));
    }
    match waiting.first() {
        Some(first) if first.attempts > 0 => waiting.truncate(1),
        _ => waiting.retain(|raw| raw.attempts == 0),
    }
    let fits = fitting(waiting.iter(), BATCH_BYTES);
    waiting.truncate(fits);
    waiting
}

/// Takes from the front of a turn, which is not empty, those that are read at the same time.
pub(super) fn next_abreast(turn: &mut Vec<Waiting>) -> Vec<Waiting> {
    let later = turn.split_off(fitting(turn.iter().take(ABREAST), ABREAST_BYTES).min(turn.len()));
    std::mem::replace(turn, later)
}

/// Reads a piece on as many threads as there are processors, each its share of it one after another: with a thread for
/// every mail the allocator's pools were half as much again as what was read. Gives what became of each, in their order;
/// an error where its reading panicked.
pub(super) async fn read<A, T>(piece: Vec<A>, read: impl Fn(A) -> T + Clone + Send + 'static) -> Vec<Result<T>>
where
    A: Send + 'static,
    T: Send + 'static,
{
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let count = piece.len();
    let mut shares: Vec<Vec<(usize, A)>> = std::iter::repeat_with(Vec::new).take(threads).collect();
    piece.into_iter().enumerate().for_each(|(at, one)| shares[at % threads].push((at, one)));
    let reading = shares.into_iter().filter(|share| !share.is_empty()).map(|share| {
        let read = read.clone();
        blocking(move || {
            let alone = |one| catch_unwind(AssertUnwindSafe(|| read(one))).map_err(|_| panicked());
            share.into_iter().map(|(at, one)| (at, alone(one))).collect::<Vec<_>>()
        })
    });
    let mut all: Vec<Result<T>> = std::iter::repeat_with(|| Err(panicked())).take(count).collect();
    for (at, one) in join_all(reading).await.into_iter().flatten().flatten() {
        all[at] = one;
    }
    all
}

fn panicked() -> Error {
    Error::Store(store::Error::Statement { statement: "reading", why: "it panicked".to_owned() })
}

/// How many of them, from the first, are no larger together than `limit` bytes; one at least.
fn fitting<'a>(arrivals: impl Iterator<Item = &'a Waiting>, limit: i64) -> usize {
    let mut bytes = 0_i64;
    let fits = arrivals.take_while(|raw| {
        bytes = bytes.saturating_add(raw.bytes);
        bytes <= limit
    });
    fits.count().max(1)
}

#[cfg(test)]
mod tests {
    use domain::id::Id;
    use domain::time::Millis;

    use super::*;

    fn waiting(attempts: &[i64]) -> Vec<Waiting> {
        let arrival = |(n, attempts): (i64, &i64)| Waiting {
            id: Id::from_raw(n),
            inbox: Id::from_raw(1),
            received_at: Millis::new(0),
            history: false,
            attempts: *attempts,
            bytes: 1_000,
            folder: domain::mailbox::FolderRole::Inbox,
        };
        (0..).zip(attempts).map(arrival).collect()
    }

    #[test]
    fn who_may_have_ended_the_process_is_read_alone() {
        for (attempts, expected) in [
            (&[][..], &[][..]),
            (&[0, 0, 0], &[0, 1, 2]),
            (&[1, 1, 1], &[0]),
            (&[0, 2, 0, 1], &[0, 2]),
            (&[4, 0, 0], &[0]),
        ] {
            let turn: Vec<i64> = whose_turn(waiting(attempts), LIFE_MS).iter().map(|raw| raw.id.raw()).collect();
            assert_eq!(turn, expected, "{attempts:?}");
        }
    }

    #[test]
    fn a_process_that_has_just_begun_blames_nobody_a_third_time() {
        let turn = |attempts: &[i64], lived_ms| -> Vec<i64> {
            whose_turn(waiting(attempts), lived_ms).iter().map(|raw| raw.id.raw()).collect()
        };
        assert_eq!(turn(&[WARY_AT, 0, 1, 0], LIFE_MS - 1), [1, 3], "the others go on");
        assert_eq!(turn(&[WARY_AT - 1, 0], 0), [0]);
        assert_eq!(turn(&[MAX_CRASHES - 1], 0), [0_i64; 0]);
        assert_eq!(turn(&[MAX_CRASHES], 0), [0], "enough is enough");
        assert_eq!(turn(&[WARY_AT, 0], LIFE_MS), [0]);
        assert_eq!(turn(&[WARY_AT, 0], -1), [0], "the clock was put back");
    }

    #[test]
    fn a_turn_is_bounded_in_bytes_and_never_empty() {
        let sizes = |all: &[i64]| {
            let mut waiting = waiting(&vec![0; all.len()]);
            waiting.iter_mut().zip(all).for_each(|(raw, bytes)| raw.bytes = *bytes);
            whose_turn(waiting, 0).len()
        };
        assert_eq!(sizes(&[100 << 20, 1]), 1, "the largest alone");
        assert_eq!(sizes(&[3 << 20, 3 << 20, 3 << 20, 1]), 2);
        assert_eq!(sizes(&[1_000; 256]), 256);
    }

    #[tokio::test]
    async fn each_is_read_and_a_panic_is_its_own() {
        let read = abreast(40, |n| if n % 7 == 3 { panic!("{n}") } else { n * 2 }).await;
        let expected: Vec<Option<i64>> = (0..40).map(|n| (n % 7 != 3).then_some(n * 2)).collect();
        assert_eq!(read, expected);
        assert_eq!(abreast(0, |n| n).await, []);
    }

    async fn abreast(count: i64, one: impl Fn(i64) -> i64 + Clone + Send + 'static) -> Vec<Option<i64>> {
        read((0..count).collect(), one).await.into_iter().map(Result::ok).collect()
    }

    #[test]
    fn the_large_are_not_read_beside_each_other() {
        let mut turn = waiting(&[0; 300]);
        turn[0].bytes = 5 << 20;
        turn[2].bytes = 1 << 20;
        let mut pieces = Vec::new();
        while !turn.is_empty() {
            pieces.push(next_abreast(&mut turn).len());
        }
        assert_eq!(pieces, [1, 1, 1, 128, 128, 41]);
    }
}
