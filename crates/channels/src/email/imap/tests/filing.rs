//! What we sent goes into the folder of sent mail, once, whatever happens on the way.

use super::*;

const MAIL: &str = "Message-ID: <ours@shop.example>\r\nSubject: a\r\n\r\n.\r\nb\r\n";

/// Lets one mail be filed; gives what became of it, and how often the folder holds it.
async fn file(server: &Server) -> (Filed, usize) {
    let mut watched = watch(settings(server), all_but(0), 0);
    // The first connection may have begun before this.
    watched.desk.to_file.lock().unwrap().push(Filing {
        key: 7,
        message_id: "ours@shop.example".to_owned(),
        mail: MAIL.to_owned(),
    });
    server.deliver(1, b"Subject: wakes\r\n\r\n");
    let filed = async {
        loop {
            watched.status(|status| matches!(status, MailboxStatus::Watching { .. })).await;
            if let Some(filed) = watched.desk.filed.lock().unwrap().first() {
                return filed.clone();
            }
            server.deliver(1, b"Subject: wakes\r\n\r\n");
        }
    };
    let filed = timeout(Duration::from_secs(20), filed).await.expect("it was never filed");
    watched.stop().await;
    (filed, server.holds("Sent", MAIL.as_bytes()))
}

#[tokio::test]
async fn a_sent_mail_is_put_into_its_folder_as_it_is() {
    let server = Server::start(&[]).await;
    server.store_in("Sent", 3, b"Message-ID: <other@shop.example>\r\n\r\n");
    assert_eq!(file(&server).await, (Filed::Put, 1));
    assert_eq!(server.strange_commands(), [""; 0]);
}

#[tokio::test]
async fn one_that_lies_there_is_not_put_there_again() {
    let server = Server::start(&[]).await;
    server.store_in("Sent", 3, MAIL.as_bytes());
    assert_eq!(file(&server).await, (Filed::WasThere, 1));
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_mail_and_before_its_ok_leaves_one_copy() {
    let server = Server::start(&[Fault::LostAppend]).await;
    server.store_in("Sent", 3, b"Message-ID: <other@shop.example>\r\n\r\n");
    assert_eq!(file(&server).await, (Filed::WasThere, 1));
}

#[tokio::test]
async fn without_a_folder_or_where_it_is_full_the_watching_goes_on() {
    let server = Server::start(&[]).await;
    assert_eq!(file(&server).await, (Filed::NoFolder, 0));
    let server = Server::start(&[Fault::Full]).await;
    server.store_in("Sent", 3, b"a");
    assert_eq!(file(&server).await, (Filed::Refused("[OVERQUOTA] quota exceeded".to_owned()), 0));
}
