//! Mails of our own beside the tables: written as the programs write them, with what must be read from them.
//!
//! A file holds many. Each begins with `=== NAME`; lines `> key: value` say what is expected (`⏎` is a line end); the mail
//! follows, headers first. Where it names no media type it is plain text in UTF-8.

use std::collections::HashMap;
use std::path::Path;

use domain::channel::Inbound;

use crate::parse::parse;

/// One mail and what is expected of it.
pub(crate) struct Fixture {
    /// The file and the number in it, for complaints.
    pub(crate) place: String,
    /// What stands behind `===`.
    pub(crate) name: String,
    /// The mail as it is read.
    pub(crate) mail: Inbound,
    expected: HashMap<String, String>,
}

impl Fixture {
    /// What is expected under `key`.
    pub(crate) fn expected(&self, key: &str) -> Option<&str> {
        self.expected.get(key).map(String::as_str)
    }
}

/// All mails of the files in `crates/mail/fixtures/FOLDER`.
pub(crate) fn fixtures(folder: &str) -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

fn read(file: &Path) -> Vec<Fixture> {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let blocks = text.split("\n=== ").enumerate();
    blocks
        .filter(|(_, block)| !block.trim().is_empty())
        .map(|(number, block)| fixture(format!("{name}, mail {}", number + 1), block.trim_start_matches("=== ")))
        .collect()
}

fn fixture(place: String, block: &str) -> Fixture {
    let (name, mut rest) = block.split_once('\n').unwrap();
    let mut expected = HashMap::new();
    while let Some(line) = rest.strip_prefix("> ") {
        let (line, behind) = line.split_once('\n').unwrap();
        let (key, value) = line.split_once(": ").unwrap_or((line, ""));
        expected.insert(key.to_owned(), value.replace('⏎', "\n"));
        rest = behind;
    }
    let (headers, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
    let kind = if headers.contains("Content-Type:") { "" } else { "Content-Type: text/plain; charset=utf-8\n" };
    let raw = format!("{headers}\nMIME-Version: 1.0\n{kind}Content-Transfer-Encoding: 8bit\n\n{body}");
    let mail = parse(raw.replace('\n', "\r\n").as_bytes()).unwrap();
    Fixture { place, name: name.trim().to_owned(), mail, expected }
}
