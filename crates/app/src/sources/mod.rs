//! Where mails lie on disk: files, folders and everything below them, mboxes, Maildirs.
//!
//! In: paths. Out: [`Piece`]s, which say where each mail is; its bytes are read when it is its turn, so that an mbox of any
//! size costs no more memory than its largest mail, and a list of the rest. What cannot be opened is a piece too, with the
//! reason.
//!
//! A folder with `cur` and `new` in it is a Maildir: of its files only those two count, of its folders those that begin with
//! a dot (Maildir++); drafts and what was put into the bin (flags `D` and `T`) are no mail that anybody sent or kept.

mod mbox;

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest mail that is read, in bytes: what a mailbox is asked for at most.
pub const MAX_BYTES: u64 = 50 * 1024 * 1024;

/// How much of a mail is read for its header.
const HEAD_BYTES: u64 = 64 * 1024;

/// Files that mail programs keep beside mails.
const BESIDE: [&str; 4] = ["maildirsize", "maildirfolder", "subscriptions", "courierimapsubscribed"];

/// A mail, not yet read.
#[derive(Clone, Debug)]
pub struct Piece {
    path: Arc<Path>,
    /// Its number, and where it stands, in an mbox of several.
    place: Option<(usize, Range<u64>)>,
    alone: bool,
    trouble: Option<Box<str>>,
}

/// What a piece holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Held {
    /// The mail.
    Whole(Vec<u8>),
    /// More than is read: its size, and its beginning.
    TooLarge(u64, Vec<u8>),
}

impl Piece {
    /// What to call it: the file, and in an mbox the mail's place in it.
    pub fn name(&self) -> String {
        let path = self.path.to_string_lossy();
        match &self.place {
            Some((n, _)) if !self.alone => format!("{path}#{n}"),
            _ => path.into_owned(),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    pub fn read(&self) -> Result<Vec<u8>, String> {
        match self.read_within(MAX_BYTES)? {
            Held::Whole(bytes) => Ok(bytes),
            Held::TooLarge(..) => Err(format!("larger than {} MB", MAX_BYTES >> 20)),
        }
    }

    /// Its bytes, or where there are more than `limit` its size and its beginning.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    pub fn read_within(&self, limit: u64) -> Result<Held, String> {
        if let Some(trouble) = &self.trouble {
            return Err(trouble.to_string());
        }
        let read = || {
            let size = self.bytes()?;
            let bytes = self.start(if size > limit { HEAD_BYTES } else { limit })?;
            Ok(if size > limit { Held::TooLarge(size, bytes) } else { Held::Whole(bytes) })
        };
        read().map_err(|error: std::io::Error| format!("cannot be read: {error}"))
    }

    /// Its beginning, long enough for the header; nothing where it cannot be read.
    pub fn head(&self) -> Option<Vec<u8>> {
        self.trouble.is_none().then(|| self.start(HEAD_BYTES).ok()).flatten()
    }

    fn bytes(&self) -> std::io::Result<u64> {
        match &self.place {
            Some((_, range)) => Ok(range.end - range.start),
            None => Ok(std::fs::metadata(&self.path)?.len()),
        }
    }

    fn start(&self, limit: u64) -> std::io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        let Some((_, range)) = &self.place else {
            let mut bytes = Vec::new();
            file.take(limit).read_to_end(&mut bytes)?;
            return Ok(bytes);
        };
        file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = Vec::new();
        file.take((range.end - range.start).min(limit)).read_to_end(&mut bytes)?;
        Ok(mbox::without_quotes(&bytes))
    }

    fn file(path: PathBuf) -> Self {
        Self { path: path.into(), place: None, alone: true, trouble: None }
    }

    fn lost(path: &Path, error: &std::io::Error) -> Self {
        let trouble = Some(format!("cannot be opened: {error}").into());
        Self { path: path.into(), place: None, alone: true, trouble }
    }
}

/// The mails under `paths`, folders in the order of their names.
pub fn pieces(paths: &[PathBuf]) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = paths.iter().rev().cloned().collect();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            match below(&path) {
                Ok(inside) => waiting.extend(inside.into_iter().rev()),
                Err(error) => found.push(Piece::lost(&path, &error)),
            }
        } else if let Err(error) = add_file(&path, &mut found) {
            found.push(Piece::lost(&path, &error));
        }
    }
    found
}

