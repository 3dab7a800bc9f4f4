//! Codes besides the password: who is asked for one, which was used last, and what stands in when the device is gone.
//!
//! Working state. The secret is sealed and kept as [`crate::secret`]s are; of recovery codes only a keyed hash is kept.

use domain::id::AgentId;
use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::tx::Tx;
use crate::{params, secret};

crate::statements! {
    BEGIN = "INSERT INTO second_factor (agent, on_at, last_step) VALUES ($1, NULL, 0) ON CONFLICT (agent) DO UPDATE
        SET last_step = 0 WHERE second_factor.on_at IS NULL";
    SWITCH_ON = "UPDATE second_factor SET on_at = $2, last_step = $3 WHERE agent = $1 AND on_at IS NULL AND last_step < $3";
    USE_STEP = "UPDATE second_factor SET last_step = $2 WHERE agent = $1 AND on_at IS NOT NULL AND last_step < $2";
    STANDS = "SELECT on_at FROM second_factor WHERE agent = $1";
    ALL_ON = "SELECT agent FROM second_factor WHERE on_at IS NOT NULL";
    END = "DELETE FROM second_factor WHERE agent = $1";
    KEEP_CODE = "INSERT INTO recovery_code (agent, fingerprint) VALUES ($1, $2)";
    USE_CODE = "DELETE FROM recovery_code WHERE agent = $1 AND fingerprint = $2";
    END_CODES = "DELETE FROM recovery_code WHERE agent = $1";
    COUNT_CODES = "SELECT COUNT(*) FROM recovery_code WHERE agent = $1";
}

/// Whether somebody is asked for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// They are not.
    Off,
    /// They began to switch it on.
    Begun,
    /// They are, since then.
    On(Millis),
}

/// Under which name somebody's secret is kept.
pub fn name_of(agent: AgentId) -> String {
    format!("second-factor:{agent}")
}

/// Keeps a sealed secret that is still to be confirmed. `false`: a confirmed one is there, and stays.
pub fn begin(tx: &mut Tx<'_>, agent: AgentId, sealed: &[u8], now: Millis) -> Result<bool> {
    if tx.execute(&BEGIN, params![agent])? == 0 {
        return Ok(false);
    }
    secret::put(tx, &name_of(agent), sealed, now)?;
    Ok(true)
}

/// Codes are asked for from now on; the one of `step` is used. `false`: they are already, or nobody began.
pub fn switch_on(tx: &mut Tx<'_>, agent: AgentId, step: i64, now: Millis) -> Result<bool> {
    Ok(tx.execute(&SWITCH_ON, params![agent, now, step])? > 0)
}

/// Uses the code of a step. `false`: it, or a later one, was used before.
pub fn use_step(tx: &mut Tx<'_>, agent: AgentId, step: i64) -> Result<bool> {
    Ok(tx.execute(&USE_STEP, params![agent, step])? > 0)
}

/// How it stands with somebody.
pub fn stands(conn: &mut Conn, agent: AgentId) -> Result<Stands> {
    let Some(mut row) = conn.row(&STANDS, params![agent])? else { return Ok(Stands::Off) };
    Ok(row.take::<Option<Millis>>(0)?.map_or(Stands::Begun, Stands::On))
}

/// Everybody who is asked for codes.
pub fn all_on(conn: &mut Conn) -> Result<Vec<AgentId>> {
    conn.rows(&ALL_ON, &[])?.into_iter().map(|mut row| row.take(0)).collect()
}

/// Asks for no codes any more, and forgets all that had to do with it. `false`: none were asked for.
pub fn end(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    if tx.execute(&END, params![agent])? == 0 {
        return Ok(false);
    }
    tx.write(&END_CODES, params![agent])?;
    secret::remove(tx, &name_of(agent))?;
    Ok(true)
}

/// Keeps recovery codes in place of those that are left.
pub fn keep_codes(tx: &mut Tx<'_>, agent: AgentId, codes: &[Fingerprint]) -> Result<()> {
    tx.write(&END_CODES, params![agent])?;
    codes.iter().try_for_each(|code| tx.write(&KEEP_CODE, params![agent, *code]))
}

/// Uses up a recovery code. `false`: it is none of theirs, or was used.
pub fn use_code(tx: &mut Tx<'_>, agent: AgentId, code: Fingerprint) -> Result<bool> {
    Ok(tx.execute(&USE_CODE, params![agent, code])? > 0)
}

/// How many recovery codes are left.
pub fn codes_left(conn: &mut Conn, agent: AgentId) -> Result<i64> {
    Ok(conn.row(&COUNT_CODES, params![agent])?.map(|mut row| row.take(0)).transpose()?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_code_is_used_once_and_a_confirmed_secret_stays() {
        let mut store = Scratch::new();
        let (agent, at) = (AgentId::from_raw(7), Millis::new);
        assert!(store.write(|tx| begin(tx, agent, b"one", at(1))).unwrap());
        assert!(store.write(|tx| begin(tx, agent, b"two", at(2))).unwrap(), "nobody confirmed the first");
        assert!(!store.write(|tx| use_step(tx, agent, 5)).unwrap(), "it is not on");
        assert!(store.write(|tx| switch_on(tx, agent, 6, at(3))).unwrap());
        assert_eq!(stands(store.conn(), agent).unwrap(), Stands::On(at(3)));
        assert!(!store.write(|tx| begin(tx, agent, b"three", at(4))).unwrap());
        assert!(!store.write(|tx| use_step(tx, agent, 6)).unwrap(), "it was used to confirm");
        assert!(
            store.write(|tx| use_step(tx, agent, 7)).unwrap() && !store.write(|tx| use_step(tx, agent, 7)).unwrap()
        );
        let (one, two) = (Fingerprint([1; 16]), Fingerprint([2; 16]));
        store.write(|tx| keep_codes(tx, agent, &[one, two])).unwrap();
        assert!(
            store.write(|tx| use_code(tx, agent, one)).unwrap() && !store.write(|tx| use_code(tx, agent, one)).unwrap()
        );
        assert_eq!(codes_left(store.conn(), agent).unwrap(), 1);
        assert!(store.write(|tx| end(tx, agent)).unwrap() && !store.write(|tx| end(tx, agent)).unwrap());
        assert_eq!(codes_left(store.conn(), agent).unwrap(), 0);
        assert_eq!(secret::get(store.conn(), &name_of(agent)).unwrap(), None);
    }
}
