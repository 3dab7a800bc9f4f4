//! What comes back of what we sent: bounces and complaints; and what becomes of spam.

use domain::conversation::{Bucket, Conversation, Status};
use domain::delivery::DeliveryState;
use domain::id::{ConversationId, MessageId};
use domain::identity::SenderMark;
use engine::commands::{self, Reply};
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter, SHOP};
use testkit::on_both;

async fn load(app: &TestApp, id: ConversationId) -> Conversation {
    app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there")
}

/// Anna wrote, Ola answered and solved it; gives the conversation, our answer and its Message-ID.
async fn solved(app: &TestApp) -> (ConversationId, MessageId, String) {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let form = Reply {
        conversation: id,
        text: "Już wysłane.".to_owned(),
        then: Status::Solved,
        once: "solved".to_owned(),
        seen: None,
    };
    let message = commands::reply(&app.engine, app.ola(), form).await.expect("answered");
    app.settle().await;
    let sent = app.channel.arrived().into_iter().find(|sent| sent.message == message).expect("it left");
    (id, message, sent.message_id)
}

/// A delivery report (RFC 3464) about the mail with this Message-ID.
fn report(id: &str, status: &str, action: &str, of: &str) -> Vec<u8> {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r\nTo: {SHOP}\r\n\
        Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <{id}@mx.example.net>\r\n\
        Date: Mon, 23 Nov 2026 10:30:00 +0100\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nI could not deliver your message.\r\n\
        --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n\
        Final-Recipient: rfc822; {ANNA}\r\nAction: {action}\r\nStatus: {status}\r\n\
        Diagnostic-Code: smtp; 550 {status} User unknown\r\n\r\n\
        --b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: {SHOP}\r\nTo: {ANNA}\r\nMessage-ID: <{of}>\r\n\
        Subject: Re: Gdzie jest moja paczka?\r\n\r\n--b--\r\n"
    )
    .into_bytes()
}

/// A complaint (RFC 5965) about the mail with this Message-ID.
fn complaint(of: &str) -> Vec<u8> {
    format!(
        "From: <feedback@fbl.example.net>\r\nTo: {SHOP}\r\nSubject: complaint\r\nMessage-ID: <fbl@fbl.example.net>\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n\
        --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\
        User-Agent: Fbl/1\r\nOriginal-Rcpt-To: {ANNA}\r\n\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: {SHOP}\r\nTo: {ANNA}\r\nMessage-ID: <{of}>\r\n\
        Subject: Re: Gdzie jest moja paczka?\r\n\r\nx\r\n--b--\r\n"
    )
    .into_bytes()
}

async fn standing(app: &TestApp, id: ConversationId, message: MessageId) -> store::delivery::Standing {
    let states = app.store().read(move |conn| store::delivery::states_of(conn, id)).await.expect("read");
    states.get(&message).cloned().expect("a delivery")
}

on_both!(a_bounce_brings_the_matter_back_before_its_author, |app| {
    let (id, message, of) = solved(&app).await;
    app.arrive_raw("imap:1:90", report("hard", "5.1.1", "failed", &of), false).await;
    app.settle().await;
    let state = load(&app, id).await;
    assert_eq!((state.status, state.bucket(), state.assignee), (Status::Open, Bucket::ToAnswer, Some(app.ola)));
    assert!(state.waiting_since.is_some(), "the customer still waits");
    assert_eq!(state.messages, 3, "the report stands in the matter it is about");
    let told = standing(&app, id, message).await;
    assert_eq!(told.state, DeliveryState::Bounced);
    assert!(told.answer.expect("a reason").contains("5.1.1"));
    assert_eq!(app.channel.arrived().len(), 1, "a report is answered by nobody");
    // A second report of the same changes nothing more; somebody may send again.
    app.arrive_raw("imap:1:91", report("again", "5.1.1", "failed", &of), false).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM event WHERE kind = 'delivery.bounced'"), 1);
    commands::requeue_delivery(&app.engine, app.ola(), id, message).await.expect("once more");
    app.settle().await;
    assert_eq!(standing(&app, id, message).await.state, DeliveryState::Sent);
});

