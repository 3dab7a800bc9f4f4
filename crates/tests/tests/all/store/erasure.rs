//! After an erasure no byte of the person is left in any file, and nothing revives them.

use std::path::Path;

use domain::conversation::Status;
use domain::identity::Address;
use engine::commands::{self, Note, Reply};
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter};
use testkit::on_both;

const SECRETS: [&str; 6] =
    ["anna.wisniewska", "Wiśniewska", "Kwiatowa 17", "porcelanowy-sekret", "faktura-anny.pdf", "abc-tajny@example.org"];

fn letter() -> Letter {
    let body = "To jest mój porcelanowy-sekret, mieszkam przy Kwiatowa 17.";
    Letter::new("abc-tajny@example.org").subject("porcelanowy-sekret Anny").text(body)
}

/// A mail with a file that becomes a blob.
fn letter_with_file() -> Vec<u8> {
    let file = "porcelanowy-sekret w pliku ".repeat(20_000);
    format!(
        "From: Anna Wiśniewska <{ANNA}>\r\nTo: sklep@example.com\r\nSubject: Plik\r\nMessage-ID: <plik.abc-tajny@example.org>\r\n\
         Date: Mon, 23 Nov 2026 09:58:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=xyz\r\n\r\n\
         --xyz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nW pliku.\r\n\
         --xyz\r\nContent-Type: application/pdf; name=faktura-anny.pdf\r\n\
         Content-Disposition: attachment; filename=faktura-anny.pdf\r\n\r\n{file}\r\n--xyz--\r\n"
    )
    .into_bytes()
}

async fn live(app: &TestApp) {
    let conversation = app.receive(&letter()).await;
    app.arrive_raw("imap:1:77", letter_with_file(), false).await;
    app.settle().await;
    let by = app.ola();
    let reply = Reply {
        conversation,
        text: "Dzień dobry, Pani Wiśniewska, Kwiatowa 17 zapisana.".to_owned(),
        then: Status::Solved,
        once: "a".to_owned(),
        seen: None,
    };
    commands::reply(&app.engine, by, reply).await.expect("answered");
    let note = Note { conversation, text: "Dzwoniła Wiśniewska".to_owned(), once: "b".to_owned() };
    commands::note(&app.engine, by, note).await.expect("noted");
    // Somebody else, who stays.
    app.receive(&Letter::new("other@example.net").from("Piotr <piotr@example.net>").text("Ja zostaję")).await;
    // Put aside unread, and still hers.
    app.arrive_raw("imap:1:78", format!("To: sklep@example.com\r\nX: {ANNA}\r\n\r\nbez nadawcy").into_bytes(), false)
        .await;
    app.settle().await;
}

async fn erase(app: &TestApp) -> store::erase::Certificate {
    let anna = Address::parse(ANNA).expect("an address");
    let id = engine::erase::contact_of(&app.engine, &anna).await.expect("a read").expect("she is known");
    engine::erase::erase_contact(&app.engine, id).await.expect("erased")
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

fn holders_of(folder: &Path, secret: &str) -> Vec<String> {
    let needle = secret.as_bytes();
    files_below(folder)
        .into_iter()
        .filter(|path| std::fs::read(path).expect("a file").windows(needle.len()).any(|at| at == needle))
        .map(|path| path.display().to_string())
        .collect()
}

#[tokio::test]
async fn no_byte_is_left_in_any_file() {
    let app = TestApp::start().await;
    live(&app).await;
    let folder = app.settings().folder.clone();
    let before: usize = SECRETS.iter().map(|secret| holders_of(&folder, secret).len()).sum();
    assert!(before >= 5, "the search finds what is there: {before}");
    let certificate = erase(&app).await;
    assert_eq!((certificate.conversations, certificate.messages, certificate.files), (2, 4, 1));
    for secret in SECRETS {
        assert_eq!(holders_of(&folder, secret), Vec::<String>::new(), "{secret} is still there");
    }
    assert_eq!(holders_of(&folder, "piotr@example.net").len(), 1, "the other customer stays");
}

on_both!(nothing_personal_is_left_in_any_table, |app| {
    live(&app).await;
    erase(&app).await;
    let tables =
        ["contact", "identity", "conversation", "message_content", "attachment", "raw", "delivery_attempt", "event"];
    for table in tables {
        let dump = format!("{:?}", app.texts(&format!("SELECT * FROM {table}")));
        for secret in SECRETS {
            assert!(!dump.contains(secret), "{secret} is still in {table}");
        }
    }
});

on_both!(an_import_revives_nothing, |app| {
    live(&app).await;
    erase(&app).await;
    let messages = app.number("SELECT COUNT(*) FROM message");
    app.arrive_raw("import:1", letter().raw(), true).await;
    app.arrive_raw("import:2", letter_with_file(), true).await;
    // An old mail that we had never seen is hers all the same.
    app.arrive_raw("import:3", Letter::new("never-seen@example.org").raw(), true).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), messages);
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE state = 4 AND body IS NULL AND blob IS NULL"), 4);
});

on_both!(who_writes_again_later_is_somebody_new, |app| {
    live(&app).await;
    erase(&app).await;
    let later = Letter::new("later@example.org").header("X-Later", "1").raw();
    let later = String::from_utf8(later).expect("text").replace("09:59:00 +0100", "18:59:00 +0100");
    app.clock.advance_ms(10 * domain::time::HOUR_MS);
    app.arrive_raw("imap:1:99", later.into_bytes(), false).await;
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM contact WHERE erased_at IS NULL"), 2);
});

on_both!(erasing_twice_says_so, |app| {
    live(&app).await;
    let anna = Address::parse(ANNA).expect("an address");
    let id = engine::erase::contact_of(&app.engine, &anna).await.expect("a read").expect("she is known");
    engine::erase::erase_contact(&app.engine, id).await.expect("erased");
    engine::erase::erase_contact(&app.engine, id).await.expect_err("there is nothing left to erase");
    assert_eq!(engine::erase::contact_of(&app.engine, &anna).await.expect("a read"), None);
});
