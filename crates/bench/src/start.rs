//! `bench start`: the built program on an empty folder: time from its start to the first answered
//! request, and anonymous memory when it has had nothing to do for a while, before any visitor and
//! after many.
//!
//! The limit beside it: the same binary saying its version, and a fresh SQLite file with one
//! durable commit. No program that keeps its promises can be quicker.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::place;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How often it is started.
const STARTS: usize = 20;

/// How long it has nothing to do before its memory is looked at.
const IDLE: Duration = Duration::from_secs(10);

/// How many pages are asked for before its memory is looked at again.
const PAGES: usize = 1_000;

/// How long an answer may take before something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the program says when its pages answer.
const READY: &str = "Kontuar is ready: http://";

/// Runs it.
pub fn run() -> Result<Value, Failure> {
    let program = sibling()?;
    let mut fresh = Vec::new();
    let mut again = Vec::new();
    let mut spawned = Vec::new();
    let mut committed = Vec::new();
    let (mut idle_kb, mut used_kb) = (0, 0);
    for start in 1..=STARTS {
        let folder = place::folder()?;
        fresh.push(Running::start(&program, folder.path())?.took_ms);
        let second = Running::start(&program, folder.path())?;
        again.push(second.took_ms);
        if start == STARTS {
            std::thread::sleep(IDLE);
            idle_kb = second.rss_anon_kb()?;
            (0..PAGES).try_for_each(|_| ask(second.address))?;
            std::thread::sleep(IDLE);
            used_kb = second.rss_anon_kb()?;
        }
        drop(second);
        spawned.push(timed(|| Ok(Command::new(&program).arg("--version").env_clear().output().map(drop)?))?);
        committed.push(timed(|| commit_once(folder.path()))?);
    }
    let (fresh_ms, limit_ms) = (median(&mut fresh), median(&mut spawned) + median(&mut committed));
    Ok(json!({
        "bench": "start",
        "starts": STARTS,
        "first_answer_ms": { "p50": round(fresh_ms), "max": round(fresh.last().copied().unwrap_or_default()) },
        "first_answer_existing_store_ms": { "p50": round(median(&mut again)), "max": round(again.last().copied().unwrap_or_default()) },
        "idle_anonymous_mb": round(idle_kb as f64 / 1_024.0),
        "idle_anonymous_mb_after_pages": { "pages": PAGES, "mb": round(used_kb as f64 / 1_024.0) },
        "limit_ms": { "version": round(median(&mut spawned)), "fresh_sqlite_commit": round(median(&mut committed)) },
        "ratio_to_limit": round(fresh_ms / limit_ms),
        "asked": { "first_answer_ms": 150, "idle_anonymous_mb": 45 },
    }))
}

/// The program that was built with this one.
fn sibling() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?.with_file_name("kontuar");
    if program.is_file() {
        return Ok(program);
    }
    Err(format!("{} is not built: run `cargo build --release --workspace` first", program.display()).into())
}

/// A running program; dropped, it is killed.
struct Running {
    child: Child,
    /// Kept open: it goes on speaking.
    output: Option<BufReader<ChildStdout>>,
    address: SocketAddr,
    took_ms: f64,
}

impl Running {
    /// Starts it on `folder` and waits for its sign-in page.
    fn start(program: &Path, folder: &Path) -> Result<Self, Failure> {
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.join("data"));
        command.env_clear().current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let began = Instant::now();
        let mut child = command.spawn()?;
        let output = child.stdout.take().map(BufReader::new);
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut running = Self { child, output, address: nowhere, took_ms: 0.0 };
        running.address = running.ready()?;
        ask(running.address)?;
        running.took_ms = began.elapsed().as_secs_f64() * 1e3;
        Ok(running)
    }

    /// Waits until it says where its pages answer.
    fn ready(&mut self) -> Result<SocketAddr, Failure> {
        let mut line = String::new();
        self.output.as_mut().ok_or("its output is piped")?.read_line(&mut line)?;
        let address = line.trim().strip_prefix(READY).and_then(|rest| rest.trim_end_matches('/').parse().ok());
        address.ok_or_else(|| format!("it did not start, it said: {line}").into())
    }

    /// Memory that no file stands behind.
    fn rss_anon_kb(&self) -> Result<u64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("the kernel does not say")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.output.take());
        // Gone already is gone.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Asks for the sign-in page and reads all of it.
fn ask(address: SocketAddr) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /sign-in HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut page = Vec::new();
    stream.read_to_end(&mut page)?;
    if page.starts_with(b"HTTP/1.1 200 ") { Ok(()) } else { Err("the sign-in page was not answered".into()) }
}

/// A fresh SQLite file with one durable commit.
fn commit_once(folder: &Path) -> Result<(), Failure> {
    let conn = rusqlite::Connection::open(folder.join("bare.db"))?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (id INTEGER PRIMARY KEY)",
    )?;
    Ok(())
}

fn timed(work: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let began = Instant::now();
    work()?;
    Ok(began.elapsed().as_secs_f64() * 1e3)
}

/// Sorts, and gives the one in the middle.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
