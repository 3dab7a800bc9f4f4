//! What becomes of fetched mails: stored once, the cursor behind them, old ones marked.

use channels::email::imap::MailboxError;
use domain::identity::Address;
use domain::time::{HOUR_MS, SECOND_MS};
use engine::people::{NewInbox, create_brand, create_inbox, create_team};

use super::*;
use crate::scratch::{NOW, Scratch};

#[test]
fn what_lay_there_before_and_what_comes_late_is_history() {
    let check = |before_set_up_ms: i64, now_after_ms: i64| {
        is_history(Some(NOW.plus_ms(-before_set_up_ms)), NOW, NOW.plus_ms(now_after_ms))
    };
    assert!(!check(23 * HOUR_MS, 0), "yesterday's mail waits for an answer");
    assert!(check(25 * HOUR_MS, 0));
    assert!(!check(-DAY_MS, 3 * DAY_MS), "a weekend's outage is caught up");
    assert!(check(-DAY_MS, 9 * DAY_MS));
    assert!(!is_history(None, NOW, NOW));
}

async fn intake(scratch: &Scratch) -> Intake {
    let engine = &scratch.engine;
    let new = NewInbox {
        brand: create_brand(engine, "Dzban").await.unwrap(),
        team: create_team(engine, "Dzban").await.unwrap(),
        name: "Dzban".to_owned(),
        address: Address::parse("sklep@example.com").unwrap(),
        sender: "Dzban".to_owned(),
        auto_reply: None,
    };
    let inbox = create_inbox(engine, new).await.unwrap();
    let fares = Arc::new(Fares::new(engine.clone(), inbox, "Dzban"));
    engine.store().write(move |tx| store::mailbox::state::set_up(tx, &[(inbox, None)], NOW)).await.unwrap();
    Intake::new(engine.clone(), inbox, fares)
}

fn mail(uid: u32, content: Content) -> Arrival {
    let message_id = b"Message-ID: <1@example.org>".to_vec();
    Arrival { listing: Listing { uid, size: 40, received_at: Some(NOW), message_id }, content }
}

async fn open(intake: &Intake, uidvalidity: u32, uidnext: u32) -> Wanted {
    let opened = Opened { role: FolderRole::Inbox, name: "INBOX".to_owned(), uidvalidity, uidnext: Some(uidnext) };
    intake.opened(opened).await.unwrap()
}

#[tokio::test]
async fn a_mail_is_stored_once_and_known() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    assert_eq!(open(&intake, 7, 3).await.known, UidSet::default());
    for _ in 0..2 {
        let hello = mail(3, Content::Whole(b"From: a@example.org\r\n\r\nhello".to_vec()));
        intake.arrived(FolderRole::Inbox, 7, vec![hello]).await.unwrap();
        assert_eq!(open(&intake, 7, 4).await.known, [3].into_iter().collect());
    }
    let waiting = scratch.engine.store().read(store::raw::count_waiting).await.unwrap();
    assert_eq!(waiting, 1);
}

#[tokio::test]
async fn until_somebody_chooses_only_what_comes_is_wanted() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    let set_up = Millis::new(made_at(intake.inbox()).get() / SECOND_MS * SECOND_MS);
    let wanted = open(&intake, 7, 100).await;
    assert_eq!((wanted.from_uid, wanted.since), (Some(100), set_up));
    let inbox = intake.inbox();
    for (text, since) in
        [("all", Millis::new(i64::MIN)), ("2026-01-01", Millis::new(1_767_225_600_000)), ("none", set_up)]
    {
        let horizon = Horizon::parse(text).unwrap();
        let chosen = scratch.engine.store().write(move |tx| store::mailbox::state::choose(tx, inbox, horizon)).await;
        assert!(chosen.unwrap().value);
        let wanted = open(&intake, 7, 200).await;
        assert_eq!((wanted.from_uid, wanted.since), (Some(100), since), "{text}");
    }
}

#[tokio::test]
async fn under_new_uids_as_many_mails_are_known_again_as_there_were() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    open(&intake, 7, 1).await;
    let twins = [1, 2].map(|uid| mail(uid, Content::Whole(b"From: a@example.org\r\n\r\nhello".to_vec())));
    intake.arrived(FolderRole::Inbox, 7, twins.to_vec()).await.unwrap();
    let wanted = open(&intake, 8, 9).await;
    assert!(wanted.renumbered && wanted.known.is_empty() && wanted.from_uid.is_none());
    let listed = [5, 6, 7].map(|uid| mail(uid, Content::Whole(Vec::new())).listing);
    let known = intake.recognise(FolderRole::Inbox, 8, listed.to_vec()).await.unwrap();
    assert_eq!(known, [5, 6], "a third one that looks the same is another");
    let after = open(&intake, 8, 9).await;
    assert_eq!((after.known, after.renumbered), ([5, 6].into_iter().collect(), false));
}

#[tokio::test]
async fn a_mail_too_large_waits_for_a_person_and_blocks_nothing() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    open(&intake, 7, 1).await;
    let content = Content::TooLarge { size: 90_000_000, headers: b"From: a@example.org\r\n\r\n".to_vec() };
    for _ in 0..2 {
        intake.arrived(FolderRole::Inbox, 7, vec![mail(4, content.clone())]).await.unwrap();
    }
    let aside = scratch.engine.store().read(|conn| store::raw::quarantined(conn, domain::id::Id::from_raw(0), 10));
    let aside = aside.await.unwrap();
    assert_eq!(aside.len(), 1);
    assert!(aside[0].reason.starts_with("90000000 bytes are more"), "{}", aside[0].reason);
    assert!(open(&intake, 7, 9).await.known.contains(4));
    assert!(scratch.findings().is_empty());
}

#[tokio::test]
async fn a_failing_mailbox_is_said_to_fail_until_it_works() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    assert_eq!(intake.fares().now(), None);
    let failing = MailboxStatus::Failing { error: MailboxError::WrongPassword { answer: "no".into() }, since: NOW };
    intake.status(MailboxStatus::Connecting);
    intake.status(failing.clone());
    intake.status(MailboxStatus::Connecting);
    assert_eq!(intake.fares().now(), Some(failing));
    let watching = MailboxStatus::Watching { last_success: NOW, refused: 0 };
    intake.status(watching.clone());
    assert_eq!(intake.fares().now(), Some(watching));
}
