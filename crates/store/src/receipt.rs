//! Receipts: which wishes of other programs were fulfilled, and what came of them. Working state, never in the log.
//!
//! A receipt is written in the transaction of its effect, so there is one exactly if there is the other. It holds hashes
//! and an id and nothing that was asked, so an erasure has nothing to look for here. Kept for a day.

use domain::identity::Fingerprint;
use domain::time::{DAY_MS, Millis};

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    FIND = "SELECT body, outcome FROM receipt WHERE wish = $1 AND at > $2";
    PURGE = "DELETE FROM receipt WHERE at <= $1";
    INSERT = "INSERT INTO receipt (wish, body, outcome, at) VALUES ($1, $2, $3, $4)";
}

/// How long a receipt is kept, in milliseconds.
pub const KEEP_MS: i64 = DAY_MS;

/// What is known of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What was asked for, as a fingerprint.
    pub body: Fingerprint,
    /// The number of what came to be; `None` where nothing has one.
    pub outcome: Option<i64>,
}

/// The receipt of a wish that was fulfilled within the last day.
pub fn find(conn: &mut Conn, wish: Fingerprint, now: Millis) -> Result<Option<Receipt>> {
    let Some(mut row) = conn.row(&FIND, params![wish, now.plus_ms(-KEEP_MS)])? else { return Ok(None) };
    Ok(Some(Receipt { body: row.take(0)?, outcome: row.take(1)? }))
}

/// Writes a receipt; sweeps out the old ones. Two transactions that fulfil one wish at the same time fail on each other's
/// receipt, and the later one finds it when it runs again.
pub fn write(tx: &mut Tx<'_>, wish: Fingerprint, receipt: Receipt, now: Millis) -> Result<()> {
    tx.write(&PURGE, params![now.plus_ms(-KEEP_MS)])?;
    tx.write(&INSERT, params![wish, receipt.body, receipt.outcome, now])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_receipt_is_good_for_a_day() {
        let mut store = Scratch::new();
        let (wish, receipt) = (Fingerprint([1; 16]), Receipt { body: Fingerprint([2; 16]), outcome: Some(7) });
        let at = Millis::new;
        store.write(|tx| write(tx, wish, receipt, at(5))).unwrap();
        assert_eq!(find(store.conn(), wish, at(6)).unwrap(), Some(receipt));
        assert_eq!(find(store.conn(), Fingerprint([3; 16]), at(6)).unwrap(), None);
        assert_eq!(find(store.conn(), wish, at(5 + KEEP_MS)).unwrap(), None, "a day later it is another wish");
        store.write(|tx| write(tx, wish, receipt, at(5 + KEEP_MS))).unwrap();
    }
}
