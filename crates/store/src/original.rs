//! The store that a dry run must not change, beside the throw-away store in which the dry run happens.
//!
//! In: what is looked up about an arrival. Out: whatever of the original that finds (conversations, people, what was
//! erased) stands in the throw-away store, so that the same intake comes to the same result as it would in the original.
//! It must not: write to the original, or bring what nobody asked for.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::{BrandId, ContactId, ConversationId, Id, InboxId};
use domain::identity::Fingerprint;

use crate::backup::schema;
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::lookup::{self, Question};
use crate::raw::{Ended, ended};
use crate::value::Value;
use crate::{Settings, Store, conversation};

/// The shop as it is set up.
const SHOP: [&str; 3] = ["brand", "team", "inbox"];

/// Where a conversation's rows stand, and the column that names it.
const OF_CONVERSATION: [(&str, &str); 5] = [
    ("conversation", "id"),
    ("message", "conversation"),
    ("message_ref", "conversation"),
    ("participant", "conversation"),
    ("topic", "conversation"),
];

/// Where a contact's rows stand, and the column that names them.
const OF_CONTACT: [(&str, &str); 2] = [("contact", "id"), ("identity", "contact")];

/// What must not come back.
const ERASED: &str = "tombstone";

/// Rows of a table.
type Rows = Vec<Vec<Value<'static>>>;

/// A store that is only looked at.
pub struct Original {
    looked: Mutex<Looked>,
    /// One bringing at a time: who comes second finds what the first brought.
    turn: tokio::sync::Mutex<()>,
}

struct Looked {
    conn: Conn,
    columns: HashMap<String, Vec<String>>,
    conversations: HashSet<ConversationId>,
    contacts: HashSet<ContactId>,
}

impl std::fmt::Debug for Original {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Original").finish_non_exhaustive()
    }
}

/// What is looked up about an arrival, as [`Question`] has it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The arrival's own id.
    pub own: Fingerprint,
    /// All ids it answers.
    pub answers: Vec<Fingerprint>,
    /// Its author.
    pub author: Fingerprint,
    /// The shop it came to.
    pub brand: BrandId,
    /// What it is about.
    pub topics: Vec<Fingerprint>,
    /// The number that its subject quotes.
    pub number: Option<i64>,
    /// The conversation whose signed address it came to.
    pub signed: Option<ConversationId>,
}

impl Original {
    /// The store with these settings, which another process may have. Blocks.
    ///
    /// # Errors
    /// There is no store, or it is of another version.
    pub fn look(settings: &Settings) -> Result<Self> {
        let (mut conn, _) = Store::open_reader(settings)?;
        let tables = schema::tables(&mut conn)?.into_iter();
        let columns = tables.map(|table| (table.name, table.columns)).collect();
        let (conversations, contacts) = (HashSet::new(), HashSet::new());
        Ok(Self {
            looked: Mutex::new(Looked { conn, columns, conversations, contacts }),
            turn: tokio::sync::Mutex::new(()),
        })
    }

    /// Brings brands, teams, inboxes, and the keyed hashes of what was erased.
    pub async fn bring_shop(self: &Arc<Self>, to: &Store) -> Result<()> {
        let all = |looked: &mut Looked| SHOP.into_iter().chain([ERASED]).map(|table| looked.rows(table, "")).collect();
        self.bring_rows(to, all).await?;
        // The original goes on meanwhile, and its next conversations may be brought too.
        to.alone(|conn| conn.script("UPDATE brand SET last_number = last_number + 1000000")).await
    }

    /// Brings what the original knows about an arrival.
    pub async fn bring(self: &Arc<Self>, to: &Store, asked: Asked) -> Result<()> {
        let _turn = self.turn.lock().await;
        self.bring_rows(to, move |looked| looked.known(&asked)).await
    }

    /// Brings these conversations.
    pub async fn bring_conversations(self: &Arc<Self>, to: &Store, some: Vec<ConversationId>) -> Result<()> {
        let _turn = self.turn.lock().await;
        self.bring_rows(to, move |looked| looked.all_of(some.iter().copied().collect(), HashSet::new())).await
    }

    /// What became of the arrivals that these sources brought to the original; `None`: none brought it.
    pub async fn endings(
        self: &Arc<Self>,
        to: &Store,
        inbox: InboxId,
        sources: Vec<String>,
    ) -> Result<Vec<Option<Ended>>> {
        let original = self.clone();
        to.read(move |_| {
            let mut looked = original.looked();
            sources.iter().map(|source| ended(&mut looked.conn, inbox, source)).collect()
        })
        .await
    }

