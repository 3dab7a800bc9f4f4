//! A mailbox as shops have it: full from the start, in several folders, on a server that breaks now and then.
//!
//! 1,500 mails and six disturbances in every run, 20,000 and thirty with `--long`.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use store::mailbox::outlook::Outlook;
use testkit::letter::{ANNA, Letter};
use testkit::net::Proxy;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::{Dovecot, covered, ready};
use testkit::sink::Sink;

use super::ledger::Ledger;
use super::shop::{ADDRESS, MAIL_PASSWORD, OLA, OLAS_PASSWORD, Shop};
use crate::first_run::owner;

/// How long a mail may be on its way from folders that announce nothing.
const POLLED: &str = "5";

fn inbox(imap: Door, sink: &Sink) -> Inbox {
    Inbox::new(ADDRESS, imap, Door::plain(sink.address())).imap("poll_seconds", POLLED)
}

/// Waits until so many mails were read, as long as something still moves.
async fn all_read(program: &Program, count: usize) -> Ledger {
    let (mut moved, mut at) = (Instant::now(), 0);
    loop {
        let ledger = Ledger::read(&program.data(), None);
        let read = ledger.received.len();
        if read != at {
            (moved, at) = (Instant::now(), read);
        }
        if (read >= count && ledger.unread == 0) || moved.elapsed() > Duration::from_secs(60) {
            return ledger;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mail_is_there_exactly_once_however_often_the_mailbox_breaks() {
    let long = std::env::var_os("KONTUAR_LONG").is_some();
    let (mails, breaks) = if long { (20_000, 30) } else { (1_500, 6) };
    let mut store = Dovecot::start().await;
    let mailbox = store.add_user(ADDRESS, MAIL_PASSWORD);
    let letter = |n: usize| {
        let customer = format!("Klient {n} <klient{n}@customer.example>");
        Letter::new(&format!("full-{n}@customer.example")).from(&customer).subject(&format!("Sprawa {n}")).raw()
    };
    mailbox.append_all((0..mails).map(letter)).await;
    let (proxy, sink) = (Proxy::to(store.imap()).await, Sink::start().await);
    let door = Door::plain(proxy.address()).login(&mailbox);
    let mut program = Program::new(Settings::default().inbox(inbox(door, &sink)));
    program.start().await;
    let (began, mut largest_kb) = (Instant::now(), 0);
    for n in 0..breaks {
        let enough = mails * (n + 1) / (breaks + 2);
        ready::until("the next mails", Duration::from_secs(120), || {
            let ledger = Ledger::read(&program.data(), None);
            std::future::ready((ledger.received.len() + ledger.unread as usize >= enough).then_some(()))
        })
        .await;
        largest_kb = largest_kb.max(program.rss_anon_kb());
        match n % 3 {
            0 => {}
            1 => store.restart().await,
            _ => store.change_uidvalidity(&mailbox).await,
        }
        proxy.cut();
    }
    let ledger = all_read(&program, mails).await;
    let seconds = began.elapsed().as_secs_f64();
    let twice: Vec<_> = ledger.received.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "more than once: {twice:?}");
    assert_eq!((ledger.received.len(), ledger.unread, ledger.quarantined), (mails, 0, 0), "{}", program.said());
    println!(
        "{mails} mails, {breaks} breaks: {:.0} mails a second, at most {largest_kb} kB of memory",
        mails as f64 / seconds
    );
    program.check().await;
    program.stop();
    covered(&format!("mailbox: {mails} mails, {breaks} breaks"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_far_it_is_stands_on_the_page_while_old_mail_comes() {
    const MAILS: usize = 1_500;
    let store = Dovecot::start().await;
    let mailbox = store.add_user(ADDRESS, MAIL_PASSWORD);
    let letter = |n: usize| Letter::new(&format!("old-{n}@customer.example")).subject(&format!("Sprawa {n}")).raw();
    mailbox.append_all((0..MAILS).map(letter)).await;
    let sink = Sink::start().await;
    let door = Door::plain(store.imap()).login(&mailbox);
    let mut program = Program::new(Settings::default().inbox(inbox(door, &sink)));
    program.start().await;
    let owner = owner(&program).await;
    let seen = RefCell::new(Vec::new());
    ready::until("all mails to be there", Duration::from_secs(120), || {
        let mut owner = owner.clone();
        let seen = &seen;
        async move {
            let at = progress(&owner.get("/mailboxes").await.expect("a page").body);
            seen.borrow_mut().extend(at.filter(|(_, of)| *of == MAILS).map(|(done, _)| done));
            (at.is_none() && !seen.borrow().is_empty()).then_some(())
        }
    })
    .await;
    let mut seen = seen.into_inner();
    seen.dedup();
    assert!(seen.is_sorted(), "it never goes back: {seen:?}");
    assert!(seen.iter().filter(|done| (1..MAILS).contains(done)).count() >= 2, "it moves: {seen:?}");
    assert_eq!(all_read(&program, MAILS).await.received.len(), MAILS);
}

/// How many mails of how many are here, where a page of mailboxes shows that they are coming.
fn progress(page: &str) -> Option<(usize, usize)> {
    let (_, bar) = page.split_once("<progress ")?;
    let number = |name: &str| bar.split_once(&format!("{name}=\""))?.1.split_once('"')?.0.parse().ok();
    Some((number("value")?, number("max")?))
}

#[tokio::test]
async fn spam_is_spam_until_it_is_taken_out_and_an_answer_from_a_phone_is_ours() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let junk = shop.mailbox.folder("Junk");
    junk.create().await;
    let door = Door::plain(shop.store.imap()).login(&shop.mailbox);
    shop.program.configure(&Settings::default().inbox(inbox(door, &shop.sink)));
    let ola = shop.open().await;

    shop.writes(&Letter::new("a@example.org").subject("Gdzie jest moja paczka?")).await;
    let path = shop.sees(&ola, "Gdzie jest moja paczka?").await;
    let phone = Letter::new("phone@kontuar.example").from(&format!("Sklep <{ADDRESS}>")).to(ANNA);
    let phone = phone.subject("Re: Gdzie jest moja paczka?").answering("a@example.org").text("Piszę z telefonu.");
    shop.mailbox.folder("Sent").append(&phone.raw()).await;
    shop.reads(&ola, &path, "Piszę z telefonu.").await;

    let held = Letter::new("held@example.org").from("Zofia Lis <zofia@example.org>").subject("Zwrot butów");
    junk.append(&held.raw()).await;
    shop.reads(&ola, "/inbox/spam", "Zwrot butów").await;
    let uid = junk.messages().await[0].uid;
    junk.move_to(uid, "INBOX").await;
    shop.sees(&ola, "Zwrot butów").await;
    let spam = ola.clone().get("/inbox/spam").await.expect("a page").body;
    assert!(!spam.contains("Zwrot butów"), "it left the spam: {spam}");
    let ledger = shop.ledger(&shop.program.data());
    assert_eq!(ledger.received.get("held@example.org"), Some(&1), "it is the same message");
    shop.program.check().await;
    covered("mailbox: spam and sent");
}

#[tokio::test]
async fn a_horizon_is_chosen_after_a_dry_run_and_only_new_mail_comes_before() {
    let mut shop = Shop::set_up(|settings| settings).await;
    for n in 0..3 {
        shop.writes(&Letter::new(&format!("old-{n}@example.org")).subject(&format!("Stara sprawa {n}"))).await;
    }
    let door = Door::plain(shop.store.imap()).login(&shop.mailbox);
    // What lay there before the start is old: the server's moments are whole seconds.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let undecided = inbox(door.clone(), &shop.sink).imap("history", "");
    shop.program.configure(&Settings::default().inbox(undecided));
    let checked = shop.program.run(&["mailbox", "check", ADDRESS]).await;
    assert!(checked.stdout.contains("would bring 3 mails (exact): about 3 conversations"), "{checked:?}");
    let ola = shop.open().await;
    shop.program.says("the mailbox is watched").await;
    shop.writes(&Letter::new("new@example.org").subject("Nowa sprawa")).await;
    shop.sees(&ola, "Nowa sprawa").await;
    assert_eq!(shop.ledger(&shop.program.data()).received.len(), 1, "the old ones wait for a decision");
    shop.program.configure(&Settings::default().inbox(inbox(door, &shop.sink)));
    shop.program.restart().await;
    assert_eq!(all_read(&shop.program, 4).await.received.len(), 4);
    covered("mailbox: horizon");
}

#[tokio::test]
async fn a_dry_run_says_what_comes() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let write = |n: usize, subject: &str| Letter::new(&format!("trial-{n}@example.org")).subject(subject);
    let notice = write(4, "Twoja paczka jest w drodze").from("InPost <powiadomienia@inpost.pl>");
    for letter in [
        write(1, "Gdzie jest moja paczka?"),
        write(2, "Re: Gdzie jest moja paczka?").answering("trial-1@example.org").text("Nadal czekam."),
        write(3, "Zwrot butów").from("Zofia Lis <zofia@example.org>"),
        notice.header("Auto-Submitted", "auto-generated"),
    ] {
        shop.writes(&letter).await;
    }
    // What lay there before the start is old: the server's moments are whole seconds.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let checked = shop.program.run(&["mailbox", "check", ADDRESS]).await;
    shop.program.start().await;
    assert_eq!(all_read(&shop.program, 4).await.received.len(), 4);
    let Outlook { conversations, open, notices, spam } = Ledger::outlook(&shop.program.data());
    assert_eq!((conversations, open, notices, spam), (3, 2, 1, 0));
    let promised = format!(
        "would bring 4 mails (exact): about {conversations} conversations; {open} would be open; {notices} would be \
         notices, {spam} spam."
    );
    assert!(checked.stdout.contains(&promised), "{promised}: {checked:?}");
    covered("mailbox: a dry run");
}

#[tokio::test]
async fn what_is_too_large_or_refused_is_named_and_holds_up_nothing() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let ola = shop.open().await;
    let mut large = Letter::new("large@example.org").subject("Zdjęcia").raw();
    large.resize(60 * 1024 * 1024, b'x');
    shop.mailbox.append(&large).await;
    shop.writes(&Letter::new("small@example.org").subject("Gdzie jest moja paczka?")).await;
    shop.sees(&ola, "Gdzie jest moja paczka?").await;
    shop.quarantined(1).await;
    shop.program.stop();
    shop.store.change_password(ADDRESS, "zmieniona-7").await;
    shop.program.start().await;
    shop.program.says("does not accept this user name and password").await;
    covered("mailbox: too large, wrong password");
}

#[tokio::test]
async fn a_horizon_is_chosen_on_the_page_after_a_look() {
    let mut shop = Shop::set_up(|settings| settings).await;
    for n in 0..3 {
        shop.writes(&Letter::new(&format!("old-{n}@example.org")).subject(&format!("Stara sprawa {n}"))).await;
    }
    // What lay there before the start is old: the server's moments are whole seconds.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let door = Door::plain(shop.store.imap()).login(&shop.mailbox);
    shop.program.configure(&Settings::default().inbox(inbox(door, &shop.sink).imap("history", "")));
    shop.program.start().await;
    let order = ["agent", "add", "--login", OLA, "--name", "Ola", "--role", "owner", "--password-stdin"];
    let added = shop.program.run_with(&order, &format!("{OLAS_PASSWORD}\n")).await;
    assert!(added.status.success(), "{added:?}");
    let mut ola = shop.ola().await;
    shop.program.says("the mailbox is watched").await;
    let page = ola.get("/mailboxes").await.expect("a page").body;
    let (_, after) = page.split_once("/mailboxes/inb_").expect("its form");
    let (id, _) = after.split_once(['/', '"']).expect("its form");
    let path = format!("/mailboxes/inb_{id}");
    let set = ola.get(&path).await.expect("a page");
    assert_eq!(set.status, 200);
    assert!(
        set.body.contains("opisana w pliku ustawień") && !set.body.contains("<button class=\"first\""),
        "{}",
        set.body
    );
    let form = [("version", "1"), ("name", "Inna"), ("sender", ""), ("signature", ""), ("auto_reply", "")];
    let refused = ola.post(&format!("{path}/words"), &form).await.expect("an answer");
    assert!(refused.status == 409 && refused.body.contains("opisana w pliku ustawień"), "the file decides");
    ola.post(&format!("{path}/trial"), &[]).await.expect("it is asked for");
    shop.reads(&ola, "/mailboxes", "3 wiadomości, rozmów około 3; otwartych byłoby około 3").await;
    ola.post(&format!("{path}/trial"), &[("day", "2035-01-01")]).await.expect("it is asked for");
    shop.reads(&ola, "/mailboxes", "Od 2035-01-01: 0 wiadomości").await;
    assert_eq!(shop.ledger(&shop.program.data()).received.len(), 0, "looking keeps nothing");
    ola.post(&format!("{path}/horizon"), &[("horizon", "all"), ("day", "")]).await.expect("it is chosen");
    assert_eq!(all_read(&shop.program, 3).await.received.len(), 3);
    shop.program.check().await;
    covered("mailbox: horizon on the page");
}
