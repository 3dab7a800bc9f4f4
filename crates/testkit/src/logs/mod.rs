//! What a whole test run logged, and the search in it for what must never be logged: no address, name, token or text of a
//! message stands in the logs.
//!
//! `./test` names an empty folder in `KONTUAR_LOGS`. Into it go the lines of every program that was started
//! ([`Program`](crate::program::Program)), those of the product inside the tests ([`hear`]), and what the fixtures gave the
//! product to keep ([`planted`]): letters, forms, names, passwords, cookies. After all stories `scan_logs` reads the
//! folder ([`scan`]). Without the variable nothing is kept.
//!
//! It must not judge while a test runs: what one test plants, the log of another may tell.

mod scan;

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub use scan::{Leak, Scan, scan};

/// The variable that names the folder.
pub const VARIABLE: &str = "KONTUAR_LOGS";

/// The crates whose words were written to be logged, as the program itself has it.
pub const OURS: [&str; 8] = ["api", "app", "channels", "demo", "domain", "engine", "store", "web"];

/// So much of a text is planted, in bytes: what leaks of a long one, leaks of its beginning.
const BEGINNING: usize = 8 * 1024;

/// Shorter ones are words of any log.
const SHORTEST: usize = 5;

static FOLDER: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from));

/// What this process planted so far.
static PLANTED: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// Whether this run's logs are kept, to be searched.
pub fn are_kept() -> bool {
    FOLDER.is_some()
}

/// This process's file of a kind.
fn file(kind: &str) -> Option<File> {
    let folder = FOLDER.as_ref()?;
    let path = folder.join(format!("{kind}-{}", std::process::id()));
    let opened =
        std::fs::create_dir_all(folder).and_then(|()| OpenOptions::new().create(true).append(true).open(&path));
    match opened {
        Ok(file) => Some(file),
        Err(error) => panic!("logs cannot be kept in {}: {error}", path.display()),
    }
}

fn append(kind: &str, text: &str) {
    let Some(mut file) = file(kind) else { return };
    if let Err(error) = file.write_all(text.as_bytes()) {
        panic!("logs cannot be kept: {error}");
    }
}

/// Keeps what a program said from its start to its end.
pub(crate) fn keep(said: &str) {
    append("program", said);
}

/// Keeps the lines of a command's log; what it says to whoever asked is theirs.
pub(crate) fn keep_of_command(stderr: &str) {
    let is_logged = |line: &&str| line.as_bytes().get(..2) == Some(b"20") && line.as_bytes().get(10) == Some(&b'T');
    let logged: String = stderr.lines().filter(is_logged).map(|line| format!("{line}\n")).collect();
    append("command", &logged);
}

/// Keeps what the product logs inside this process from now on, at every level. Said twice, it is done once.
pub(crate) fn hear() {
    static HEARD: Once = Once::new();
    HEARD.call_once(|| {
        let Some(file) = file("inside") else { return };
        let targets = Targets::new().with_default(LevelFilter::WARN);
        let targets = OURS.iter().fold(targets, |targets, name| targets.with_target(*name, Level::TRACE));
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
        // It fails only when a test listens already, whose lines are its own business then.
        tracing_subscriber::registry().with(targets).with(lines).try_init().ok();
    });
}

/// Notes that the product was given `text` to keep to itself: a mail, a form's field, a name, a password.
pub(crate) fn planted(text: &str) {
    if !are_kept() {
        return;
    }
    let mut planted = PLANTED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut fresh = String::new();
    for piece in pieces(beginning(text)) {
        if planted.insert(piece.to_owned()) {
            fresh.push_str(piece);
            fresh.push('\n');
        }
    }
    append("planted", &fresh);
}

fn beginning(text: &str) -> &str {
    let mut end = BEGINNING.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The same for a password or another word that is nowhere by chance, however plain it looks.
pub(crate) fn planted_secret(word: &str) {
    let long = word.chars().count() >= SHORTEST;
    if are_kept() && long && PLANTED.lock().unwrap_or_else(PoisonError::into_inner).insert(word.to_owned()) {
        append("planted", &format!("{word}\n"));
    }
}

/// The same for the texts of a JSON body.
pub(crate) fn planted_json(body: &serde_json::Value) {
    match body {
        serde_json::Value::String(text) => planted(text),
        serde_json::Value::Array(items) => items.iter().for_each(planted_json),
        serde_json::Value::Object(fields) => fields.values().for_each(planted_json),
        _ => {}
    }
}

/// The same for the people, subjects and texts of the demo's shop, whatever its seed was.
pub(crate) fn planted_demo() {
    static SHOWN: Once = Once::new();
    SHOWN.call_once(|| {
        let shop = demo::shop(domain::time::Millis::new(1_795_000_000_000), 1);
        shop.agents.iter().for_each(|agent| planted(agent.name));
        shop.customers.iter().for_each(|customer| planted(&customer.name));
        for conversation in &shop.conversations {
            planted(&conversation.subject);
            conversation.messages.iter().for_each(|message| planted(&message.text));
        }
    });
}

/// The same for a letter's bytes, as far as they are text.
pub(crate) fn planted_bytes(raw: &[u8]) {
    if are_kept() {
        planted(&String::from_utf8_lossy(&raw[..raw.len().min(BEGINNING)]));
    }
}

/// What of a text cannot stand in a log by chance: its lines, what stands behind the colons of headers, and its words that
/// are not English.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let lines =
        text.lines().map(str::trim).flat_map(|line| [Some(line), line.split_once(": ").map(|(_, value)| value)]);
    let lines = lines.flatten().filter(|line| line.contains(' ') && !is_header_of_form(line));
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_ascii());
    let whole = std::iter::once(text.trim()).filter(|text| !text.contains(['\n', ' ']) && !is_word_of_forms(text));
    lines.chain(words).chain(whole).filter(|piece| piece.chars().count() >= SHORTEST && !is_plain(piece))
}

/// Lines that every mail has, and which say nothing.
fn is_header_of_form(line: &str) -> bool {
    const FORMS: [&str; 6] = ["MIME-Version", "Content-", "Date:", "1.0", "text/", "multipart/"];
    FORMS.iter().any(|form| line.starts_with(form))
}

/// What choices in forms are called (`snoozed`, `events:read`), which logs may name.
fn is_word_of_forms(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || b"_:".contains(&byte))
}

/// Numbers and ids, which logs may hold, and words that are written everywhere.
fn is_plain(piece: &str) -> bool {
    let id = piece.split_once('_').is_some_and(|(kind, rest)| kind.len() == 3 && rest.len() == 13);
    id || piece.bytes().all(|byte| byte.is_ascii_digit() || b"-:. ".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_letter_everything_is_planted_that_is_not_everywhere() {
        let letter = "Subject: Gdzie paczka?\r\nMIME-Version: 1.0\r\n\r\nDzień dobry,\r\nok\r\n20481\r\n";
        let found: Vec<_> = pieces(letter).collect();
        assert_eq!(found, ["Subject: Gdzie paczka?", "Gdzie paczka?", "Dzień dobry,", "Dzień"]);
        assert_eq!(pieces("pelargonia-17").collect::<Vec<_>>(), ["pelargonia-17"]);
        assert_eq!(pieces("cnv_01hz0000abcd1").count() + pieces("2026-11-23").count() + pieces("open").count(), 0);
        assert_eq!(beginning(&"ż".repeat(BEGINNING)).len(), BEGINNING);
    }
}
