//! Writing down what a test run really exercised.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::Mutex;

static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Notes that this run exercised `what`, for example `contract: PostgreSQL 15.18`.
///
/// `./test` names a file in `KONTUAR_COVERED`, prints it at the end and fails when an engine or a server is missing
/// from it. Said twice, it is written once. Without the variable nothing is written.
///
/// # Panics
/// When the file cannot be written: a run that cannot say what it covered must not pass.
pub fn covered(what: &str) {
    let Some(path) = std::env::var_os("KONTUAR_COVERED") else { return };
    let mut said = SAID.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !said.insert(what.to_owned()) {
        return;
    }
    let written = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .and_then(|mut file| file.write_all(format!("{what}\n").as_bytes()));
    if let Err(error) = written {
        panic!("cannot note what was covered in {}: {error}", path.display());
    }
}
