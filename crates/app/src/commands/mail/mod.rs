//! `kontuar mail`: how mails are read, without a running counter.
//!
//! `explain` says what a mail says, `split` what is new in a bare body, `thread` where mails would go. One JSON object a
//! line, one line a mail; whatever a file is, the run goes on, and says what was wrong with it in `problems`.

mod explain;
mod split;
mod thread;

use std::io::Read;
use std::path::PathBuf;

pub use explain::explain;
pub use split::{SplitAs, split};
pub use thread::thread;

use super::Failure;
use crate::sources::MAX_BYTES;

/// One input: its name, and its bytes or why there are none.
struct Input {
    file: String,
    bytes: Result<Vec<u8>, String>,
}

/// The inputs, one after the other; no file is read before its turn. `-` and no file at all are the standard input.
fn inputs(files: Vec<PathBuf>) -> impl Iterator<Item = Input> {
    let files = if files.is_empty() { vec![PathBuf::from("-")] } else { files };
    files.into_iter().map(|path| {
        let opened: std::io::Result<Box<dyn Read>> = if path.as_os_str() == "-" {
            Ok(Box::new(std::io::stdin().lock()))
        } else {
            std::fs::File::open(&path).map(|file| Box::new(file) as Box<dyn Read>)
        };
        let bytes = opened.and_then(|from| {
            let mut bytes = Vec::new();
            from.take(MAX_BYTES + 1).read_to_end(&mut bytes).map(|_| bytes)
        });
        let bytes = match bytes {
            Ok(bytes) if bytes.len() as u64 > MAX_BYTES => Err(format!("larger than {} MB", MAX_BYTES >> 20)),
            Ok(bytes) => Ok(bytes),
            Err(error) => Err(format!("cannot be opened: {error}")),
        };
        Input { file: path.to_string_lossy().into_owned(), bytes }
    })
}

/// A line of the result.
fn line(object: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(object).map_err(|error| Failure(format!("The result cannot be written: {error}.")))
}
