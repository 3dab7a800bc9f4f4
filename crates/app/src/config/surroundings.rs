//! What surrounds the process: its environment, and files.

use std::fmt;
use std::path::Path;

use super::{Config, ConfigError, Flags, load};

/// The largest file that is read as settings, in bytes.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// What surrounds the process: the environment and files, so that tests can bring their own.
pub struct Surroundings<'a> {
    /// All variables of the environment.
    pub variables: Vec<(String, String)>,
    /// Reads a small text file.
    pub read: &'a dyn Fn(&Path) -> std::io::Result<String>,
}

impl fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}

impl Surroundings<'_> {
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }
}

/// The settings of this process.
///
/// # Errors
/// Every mistake of file, environment and command line, in plain sentences.
#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
pub fn from_process(flags: &Flags) -> Result<Config, ConfigError> {
    let variables = std::env::vars_os()
        .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    load(flags, &Surroundings { variables, read: &read_bounded })
}

fn read_bounded(path: &Path) -> std::io::Result<String> {
    use std::io::Read;
    let mut text = String::new();
    std::fs::File::open(path)?.take(MAX_FILE_BYTES).read_to_string(&mut text)?;
    Ok(text)
}
