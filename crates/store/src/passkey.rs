//! Passkeys: with what somebody comes in instead of a password, and what was asked of a browser and not answered yet.
//!
//! Working state; that a passkey was added or removed is a fact of the agent's. Credentials and challenges are
//! texts of those who check them (`engine::people::passkey`): nothing here looks into them. A ceremony is answered once.

use domain::id::{AgentId, PasskeyId};
use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO passkey (id, agent, name, credential_id, credential, made_at, used_at)
        VALUES ($1, $2, $3, $4, $5, $6, NULL)";
    OF_AGENT = "SELECT id, agent, name, credential, made_at, used_at FROM passkey WHERE agent = $1 ORDER BY id LIMIT $2";
    FIND = "SELECT id, agent, name, credential, made_at, used_at FROM passkey WHERE credential_id = $1";
    USE = "UPDATE passkey SET credential = $3, used_at = $4 WHERE id = $1 AND credential = $2";
    REMOVE = "DELETE FROM passkey WHERE id = $1 AND agent = $2";
    BEGIN = "INSERT INTO passkey_ceremony (fingerprint, agent, session, name, challenge, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    IS_OPEN = "SELECT 1 FROM passkey_ceremony WHERE fingerprint = $1 AND ends_at > $2";
    COUNT = "SELECT COUNT(*) FROM passkey_ceremony";
    SWEEP = "DELETE FROM passkey_ceremony WHERE ends_at <= $1";
    TAKE = "DELETE FROM passkey_ceremony WHERE fingerprint = $1 RETURNING agent, session, name, challenge, ends_at";
}

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// Whose it is.
    pub agent: AgentId,
    /// What they call it.
    pub name: String,
    /// What an answer of it is checked with.
    pub credential: String,
    /// When it was added.
    pub made_at: Millis,
    /// When somebody last came in with it.
    pub used_at: Option<Millis>,
}

/// What was asked of a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceremony {
    /// Who adds a passkey; `None`: somebody wants to come in.
    pub adding: Option<Adding>,
    /// What the answer has to repeat.
    pub challenge: String,
    /// When it is too late.
    pub ends_at: Millis,
}

/// Who adds a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adding {
    /// Who.
    pub agent: AgentId,
    /// Where they are signed in: by what the session is kept under.
    pub session: [u8; 32],
    /// What the passkey will be called.
    pub name: String,
}

/// Keeps a new passkey under the id that its maker gave it.
///
/// # Errors
/// A duplicate, where somebody has one with this id.
pub fn keep(tx: &mut Tx<'_>, new: &Passkey, credential_id: &[u8]) -> Result<()> {
    tx.write(&INSERT, params![new.id, new.agent, new.name, credential_id, new.credential, new.made_at])
}

/// Somebody's passkeys, at most `limit`, the oldest first.
pub fn of_agent(conn: &mut Conn, agent: AgentId, limit: usize) -> Result<Vec<Passkey>> {
    conn.rows(&OF_AGENT, params![agent, limit])?.into_iter().map(read).collect()
}

/// The passkey with this id of its maker.
pub fn find(conn: &mut Conn, credential_id: &[u8]) -> Result<Option<Passkey>> {
    conn.row(&FIND, params![credential_id])?.map(read).transpose()
}

/// Notes that it was used, and what is checked from now on. `false`: it is gone, or was used meanwhile.
pub fn note_use(tx: &mut Tx<'_>, used: &Passkey, credential: &str, now: Millis) -> Result<bool> {
    Ok(tx.execute(&USE, params![used.id, used.credential, credential, now])? > 0)
}

/// Takes a passkey away. `false`: there is none, or it is somebody else's.
pub fn remove(tx: &mut Tx<'_>, agent: AgentId, id: PasskeyId) -> Result<bool> {
    Ok(tx.execute(&REMOVE, params![id, agent])? > 0)
}

/// Keeps what was asked, unless `most` wait for an answer; sweeps out those that are over. `false`: too many wait.
pub fn begin(tx: &mut Tx<'_>, token: Fingerprint, new: &Ceremony, most: i64, now: Millis) -> Result<bool> {
    tx.write(&SWEEP, params![now])?;
    let waiting: i64 = tx.row(&COUNT, &[])?.map(|mut row| row.take(0)).transpose()?.unwrap_or_default();
    if waiting >= most {
        return Ok(false);
    }
    let adding = new.adding.as_ref();
    let (agent, name) = (adding.map(|adding| adding.agent), adding.map(|adding| adding.name.as_str()));
    let session = adding.map(|adding| adding.session.as_slice());
    tx.write(&BEGIN, params![token, agent, session, name, new.challenge, new.ends_at])?;
    Ok(true)
}

