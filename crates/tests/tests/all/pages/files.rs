//! Files that came with a message: fetched by whoever may read it, kept and never shown by the browser.

use domain::identity::Address;
use testkit::app::{PASSWORD, TestApp};
use testkit::letter::ANNA;
use testkit::program::Visitor;

const PAGE: &str = "<script>alert(1)</script>";

fn letter_with_a_page() -> Vec<u8> {
    format!(
        "From: Anna <{ANNA}>\r\nTo: sklep@example.com\r\nSubject: Plik\r\nMessage-ID: <plik@example.org>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=xyz\r\n\r\n--xyz\r\nContent-Type: text/plain\r\n\r\nW pliku.\r\n\
         --xyz\r\nContent-Type: text/html; name=\"strona.html\"\r\nContent-Disposition: attachment; filename=\"strona.html\"\r\n\r\n\
         {PAGE}\r\n--xyz--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_file_is_kept_and_never_shown() {
    let app = TestApp::builder().passwords().start().await;
    app.arrive_raw("imap:1:1", letter_with_a_page(), false).await;
    app.settle().await;
    let pages = app.serve_pages().await;
    let mut ola = Visitor::at(pages.address());
    ola.sign_in("ola@example.com", PASSWORD).await.expect("signed in");
    let conversation = app.newest_conversation().await;
    let page = ola.get(&format!("/conversations/{conversation}")).await.expect("the conversation");
    let path = page.body.replace("&#x2f;", "/");
    let path = path.split('"').find(|part| part.contains("/files/")).expect("a link to the file").to_owned();
    let file = ola.get(&path).await.expect("the file");
    assert_eq!((file.status, file.body.trim()), (200, PAGE));
    assert_eq!(file.header("content-type"), Some("application/octet-stream"));
    assert_eq!(file.header("content-disposition"), Some("attachment; filename*=UTF-8''strona.html"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    for gone in
        [path.replace("/files/0", "/files/7"), path.replace("msg_", "msg_x"), path.replace("/files/0", "/files/x")]
    {
        assert_eq!(ola.get(&gone).await.expect("an answer").status, 404, "{gone}");
    }
    let mut stranger = Visitor::at(pages.address());
    assert_ne!(stranger.get(&path).await.expect("an answer").status, 200);
    let anna = Address::parse(ANNA).expect("an address");
    let contact = engine::erase::contact_of(&app.engine, &anna).await.expect("a read").expect("she is known");
    engine::erase::erase_contact(&app.engine, contact).await.expect("erased");
    assert_eq!(ola.get(&path).await.expect("an answer").status, 404, "erased");
    pages.close().await;
}