on_both!(a_report_without_an_address_is_read_all_the_same, |app| {
    let (id, message, of) = solved(&app).await;
    let report = String::from_utf8(report("bare", "5.1.1", "failed", &of)).expect("text");
    let bare = report.replace("Mail Delivery System <MAILER-DAEMON@mx.example.net>", "MAILER-DAEMON (Mail Delivery)");
    app.arrive_raw("imap:1:90", bare.into_bytes(), false).await;
    app.settle().await;
    assert_eq!(standing(&app, id, message).await.state, DeliveryState::Bounced);
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE state = 2"), 0);
});

on_both!(a_delay_is_only_noted, |app| {
    let (id, message, of) = solved(&app).await;
    app.arrive_raw("imap:1:90", report("soft", "4.4.1", "delayed", &of), false).await;
    app.settle().await;
    assert_eq!(standing(&app, id, message).await.state, DeliveryState::Sent);
    let state = load(&app, id).await;
    assert_eq!((state.status, state.messages), (Status::Solved, 3));
});

on_both!(a_report_on_what_we_never_sent_waits_for_nobody, |app| {
    let (id, _, _) = solved(&app).await;
    app.arrive_raw("imap:1:90", report("foreign", "5.1.1", "failed", "a@example.org"), false).await;
    app.settle().await;
    let place = app.newest_conversation().await;
    assert_ne!(place, id, "the id is the customer's own: everybody may know it");
    assert_eq!(load(&app, place).await.bucket(), Bucket::Automatic);
    assert_eq!(load(&app, id).await.status, Status::Solved);
});

on_both!(who_complained_gets_nothing_by_itself, |b| b.auto_reply("Dziękujemy"), |app| {
    let (id, _, of) = solved(&app).await;
    let before = app.channel.arrived().len();
    app.arrive_raw("imap:1:90", complaint(&of), false).await;
    app.settle().await;
    assert_eq!(app.newest_conversation().await, id);
    assert_eq!(app.number("SELECT MAX(mark) FROM identity"), SenderMark::Quiet.code());
    app.receive(&Letter::new("b@example.org").subject("Zupełnie inna sprawa")).await;
    assert_eq!(app.channel.arrived().len(), before);
});

const SPAMMER: &str = "Wygrana <promo@zysk.example>";

fn spam(n: u32) -> Letter {
    Letter::new(&format!("{n}@zysk.example"))
        .from(SPAMMER)
        .subject(&format!("Nagroda numer {n} czeka"))
        .text("Kliknij i odbierz pieniądze teraz. Inwestycja bez ryzyka, zysk gwarantowany.")
}

on_both!(spam_that_was_corrected_is_known_the_next_time, |b| b.auto_reply("Dziękujemy"), |app| {
    let id = app.receive(&spam(1)).await;
    commands::judge_spam(&app.engine, app.ola(), id, true).await.expect("judged");
    let state = load(&app, id).await;
    assert_eq!((state.bucket(), state.waiting_since), (Bucket::Spam, None));
    let before = app.channel.arrived().len();
    let next = app.receive(&spam(2)).await;
    assert_eq!(load(&app, next).await.bucket(), Bucket::Spam, "it was learnt");
    assert_eq!(app.channel.arrived().len(), before, "and is answered by nobody");
    let honest = app.receive(&Letter::new("a@example.org")).await;
    assert_eq!(load(&app, honest).await.bucket(), Bucket::ToAnswer);
    // Taken back, the customer waits since they wrote.
    let wrote = load(&app, next).await.last_at;
    app.wait_ms(domain::time::HOUR_MS).await;
    commands::judge_spam(&app.engine, app.ola(), next, false).await.expect("judged");
    let state = load(&app, next).await;
    assert_eq!((state.bucket(), state.waiting_since), (Bucket::ToAnswer, Some(wrote)));
});

on_both!(a_blocked_sender_is_kept_out_of_sight, |app| {
    let id = app.receive(&spam(1)).await;
    commands::mark_sender(&app.engine, app.ola(), id, SenderMark::Blocked).await.expect("blocked");
    assert_eq!(load(&app, id).await.bucket(), Bucket::Spam);
    let next = app.receive(&spam(2).subject("Przepraszam")).await;
    assert_eq!(load(&app, next).await.bucket(), Bucket::Spam);
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 2, "stored all the same");
    commands::mark_sender(&app.engine, app.ola(), id, SenderMark::None).await.expect("let in again");
    assert_eq!(load(&app, id).await.bucket(), Bucket::ToAnswer);
});
