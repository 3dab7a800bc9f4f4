//! The built program as a mail server behind a real one. (Killed while mail comes in: `operation::kill`.)

use testkit::letter::Letter;
use testkit::servers::SmtpServer;

use crate::operation::shop::{ADDRESS, Shop, free_door};

#[tokio::test]
async fn exim_in_front_hands_over_by_lmtp_and_keeps_what_is_refused_for_later() {
    let lmtp = free_door();
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
