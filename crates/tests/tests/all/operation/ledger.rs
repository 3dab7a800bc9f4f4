//! What stands in the database, counted from outside: how often is each thing there?

use std::collections::BTreeMap;
use std::path::Path;

use domain::delivery::DeliveryState;
use store::mailbox::outlook::{self, Outlook};
use store::{Conn, Place, Settings, Store};

/// The messages and deliveries of a store, and the arrivals that are not messages yet.
#[derive(Debug, Default)]
pub struct Ledger {
    /// How many messages each received Message-ID has.
    pub received: BTreeMap<String, u32>,
    /// What agents wrote.
    pub replies: Vec<Written>,
    /// Arrivals that were not read yet.
    pub unread: u32,
    /// Arrivals in quarantine.
    pub quarantined: u32,
}

/// An answer of an agent.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its text.
    pub text: String,
    /// Its Message-ID.
    pub message_id: String,
    /// Where its delivery stands.
    pub state: DeliveryState,
    /// The node that has it in hand.
    pub held_by: Option<u16>,
}

impl Ledger {
    /// Reads it, beside the running program or after it.
    ///
    /// # Panics
    /// When the store cannot be read.
    pub fn read(data: &Path, database: Option<&str>) -> Self {
        Self::ask(data, database, Self::count)
    }

    /// What conversations there are, as a dry run tells of them.
    pub fn outlook(data: &Path) -> Outlook {
        Self::ask(data, None, |conn| outlook::outlook(conn).expect("it is counted"))
    }

    fn ask<T: Send>(data: &Path, database: Option<&str>, question: impl FnOnce(&mut Conn) -> T + Send) -> T {
        let place = database.map_or(Place::Folder, |url| Place::Postgres { url: url.to_owned() });
        let settings = Settings { folder: data.to_owned(), blobs: None, place, key: [0; 32], readers: 1 };
        // A connection blocks, and brings a runtime of its own.
        std::thread::scope(|scope| {
            let reading = scope.spawn(|| {
                let (mut conn, _) = Store::open_reader(&settings).expect("the store can be read");
                question(&mut conn)
            });
            reading.join().expect("the reading ends")
        })
    }

    fn count(conn: &mut Conn) -> Self {
        let mut ask = |sql: &str| conn.text_rows(sql).expect("the question can be asked");
        let mut ledger = Self::default();
        // The arrivals first: what is no longer unread then is a message in every question that follows. The other way round
        // a mail read between two questions would be in neither.
        for row in ask("SELECT state, COUNT(*) FROM raw WHERE state = 0 OR state = 2 GROUP BY state") {
            let count = row[1].parse().expect("a number");
            if row[0] == "0" { ledger.unread = count } else { ledger.quarantined = count }
        }
        for row in ask("SELECT c.message_id FROM message m JOIN message_content c ON c.message = m.id WHERE m.kind = 0")
        {
            *ledger.received.entry(row[0].clone()).or_default() += 1;
        }
        let replies =
            "SELECT c.text, c.message_id, d.state, d.owner FROM message m JOIN message_content c ON c.message = m.id
             LEFT JOIN delivery d ON d.message = m.id WHERE m.kind = 1 AND m.agent IS NOT NULL";
        for row in ask(replies) {
            let state = row[2].parse().ok().and_then(DeliveryState::from_code).expect("every answer has a delivery");
            let [text, message_id] = [0, 1].map(|at: usize| row[at].clone());
            let held_by = row[3].parse().ok();
            ledger.replies.push(Written { text, message_id, state, held_by });
        }
        ledger
    }
}