/// Whether it still waits for an answer.
pub fn is_open(conn: &mut Conn, token: Fingerprint, now: Millis) -> Result<bool> {
    Ok(conn.row(&IS_OPEN, params![token, now])?.is_some())
}

/// Takes what was asked, which is answered now, well or not. `None`: nothing was, it was answered, or it is too late.
pub fn take(tx: &mut Tx<'_>, token: Fingerprint, now: Millis) -> Result<Option<Ceremony>> {
    let Some(mut row) = tx.row(&TAKE, params![token])? else { return Ok(None) };
    let adding = match (row.take(0)?, row.take::<Option<Vec<u8>>>(1)?.map(<[u8; 32]>::try_from), row.take(2)?) {
        (Some(agent), Some(Ok(session)), Some(name)) => Some(Adding { agent, session, name }),
        _ => None,
    };
    let taken = Ceremony { adding, challenge: row.take(3)?, ends_at: row.take(4)? };
    Ok(Some(taken).filter(|taken| now < taken.ends_at))
}

fn read(mut row: Row) -> Result<Passkey> {
    Ok(Passkey {
        id: row.take(0)?,
        agent: row.take(1)?,
        name: row.take(2)?,
        credential: row.take(3)?,
        made_at: row.take(4)?,
        used_at: row.take(5)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::id::Id;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn a_ceremony_is_answered_once_and_in_time() {
        let mut store = Scratch::new();
        let (one, two, at) = (Fingerprint([1; 16]), Fingerprint([2; 16]), Millis::new);
        let anna = AgentId::from_raw(7);
        let adding = Adding { agent: anna, session: [7; 32], name: "klucz".to_owned() };
        let asked = Ceremony { adding: Some(adding), challenge: "c".to_owned(), ends_at: at(50) };
        assert!(store.write(|tx| begin(tx, one, &asked, 2, at(1))).unwrap());
        assert!(store.write(|tx| begin(tx, two, &asked, 2, at(1))).unwrap());
        assert!(!store.write(|tx| begin(tx, Fingerprint([3; 16]), &asked, 2, at(49))).unwrap(), "too many wait");
        assert!(is_open(store.conn(), one, at(49)).unwrap() && !is_open(store.conn(), one, at(50)).unwrap());
        assert_eq!(store.write(|tx| take(tx, one, at(49))).unwrap(), Some(asked.clone()));
        assert_eq!(store.write(|tx| take(tx, one, at(49))).unwrap(), None, "once");
        assert_eq!(store.write(|tx| take(tx, two, at(50))).unwrap(), None, "too late");
        assert!(store.write(|tx| begin(tx, one, &asked, 1, at(51))).unwrap(), "those that are over are swept out");
    }

    #[test]
    fn a_passkey_is_one_persons_and_used_one_after_the_other() {
        let mut store = Scratch::new();
        let (anna, piotr, at) = (AgentId::from_raw(7), AgentId::from_raw(8), Millis::new);
        let new = |id, agent| Passkey {
            id: PasskeyId::from_raw(id),
            agent,
            name: "klucz".to_owned(),
            credential: "one".to_owned(),
            made_at: at(1),
            used_at: None,
        };
        store.write(|tx| keep(tx, &new(1, anna), b"a")).unwrap();
        store.write(|tx| keep(tx, &new(2, piotr), b"b")).unwrap();
        let again = store.write(|tx| keep(tx, &new(3, piotr), b"a"));
        assert!(matches!(again, Err(crate::Error::Duplicate { .. })), "{again:?}");
        let found = find(store.conn(), b"a").unwrap().unwrap();
        assert_eq!((found.agent, of_agent(store.conn(), anna, 9).unwrap().len()), (anna, 1));
        assert!(store.write(|tx| note_use(tx, &found, "two", at(5))).unwrap());
        assert!(!store.write(|tx| note_use(tx, &found, "three", at(6))).unwrap(), "it was used meanwhile");
        let found = find(store.conn(), b"a").unwrap().unwrap();
        assert_eq!((found.credential.as_str(), found.used_at), ("two", Some(at(5))));
        assert!(!store.write(|tx| remove(tx, piotr, found.id)).unwrap(), "it is another's");
        assert!(store.write(|tx| remove(tx, anna, found.id)).unwrap());
        assert_eq!(find(store.conn(), b"a").unwrap(), None);
    }
}
