//! The built program as a mail server behind a real one. (Killed while mail comes in: `operation::kill`.)

use testkit::letter::Letter;
use testkit::program::{Door, Inbox, Settings};
use testkit::sender::{Told, hand_over};
use testkit::servers::SmtpServer;

use crate::operation::shop::{ADDRESS, Shop, free_door, receive};

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

#[tokio::test]
async fn an_inbox_that_is_fetched_no_more_lives_on_what_is_handed_over_and_its_silence_is_no_alarm() {
    let smtp = free_door();
    let mut shop = Shop::set_up(|settings| settings.section(&receive(smtp))).await;
    let mut ola = shop.open().await;
    let fetched = |shop: &Shop| {
        let place = store::Place::Folder;
        let folder = shop.program.data();
        let settings = store::Settings { folder, blobs: None, place, key: [0; 32], readers: 1 };
        let (mut conn, _) = store::Store::open_reader(&settings).expect("the store can be read");
        store::mailbox::state::all(&mut conn).expect("a read").len()
    };
    assert_eq!(fetched(&shop), 1);
    let alone = Inbox::handed_over(ADDRESS, Door::plain(shop.sink.address()));
    shop.program.configure(&Settings::default().section(&receive(smtp)).inbox(alone));
    shop.program.restart().await;
    assert_eq!(fetched(&shop), 0, "nothing is expected of it, so nothing is missed");
    let letter = Letter::new("a@example.org").to(ADDRESS).subject("Wprost");
    assert_eq!(hand_over(smtp, ADDRESS, &letter.raw()).await, Told::Taken);
    let path = shop.sees(&ola, "Wprost").await;
    assert_eq!(shop.answers(&mut ola, &path, "Dziękujemy.", "one").await, 303);
    assert_eq!(shop.all_sent(&shop.program.data()).await.replies.len(), 1);
    let tested = shop.program.run(&["mailbox", "test", ADDRESS, "--config", "kontuar.toml"]).await;
    assert_eq!(tested.code(), Some(0), "{}{}", tested.stdout, tested.stderr);
    assert!(tested.stdout.contains("nothing is fetched; mail for it is handed over"), "{}", tested.stdout);
}
