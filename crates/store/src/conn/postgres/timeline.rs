//! A primary that was replaced and came back: it takes writes, and knows nothing of what happened since.
//!
//! In: what a server says of itself when it is connected to. Out: whether this node works with it. Each promotion begins a
//! new timeline, numbered upwards; the highest that a node worked with stands in the file `timeline` of its data folder, and
//! a server of the same cluster on an earlier one is refused.
//!
//! It must not: be taken for a fence. A node that never saw the new primary cannot know of it, and who has a connection to
//! the old one keeps it; only the old primary's own machinery can end that. A server that says nothing of its timeline is
//! taken as it is.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tokio_postgres::{Client, SimpleQueryMessage};

use crate::error::{Error, Result};

/// The cluster, and the name of the file that its write-ahead log is written to, which begins with the timeline.
const ASK: &str = "SELECT system_identifier, pg_walfile_name(pg_current_wal_lsn()) FROM pg_control_system()";

/// The file in the data folder.
pub(crate) const TIMELINE_FILE: &str = "timeline";

/// Which history of which database a server writes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timeline {
    cluster: String,
    number: u32,
}

impl Timeline {
    /// What a server that can be written says of itself; `None`: nothing.
    pub(crate) async fn of(client: &Client) -> Option<Self> {
        let said = client.simple_query(ASK).await.ok()?;
        let row = said.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        })?;
        Some(Self { cluster: row.get(0)?.to_owned(), number: u32::from_str_radix(row.get(1)?.get(..8)?, 16).ok()? })
    }

    fn read(text: &str) -> Option<Self> {
        let (cluster, number) = text.trim().split_once(' ')?;
        Some(Self { cluster: cluster.to_owned(), number: number.parse().ok()? })
    }

    /// Takes note of it in the data folder, or refuses it because the node has worked on a later one. Another cluster is
    /// another database: a restored or upgraded one, which begins anew.
    ///
    /// # Errors
    /// See above; that the note cannot be written is none.
    pub(crate) fn admit(&self, folder: &Path) -> Result<()> {
        let mark = folder.join(TIMELINE_FILE);
        let seen = std::fs::read_to_string(&mark).ok().as_deref().and_then(Self::read);
        match seen.filter(|seen| seen.cluster == self.cluster) {
            Some(seen) if seen.number > self.number => Err(Error::Unavailable(format!(
                "this server was replaced and came back: it takes writes on timeline {}, and this node has worked on \
                 timeline {}, of which it knows nothing. Make it a standby of the new primary, or take it out of the \
                 address of the database. Only where what happened on timeline {} is to be given up, delete {}",
                self.number,
                seen.number,
                seen.number,
                mark.display()
            ))),
            Some(seen) if seen == *self => Ok(()),
            _ => {
                self.note(&mark);
                Ok(())
            }
        }
    }

    /// What is not noted is not known after the next start; the disk says so in other ways.
    fn note(&self, mark: &Path) {
        // Each lane has a connection of its own, and all of them move at the same moment.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _held = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = mark.with_extension("new");
        let written = std::fs::write(&fresh, format!("{} {}\n", self.cluster, self.number));
        if let Err(error) = written.and_then(|()| std::fs::rename(&fresh, mark)) {
            tracing::warn!(%error, "the timeline of the database cannot be noted in the data folder");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(cluster: &str, number: u32) -> Timeline {
        Timeline { cluster: cluster.to_owned(), number }
    }

    #[test]
    fn an_earlier_timeline_of_the_same_cluster_is_refused_and_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        for (cluster, number) in [("7", 1), ("7", 1), ("7", 3), ("7", 3)] {
            timeline(cluster, number).admit(folder.path()).unwrap();
        }
        let refused = timeline("7", 2).admit(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("timeline 2") && refused.contains("has worked on timeline 3"), "{refused}");
        timeline("8", 1).admit(folder.path()).unwrap();
        timeline("7", 2).admit(folder.path()).expect("nobody knows how the two go together");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_note_that_cannot_be_read_is_none() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "7", "7 x", "\u{0}"] {
            std::fs::write(folder.path().join(TIMELINE_FILE), text).unwrap();
            timeline("7", 1).admit(folder.path()).unwrap();
        }
        assert!(timeline("7", 2).admit(Path::new("/nowhere")).is_ok());
    }
}
