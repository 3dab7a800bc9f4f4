//! Invitations: who was asked to join, until they come or it is withdrawn.
//!
//! Only a keyed hash of a link is kept, so that a copy of the database, or of a backup, lets nobody in. The address stands
//! here for as long as the invitation is open.

use domain::access::Place;
use domain::event::{Fact, Origin};
use domain::id::{AgentId, InvitationId};
use domain::identity::Fingerprint;
use domain::time::Millis;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT = "INSERT INTO invitation (id, login, team, role, fingerprint, made_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OPEN = "SELECT id, login, team, role, made_at, ends_at FROM invitation WHERE ended_at IS NULL ORDER BY id";
    ONE = "SELECT id, login, team, role, made_at, ends_at FROM invitation WHERE id = $1 AND ended_at IS NULL";
    FIND = "SELECT id, login, team, role, made_at, ends_at FROM invitation WHERE fingerprint = $1 AND ended_at IS NULL";
    RENEW = "UPDATE invitation SET fingerprint = $2, ends_at = $3 WHERE id = $1 AND ended_at IS NULL";
    END = "UPDATE invitation SET ended_at = $2, login = NULL WHERE id = $1 AND ended_at IS NULL";
}

/// An invitation that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// With what whoever comes will sign in: an address, lower case.
    pub login: String,
    /// Where they will stand.
    pub place: Place,
    /// When it was made.
    pub made_at: Millis,
    /// When its link ends; it may be renewed.
    pub ends_at: Millis,
}

/// Keeps a new one under the fingerprint of its link.
///
/// # Errors
/// A duplicate, where there is an open one for this address.
pub fn keep(tx: &mut Tx<'_>, new: &Invitation, link: Fingerprint, origin: &Origin) -> Result<()> {
    let Invitation { id, login, place, made_at, ends_at } = new;
    tx.write(&INSERT, params![id, login, place.team, place.role, link, made_at, ends_at])?;
    tx.append(&Fact::AgentInvited { invitation: *id, team: place.team, role: place.role }, origin)
}

/// Those that are open, in the order they were made.
pub fn open(conn: &mut Conn) -> Result<Vec<Invitation>> {
    conn.rows(&OPEN, &[])?.into_iter().map(read).collect()
}

/// One of them.
pub fn one(conn: &mut Conn, id: InvitationId) -> Result<Option<Invitation>> {
    conn.row(&ONE, params![id])?.map(read).transpose()
}

/// The open one with this link, also where the link has ended.
pub fn find(conn: &mut Conn, link: Fingerprint) -> Result<Option<Invitation>> {
    conn.row(&FIND, params![link])?.map(read).transpose()
}

/// Gives it another link; the one before opens nothing any more. `false`: it is over.
pub fn renew(tx: &mut Tx<'_>, id: InvitationId, link: Fingerprint, ends_at: Millis) -> Result<bool> {
    Ok(tx.execute(&RENEW, params![id, link, ends_at])? > 0)
}

/// Ends it: `agent` came, or it was withdrawn. `false`: it was over already.
pub fn end(tx: &mut Tx<'_>, id: InvitationId, agent: Option<AgentId>, origin: &Origin) -> Result<bool> {
    if tx.execute(&END, params![id, origin.at])? == 0 {
        return Ok(false);
    }
    tx.append(&Fact::AgentInvitationEnded { invitation: id, agent }, origin)?;
    Ok(true)
}

fn read(mut row: Row) -> Result<Invitation> {
    Ok(Invitation {
        id: row.take(0)?,
        login: row.take::<Option<String>>(1)?.unwrap_or_default(),
        place: Place { team: row.take(2)?, role: row.take(3)? },
        made_at: row.take(4)?,
        ends_at: row.take(5)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::event::Actor;
    use domain::id::{Id, TeamId};
    use domain::permission::Role;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn an_invitation_is_open_once() {
        let mut store = Scratch::new();
        let at = Millis::new;
        let origin = Origin::new(Actor::System, at(10));
        let new = |n: i64| Invitation {
            id: InvitationId::from_raw(n),
            login: "ola@example.com".to_owned(),
            place: Place { team: TeamId::from_raw(1), role: Role::Agent },
            made_at: at(10),
            ends_at: at(100),
        };
        let (old, fresh) = (Fingerprint([1; 16]), Fingerprint([2; 16]));
        store.write(|tx| keep(tx, &new(1), old, &origin)).unwrap();
        assert!(store.write(|tx| keep(tx, &new(2), fresh, &origin)).is_err(), "one for an address");
        assert!(store.write(|tx| renew(tx, new(1).id, fresh, at(200))).unwrap());
        assert_eq!(find(store.conn(), old).unwrap(), None);
        assert_eq!(find(store.conn(), fresh).unwrap().map(|found| found.ends_at), Some(at(200)));
        assert!(store.write(|tx| end(tx, new(1).id, None, &origin)).unwrap());
        assert!(!store.write(|tx| end(tx, new(1).id, None, &origin)).unwrap());
        assert!(open(store.conn()).unwrap().is_empty() && find(store.conn(), fresh).unwrap().is_none());
        store.write(|tx| keep(tx, &new(2), old, &origin)).unwrap();
    }
}
