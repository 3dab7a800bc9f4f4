//! `bench intake`: how many mails a second the whole intake takes in: parse, split, identify, thread, accept, each in a
//! message that is durable. Beside it what each stage costs in processor time, alone and on one thread.
//!
//! The mails are distinct, 1.5 to 4 kB: plain, with an HTML part, answers to earlier ones, notices of machines.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use channels::email::ReadsOnly;
use domain::channel::Inbound;
use domain::id::InboxId;
use domain::identity::Address;
use engine::Engine;
use engine::intake::{self, Arrival};
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::place::{self, RealClock, cpu_seconds};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Mails that are stored at once before they are read, as a busy mailbox brings them.
const AT_ONCE: usize = 64;

/// Runs it.
pub fn run(postgres: Option<String>, mails: u64) -> Result<Value, Failure> {
    let folder = place::folder()?;
    let store = place::open(folder.path(), postgres.as_deref(), None)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let engine =
        Engine::new(store.clone(), Arc::new(RealClock), engine::Channels::default()).judging_by(mail::spam::shipped());
    let raws: Vec<Vec<u8>> = (0..mails).map(mail).collect();
    let stages = stages(&raws);
    let inbox = runtime.block_on(inbox(&engine))?;
    let (began, cpu) = (Instant::now(), cpu_seconds());
    runtime.block_on(receive(&engine, inbox, &raws))?;
    let (received, receive_cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let (began, cpu) = (Instant::now(), cpu_seconds());
    runtime.block_on(async {
        while intake::step(&engine).await? > 0 {}
        Ok::<_, engine::Error>(())
    })?;
    let (taken, intake_cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let mut conn = store.own_connection()?;
    let count = |conn: &mut store::Conn, sql: &str| -> Result<u64, Failure> {
        Ok(conn.text_rows(sql)?.first().and_then(|row| row.first()).ok_or("no count")?.parse()?)
    };
    let messages = count(&mut conn, "SELECT COUNT(*) FROM message")?;
    let conversations = count(&mut conn, "SELECT COUNT(*) FROM conversation")?;
    let each = |seconds: f64| (seconds * 1e6 / mails.max(1) as f64).round();
    let reading: f64 = stages.iter().map(|(_, seconds)| seconds).sum();
    let by_stage: serde_json::Map<String, Value> = stages
        .iter()
        .map(|(stage, seconds)| ((*stage).to_owned(), json!(each(*seconds))))
        .chain([
            ("receive".to_owned(), json!(each(receive_cpu))),
            ("the rest of the intake".to_owned(), json!(each(intake_cpu - reading))),
        ])
        .collect();
    Ok(json!({
        "bench": "intake",
        "engine": store.engine().name(),
        "mails": mails,
        "messages": messages,
        "conversations": conversations,
        "bytes_per_mail": raws.iter().map(Vec::len).sum::<usize>() as u64 / mails.max(1),
        "per_second": (mails as f64 / taken).round(),
        "received_per_second": (mails as f64 / received).round(),
        "cpu_microseconds_per_mail": by_stage,
        "asked": { "per_second": if postgres.is_none() { 3_000 } else { 1_000 } },
    }))
}

/// Processor seconds of what reads without a store, over all mails.
fn stages(raws: &[Vec<u8>]) -> Vec<(&'static str, f64)> {
    let from = cpu_seconds();
    let read: Vec<Inbound> = raws.iter().filter_map(|raw| mail::parse::parse(raw).ok()).collect();
    let parsed = cpu_seconds();
    for mail in &read {
        black_box(mail::split::of(mail));
    }
    vec![("parse", parsed - from), ("split", cpu_seconds() - parsed)]
}

pub(crate) async fn inbox(engine: &Engine) -> Result<InboxId, Failure> {
    let brand = create_brand(engine, "Kamionka").await?;
    let team = create_team(engine, "Obsługa").await?;
    let address = Address::parse("sklep@example.com").ok_or("an address")?;
    let new =
        NewInbox { brand, team, name: "Sklep".to_owned(), address, sender: "Kamionka".to_owned(), auto_reply: None };
    let inbox = create_inbox(engine, new).await?;
    engine.channels().connect(inbox, Arc::new(ReadsOnly));
    Ok(inbox)
}

async fn receive(engine: &Engine, inbox: InboxId, raws: &[Vec<u8>]) -> Result<(), Failure> {
    for (batch, some) in raws.chunks(AT_ONCE).enumerate() {
        let arrivals = some.iter().enumerate().map(|(n, raw)| {
            let source = format!("bench:{}", batch * AT_ONCE + n);
            intake::receive(engine, Arrival { inbox, source, history: false, raw: raw.clone() })
        });
        for received in join_all(arrivals).await {
            received?;
        }
    }
    Ok(())
}

/// The mail number `n`.
pub(crate) fn mail(n: u64) -> Vec<u8> {
    const SENTENCES: [&str; 6] = [
        "Dzień dobry, zamówienie {n} nadal nie dotarło, a status przesyłki nie zmienia się od poniedziałku.",
        "Proszę o informację, kiedy mogę się spodziewać paczki i czy da się ją przekierować do paczkomatu WAW12A.",
        "Buty są o pół numeru za małe; czy mogę je wymienić bez ponownego płacenia za wysyłkę?",
        "W załączniku przesyłam zdjęcie uszkodzonego kubka, ucho odpadło przy pierwszym myciu.",
        "Could you please send the invoice to my company as well? The tax number is in my account.",
        "Z góry dziękuję za odpowiedź i życzę spokojnego dnia całemu zespołowi.",
    ];
    let mut body = String::new();
    for line in 0..10 + n % 18 {
        let sentence = SENTENCES[((n * 7 + line) % 6) as usize];
        body.push_str(&sentence.replace("{n}", &n.to_string()));
        body.push_str(if line % 4 == 3 { "\r\n\r\n" } else { "\r\n" });
    }
    body.push_str("\r\nPozdrawiam\r\nKlientka\r\n");
    let answered = (n % 10 >= 6 && n > 50).then(|| n - 10 - n % 10);
    if let Some(of) = answered {
        body.push_str("\r\nW dniu 21.11.2026 o 14:05, Sklep Kamionka pisze:\r\n> Dzień dobry,\r\n> sprawdzamy to i odpiszemy dziś.\r\n");
        body.push_str(&format!("> Numer sprawy {of}\r\n"));
    }
    // Nine of ten answers come from who wrote before; the tenth customer is somebody else.
    let customer = answered.unwrap_or(n) % 4_000;
    let threading = answered.map_or(String::new(), |of| {
        format!("In-Reply-To: <{of}.bench@example.org>\r\nReferences: <{of}.bench@example.org>\r\n")
    });
    let (from, subject) = match n % 10 {
        5 => ("InPost <noreply@inpost.pl>".to_owned(), format!("Paczka {n} jest gotowa do odbioru")),
        _ => (
            format!("Klientka Nr {customer} <klientka{customer}@example.org>"),
            format!("{}Zamówienie {n}", if answered.is_some() { "Odp: " } else { "" }),
        ),
    };
    let content = if n.is_multiple_of(3) && body.len() < 1_800 {
        let html = body.replace("\r\n", "<br>\r\n");
        format!(
            "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
             {body}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<div>{html}</div>\r\n--b--\r\n"
        )
    } else {
        format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}")
    };
    format!(
        "Return-Path: <klientka{customer}@example.org>\r\nReceived: from mail.example.org (mail.example.org [192.0.2.7])\r\n\
         \tby mx.example.com with ESMTPS id {n}; Sat, 21 Nov 2026 14:05:00 +0100\r\nMessage-ID: <{n}.bench@example.org>\r\n\
         From: {from}\r\nTo: sklep@example.com\r\nSubject: {subject}\r\nDate: Sat, 21 Nov 2026 14:04:00 +0100\r\n\
         {threading}User-Agent: Mozilla Thunderbird\r\nMIME-Version: 1.0\r\n{content}"
    )
    .into_bytes()
}
