//! `bench intake`: how many distinct mails a second go the whole way, from stored arrival to message: parse, split off what
//! they say, identify, thread, judge, accept, durable.
//!
//! Arrivals are stored first and are not part of the rate. A third of the mails answer an earlier one.

use std::sync::Arc;
use std::time::Instant;

use domain::channel::{BoxFuture, Capability, Channel, Inbound, Outbound, Receipt, SendError, Unreadable};
use domain::id::{IdMint, InboxId};
use domain::time::Clock;
use engine::intake::Arrival;
use engine::{Channels, Engine};
use serde_json::{Value, json};

use crate::ingest;
use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Reads mail and sends none.
struct Reader;

impl Channel for Reader {
    fn capability(&self) -> Capability {
        Capability { threads: true, html: true, subject: true, undo_ms: 0, longest_text: None }
    }

    fn parse(&self, raw: &[u8]) -> Result<Inbound, Unreadable> {
        mail::parse::parse(raw)
    }

    fn send<'a>(&'a self, _: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async { Err(SendError::Refused("a benchmark sends nothing".to_owned())) })
    }
}

/// Runs it.
pub fn run(postgres: Option<String>, mails: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let store = place::open(folder.path(), postgres.as_deref(), 2)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let ids = IdMint::new(store.node());
    let shop = runtime.block_on(ingest::shop(&store, &ids, RealClock.now()))?;
    let channels = Channels::default();
    channels.connect(shop.inbox, Arc::new(Reader));
    let engine = Engine::new(store.clone(), Arc::new(RealClock), channels).judging_by(mail::spam::shipped());
    let raws: Vec<Vec<u8>> = (0..mails).map(raw).collect();
    let parse_us = parse_alone(&raws);
    let storing = Instant::now();
    runtime.block_on(store_all(&engine, shop.inbox, raws))?;
    let stored = storing.elapsed().as_secs_f64();
    let (cpu_before, began) = (cpu_seconds(), Instant::now());
    let mut settled = 0;
    loop {
        match runtime.block_on(engine::intake::step(&engine))? {
            0 => break,
            some => settled += some,
        }
    }
    let (elapsed, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu_before);
    let cpu_us = cpu * 1e6 / settled.max(1) as f64;
    let report = store::check::run(&mut store.own_connection()?, store.blobs())?;
    Ok(json!({
        "bench": "intake",
        "engine": store.engine().name(),
        "mails": settled,
        "per_second": (settled as f64 / elapsed).round(),
        "stored_per_second": (mails as f64 / stored).round(),
        "cpu_microseconds_per_mail": {
            "all": cpu_us.round(),
            "parse": parse_us.round(),
            "the_rest": (cpu_us - parse_us).round(),
        },
        "check_findings": report.found,
        "asked": { "per_second": if postgres.is_none() { 3_000 } else { 1_000 } },
    }))
}

/// Microseconds to read one mail, on one thread.
fn parse_alone(raws: &[Vec<u8>]) -> f64 {
    let sample = &raws[..raws.len().min(2_000)];
    let began = Instant::now();
    let read = sample.iter().filter(|raw| mail::parse::parse(raw).is_ok()).count();
    began.elapsed().as_secs_f64() * 1e6 / read.max(1) as f64
}

async fn store_all(engine: &Engine, inbox: InboxId, raws: Vec<Vec<u8>>) -> Result<(), Failure> {
    let mut waiting = tokio::task::JoinSet::new();
    for (n, raw) in raws.into_iter().enumerate() {
        if waiting.len() >= 64
            && let Some(done) = waiting.join_next().await
        {
            done??;
        }
        let arrival = Arrival { inbox, source: format!("imap:1:{n}"), history: false, raw };
        let engine = engine.clone();
        waiting.spawn(async move { engine::intake::receive(&engine, arrival).await });
    }
    while let Some(done) = waiting.join_next().await {
        done??;
    }
    Ok(())
}

/// Mail number `n`, 1.5 to 4 kB: one of 20,000 authors; every third answers the one before it of the same author.
fn raw(n: u64) -> Vec<u8> {
    let answers = n % 3 == 2;
    let author = if answers { n - 1 } else { n } % 20_000;
    let sentence = "Dzień dobry, zamówienie nadal nie dotarło, a status przesyłki się nie zmienia. ";
    let text = sentence.repeat(usize::try_from(8 + n % 28).unwrap_or(8));
    let reply =
        format!("In-Reply-To: <{0}.bench@example.org>\r\nReferences: <{0}.bench@example.org>\r\n", n.max(1) - 1);
    format!(
        "Received: from mx.example.org by mx.example.com; Mon, 23 Nov 2026 10:00:00 +0100\r\n\
        From: Klient {author} <klient{author}@example.org>\r\nTo: sklep@example.com\r\n\
        Subject: {}Sprawa {n}, paczka nie doszła\r\nDate: Mon, 23 Nov 2026 09:59:00 +0100\r\n\
        Message-ID: <{n}.bench@example.org>\r\n{}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: 8bit\r\n\r\nZamówienie nr {}. {text}\r\n",
        if answers { "Odp: " } else { "" },
        if answers { reply } else { String::new() },
        100_000 + n,
    )
    .into_bytes()
}