fn below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let is_maildir = is_maildir(folder);
    let in_maildir = folder.parent().is_some_and(self::is_maildir);
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let Ok(entry) = entry else { continue };
        let (Ok(kind), name) = (entry.file_type(), entry.file_name()) else { continue };
        let name = name.to_string_lossy();
        let wanted = match (kind.is_dir(), is_maildir) {
            // A link may lead back up; nobody keeps mail behind one.
            _ if kind.is_symlink() => false,
            (true, true) => name == "cur" || name == "new" || name.starts_with('.'),
            (true, false) => true,
            (false, true) => false,
            (false, false) if in_maildir => is_kept(&name),
            (false, false) => !is_beside(&name),
        };
        if wanted {
            inside.push(entry.path());
        }
    }
    inside.sort();
    Ok(inside)
}

fn is_maildir(folder: &Path) -> bool {
    folder.join("cur").is_dir() && folder.join("new").is_dir()
}

/// Whether a mail of a Maildir was sent and kept, by its flags (`unique:2,FLAGS`).
fn is_kept(name: &str) -> bool {
    let flags = name.rsplit_once(":2,").or_else(|| name.rsplit_once(";2,")).map_or("", |(_, flags)| flags);
    !name.starts_with('.') && !flags.contains(['D', 'T'])
}

/// Whether a file is no mail but a mail program's own.
fn is_beside(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    name.starts_with('.') || name.starts_with("dovecot") || BESIDE.contains(&name) || extension == "msf"
}

fn add_file(path: &Path, found: &mut Vec<Piece>) -> std::io::Result<()> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    if !mbox::begins(file.fill_buf()?) {
        found.push(Piece::file(path.to_owned()));
        return Ok(());
    }
    let (path, first) = (Arc::<Path>::from(path), found.len());
    mbox::mails(&mut file, &mut |range| {
        let place = Some((found.len() - first + 1, range));
        found.push(Piece { path: path.clone(), place, alone: false, trouble: None });
    })?;
    if let [alone] = &mut found[first..] {
        alone.alone = true;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_folders_and_mboxes_give_their_mails() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir(path("cur")).unwrap();
        std::fs::write(path("cur/1"), "Subject: a\n\nFrom here it goes on\n\nFrom x\n").unwrap();
        let mbox = "From a@b Mon\nSubject: 1\n\ntext\n>From me\n>>From you\n\nFrom c@d Tue\nSubject: 2\n\nFrom\n";
        std::fs::write(path("old.mbox"), mbox).unwrap();
        let found = pieces(&[folder.path().to_owned(), path("gone")]);
        let read: Vec<_> = found.iter().map(|piece| piece.read().map(|b| String::from_utf8(b).unwrap())).collect();
        assert_eq!(read[0].as_deref(), Ok("Subject: a\n\nFrom here it goes on\n\nFrom x\n"));
        assert_eq!(read[1].as_deref(), Ok("Subject: 1\n\ntext\nFrom me\n>From you\n\n"));
        assert_eq!(read[2].as_deref(), Ok("Subject: 2\n\nFrom\n"));
        assert!(read[3].as_ref().unwrap_err().starts_with("cannot be opened"));
        assert!(found[1].name().ends_with("old.mbox#1") && found[2].name().ends_with("old.mbox#2"));
        assert_eq!(found[0].read_within(10), Ok(Held::TooLarge(41, found[0].read().unwrap())));
    }

    #[test]
    fn a_maildir_gives_what_was_sent_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        for inside in ["cur", "new", "tmp", ".Sent/cur", ".Sent/new", "other"] {
            std::fs::create_dir_all(folder.path().join(inside)).unwrap();
        }
        for name in [
            "cur/1.a:2,S",
            "cur/2.b:2,DS",
            "cur/3.c:2,RST",
            "cur/4.d:2,",
            "new/5.e",
            "tmp/6.f",
            "dovecot-uidlist",
            ".Sent/cur/7.g:2,FS",
            ".Sent/maildirfolder",
            "other/8.h",
        ] {
            std::fs::write(folder.path().join(name), "A: b\n").unwrap();
        }
        let names = |found: Vec<Piece>| -> Vec<String> {
            let short = |piece: Piece| piece.path.file_name().unwrap().to_string_lossy().into_owned();
            found.into_iter().map(short).collect()
        };
        assert_eq!(names(pieces(&[folder.path().to_owned()])), ["7.g:2,FS", "1.a:2,S", "4.d:2,", "5.e"]);
        assert_eq!(names(pieces(&[folder.path().join("cur")])), ["1.a:2,S", "4.d:2,"]);
    }
}
