//! Where `kontuar mail thread` finds mails: files, folders and everything below them, mboxes.
//!
//! In: paths. Out: [`Piece`]s, which say where each mail is; its bytes are read when it is its turn, so that an mbox of any
//! size costs no more memory than its largest mail. What cannot be opened is a piece too, with the reason.
//!
//! An mbox is a file that begins with `From ` (RFC 4155); a line `From ` behind an empty one begins the next mail, and
//! `>From ` in a text loses its `>`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::MAX_BYTES;

/// A mail, not yet read.
#[derive(Debug)]
pub(super) struct Piece {
    /// What to call it: the file, and in an mbox the mail's place in it.
    pub(super) name: String,
    path: PathBuf,
    /// Where it stands in an mbox.
    range: Option<Range<u64>>,
    trouble: Option<String>,
}

impl Piece {
    /// Its bytes.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    pub(super) fn read(&self) -> Result<Vec<u8>, String> {
        if let Some(trouble) = &self.trouble {
            return Err(trouble.clone());
        }
        let size = self.range.as_ref().map_or(MAX_BYTES + 1, |range| range.end - range.start);
        let read = || {
            let mut file = File::open(&self.path)?;
            if let Some(range) = &self.range {
                file.seek(SeekFrom::Start(range.start))?;
            }
            let mut bytes = Vec::new();
            file.take(size.min(MAX_BYTES + 1)).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = read().map_err(|error: std::io::Error| format!("cannot be read: {error}"))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(format!("larger than {} MB", MAX_BYTES >> 20));
        }
        Ok(if self.range.is_some() { without_quotes(&bytes) } else { bytes })
    }
}

/// The mails under `paths`, folders in the order of their names.
pub(super) fn pieces(paths: &[PathBuf]) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = paths.iter().rev().cloned().collect();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            match below(&path) {
                Ok(inside) => waiting.extend(inside.into_iter().rev()),
                Err(error) => found.push(lost(&path, &error)),
            }
        } else if let Err(error) = add_file(&path, &mut found) {
            found.push(lost(&path, &error));
        }
    }
    found
}

fn below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut inside = std::fs::read_dir(folder)?
        // A link may lead back up; nobody keeps mail behind one.
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_type().is_ok_and(|kind| !kind.is_symlink())))
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    inside.sort();
    Ok(inside)
}

fn lost(path: &Path, error: &std::io::Error) -> Piece {
    Piece {
        name: path.to_string_lossy().into_owned(),
        path: path.to_owned(),
        range: None,
        trouble: Some(format!("cannot be opened: {error}")),
    }
}

fn add_file(path: &Path, found: &mut Vec<Piece>) -> std::io::Result<()> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let name = path.to_string_lossy().into_owned();
    if !file.fill_buf()?.starts_with(b"From ") {
        found.push(Piece { name, path: path.to_owned(), range: None, trouble: None });
        return Ok(());
    }
    let mails = mails(&mut file)?;
    let alone = mails.len() == 1;
    for (n, range) in mails.into_iter().enumerate() {
        let name = if alone { name.clone() } else { format!("{name}#{}", n + 1) };
        found.push(Piece { name, path: path.to_owned(), range: Some(range), trouble: None });
    }
    Ok(())
}

/// Where the mails of an mbox stand, without the lines that divide them.
fn mails(mbox: &mut impl BufRead) -> std::io::Result<Vec<Range<u64>>> {
    const LONGEST: u64 = 1 << 16;
    let (mut found, mut at, mut start, mut after_blank, mut at_start) = (Vec::new(), 0_u64, None, true, true);
    let mut line = Vec::new();
    loop {
        line.clear();
        // A line may be as long as the file; what matters stands at its beginning.
        let length = mbox.by_ref().take(LONGEST).read_until(b'\n', &mut line)? as u64;
        if length == 0 {
            break;
        }
        let divides = at_start && after_blank && line.starts_with(b"From ");
        if divides {
            found.extend(start.map(|start| start..at));
            start = Some(at + length);
        }
        after_blank = at_start && matches!(line.as_slice(), b"\n" | b"\r\n");
        at_start = line.ends_with(b"\n");
        at += length;
    }
    found.extend(start.map(|start| start..at));
    Ok(found)
}

/// `>From ` at the beginning of a line, however often quoted, loses one `>`.
fn without_quotes(mail: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        plain.extend_from_slice(if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line });
    }
    plain
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
        assert!(found[1].name.ends_with("old.mbox#1") && found[2].name.ends_with("old.mbox#2"));
    }
}
