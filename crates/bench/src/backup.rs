//! `bench backup`: a backup of 1,000,000 messages while 200 mails a second arrive, and its restore, beside the copying of
//! the database's file.
//!
//! The time of an arrival is counted from the moment it was due, so that one that had to wait for others shows. Before
//! and during the backup the same number arrives. What is restored is checked and backed up again: on SQLite, and where
//! a road is given on PostgreSQL first and from there on SQLite, so that the digest has gone both ways.

mod road;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::id::IdMint;
use domain::time::Clock;
use engine::Engine;
use serde_json::{Value, json};
use store::Store;
use store::backup::{self, Taken, Taking, Why};

use crate::ingest::{self, Shop};
use crate::pages;
use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Mails that arrive in a second.
const ARRIVALS: u32 = 200;

/// How long arrivals are measured without a backup, in seconds.
const BEFORE: u64 = 10;

/// The first number of the mails that arrive: behind those that are there.
const FIRST: u64 = 100_000_000;

/// Runs it.
pub fn run(postgres: Option<String>, road: Option<String>, conversations: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let data = folder.path().join("data");
    std::fs::create_dir(&data)?;
    let store = place::open(&data, postgres.as_deref(), None)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let engine = Engine::new(store.clone(), Arc::new(RealClock), engine::Channels::default());
    let (shop, _) = runtime.block_on(pages::fill(&engine, conversations, true))?;
    let settings = place::settings(&data, postgres.as_deref());
    let ids = Arc::new(IdMint::new(store.node() + 2));
    let alone = Arc::new(AtomicBool::new(true));
    let (quiet, cpu) = (alone.clone(), cpu_seconds());
    let stopping = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(BEFORE));
        quiet.store(false, Ordering::Relaxed);
    });
    let mut before = runtime.block_on(arrive(&store, &ids, shop, FIRST, alone))?;
    stopping.join().map_err(|_| "a thread broke down")?;
    let arrivals_cpu = (cpu_seconds() - cpu) / BEFORE as f64;

    let going = Arc::new(AtomicBool::new(true));
    let (ended, backups, of) = (going.clone(), folder.path().join("backups"), settings.clone());
    let resident = place::begin_peak()?;
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let taking = std::thread::spawn(move || {
        let now = RealClock.now();
        let taking = Taking { settings: &of, folder: &backups, to: None, why: Why::Asked, now, go_on: &|| true };
        let taken = backup::take(&taking);
        ended.store(false, Ordering::Relaxed);
        (taken, began.elapsed().as_secs_f64())
    });
    let (watching, wal) = (going.clone(), data.join("kontuar.db-wal"));
    let wal = std::thread::spawn(move || largest(&wal, &watching));
    let mut during = runtime.block_on(arrive(&store, &ids, shop, 2 * FIRST, going))?;
    let (taken, seconds) = taking.join().map_err(|_| "the backup broke down")?;
    let taken: Taken = taken?;
    let (cpu, peak) = (cpu_seconds() - cpu, place::peak_resident()?);
    let wal_peak = wal.join().map_err(|_| "a thread broke down")?;
    let engine_name = store.engine().name();
    drop((engine, store));
    let copy = if postgres.is_none() { Some(copy(&data, folder.path())?) } else { None };
    let road = road::walk(folder.path(), &taken, road)?;
    Ok(json!({
        "bench": "backup",
        "engine": engine_name,
        "messages": taken.manifest.rows("message"),
        "events": taken.manifest.rows("event"),
        "seconds": round(seconds),
        "cpu_seconds_without_arrivals": round(cpu - arrivals_cpu * seconds),
        "archive_megabytes": taken.bytes >> 20,
        "resident_megabytes_before": resident >> 20,
        "resident_megabytes_at_most": peak >> 20,
        "wal_megabytes_at_most": wal_peak >> 20,
        "arrivals_per_second": ARRIVALS,
        "arrival_ms_before": quantiles(&mut before),
        "arrival_ms_during": quantiles(&mut during),
        "arrivals_kept_up_per_second": round(during.len() as f64 / seconds),
        "digest": taken.manifest.digest,
        "restored": road,
        "limit_copy": copy.map(|(bytes, took)| json!({ "megabytes": bytes >> 20, "seconds": round(took) })),
        "ratio_to_limit": copy.map(|(_, took)| round(seconds / took)),
    }))
}

/// Lets mails arrive at an even pace while `going`. Gives how late each was on disk, in microseconds.
async fn arrive(
    store: &Store,
    ids: &Arc<IdMint>,
    shop: Shop,
    first: u64,
    going: Arc<AtomicBool>,
) -> Result<Vec<u32>, Failure> {
    let began = Instant::now();
    let mut waiting = tokio::task::JoinSet::new();
    let mut late = Vec::new();
    let mut n = 0_u32;
    while going.load(Ordering::Relaxed) {
        let due = began + Duration::from_secs(1) * n / ARRIVALS;
        tokio::time::sleep_until(due.into()).await;
        let mail = ingest::mail(store, ids, shop, first + u64::from(n), RealClock.now()).ok_or("no mail")?;
        let store = store.clone();
        waiting.spawn(async move {
            store.write(move |tx| ingest::ingest(tx, &mail)).await?;
            Ok::<_, store::Error>(u32::try_from(due.elapsed().as_micros()).unwrap_or(u32::MAX))
        });
        while let Some(done) = waiting.try_join_next() {
            late.push(done??);
        }
        n += 1;
    }
    while let Some(done) = waiting.join_next().await {
        late.push(done??);
    }
    Ok(late)
}

/// How large a file becomes while `going`, in bytes.
fn largest(file: &Path, going: &AtomicBool) -> u64 {
    let mut largest = 0;
    while going.load(Ordering::Relaxed) {
        largest = largest.max(std::fs::metadata(file).map_or(0, |file| file.len()));
        std::thread::sleep(Duration::from_millis(100));
    }
    largest
}

/// The limit: the database's file, copied and brought to the disk.
fn copy(data: &Path, to: &Path) -> Result<(u64, f64), Failure> {
    let began = Instant::now();
    let copy = to.join("copy.db");
    let bytes = std::fs::copy(data.join("kontuar.db"), &copy)?;
    std::fs::File::open(&copy)?.sync_all()?;
    Ok((bytes, began.elapsed().as_secs_f64()))
}

fn quantiles(micros: &mut [u32]) -> Value {
    micros.sort_unstable();
    let at = |q: f64| {
        let at = ((micros.len().saturating_sub(1)) as f64 * q) as usize;
        micros.get(at).map_or(0.0, |us| round(f64::from(*us) / 1e3))
    };
    json!({ "p50": at(0.5), "p99": at(0.99), "max": at(1.0), "count": micros.len() })
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
