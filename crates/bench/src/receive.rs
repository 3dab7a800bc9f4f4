//! `bench receive`: how many mails a second our own mail server takes over SMTP from 16 connections, each answered with
//! 250 when it is durable. Client and server share the machine. What is taken is accepted behind, by the engine as it
//! always runs; the output says how much of that happened meanwhile.
//!
//! Beside it, in the same run: the same mails over SMTP to a desk that throws them away, and stored without any SMTP.
//! Each connection is used as mail servers use theirs: MAIL, RCPT and DATA in one piece, then the content; two turns a mail.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use app::receive::addresses::Addresses;
use app::receive::desk::Desk;
use channels::email::smtp_in::{Content, Door, Envelope, Limits, Reception, SmtpServer, Verdict};
use domain::channel::BoxFuture;
use domain::id::InboxId;
use engine::Engine;
use engine::intake::{self, Posted};
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::intake::{inbox, mail};
use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const CONNECTIONS: usize = 16;

/// Says yes to everything and keeps nothing.
struct Void;

impl Reception for Void {
    fn deliver<'a>(&'a self, _: Envelope, _: Content) -> BoxFuture<'a, Verdict> {
        Box::pin(async { Verdict::Accept })
    }
}

/// Runs it.
pub fn run(postgres: Option<String>, mails: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let store = place::open(folder.path(), postgres.as_deref(), None)?;
    let engine =
        Engine::new(store.clone(), Arc::new(RealClock), engine::Channels::default()).judging_by(mail::spam::shipped());
    let raws: Arc<Vec<Vec<u8>>> = Arc::new((0..mails).map(mail).collect());
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let client = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let inbox = server.block_on(inbox(&engine))?;
    let limits = Limits { spool: Some(folder.path().to_owned()), memory_bytes: 64 << 20, ..Limits::default() };
    let speak = |desk: Arc<dyn Reception>, limits: Limits| -> Result<f64, Failure> {
        let door = Arc::new(Door::new(limits, Vec::new()));
        let listening = server.block_on(SmtpServer::bind("127.0.0.1:0"))?.behind(door.clone());
        let (address, stop) = (listening.local_addr()?, CancellationToken::new());
        let serving = server.spawn(listening.serve(desk, stop.clone()));
        let began = Instant::now();
        client.block_on(send(address, &raws))?;
        let took = began.elapsed().as_secs_f64();
        stop.cancel();
        server.block_on(serving)?;
        if door.counters().mails() != mails {
            return Err("not every mail was taken".into());
        }
        Ok(mails as f64 / took)
    };
    let discarded = speak(Arc::new(Void), limits.clone())?;
    let alone = server.block_on(store_alone(&engine, inbox, &raws))?;
    let stored_before = count(&store, "SELECT COUNT(*) FROM raw")?;
    let stop = CancellationToken::new();
    let behind = server.spawn(engine::run::run(engine.clone(), stop.clone()));
    let desk = Arc::new(Desk::new(engine.clone(), Arc::new(Addresses::new(engine.clone())), "mx.example.com"));
    let accepted_before = count(&store, "SELECT COUNT(*) FROM raw WHERE state <> 0")?;
    let cpu = cpu_seconds();
    let received = speak(desk, limits)?;
    let cpu = cpu_seconds() - cpu;
    let accepted = count(&store, "SELECT COUNT(*) FROM raw WHERE state <> 0")?.saturating_sub(accepted_before);
    let durable = count(&store, "SELECT COUNT(*) FROM raw")? - stored_before;
    stop.cancel();
    server.block_on(behind)??;
    Ok(json!({
        "bench": "receive",
        "engine": store.engine().name(),
        "connections": CONNECTIONS,
        "mails": mails,
        "bytes_per_mail": raws.iter().map(Vec::len).sum::<usize>() as u64 / mails.max(1),
        "per_second": received.round(),
        "durable": durable,
        "accepted_behind_meanwhile": accepted,
        "cpu_microseconds_per_mail": (cpu * 1e6 / mails.max(1) as f64).round(),
        "limit": { "smtp_that_discards_per_second": discarded.round(), "stored_without_smtp_per_second": alone.round() },
        "asked": { "per_second": 3_000 },
    }))
}

fn count(store: &store::Store, sql: &str) -> Result<u64, Failure> {
    let rows = store.own_connection()?.text_rows(sql)?;
    Ok(rows.first().and_then(|row| row.first()).ok_or("no count")?.parse()?)
}

/// Stores all mails as the desk does, from as many tasks as there are connections.
async fn store_alone(engine: &Engine, inbox: InboxId, raws: &[Vec<u8>]) -> Result<f64, Failure> {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    let storing = (0..CONNECTIONS).map(|_| async {
        while let Some((n, raw)) = take(&next, raws) {
            let content = intake::Content::Memory(raw.clone());
            let source = format!("alone:{n}");
            let posted = Posted { inboxes: vec![inbox], source, content, bytes: raw.len() };
            intake::receive_posted(engine, posted).await?;
        }
        Ok::<_, Failure>(())
    });
    try_join_all(storing).await?;
    Ok(raws.len() as f64 / began.elapsed().as_secs_f64())
}

fn take<'r>(next: &AtomicUsize, raws: &'r [Vec<u8>]) -> Option<(usize, &'r Vec<u8>)> {
    let n = next.fetch_add(1, Ordering::Relaxed);
    raws.get(n).map(|raw| (n, raw))
}

/// Sends all mails over [`CONNECTIONS`] connections.
async fn send(address: SocketAddr, raws: &[Vec<u8>]) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let sending = (0..CONNECTIONS).map(|_| async {
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut heard = Vec::new();
        expect(&mut stream, &mut heard, 1, "220").await?;
        stream.write_all(b"EHLO client.example.org\r\n").await?;
        expect(&mut stream, &mut heard, 1, "250").await?;
        while let Some((n, raw)) = take(&next, raws) {
            let envelope = format!(
                "MAIL FROM:<klientka{n}@example.org> SIZE={}\r\nRCPT TO:<sklep@example.com>\r\nDATA\r\n",
                raw.len()
            );
            stream.write_all(envelope.as_bytes()).await?;
            expect(&mut stream, &mut heard, 3, "354").await?;
            let mut content = Vec::with_capacity(raw.len() + 3);
            content.extend_from_slice(raw);
            content.extend_from_slice(b".\r\n");
            stream.write_all(&content).await?;
            expect(&mut stream, &mut heard, 1, "250").await?;
        }
        stream.write_all(b"QUIT\r\n").await?;
        Ok::<_, Failure>(())
    });
    try_join_all(sending).await.map(drop)
}

/// Reads so many answers; the last must have this code.
async fn expect(stream: &mut TcpStream, heard: &mut Vec<u8>, answers: usize, code: &str) -> Result<(), Failure> {
    heard.clear();
    loop {
        let mut piece = [0; 1024];
        let count = stream.read(&mut piece).await?;
        if count == 0 {
            return Err("the server hung up".into());
        }
        heard.extend_from_slice(&piece[..count]);
        let whole = heard.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
        let mut ends = whole.filter(|line| line.get(3) == Some(&b' '));
        if let Some(last) = ends.nth(answers - 1) {
            return if last.starts_with(code.as_bytes()) {
                Ok(())
            } else {
                Err(String::from_utf8_lossy(last).into_owned().into())
            };
        }
    }
}
