//! `bench store`: how many ingest transactions a second are durable, with 64 clients, and how many
//! rows a second bare inserts on one connection bring to the same disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::id::IdMint;
use domain::time::Clock;
use serde_json::{Value, json};

use crate::ingest;
use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const CLIENTS: usize = 64;

/// Runs it.
pub fn run(postgres: Option<String>, seconds: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let store = place::open(folder.path(), postgres.as_deref(), None)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let ids = Arc::new(IdMint::new(store.node()));
    let shop = runtime.block_on(ingest::shop(&store, &ids, RealClock.now(), false))?;
    let counter = Arc::new(AtomicU64::new(0));
    let cpu_before = cpu_seconds();
    let began = Instant::now();
    let deadline = began + Duration::from_secs(seconds);
    let mut latencies: Vec<u32> = runtime.block_on(async {
        let clients = (0..CLIENTS).map(|_| {
            let (store, ids, counter) = (store.clone(), ids.clone(), counter.clone());
            tokio::spawn(async move {
                let mut took = Vec::new();
                while Instant::now() < deadline {
                    let n = counter.fetch_add(1, Ordering::Relaxed);
                    let Some(mail) = ingest::mail(&store, &ids, shop, n, RealClock.now()) else { break };
                    let from = Instant::now();
                    store.write(move |tx| ingest::ingest(tx, &mail)).await?;
                    took.push(u32::try_from(from.elapsed().as_micros()).unwrap_or(u32::MAX));
                }
                Ok::<_, store::Error>(took)
            })
        });
        let mut all = Vec::new();
        for client in clients.collect::<Vec<_>>() {
            all.extend(client.await??);
        }
        Ok::<_, Failure>(all)
    })?;
    let elapsed = began.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - cpu_before;
    latencies.sort_unstable();
    let done = latencies.len();
    let rate = done as f64 / elapsed;
    let report = {
        let mut conn = store.own_connection()?;
        store::check::run(&mut conn, store.blobs())?
    };
    let limit = if postgres.is_none() { Some(bare::run(seconds.min(5))?) } else { None };
    Ok(json!({
        "bench": "store",
        "engine": store.engine().name(),
        "clients": CLIENTS,
        "transactions": done,
        "per_second": rate.round(),
        "cpu_microseconds_per_transaction": (cpu * 1e6 / done.max(1) as f64).round(),
        "latency_ms": { "p50": quantile(&latencies, 0.5), "p99": quantile(&latencies, 0.99) },
        "limit_bare_inserts_per_second": limit.map(f64::round),
        "ratio_to_limit": limit.map(|limit| (rate / limit * 100.0).round() / 100.0),
        "check_findings": report.found.saturating_sub(done), // no arrivals are stored here: one finding a message is owed
        "asked": { "per_second": if postgres.is_none() { 5_000 } else { 1_500 }, "ratio_to_limit": 0.33 },
    }))
}

fn quantile(sorted_us: &[u32], q: f64) -> f64 {
    let at = ((sorted_us.len().saturating_sub(1)) as f64 * q) as usize;
    sorted_us.get(at).map_or(0.0, |us| f64::from(*us) / 1_000.0)
}

/// Bare inserts of the same rows: one connection, the same tables and indexes, transactions of 250.
mod bare {
    use super::{Duration, Failure, Instant, place};
    use rusqlite::params;

    pub fn run(seconds: u64) -> Result<f64, Failure> {
        let folder = place::folder()?;
        drop(place::open(folder.path(), None, None)?);
        let mut conn = rusqlite::Connection::open(folder.path().join("kontuar.db"))?;
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000;")?;
        let text = "Dzień dobry, zamówienie nadal nie dotarło, a status przesyłki się nie zmienia. ".repeat(18);
        let body = r#"{"kind":"message.received","conversation":"cnv_01h8m3c4k5q7p","message":"msg_01h8m3c4k5q7p","contact":"ctc_01h8m3c4k5q7p","inbox":"inb_01h8m3c4k5q7p","raw":"raw_01h8m3c4k5q7p","joined_by":"opened","automatic":false,"history":false}"#;
        let began = Instant::now();
        let mut n: i64 = 0;
        while began.elapsed() < Duration::from_secs(seconds) {
            let tx = conn.transaction()?;
            for _ in 0..250 {
                n += 1;
                let key = (n.wrapping_mul(2_654_435_761) as u64).to_be_bytes();
                let print = [key, key].concat();
                if n <= 20_000 {
                    tx.prepare_cached("INSERT INTO contact (id, name, created_at) VALUES (?1, ?2, ?3)")?
                        .execute(params![n, "Klient", n])?;
                    tx.prepare_cached("INSERT INTO identity (id, contact, fingerprint, value, evidence) VALUES (?1, ?1, ?2, 'klient@example.org', 0)")?.execute(params![n, print])?;
                }
                tx.prepare_cached("INSERT INTO conversation (id, brand, inbox, team, contact, number, follows, status, snoozed_until, priority, assignee, automatic, waiting_since, last_at, messages, bucket, sort_at, subject, preview) VALUES (?1, 1, 1, 1, ?2, ?1, NULL, 0, NULL, 1, 0, 0, ?1, ?1, 1, 0, ?1, 'Gdzie jest moja paczka?', ?3)")?
                    .execute(params![n, n * 7919 % 20_000, &text[..160]])?;
                tx.prepare_cached("INSERT INTO view_count (team, assignee, bucket, n) VALUES (1, 0, 0, 1) ON CONFLICT (team, assignee, bucket) DO UPDATE SET n = view_count.n + excluded.n")?.execute([])?;
                tx.prepare_cached("INSERT INTO message (id, conversation, kind, at, contact, agent, raw, automatic, history) VALUES (?1, ?1, 0, ?1, ?2, NULL, ?1, 0, 0)")?.execute(params![n, n % 20_000])?;
                tx.prepare_cached("INSERT INTO message_content (message, subject, text, html, sender, recipients, message_id, answers) VALUES (?1, 'Gdzie jest moja paczka?', ?2, NULL, '{}', '{}', '1.bench@example.org', '{}')")?.execute(params![n, text])?;
                tx.prepare_cached("INSERT INTO message_ref (fingerprint, message, conversation, ours, content_key) VALUES (?1, ?2, ?2, 0, ?1)")?.execute(params![print, n])?;
                tx.prepare_cached("INSERT INTO participant (conversation, fingerprint) VALUES (?1, ?2)")?
                    .execute(params![n, print])?;
                for event in [n * 2, n * 2 + 1] {
                    tx.prepare_cached("INSERT INTO event (position, kind, v, at, actor, cause, depth, conversation, body) VALUES (?1, 'message.received', 1, ?2, 'ctc_01h8m3c4k5q7p', NULL, 0, ?2, ?3)")?.execute(params![event, n, body])?;
                }
            }
            tx.commit()?;
        }
        Ok(n as f64 / began.elapsed().as_secs_f64())
    }
}
