//! Where a benchmark's store lives: a fresh folder, or a fresh schema of a PostgreSQL database.

use domain::time::{Clock, Millis};
use store::{Place, Settings, Store};

/// The real clock.
pub struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Millis {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Millis::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A folder that goes with the benchmark, on the disk of the working folder rather than in memory.
pub fn folder() -> std::io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix("bench-").tempdir_in(std::env::current_dir()?.join("target"))
}

/// Opens a fresh store, with as many readers as the product takes unless told. On PostgreSQL the database must be empty.
pub fn open(folder: &std::path::Path, postgres: Option<&str>, readers: Option<usize>) -> Result<Store, store::Error> {
    let mut settings = settings(folder, postgres);
    settings.readers = readers.unwrap_or(settings.readers);
    Store::open(&settings, &RealClock)
}

/// The settings of such a store.
pub fn settings(folder: &std::path::Path, postgres: Option<&str>) -> Settings {
    let place = postgres.map_or(Place::Folder, |url| Place::Postgres { url: url.to_owned() });
    let readers = place.readers();
    Settings { folder: folder.to_owned(), blobs: None, place, key: [7; 32], readers }
}

/// Processor seconds this process used, all threads.
pub fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}

/// Forgets the most memory that this process has had so far. Gives what it has now, in bytes.
pub fn begin_peak() -> std::io::Result<u64> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    resident("VmRSS:")
}

/// The most memory that this process has had since [`begin_peak`], in bytes.
pub fn peak_resident() -> std::io::Result<u64> {
    resident("VmHWM:")
}

fn resident(field: &str) -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.map(|kilobytes| kilobytes << 10).ok_or_else(|| std::io::Error::other(format!("no {field}")))
}
