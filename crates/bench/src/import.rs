//! `bench import`: an mbox as history into a fresh store, by the course that `kontuar import mail` takes: looked through,
//! put in order, handed in, read, counted. How many mails a second, and how much memory more than before.
//!
//! The mails are those of `bench intake`.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use app::import::Desk;
use app::import::run as course;
use engine::Engine;
use serde_json::{Value, json};

use crate::intake;
use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs it.
pub fn run(postgres: Option<String>, mails: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let data = folder.path().join("data");
    std::fs::create_dir(&data)?;
    let mbox = folder.path().join("old.mbox");
    let bytes = write(&mbox, mails)?;
    let store = place::open(&data, postgres.as_deref(), None)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let channels = engine::Channels::default();
    let engine = Engine::new(store.clone(), Arc::new(RealClock), channels).judging_by(mail::spam::shipped());
    let inbox = runtime.block_on(intake::inbox(&engine))?;
    let resident = place::begin_peak()?;
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let found = course::look(&[mbox]);
    let looked = began.elapsed().as_secs_f64();
    let mut desk = Desk::Here(Box::new(engine), inbox);
    let tally = runtime.block_on(course::run(&mut desk, found, &RealClock, |_| ()))?;
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    Ok(json!({
        "bench": "import",
        "engine": store.engine().name(),
        "mails": mails,
        "megabytes": bytes >> 20,
        "counts": tally.words(false),
        "looked_seconds": round(looked),
        "seconds": round(seconds),
        "per_second": (mails as f64 / seconds).round(),
        "cpu_microseconds_per_mail": (cpu * 1e6 / mails.max(1) as f64).round(),
        "resident_megabytes_before": resident >> 20,
        "resident_megabytes_at_most": place::peak_resident()? >> 20,
    }))
}

/// Writes an mbox. Gives its size in bytes.
fn write(path: &Path, mails: u64) -> Result<u64, Failure> {
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    for n in 0..mails {
        out.write_all(b"From bench Mon Jan  1 00:00:00 2024\n")?;
        for line in intake::mail(n).split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.starts_with(b"From ") {
                out.write_all(b">")?;
            }
            out.write_all(line)?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(std::fs::metadata(path)?.len())
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
