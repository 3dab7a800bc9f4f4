//! Who got automatic answers lately, by fingerprint: what the cap per sender counts.
//!
//! Working state. Rows older than the window that is asked for go when the next one is written,
//! so that nobody's history piles up here.

use domain::id::MessageId;
use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

crate::statements! {
    SINCE = "SELECT at FROM automatic_answer WHERE fingerprint = $1 AND at > $2 ORDER BY at";
    FORGET = "DELETE FROM automatic_answer WHERE fingerprint = $1 AND at <= $2";
    KEEP = "INSERT INTO automatic_answer (fingerprint, at, message) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
}

/// When whoever has this fingerprint got automatic answers after `since`, oldest first.
pub fn sent_since(conn: &mut Conn, who: Fingerprint, since: Millis) -> Result<Vec<Millis>> {
    conn.rows(&SINCE, params![who, since])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// Notes an automatic answer at `at`, and forgets those at or before `since`.
pub fn note(tx: &mut Tx<'_>, who: Fingerprint, at: Millis, message: MessageId, since: Millis) -> Result<()> {
    tx.write(&FORGET, params![who, since])?;
    tx.write(&KEEP, params![who, at, message])
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn answers_are_counted_by_sender_and_forgotten_after_the_window() {
        let mut store = Scratch::new();
        let (anna, jan) = (Fingerprint([1; 16]), Fingerprint([2; 16]));
        let at = Millis::new;
        for (who, when, message) in [(anna, 10, 1), (anna, 10, 2), (anna, 50, 3), (jan, 60, 4)] {
            store.write(|tx| note(tx, who, at(when), MessageId::from_raw(message), at(0))).unwrap();
        }
        assert_eq!(sent_since(store.conn(), anna, at(0)).unwrap(), [at(10), at(10), at(50)]);
        assert_eq!(sent_since(store.conn(), anna, at(10)).unwrap(), [at(50)]);
        store.write(|tx| note(tx, anna, at(70), MessageId::from_raw(5), at(10))).unwrap();
        assert_eq!(sent_since(store.conn(), anna, at(0)).unwrap(), [at(50), at(70)]);
        assert_eq!(sent_since(store.conn(), jan, at(0)).unwrap(), [at(60)]);
    }
}
