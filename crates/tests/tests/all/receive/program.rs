//! The built program as a mail server: killed while mail comes in, and behind a real one.

use std::net::SocketAddr;

use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use testkit::letter::Letter;
use testkit::servers::{Postgres, SmtpServer, covered, ports, ready};

use crate::operation::shop::{ADDRESS, Shop};

/// Hands a mail to the program once; whether it said that it has it.
async fn hand_over(to: SocketAddr, letter: &Letter) -> bool {
    let from = "anna@example.org".parse().expect("an address");
    let envelope = Envelope::new(Some(from), vec![ADDRESS.parse().expect("an address")]).expect("people");
    let client = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(to.port()).build();
    client.send_raw(&envelope, &letter.raw()).await.is_ok()
}

async fn killed(database: Option<String>) {
    const CUSTOMERS: u32 = 4;
    const MAILS: u32 = 15;
    let smtp = SocketAddr::from(([127, 0, 0, 1], ports::free()));
    let engine = if database.is_some() { "PostgreSQL" } else { "SQLite" };
    let receive =
        format!("[receive]\nsmtp = \"{smtp}\"\nhost_name = \"mx.kontuar.example\"\ntrusted_peers = [\"127.0.0.1\"]\n");
    let mut shop = Shop::with(database, |settings| settings.section(&receive)).await;
    shop.open().await;
    let pouring: Vec<_> = (0..CUSTOMERS)
        .map(|customer| {
            tokio::spawn(async move {
                for mail in 0..MAILS {
                    let letter = Letter::new(&format!("{customer}.{mail}@example.org")).to(ADDRESS);
                    let sent = ready::until("the mail server", ready::START, || async {
                        hand_over(smtp, &letter).await.then_some(())
                    });
                    sent.await;
                }
            })
        })
        .collect();
    for taken in [3, 12, 25, 40] {
        ready::until("so many mails", ready::START, || {
            let ledger = shop.ledger(&shop.program.data());
            let there = ledger.received.len() as u32 + ledger.unread;
            std::future::ready((there >= taken).then_some(()))
        })
        .await;
        shop.program.kill();
        shop.program.start().await;
    }
    for customer in pouring {
        customer.await.expect("it ends");
    }
    ready::until("all mails to be read", ready::START, || {
        let ledger = shop.ledger(&shop.program.data());
        std::future::ready((ledger.unread == 0).then_some(()))
    })
    .await;
    let ledger = shop.ledger(&shop.program.data());
    assert_eq!(ledger.received.len() as u32, CUSTOMERS * MAILS, "what got its 250 is there");
    assert!(ledger.received.values().all(|times| *times == 1), "once: {:?}", ledger.received);
    shop.program.check().await;
    covered(&format!("crash: kill -9 under SMTP, {engine}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_taken_is_there_once_however_often_the_program_dies() {
    Box::pin(killed(None)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_it_is_on_postgresql() {
    let postgres = Postgres::shared().await;
    Box::pin(killed(Some(postgres.fresh_database().await))).await;
}

#[tokio::test]
async fn exim_in_front_hands_over_by_lmtp_and_keeps_what_is_refused_for_later() {
    let lmtp = SocketAddr::from(([127, 0, 0, 1], ports::free()));
    let receive = format!("[receive]\nlmtp = \"{lmtp}\"\nhost_name = \"mx.kontuar.example\"\n");
    let mut shop = Shop::with(None, |settings| settings.section(&receive)).await;
    let exim = SmtpServer::before(&shop.store, lmtp).await;
    let anna = shop.store.add_user("anna@kontuar.example", "fiołek-3");
    // The program is not there yet: Exim keeps the mail and comes again.
    exim.send(&anna, &[ADDRESS], &Letter::new("a@example.org").to(ADDRESS).subject("Przed otwarciem").raw())
        .await
        .expect("Exim takes it");
    let ola = shop.open().await;
    shop.sees(&ola, "Przed otwarciem").await;
    exim.send(&anna, &[ADDRESS], &Letter::new("b@example.org").to(ADDRESS).subject("Po otwarciu").raw())
        .await
        .expect("Exim takes it");
    shop.sees(&ola, "Po otwarciu").await;
    let ledger = shop.ledger(&shop.program.data());
    assert_eq!((ledger.received.len(), ledger.unread, ledger.quarantined), (2, 0, 0));
    assert!(ledger.received.values().all(|times| *times == 1));
}
