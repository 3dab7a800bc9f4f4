//! Who is read now, and how many at the same time: bounded in number and in bytes, and suspects alone.
//!
//! In: what waits, the oldest first. Out: whose turn it is, and piece by piece who is read abreast. It must not: change the
//! order of arrivals, or leave one out for its size.

use store::raw::Waiting;

/// How many are read at the same time, and accepted in one commit.
const ABREAST: usize = 128;

/// How many bytes are read at the same time, however few arrivals that are; one is always read. What is made of a mail while
/// it is read takes several times its size.
const ABREAST_BYTES: i64 = 1 << 20;

/// How many bytes one step reads at most, however few arrivals that are; one is always read.
const BATCH_BYTES: i64 = 8 << 20;

/// Who is read now: everybody whose reading was not begun before, or the one who was being read
/// when the process died, alone. So of many that died together the one that did it shows, and the
/// others are not put aside with it.
pub(super) fn whose_turn(mut waiting: Vec<Waiting>) -> Vec<Waiting> {
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
            let turn: Vec<i64> = whose_turn(waiting(attempts)).iter().map(|raw| raw.id.raw()).collect();
            assert_eq!(turn, expected, "{attempts:?}");
        }
    }

    #[test]
    fn a_turn_is_bounded_in_bytes_and_never_empty() {
        let sizes = |all: &[i64]| {
            let mut waiting = waiting(&vec![0; all.len()]);
            waiting.iter_mut().zip(all).for_each(|(raw, bytes)| raw.bytes = *bytes);
            whose_turn(waiting).len()
        };
        assert_eq!(sizes(&[100 << 20, 1]), 1, "the largest alone");
        assert_eq!(sizes(&[3 << 20, 3 << 20, 3 << 20, 1]), 2);
        assert_eq!(sizes(&[1_000; 256]), 256);
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
