//! How often somebody may try to come in: a bucket a login and a bucket an address, which all nodes share.
//!
//! A bucket is one moment, at which it will be full again (the "generic cell rate algorithm" of ATM): each try moves it on by
//! the time in which a try comes back, and a try that would move it further than the whole bucket takes is refused. So a
//! bucket that is full is no row. Counted by the database's clock, because nodes may have wrong ones.

use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    FULL_AT = "SELECT full_at FROM attempt WHERE fingerprint = $1";
    TAKE = "INSERT INTO attempt (fingerprint, full_at) VALUES ($1, $2) ON CONFLICT (fingerprint) DO UPDATE
        SET full_at = CASE WHEN attempt.full_at > $3 THEN attempt.full_at + $4 ELSE $2 END
        WHERE attempt.full_at + $4 <= $5";
    GIVE_BACK = "UPDATE attempt SET full_at = full_at - $2 WHERE fingerprint = $1";
    SWEEP = "DELETE FROM attempt WHERE full_at <= $1";
    FULLEST = "SELECT full_at FROM attempt ORDER BY full_at DESC LIMIT 1 OFFSET $1";
}

/// So many buckets are kept; beyond, the fullest go, because they say least.
const MAX_BUCKETS: usize = 20_000;

/// A bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Whose: of a login, or an address.
    pub key: Fingerprint,
    /// In which time a try comes back, in milliseconds.
    pub each_ms: i64,
    /// How many tries there are.
    pub tries: i64,
}

impl Bucket {
    fn whole_ms(self) -> i64 {
        self.each_ms * self.tries
    }
}

/// For how many milliseconds one of the buckets is empty; `None`: there is a try in each.
pub fn waits(conn: &mut Conn, buckets: &[Bucket], now: Millis) -> Result<Option<i64>> {
    let now = conn.now(now)?;
    waits_at(conn, buckets, now)
}

fn waits_at(conn: &mut Conn, buckets: &[Bucket], now: Millis) -> Result<Option<i64>> {
    let mut wait_ms = 0;
    for bucket in buckets {
        let full_at: Option<Millis> =
            conn.row(&FULL_AT, params![bucket.key])?.map(|mut row| row.take(0)).transpose()?;
        let taken = full_at.unwrap_or(now).max(now).plus_ms(bucket.each_ms);
        wait_ms = wait_ms.max(taken.since_ms(now.plus_ms(bucket.whole_ms())));
    }
    Ok(Some(wait_ms).filter(|wait_ms| *wait_ms > 0))
}

/// Takes a try out of each bucket. `Some`: none is taken, because one is empty for so many milliseconds.
///
/// # Errors
/// [`Error::Overtaken`](crate::Error::Overtaken) where somebody took the last one at the same moment.
pub fn take(tx: &mut Tx<'_>, buckets: &[Bucket], now: Millis) -> Result<Option<i64>> {
    take_of(tx, buckets, now, MAX_BUCKETS)
}

fn take_of(tx: &mut Tx<'_>, buckets: &[Bucket], now: Millis, most: usize) -> Result<Option<i64>> {
    let now = tx.now(now)?;
    if let Some(wait_ms) = waits_at(tx, buckets, now)? {
        return Ok(Some(wait_ms));
    }
    tx.write(&SWEEP, params![now])?;
    if let Some(mut row) = tx.row(&FULLEST, params![most])? {
        let fullest: Millis = row.take(0)?;
        tx.write(&SWEEP, params![fullest])?;
    }
    for bucket in buckets {
        let (fresh, whole) = (now.plus_ms(bucket.each_ms), now.plus_ms(bucket.whole_ms()));
        tx.must(&TAKE, params![bucket.key, fresh, now, bucket.each_ms, whole])?;
    }
    Ok(None)
}

/// Gives each bucket a try back: it succeeded, so it does not count.
pub fn give_back(tx: &mut Tx<'_>, buckets: &[Bucket]) -> Result<()> {
    buckets.iter().try_for_each(|bucket| tx.write(&GIVE_BACK, params![bucket.key, bucket.each_ms]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    const MINUTE: i64 = 60_000;

    fn bucket(n: u32, tries: i64) -> Bucket {
        let mut key = [0; 16];
        key[..4].copy_from_slice(&n.to_be_bytes());
        Bucket { key: Fingerprint(key), each_ms: 16 * MINUTE / tries, tries }
    }

    #[test]
    fn tries_run_out_and_come_back_with_time() {
        let mut store = Scratch::new();
        let (anna, here) = (bucket(1, 8), bucket(2, 40));
        let mut take = |buckets: &[Bucket], minute| {
            store.write(|tx| super::take(tx, buckets, Millis::new(minute * MINUTE))).unwrap()
        };
        for _ in 0..8 {
            assert_eq!(take(&[anna, here], 100), None);
        }
        assert_eq!(take(&[anna, here], 100), Some(2 * MINUTE));
        assert_eq!(take(&[anna, here], 101), Some(MINUTE));
        assert_eq!(take(&[here], 101), None, "another login has its own bucket");
        assert_eq!(take(&[anna, here], 102), None);
        assert_eq!(take(&[anna, here], 102), Some(2 * MINUTE));
        for _ in 0..8 {
            assert_eq!(take(&[anna, here], 200), None, "all are there again, and no more");
        }
        assert!(take(&[anna, here], 200).is_some());
    }

    #[test]
    fn what_succeeded_does_not_count_and_a_refusal_takes_nothing() {
        let mut store = Scratch::new();
        let (anna, here, now) = (bucket(1, 8), bucket(2, 40), Millis::new(100 * MINUTE));
        for _ in 0..100 {
            assert_eq!(store.write(|tx| take(tx, &[anna, here], now)).unwrap(), None);
            store.write(|tx| give_back(tx, &[anna, here])).unwrap();
        }
        for n in 0..40 {
            assert_eq!(store.write(|tx| take(tx, &[bucket(n + 10, 8), here], now)).unwrap(), None);
        }
        for _ in 0..10 {
            assert!(store.write(|tx| take(tx, &[anna, here], now)).unwrap().is_some());
        }
        assert_eq!(store.write(|tx| take(tx, &[anna], now)).unwrap(), None);
    }

    #[test]
    fn there_are_so_many_and_those_that_say_least_go() {
        let mut store = Scratch::new();
        let (anna, now) = (bucket(0, 8), Millis::new(100 * MINUTE));
        let count = |store: &mut Scratch| store.conn().text_rows("SELECT COUNT(*) FROM attempt").unwrap()[0][0].clone();
        for _ in 0..8 {
            store.write(|tx| take_of(tx, &[anna], now, 20)).unwrap();
        }
        for n in 1..100 {
            store.write(|tx| take_of(tx, &[bucket(n, 8)], now.plus_ms(i64::from(n)), 20)).unwrap();
        }
        assert_eq!(count(&mut store), "21");
        assert!(
            store.write(|tx| take_of(tx, &[anna], now, 20)).unwrap().is_some(),
            "whoever tried most is known still"
        );
        store.write(|tx| take(tx, &[anna], now.plus_ms(60 * MINUTE))).unwrap();
        assert_eq!(count(&mut store), "1", "past ones are swept out");
    }
}
