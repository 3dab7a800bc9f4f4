//! What becomes of fetched mails: stored once, the cursor behind them, old ones marked.

use channels::email::imap::MailboxError;
use domain::identity::Address;
use domain::time::HOUR_MS;
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
    Intake::new(engine.clone(), inbox, "Dzban", "INBOX")
}

fn mail(uid: u32, content: Content) -> Arrival {
    Arrival { uidvalidity: 7, uid, received_at: Some(NOW), content }
}

#[tokio::test]
async fn a_mail_is_stored_once_and_the_cursor_follows() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    assert_eq!(intake.cursor().await.unwrap(), None);
    for _ in 0..2 {
        intake.arrived(mail(3, Content::Whole(b"From: a@example.org\r\n\r\nhello".to_vec()))).await.unwrap();
        assert_eq!(intake.cursor().await.unwrap(), Some(Cursor { uidvalidity: 7, last_uid: 3 }));
    }
    let waiting = scratch.engine.store().read(store::raw::count_waiting).await.unwrap();
    assert_eq!(waiting, 1);
}

#[tokio::test]
async fn a_mail_too_large_waits_for_a_person_and_blocks_nothing() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    let content = Content::TooLarge { size: 90_000_000, headers: b"From: a@example.org\r\n\r\n".to_vec() };
    for _ in 0..2 {
        intake.arrived(mail(4, content.clone())).await.unwrap();
    }
    let aside = scratch.engine.store().read(|conn| store::raw::quarantined(conn, domain::id::Id::from_raw(0), 10));
    let aside = aside.await.unwrap();
    assert_eq!(aside.len(), 1);
    assert!(aside[0].reason.starts_with("90000000 bytes are more"), "{}", aside[0].reason);
    assert_eq!(intake.cursor().await.unwrap().map(|cursor| cursor.last_uid), Some(4));
    assert!(scratch.findings().is_empty());
}

#[tokio::test]
async fn a_failing_mailbox_is_said_to_fail_until_it_works() {
    let scratch = Scratch::new();
    let intake = intake(&scratch).await;
    assert_eq!(intake.now(), None);
    let failing = MailboxStatus::Failing { error: MailboxError::WrongPassword { answer: "no".into() }, since: NOW };
    intake.status(MailboxStatus::Connecting);
    intake.status(failing.clone());
    intake.status(MailboxStatus::Connecting);
    assert_eq!(intake.now(), Some(failing));
    let watching = MailboxStatus::Watching { last_success: NOW };
    intake.status(watching.clone());
    assert_eq!(intake.now(), Some(watching));
}
