//! Whether the folder of the backups is the one that it was: a disk that is not mounted leaves an empty folder behind, and what
//! is written there lies on the disk that the backups are to outlive.
//!
//! In: the data folder and the folder of the backups. Out: a mark in both, made when the first backup is put there; later, a
//! refusal where the mark is gone. Another folder in the settings is begun anew.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::error::{BackupError, Outcome};
use super::take::make_folder;

/// The file in the folder of the backups that says that it is one.
pub const MARK: &str = "kontuar-backups";

/// The file in the data folder that says which folder has one.
pub(super) const KNOWN: &str = "backups-at";

/// Makes sure that `folder` is there and the one it was; the first time it is made and marked. What lies in the data folder
/// itself is on no other disk.
///
/// # Errors
/// It is not, or cannot be written.
pub fn expect_same(data: &Path, folder: &Path) -> Outcome<()> {
    if folder.starts_with(data) {
        return make_folder(folder);
    }
    let (known, mark) = (data.join(KNOWN), folder.join(MARK));
    let place = folder.as_os_str().as_encoded_bytes();
    let before = match fs::read(&known) {
        Ok(before) => Some(before),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(BackupError::file(&known, error)),
    };
    if before.is_some_and(|before| before == place) {
        return match fs::metadata(&mark) {
            Ok(_) => Ok(()),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Err(BackupError::NotThere { folder: folder.to_owned() })
            }
            Err(error) => Err(BackupError::file(&mark, error)),
        };
    }
    make_folder(folder)?;
    fs::write(&mark, "").map_err(|e| BackupError::file(&mark, e))?;
    fs::write(&known, place).map_err(|e| BackupError::file(&known, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_lost_its_mark_is_refused_until_it_is_there_again() {
        let (data, disk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = disk.path().join("backups");
        expect_same(data.path(), &folder).unwrap();
        expect_same(data.path(), &folder).unwrap();
        // The disk is not mounted: what it is mounted on is empty, or not there.
        fs::remove_file(folder.join(MARK)).unwrap();
        let refused = expect_same(data.path(), &folder).unwrap_err().to_string();
        assert!(refused.contains("its disk is not mounted") && refused.contains(MARK), "{refused}");
        fs::remove_dir(&folder).unwrap();
        assert!(matches!(expect_same(data.path(), &folder), Err(BackupError::NotThere { .. })));
        assert!(!folder.exists(), "nothing is made where the disk should be");
        // Somebody did it on purpose, and says so.
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(MARK), "").unwrap();
        expect_same(data.path(), &folder).unwrap();
    }

    #[test]
    fn another_folder_in_the_settings_is_begun_anew() {
        let (data, disk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        expect_same(data.path(), &disk.path().join("one")).unwrap();
        expect_same(data.path(), &disk.path().join("two")).unwrap();
        assert!(disk.path().join("two").join(MARK).is_file());
    }
}
