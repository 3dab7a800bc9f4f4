//! The search: every line that was logged against what must not stand there.
//!
//! Three nets, each enough by itself for what it is for: anything that looks like an address (no address is allowed, known
//! or not), anything with the form of a secret, and everything that the fixtures planted.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::Path;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

/// Whatever looks like an address (RFC 5322's addr-spec without its quoted form), a password in an address of a server too.
const ADDRESS: &str = r"[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{N}][\p{L}\p{N}-]*(\.[\p{L}\p{N}-]+)+";

/// Secrets by their form: tokens of the API, secrets of webhooks, one-time links, keys, credentials on the wire, and words
/// that a mail's header encodes.
const SECRET: &str = r"kontuar_[0-9a-z]{36}|whsec_[\w+/=]+|(setup|join|password)/[0-9A-Za-z_-]{20,}|otpauth:|-----BEGIN|Bearer [\w.~+/-]{12,}|Basic [\w+/=]{8,}|session=[0-9a-f]{16,}|=\?(?i:utf-8)\?";

/// What the program says to whoever started it, on the same screen but in no log; the next line is the link.
const LINK_FOLLOWS: &str = "Nobody is here yet.";

/// What the fixtures' inboxes and a folder of one are called: they are named in logs on purpose, by the operator's own words
/// for them.
const OPERATORS_WORDS: [&str; 4] = ["Kamionka", "Sklep", "Hurtownia", "Zamówienia"];

/// A line that says too much.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// What it says.
    pub what: String,
    /// The line.
    pub line: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” in: {}", self.what, self.line)
    }
}

/// What a search came to.
#[derive(Debug, Default)]
pub struct Scan {
    /// Lines of programs, of commands, and from inside the tests.
    pub lines: [usize; 3],
    /// How many texts were looked for.
    pub planted: usize,
    /// What was found, each once.
    pub leaks: BTreeSet<Leak>,
}

/// Searches the logs in a folder.
///
/// # Errors
/// When it cannot be read.
///
/// # Panics
/// Never: the expressions are fixed.
pub fn scan(folder: &Path) -> io::Result<Scan> {
    let mut planted = BTreeSet::new();
    let mut logs = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match name.split('-').next() {
            Some("planted") => {
                planted.extend(text.lines().filter(|piece| !OPERATORS_WORDS.contains(piece)).map(str::to_owned));
            }
            Some("program") => logs.push((0, text)),
            Some("command") => logs.push((1, text)),
            Some("inside") => logs.push((2, text)),
            _ => {}
        }
    }
    let nets = Nets::new(&planted);
    let mut scan = Scan { planted: planted.len(), ..Scan::default() };
    for (kind, text) in logs {
        let mut link_follows = false;
        for line in text.lines() {
            scan.lines[kind] += 1;
            let is_link = std::mem::replace(&mut link_follows, line.starts_with(LINK_FOLLOWS));
            if is_link && line.starts_with("  http") {
                continue;
            }
            if let Some(what) = nets.catch(line) {
                scan.leaks.insert(Leak { what: what.to_owned(), line: line.chars().take(600).collect() });
            }
        }
    }
    Ok(scan)
}

struct Nets {
    address: Regex,
    secret: Regex,
    planted: AhoCorasick,
}

impl Nets {
    fn new(planted: &BTreeSet<String>) -> Self {
        let expression = |text| Regex::new(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let planted = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(planted);
        Self {
            address: expression(ADDRESS),
            secret: expression(SECRET),
            planted: planted.unwrap_or_else(|error| panic!("too much was planted: {error}")),
        }
    }

    /// What of a line must not be there.
    fn catch<'l>(&self, line: &'l str) -> Option<&'l str> {
        let address = line.contains('@').then(|| self.address.find(line)).flatten();
        address.or_else(|| self.secret.find(line)).map(|found| found.as_str()).or_else(|| {
            let mut found = self.planted.find_iter(line).map(|found| found.span());
            found.find(|span| stands_alone(line, span.start, span.end)).map(|span| &line[span.start..span.end])
        })
    }
}

/// Whether it is a word of its own, not a part of a longer one.
fn stands_alone(line: &str, start: usize, end: usize) -> bool {
    let before = line[..start].chars().next_back();
    let after = line[end..].chars().next();
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found when `line` was logged.
    fn found(line: &str) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("it is written");
        write("planted-7", "Gdzie jest moja paczka?\nWiśniewska\npelargonia-17\n");
        write("program-7", &format!("Kontuar is ready: http://127.0.0.1:80/\n{line}\n"));
        write("inside-7", "2026-11-23T10:00:00Z  WARN engine: put an arrival into quarantine raw=raw_01hz0000abcd1\n");
        let scan = scan(folder.path()).expect("it is read");
        assert_eq!((scan.lines, scan.planted), ([2, 0, 1], 3));
        scan.leaks.into_iter().map(|leak| leak.what).collect()
    }

    #[test]
    fn whatever_leaks_is_found() {
        let token = format!("kontuar_{}", "0a".repeat(18));
        for (line, what) in [
            ("WARN refused to=anna.wisniewska@example.org", "to=anna.wisniewska@example.org"),
            ("a stranger's <żółw@przykład.pl> too", "żółw@przykład.pl"),
            ("postgres://kontuar:geheim@127.0.0.1/kontuar", "geheim@127.0.0.1"),
            ("subject=\"Gdzie jest moja paczka?\"", "Gdzie jest moja paczka?"),
            ("of Anna Wiśniewska", "Wiśniewska"),
            ("LOGIN x pelargonia-17", "pelargonia-17"),
            (&format!("with {token}."), &token),
            ("Authorization: Bearer c2VjcmV0LXRva2Vu", "Bearer c2VjcmV0LXRva2Vu"),
            ("GET /join/0123456789abcdef0123456789", "join/0123456789abcdef0123456789"),
            ("  http://127.0.0.1/setup/0123456789abcdef0123456789", "setup/0123456789abcdef0123456789"),
            ("=?UTF-8?B?R2R6aWU=?=", "=?UTF-8?"),
        ] {
            let found = found(line);
            assert!(found.len() == 1 && found[0].ends_with(what), "{line}: {found:?}");
        }
    }

    #[test]
    fn what_may_be_said_is_not_found() {
        for line in [
            "INFO answered method=GET route=/conversations/{id} status=200 cnv_01hz0000abcd1",
            "Bearer realm=\"kontuar\", as a stranger is answered",
            "Wiśniewskaja is another word, pelargonia-170 too",
            "Nobody is here yet. Open this link to set it up:\n  http://127.0.0.1/setup/0123456789abcdef0123456789",
        ] {
            if line.contains('\n') {
                let nets = Nets::new(&BTreeSet::new());
                assert!(nets.catch(line).is_some(), "only its place makes it harmless");
            } else {
                assert_eq!(found(line), Vec::<String>::new(), "{line}");
            }
        }
    }
}
