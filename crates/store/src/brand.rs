//! Brands, teams and inboxes: what an installation is made of.

use domain::channel::Party;
use domain::event::{Fact, Origin};
use domain::id::{BrandId, InboxId, TeamId};
use domain::identity::{Address, Fingerprint};
use domain::letterhead;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;

crate::statements! {
    INSERT_BRAND = "INSERT INTO brand (id, name, last_number) VALUES ($1, $2, 0)";
    NEXT_NUMBER = "UPDATE brand SET last_number = last_number + 1 WHERE id = $1 RETURNING last_number";
    BRAND_NAME = "SELECT name FROM brand WHERE id = $1";
    BRANDS = "SELECT id, name FROM brand ORDER BY id";
    RENAME_BRAND = "UPDATE brand SET name = $2 WHERE id = $1";
    RENAME_TEAM = "UPDATE team SET name = $2 WHERE id = $1";
    INSERT_TEAM = "INSERT INTO team (id, name) VALUES ($1, $2)";
    TEAMS = "SELECT id, name FROM team ORDER BY id";
    TEAMS_LOCKED = "SELECT id FROM team ORDER BY id {lock}";
    INSERT_INBOX = "INSERT INTO inbox (id, brand, team, name, address, address_key, sender, auto_reply, signature)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE_INBOX = "UPDATE inbox SET name = $2, sender = $3, auto_reply = $4, signature = $5 WHERE id = $1";
    INBOXES = "SELECT id, brand, team, name, address, sender, auto_reply, signature FROM inbox ORDER BY id";
    INBOX = "SELECT id, brand, team, name, address, sender, auto_reply, signature FROM inbox WHERE id = $1";
}

/// A shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    /// Its id.
    pub id: BrandId,
    /// Its name.
    pub name: String,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}

/// An inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// Its id.
    pub id: InboxId,
    /// The shop it belongs to.
    pub brand: BrandId,
    /// The team its conversations start in.
    pub team: TeamId,
    /// Its name among colleagues.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// The name customers see as the sender.
    pub sender: String,
    /// The text that acknowledges a first message; `None`: nothing is sent by itself.
    pub auto_reply: Option<String>,
    /// What stands below its agents' answers, with `{agent}` and `{brand}` for names; `None`: nothing.
    pub signature: Option<String>,
}

impl Inbox {
    /// The inbox as the sender of a message.
    pub fn party(&self) -> Party {
        self.named(&self.sender)
    }

    /// The inbox as the sender of what this agent of this shop writes, or of what nobody in particular does.
    pub fn letterhead(&self, agent: Option<&str>, brand: &str) -> Party {
        self.named(&letterhead::sender(&self.sender, agent, brand))
    }

    fn named(&self, name: &str) -> Party {
        Party { name: Some(name.to_owned()).filter(|name| !name.is_empty()), address: self.address.clone() }
    }
}

/// Sets up a shop.
pub fn create(tx: &mut Tx<'_>, brand: &Brand, origin: &Origin) -> Result<()> {
    tx.write(&INSERT_BRAND, params![brand.id, brand.name])?;
    tx.append(&Fact::BrandCreated { brand: brand.id }, origin)
}

/// Sets up a team.
pub fn create_team(tx: &mut Tx<'_>, team: &Team, origin: &Origin) -> Result<()> {
    tx.write(&INSERT_TEAM, params![team.id, team.name])?;
    tx.append(&Fact::TeamCreated { team: team.id }, origin)
}

/// Sets up an inbox. `key` is the fingerprint of its address.
pub fn create_inbox(tx: &mut Tx<'_>, inbox: &Inbox, key: Fingerprint, origin: &Origin) -> Result<()> {
    tx.write(
        &INSERT_INBOX,
        params![
            inbox.id,
            inbox.brand,
            inbox.team,
            inbox.name,
            inbox.address.as_str(),
            key,
            inbox.sender,
            inbox.auto_reply,
            inbox.signature
        ],
    )?;
    tx.append(&Fact::InboxCreated { inbox: inbox.id, brand: inbox.brand, team: inbox.team }, origin)
}

/// Changes an inbox's words: its name, its sender's name, its acknowledgement. Settings, no fact.
pub fn reword_inbox(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<()> {
    tx.write(&UPDATE_INBOX, params![inbox.id, inbox.name, inbox.sender, inbox.auto_reply, inbox.signature])
}

/// Gives a shop another name. A setting, no fact.
pub fn rename(tx: &mut Tx<'_>, brand: BrandId, name: &str) -> Result<()> {
    tx.write(&RENAME_BRAND, params![brand, name])
}

/// Gives a team another name. A setting, no fact.
pub fn rename_team(tx: &mut Tx<'_>, team: TeamId, name: &str) -> Result<()> {
    tx.write(&RENAME_TEAM, params![team, name])
}

/// Takes the next conversation number of a shop. `None` when there is no such shop.
pub fn next_number(tx: &mut Tx<'_>, brand: BrandId) -> Result<Option<i64>> {
    if let Some(number) = tx.batch().next_number(brand) {
        return Ok(Some(number));
    }
    let number = tx.returning(&NEXT_NUMBER, params![brand])?.map(|mut row| row.take(0)).transpose()?;
    if let Some(number) = number {
        tx.batch().took_number(brand, number);
    }
    Ok(number)
}

/// The name of a shop; empty when there is none.
pub fn brand_name(conn: &mut Conn, brand: BrandId) -> Result<String> {
    conn.row(&BRAND_NAME, params![brand])?.map_or(Ok(String::new()), |mut row| row.take(0))
}

/// All shops, in the order they were set up.
pub fn brands(conn: &mut Conn) -> Result<Vec<Brand>> {
    conn.rows(&BRANDS, &[])?.into_iter().map(|mut row| Ok(Brand { id: row.take(0)?, name: row.take(1)? })).collect()
}

/// All teams, in the order they were set up.
pub fn teams(conn: &mut Conn) -> Result<Vec<Team>> {
    conn.rows(&TEAMS, &[])?.into_iter().map(|mut row| Ok(Team { id: row.take(0)?, name: row.take(1)? })).collect()
}

/// Waits until nobody else gives shops or teams names, and keeps others waiting until the transaction ends.
pub fn lock_names(tx: &mut Tx<'_>) -> Result<()> {
    tx.rows(&TEAMS_LOCKED, &[]).map(drop)
}

/// All inboxes, in the order they were set up.
pub fn inboxes(conn: &mut Conn) -> Result<Vec<Inbox>> {
    conn.rows(&INBOXES, &[])?.into_iter().map(read_inbox).collect()
}

/// One inbox.
pub fn inbox(conn: &mut Conn, id: InboxId) -> Result<Option<Inbox>> {
    conn.row(&INBOX, params![id])?.map(read_inbox).transpose()
}

fn read_inbox(mut row: Row) -> Result<Inbox> {
    let address: String = row.take(4)?;
    Ok(Inbox {
        id: row.take(0)?,
        brand: row.take(1)?,
        team: row.take(2)?,
        name: row.take(3)?,
        address: Address::parse(&address)
            .ok_or_else(|| crate::Error::Column { column: 4, why: "an inbox's address is no address".to_owned() })?,
        sender: row.take(5)?,
        auto_reply: row.take(6)?,
        signature: row.take(7)?,
    })
}
