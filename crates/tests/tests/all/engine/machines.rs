//! What is done with mail that no customer wrote in their own name: notices, forms, forwards.

use domain::conversation::{Bucket, Conversation, Status};
use domain::event::{Fact, JoinedBy};
use domain::id::ConversationId;
use domain::identity::SenderMark;
use domain::reading::AuthorBy;
use engine::commands::{self, SetStatus};
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter, SHOP};
use testkit::on_both;

async fn load(app: &TestApp, id: ConversationId) -> Conversation {
    app.store().read(move |conn| store::conversation::load(conn, id)).await.expect("read").expect("there")
}

async fn newest(app: &TestApp) -> store::message::Content {
    let id = domain::id::Id::from_raw(app.number("SELECT MAX(id) FROM message"));
    app.store().read(move |conn| store::message::content(conn, id)).await.expect("read").expect("there")
}

fn parcel(id: &str, subject: &str) -> Letter {
    let text = "Numer przesyłki: 13490015284111\nNadawca: Sklep\nReferencje: zamówienie nr 20481";
    Letter::new(id).from("DPD Polska <noreply@allegro.dpd.com.pl>").subject(subject).text(text)
}

fn question(id: &str, subject: &str) -> Letter {
    let text = "kupujący klientka77 rozpoczął z Tobą dyskusję dotyczącą zakupu z 20.11.2026 \
        deeb2fc0-8419-11f1-bed3-7de93eca4a57\n\nPowód\nTowar niezgodny z opisem";
    Letter::new(id).from("Allegro <powiadomienia@allegro.pl>").subject(subject).text(text)
}

on_both!(notices_of_one_order_stand_together_and_wait_for_nobody, |b| b.auto_reply("Dziękujemy"), |app| {
    let id = app.receive(&parcel("1@dpd.example", "Twoja przesyłka została nadana")).await;
    let state = load(&app, id).await;
    assert_eq!((state.bucket(), state.waiting_since), (Bucket::Automatic, None));
    let reading = newest(&app).await.reading.expect("kept");
    assert_eq!(reading.notice.as_ref().and_then(|notice| notice.order.as_deref()), Some("20481"));
    let solve = SetStatus { conversation: id, to: Status::Solved, until: None };
    commands::set_status(&app.engine, app.ola(), solve).await.expect("solved");
    let again = app.receive(&parcel("2@dpd.example", "Twoja przesyłka jest w drodze")).await;
    assert_eq!(again, id, "by order, not by subject");
    assert_eq!(newest(&app).await.reading.expect("kept").joined_by, JoinedBy::OrderNotice);
    assert_eq!(load(&app, id).await.status, Status::Solved, "it reopens nothing");
    let customer = app.receive(&Letter::new("a@example.org").text("Zamówienie nr 20481 nie dotarło.")).await;
    assert_ne!(customer, id, "a customer is no machine");
    assert_eq!(app.channel.arrived().len(), 1, "only the customer is acknowledged");
});

on_both!(a_question_that_a_marketplace_passes_on_waits, |app| {
    let id = app.receive(&question("1@allegro.example", "Dyskusja - klientka77 zgłosił problem")).await;
    let state = load(&app, id).await;
    assert_eq!(state.bucket(), Bucket::ToAnswer);
    assert!(state.waiting_since.is_some());
    assert_eq!(app.receive(&question("2@allegro.example", "Nowa wiadomość w dyskusji")).await, id);
    // Whom the marketplace names is who is answered.
    let named = question("3@allegro.example", "Dyskusja").text("kupujący jan_k zgłosił problem z zamówieniem");
    app.receive(&named.header("Reply-To", "klientka77@user.allegro.example")).await;
    let asker = "SELECT COUNT(*) FROM identity WHERE value = 'klientka77@user.allegro.example'";
    assert_eq!(app.number(asker), 1);
});

on_both!(mail_of_a_marked_sender_is_automatic_until_that_is_taken_back, |app| {
    let mail = |n: u32| {
        Letter::new(&format!("{n}@erp.example")).from("System <raport@erp.example>").subject(&format!("Raport {n}"))
    };
    let id = app.receive(&mail(1)).await;
    assert_eq!(load(&app, id).await.bucket(), Bucket::ToAnswer);
    commands::mark_sender(&app.engine, app.ola(), id, SenderMark::Automatic).await.expect("marked");
    let next = app.receive(&mail(2)).await;
    assert_eq!(load(&app, next).await.bucket(), Bucket::Automatic);
    commands::mark_sender(&app.engine, app.ola(), next, SenderMark::None).await.expect("taken back");
    let last = app.receive(&mail(3)).await;
    assert_eq!(load(&app, last).await.bucket(), Bucket::ToAnswer);
});