    /// Which of these conversations the original has.
    pub fn count_known<'c>(&self, some: impl IntoIterator<Item = &'c ConversationId>) -> u64 {
        let looked = self.looked();
        some.into_iter().filter(|id| looked.conversations.contains(id)).count() as u64
    }

    fn looked(&self) -> MutexGuard<'_, Looked> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn bring_rows<F>(self: &Arc<Self>, to: &Store, find: F) -> Result<()>
    where
        F: Fn(&mut Looked) -> Result<Vec<(&'static str, Rows)>> + Send + Sync + 'static,
    {
        let original = self.clone();
        // On a lane's thread: a connection blocks.
        let found = to.read(move |_| find(&mut original.looked())).await?;
        if found.iter().all(|(_, rows)| rows.is_empty()) {
            return Ok(());
        }
        let columns = self.looked().columns.clone();
        to.alone(move |conn| put(conn, &columns, found)).await
    }
}

impl Looked {
    /// The rows of a table of which this is true; all where nothing is said.
    fn rows(&mut self, table: &'static str, which: &str) -> Result<(&'static str, Rows)> {
        let columns = self.columns.get(table).ok_or_else(|| Error::Open(format!("there is no table {table}")))?;
        let columns = columns.join(", ");
        let mut rows = Vec::new();
        self.conn.stream::<Error>(&format!("SELECT {columns} FROM {table}{which}"), &mut |row| {
            rows.push(row.iter().cloned().map(Value::into_owned).collect());
            Ok(())
        })?;
        Ok((table, rows))
    }

    fn known(&mut self, asked: &Asked) -> Result<Vec<(&'static str, Rows)>> {
        let mut conversations: HashSet<ConversationId> = HashSet::new();
        let mut contacts: HashSet<ContactId> = HashSet::new();
        let mut rest = asked.answers.as_slice();
        loop {
            let (some, more) = rest.split_at(rest.len().min(lookup::IDS));
            let found = lookup::recognise(&mut self.conn, &asked.question(some))?;
            conversations.extend(found.known.iter().map(|known| known.conversation));
            conversations.extend(found.topics.iter().map(|(_, conversation)| *conversation));
            conversations.extend([found.numbered, found.signed].into_iter().flatten().map(|at| at.conversation));
            contacts.extend(found.author.map(|author| author.contact));
            rest = more;
            if rest.is_empty() {
                break;
            }
        }
        self.all_of(conversations, contacts)
    }

    /// All rows of those that were not brought before.
    fn all_of(
        &mut self,
        conversations: HashSet<ConversationId>,
        mut contacts: HashSet<ContactId>,
    ) -> Result<Vec<(&'static str, Rows)>> {
        let mut brought = Vec::new();
        for id in conversations {
            if self.conversations.contains(&id) {
                continue;
            }
            let Some(state) = conversation::load(&mut self.conn, id)? else { continue };
            contacts.insert(state.contact);
            for (table, column) in OF_CONVERSATION {
                brought.push(self.rows(table, &format!(" WHERE {column} = {}", id.raw()))?);
            }
            self.conversations.insert(id);
        }
        for id in contacts {
            if self.contacts.insert(id) {
                for (table, column) in OF_CONTACT {
                    brought.push(self.rows(table, &format!(" WHERE {column} = {}", id.raw()))?);
                }
            }
        }
        Ok(brought)
    }
}

impl Asked {
    fn question<'a>(&'a self, answers: &'a [Fingerprint]) -> Question<'a> {
        Question {
            own: self.own,
            answers,
            author: self.author,
            brand: self.brand,
            topics: &self.topics,
            number: self.number,
            signed: self.signed,
        }
    }
}

/// Puts rows into the throw-away store.
fn put(conn: &mut Conn, columns: &HashMap<String, Vec<String>>, found: Vec<(&'static str, Rows)>) -> Result<()> {
    conn.begin()?;
    let loaded = found.into_iter().try_for_each(|(table, rows)| {
        let columns = columns.get(table).map_or(&[][..], Vec::as_slice);
        let mut rows = rows.into_iter();
        if rows.len() == 0 { Ok(()) } else { conn.load::<Error>(table, columns, &mut || Ok(rows.next())).map(drop) }
    });
    match loaded {
        Ok(()) => conn.commit(),
        Err(error) => {
            conn.rollback();
            Err(error)
        }
    }
}
