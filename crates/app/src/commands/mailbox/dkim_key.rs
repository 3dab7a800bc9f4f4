//! `kontuar mailbox dkim-key`: makes a key that signs mail, and says which DNS record receivers look it up in.
//!
//! It never writes over a file, and never shows a private key.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use channels::email::dkim::{Key, make};
use channels::email::standing::words::Language;
use domain::identity::Address;

use super::configured;
use crate::commands::{Failure, say};
use crate::config::Config;
use crate::serve::inboxes::is_open;

/// What a new key is to be.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its name in the DNS.
    pub selector: String,
    /// Its file; `None`: in the data folder.
    pub file: Option<PathBuf>,
    /// The language of what is said.
    pub language: Language,
}

/// Prints the records of an inbox's keys; makes one where it has none.
///
/// # Errors
/// In sentences: no such inbox, a file that is none or cannot be written.
pub fn dkim_key(config: &Config, address: &Address, new: &NewKey) -> Result<(), Failure> {
    let inbox = configured(config, address)?;
    let say_in = |polish: String, english: String| match new.language {
        Language::Polish => say(&polish),
        Language::English => say(&english),
    };
    if let Some(dkim) = &inbox.dkim {
        for key in &dkim.keys {
            print_record(new.language, &dkim.domain, &key.selector, &key.read().map_err(Failure)?)?;
        }
        return Ok(());
    }
    let domain = address.host();
    let file = new.file.clone().unwrap_or_else(|| config.data.join(format!("dkim-{domain}.pem")));
    let file = std::path::absolute(&file).unwrap_or(file);
    let shown = file.display();
    let key = match std::fs::read_to_string(&file) {
        Ok(pem) => {
            let key = read(&file, &pem)?;
            say_in(format!("Klucz już jest: {shown}"), format!("The key is there already: {shown}"))?;
            key
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let pem = make().ok_or_else(|| Failure("The machine gives no random numbers.".to_owned()))?;
            write(&file, &pem)?;
            say_in(format!("Nowy klucz (Ed25519): {shown}"), format!("A new key (Ed25519): {shown}"))?;
            read(&file, &pem)?
        }
        Err(error) => return Err(Failure(format!("{shown} cannot be read: {error}."))),
    };
    if is_open(&file) {
        let polish = format!("Uwaga: każdy na tym komputerze może go odczytać. Uruchom: chmod 600 {shown}");
        say_in(polish, format!("Note: everybody on this machine can read it. Run: chmod 600 {shown}"))?;
    }
    print_record(new.language, domain, &new.selector, &key)?;
    say_in(
        format!("2. Gdy rekord już widać, dopisz do ustawień pod [[inbox]] {address} i uruchom Kontuar ponownie:"),
        format!("2. When the record can be seen, add to the settings below [[inbox]] {address}, and restart Kontuar:"),
    )?;
    let quoted = serde_json::Value::from(file.to_string_lossy().as_ref());
    say(&format!("\n[inbox.dkim]\nselector = \"{}\"\nkey_file = {quoted}\n", new.selector))?;
    say_in(
        format!("3. Sprawdź: kontuar mailbox domain {address}\n\n{POLISH_NOTE}"),
        format!("3. Check: kontuar mailbox domain {address}\n\n{ENGLISH_NOTE}"),
    )
}

const POLISH_NOTE: &str = "Podpisuj tylko wtedy, gdy nie robi tego Twój serwer poczty. Część odbiorców sprawdza tylko podpisy RSA: \
    dodaj obok taki klucz (openssl genrsa -out dkim-rsa.pem 2048) w sekcji [inbox.dkim.second], a to polecenie pokaże i jego rekord.";
const ENGLISH_NOTE: &str = "Sign only where your mail server does not. Some receivers check RSA signatures only: add such a key \
    (openssl genrsa -out dkim-rsa.pem 2048) in a section [inbox.dkim.second], and this command shows its record too.";

fn read(file: &Path, pem: &str) -> Result<Key, Failure> {
    Key::read(pem).map_err(|error| Failure(format!("{} cannot be used: {error}.", file.display())))
}

/// Writes a file that nobody else can read, where none is.
fn write(file: &Path, pem: &str) -> Result<(), Failure> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let written = made.and_then(|mut open| {
        open.write_all(pem.as_bytes())?;
        open.sync_all()
    });
    written.map_err(|error| {
        Failure(format!("The key cannot be written to {}: {error}. Name another place with --file.", file.display()))
    })
}

fn print_record(language: Language, domain: &str, selector: &str, key: &Key) -> Result<(), Failure> {
    let record = key.record();
    let (heading, name, kind, value, zone) = match language {
        Language::Polish => ("1. Dodaj w DNS ten rekord:", "nazwa", "typ", "wartość", "albo w pliku strefy"),
        Language::English => ("1. Add this record to the DNS:", "name", "type", "value", "or in a zone file"),
    };
    let place = format!("{selector}._domainkey.{domain}");
    say(&format!("{heading}\n\n  {name}: {place}\n  {kind}: TXT\n  {value}: {record}\n"))?;
    say(&format!("  {zone}:\n  {place}. IN TXT ( {} )\n", record.in_strings()))
}