on_both!(who_filled_in_a_form_is_its_author, |b| b.auto_reply("Dziękujemy"), |app| {
    let form = Letter::new("f@example.com")
        .from("Kamionka <wordpress@example.com>")
        .header("Reply-To", "jan@example.net")
        .header("Auto-Submitted", "auto-generated")
        .subject("Kamionka \"Pytanie o rozmiar\"")
        .text(
            "Od: Jan Kowalski <jan@example.net>\nTemat: Pytanie o rozmiar\n\nTreść wiadomości:\nczy 43 jest duże?\n\n-- \n\
            Ta wiadomość została wysłana przez formularz kontaktowy na stronie Kamionka (https://example.com)",
        );
    let id = app.receive(&form).await;
    assert_eq!(load(&app, id).await.bucket(), Bucket::ToAnswer);
    let content = newest_received(&app).await;
    assert_eq!(content.subject, "Pytanie o rozmiar");
    assert_eq!(content.reading.expect("kept").author, AuthorBy::Form);
    let acknowledged = app.channel.arrived();
    assert_eq!(acknowledged[0].to[0].address.as_str(), "jan@example.net");
    assert_eq!(app.texts("SELECT name FROM contact"), [["Jan Kowalski"]]);
});

async fn newest_received(app: &TestApp) -> store::message::Content {
    let id = domain::id::Id::from_raw(app.number("SELECT MAX(id) FROM message WHERE kind = 0"));
    app.store().read(move |conn| store::message::content(conn, id)).await.expect("read").expect("there")
}

const FORWARDED: &str = "Proszę o odpowiedź.\n\n---------- Forwarded message ---------\n\
    From: Zofia Maj <zofia@example.net>\nDate: Mon, 23 Nov 2026 at 09:00\nSubject: Zwrot butów\n\
    To: Ola <ola@example.com>\n\nDzień dobry, chcę zwrócić buty.\n";

on_both!(what_a_colleague_forwards_is_the_customers, |app| {
    let forward =
        Letter::new("fw@example.com").from("Ola <ola@example.com>").subject("Fwd: Zwrot butów").text(FORWARDED);
    let id = app.receive(&forward).await;
    assert_eq!(app.texts("SELECT value FROM identity"), [["zofia@example.net"]]);
    assert_eq!(newest(&app).await.reading.expect("kept").author, AuthorBy::Forward);
    assert!(load(&app, id).await.waiting_since.is_some());
});

on_both!(what_a_customer_forwards_stays_theirs, |app| {
    let zofia = Letter::new("z@example.net").from("Zofia Maj <zofia@example.net>").subject("Zwrot butów");
    let first = app.receive(&zofia).await;
    let id = app.receive(&Letter::new("fw@example.org").subject("Fwd: coś dla was").text(FORWARDED)).await;
    assert_ne!(id, first);
    assert_eq!(newest(&app).await.sender.expect("a sender").address.as_str(), ANNA);
    let made = app.store().read(move |conn| store::suggestion::of(conn, id)).await.expect("read");
    assert_eq!((made[0].other, made[0].hint), (first, domain::suggestion::Hint::Forward));
});

on_both!(a_notice_of_the_shop_to_itself_is_kept_and_waits_for_nobody, |app| {
    let own = Letter::new("own@example.com").from(SHOP).to(SHOP).subject("Kopia zapasowa").text("Gotowe.");
    let id = app.receive(&own).await;
    assert_eq!(load(&app, id).await.bucket(), Bucket::Automatic);
});

on_both!(the_same_order_from_two_people_is_suggested, |app| {
    let first = app.receive(&Letter::new("a@example.org").text("Gdzie jest zamówienie nr 20481?")).await;
    let other = Letter::new("b@example.net")
        .from("Anna Wiśniewska <anna@praca.example>")
        .subject("Paczka")
        .text("Piszę w sprawie zamówienia nr 20481.");
    let id = app.receive(&other).await;
    let made = app.store().read(move |conn| store::suggestion::of(conn, id)).await.expect("read");
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!((made[0].other, made[0].hint), (first, domain::suggestion::Hint::NameAndOrder));
    let events = app.store().read(move |conn| store::log::newest_of_conversation(conn, id, 9)).await.expect("read");
    assert!(events.iter().any(|event| matches!(event.fact, Fact::SuggestionMade { .. })));
});
