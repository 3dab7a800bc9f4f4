//! Which tables a backup holds, and in which form: read from the schema itself, so that none is forgotten and an older
//! schema can be backed up before it is migrated.

use crate::conn::Conn;
use crate::dialect::Engine;
use crate::error::{Error, Result};

/// The tables that are kept. Here so that whoever adds one decides; a backup holds every table that is not left out.
pub const KEPT: &[&str] = &[
    "agent",
    "attachment",
    "audit",
    "automatic_answer",
    "blob",
    "blob_ref",
    "brand",
    "contact",
    "contact_suggestion",
    "conversation",
    "conversation_tag",
    "delivery",
    "delivery_attempt",
    "event",
    "filing",
    "identity",
    "inbox",
    "invitation",
    "log_head",
    "mailbox",
    "mailbox_cursor",
    "mailbox_folder",
    "mailbox_standing",
    "mailbox_uid",
    "message",
    "message_content",
    "message_ref",
    "once_key",
    "parked",
    "participant",
    "passkey",
    "plus_probe",
    "raw",
    "reactor_cursor",
    "receipt",
    "recovery_code",
    "retention",
    "route",
    "second_factor",
    "secret",
    "sign_on",
    "spam_lesson",
    "suggestion",
    "tag",
    "team",
    "template",
    "template_favourite",
    "timer",
    "token",
    "tombstone",
    "topic",
    "view_count",
    "webhook",
    "webhook_attempt",
    "webhook_call",
];

/// The tables that are not, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("attempt", "tries are there again within a quarter of an hour"),
    ("backup_failure", "what failed here is nothing that the restored store has to mend"),
    ("bulk", "whoever asked for something to be done to many conversations looks at the restored ones first"),
    ("bulk_item", "as above"),
    ("first_run", "who set up the store that was is an owner of the restored one"),
    ("installation", "the restored store checks key and folder anew"),
    ("lease", "who has one is gone"),
    ("member", "nodes that live are those of the restored store"),
    ("migration", "the restored store has a history of its own"),
    ("node", "ids of the restored store begin with a number of its own"),
    ("remnant", "a restored store has no freed pages, and no file that no row names"),
    ("passkey_ceremony", "they are good for five minutes"),
    ("reset_link", "they are good for an hour"),
    ("restored", "says of a store that it was restored, and when"),
    ("restoring", "is there while a restore is under way"),
    ("session", "everybody signs in again"),
    ("setup_link", "a way into the store that was, not into the restored one"),
];

/// Cells that mean nothing in another store: who holds a delivery, and the token of a lease that is left out.
const BLANKED: &[(&str, &str, &str)] =
    &[("delivery", "owner", "NULL"), ("delivery", "lease_until", "NULL"), ("reactor_cursor", "token", "0")];

/// A table of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<String>,
    /// The columns of its primary key in their order, and whether each is a text.
    key: Vec<(String, bool)>,
}

impl Table {
    /// Whether a backup holds it.
    pub fn is_kept(&self) -> bool {
        LEFT_OUT.iter().all(|(name, _)| *name != self.name)
    }

    /// Asks for all its rows in the order of its key.
    pub(super) fn question(&self, engine: Engine) -> String {
        let column = |name: &String| {
            let blank = BLANKED.iter().find(|(table, column, _)| *table == self.name && column == name);
            // Bare NULL and 0 have types of their own on PostgreSQL.
            blank.map_or_else(|| name.clone(), |(_, _, value)| format!("CAST({value} AS BIGINT)"))
        };
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        let key: Vec<String> = self
            .key
            .iter()
            .map(|(name, text)| format!("{name}{}", if *text { engine.bytewise() } else { "" }))
            .collect();
        format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), self.name, key.join(", "))
    }
}

/// The columns of a primary key as they are found: place, name, whether it is a text.
type Key = Vec<(u32, String, bool)>;

/// All tables of a store, by name.
pub fn tables(conn: &mut Conn) -> Result<Vec<Table>> {
    let mut tables: Vec<(Table, Key)> = Vec::new();
    for row in conn.text_rows(conn.engine().columns())? {
        let [table, column, kind, place] = row.as_slice() else {
            return Err(Error::Open("the schema cannot be read".to_owned()));
        };
        if tables.last().is_none_or(|(last, _)| last.name != *table) {
            tables.push((Table { name: table.clone(), columns: Vec::new(), key: Vec::new() }, Vec::new()));
        }
        let Some((last, key)) = tables.last_mut() else { continue };
        last.columns.push(column.clone());
        match place.parse::<u32>() {
            Ok(place) if place > 0 => key.push((place, column.clone(), kind.eq_ignore_ascii_case("text"))),
            _ => {}
        }
    }
    Ok(tables
        .into_iter()
        .map(|(table, mut key)| {
            key.sort_unstable();
            Table { key: key.into_iter().map(|(_, name, text)| (name, text)).collect(), ..table }
        })
        .collect())
}

/// The tables that a backup of this store holds.
pub(super) fn kept(conn: &mut Conn) -> Result<Vec<Table>> {
    let kept: Vec<Table> = tables(conn)?.into_iter().filter(Table::is_kept).collect();
    match kept.iter().find(|table| table.key.is_empty()) {
        Some(table) => Err(Error::Open(format!("the table {} has no primary key to order it by", table.name))),
        None => Ok(kept),
    }
}
