//! What all nodes of an installation must share besides the database: its key and the folder of the messages' files.
//!
//! Checked when a store is opened. A node with another key would know no customer again; one with another folder would
//! lose every large file for the others. So it does not start, and says what to do.

use std::path::Path;

use domain::identity::Fingerprinter;

use crate::blob::Blobs;
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::params;

crate::statements! {
    GET = "SELECT key_check, blobs FROM installation WHERE one = 1";
    KEEP_KEY = "UPDATE installation SET key_check = $1 WHERE one = 1 AND key_check IS NULL";
    KEEP_BLOBS = "UPDATE installation SET blobs = $1 WHERE one = 1 AND blobs IS NULL";
}

/// What is fingerprinted to tell keys apart.
const KEY_CHECK: &str = "the key of this installation";

/// Refuses another key than the one this store was written with. The first one counts.
pub(crate) fn check_key(conn: &mut Conn, prints: &Fingerprinter, folder: &Path) -> Result<()> {
    let ours = prints.message_id(KEY_CHECK);
    conn.execute(&KEEP_KEY, params![ours])?;
    let kept: Option<Vec<u8>> = conn.row(&GET, &[])?.map(|mut row| row.take(0)).transpose()?.flatten();
    if kept.is_some_and(|kept| kept != ours.0) {
        return Err(Error::Open(format!(
            "the key in {} is not the one this database was written with: copy the file `key` from the data folder of \
             the node that was there first (or from where it was kept beside the backup) over it, then start again",
            folder.display()
        )));
    }
    Ok(())
}

/// Whether this is the key the store was written with; `None`: it was written with none yet.
pub(crate) fn fits(conn: &mut Conn, prints: &Fingerprinter) -> Result<Option<bool>> {
    let kept: Option<Vec<u8>> = conn.row(&GET, &[])?.map(|mut row| row.take(0)).transpose()?.flatten();
    Ok(kept.map(|kept| kept == prints.message_id(KEY_CHECK).0))
}

/// Refuses another folder of files than the one the other nodes use. The first one counts.
pub(crate) fn check_blobs(conn: &mut Conn, blobs: &Blobs) -> Result<()> {
    let kept: Option<String> = conn.row(&GET, &[])?.map(|mut row| row.take(1)).transpose()?.flatten();
    if kept.is_none() {
        conn.execute(&KEEP_BLOBS, params![blobs.draw_mark()?])?;
    }
    let kept: Option<String> = conn.row(&GET, &[])?.map(|mut row| row.take(1)).transpose()?.flatten();
    let there = blobs.mark()?;
    if kept.is_some() && kept == there {
        return Ok(());
    }
    Err(Error::Open(format!(
        "{} is not the folder in which the other nodes keep the files of messages: mount that folder on this machine too and \
         name it as `blobs` in the settings. (Its file `mark` says {}.)",
        blobs.root().display(),
        kept.unwrap_or_default()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn the_first_key_counts_and_another_is_refused() {
        let mut store = Scratch::new();
        let folder = Path::new("/srv/b");
        check_key(store.conn(), &Fingerprinter::new([1; 32]), folder).unwrap();
        check_key(store.conn(), &Fingerprinter::new([1; 32]), folder).unwrap();
        let refused = check_key(store.conn(), &Fingerprinter::new([2; 32]), folder).unwrap_err();
        assert!(refused.to_string().contains("the key in /srv/b is not the one"), "{refused}");
    }

    #[test]
    fn the_first_folder_counts_and_another_is_refused() {
        let mut store = Scratch::new();
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let open = |folder: &tempfile::TempDir| Blobs::open(folder.path()).unwrap();
        check_blobs(store.conn(), &open(&one)).unwrap();
        check_blobs(store.conn(), &open(&one)).unwrap();
        let refused = check_blobs(store.conn(), &open(&other)).unwrap_err();
        assert!(refused.to_string().contains("name it as `blobs`"), "{refused}");
        std::fs::copy(one.path().join("mark"), other.path().join("mark")).unwrap();
        check_blobs(store.conn(), &open(&other)).unwrap();
    }
}
