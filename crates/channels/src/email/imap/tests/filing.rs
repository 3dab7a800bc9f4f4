//! What we sent goes into the folder of sent mail, once, whatever happens on the way.

use super::*;

const MAIL: &str = "Message-ID: <ours@shop.example>\r\nSubject: a\r\n\r\n.\r\nb\r\n";

/// Lets one mail be filed; gives what became of it, how often the folder holds it, and what of the folder was fetched.
async fn file(server: &Server) -> (Filed, usize, Vec<u32>) {
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
    // Two more rounds, after which nothing is left to be fetched.
    let mut fetched = Vec::new();
    for uid in 2..4 {
        server.deliver(uid, b"Subject: wakes\r\n\r\n");
        while {
            let came = watched.next().await;
            if came.0 == FolderRole::Sent {
                fetched.push(came.2.listing.uid);
            }
            (came.0, came.2.listing.uid) != (FolderRole::Inbox, uid)
        } {}
    }
    let left = watched.stop().await;
    fetched.extend(left.into_iter().filter(|came| came.0 == FolderRole::Sent).map(|came| came.2.listing.uid));
    (filed, server.holds("Sent", MAIL.as_bytes()), fetched)
}

#[tokio::test]
async fn a_sent_mail_is_put_into_its_folder_as_it_is_and_not_fetched_again() {
    let server = Server::start(&[]).await;
    server.store_in("Sent", 3, b"Message-ID: <other@shop.example>\r\n\r\n");
    let (filed, copies, fetched) = file(&server).await;
    let Filed::Put(Some(Lies { uidvalidity: 7, listing })) = filed else { panic!("{filed:?}") };
    assert_eq!((listing.uid, listing.size as usize, copies), (4, MAIL.len(), 1));
    assert_eq!(fetched, [3], "what others put there comes");
    assert_eq!(server.strange_commands(), [""; 0]);
}

#[tokio::test]
async fn where_the_server_names_another_mail_or_none_the_folder_is_read_as_ever() {
    for fault in [Fault::WrongUid, Fault::NoUid] {
        let server = Server::start(&[fault]).await;
        server.store_in("Sent", 3, b"Message-ID: <other@shop.example>\r\n\r\n");
        assert_eq!(file(&server).await, (Filed::Put(None), 1, vec![3, 4]), "{fault:?}");
    }
}

#[tokio::test]
async fn one_that_lies_there_is_not_put_there_again() {
    let server = Server::start(&[]).await;
    server.store_in("Sent", 3, MAIL.as_bytes());
    assert_eq!(file(&server).await, (Filed::WasThere, 1, vec![3]));
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_mail_and_before_its_ok_leaves_one_copy() {
    let server = Server::start(&[Fault::LostAppend]).await;
    server.store_in("Sent", 3, b"Message-ID: <other@shop.example>\r\n\r\n");
    assert_eq!(file(&server).await, (Filed::WasThere, 1, vec![3, 4]));
}

#[tokio::test]
async fn without_a_folder_or_where_it_is_full_the_watching_goes_on() {
    let server = Server::start(&[]).await;
    assert_eq!(file(&server).await, (Filed::NoFolder, 0, vec![]));
    let server = Server::start(&[Fault::Full]).await;
    server.store_in("Sent", 3, b"a");
    assert_eq!(file(&server).await, (Filed::Refused("[OVERQUOTA] quota exceeded".to_owned()), 0, vec![3]));
}

#[tokio::test]
async fn a_folder_of_the_settings_that_is_not_there_is_told_of_and_the_rest_goes_on() {
    let server = Server::start(&[]).await;
    server.store_in("Wys&AUI-ane", 1, b"from us");
    server.store(1, b"to us");
    let named = FolderChoice::Named("Wysłane firmowe".to_owned());
    let mut watched = watch(Settings { sent_folder: named, ..settings(&server) }, all_but(0), 0);
    assert_eq!(whole(&watched.next().await).2, b"to us");
    watched.status(is_watching).await;
    let lacks = |answer: &str| Lacking {
        role: FolderRole::Sent,
        folder: "Wysłane firmowe".to_owned(),
        answer: answer.to_owned(),
    };
    assert_eq!(*watched.desk.lacking.lock().unwrap(), [lacks("[NONEXISTENT] no such folder")]);
    // Somebody makes it: the next connection reads it.
    server.store_in("Wys&AUI-ane firmowe", 1, b"the right one");
    server.hang_up();
    let came = watched.next().await;
    assert_eq!((came.0, whole(&came).2), (FolderRole::Sent, &b"the right one"[..]));
    assert_eq!(*watched.desk.lacking.lock().unwrap(), []);
    assert_eq!(server.connections(), 2);
    watched.stop().await;
}
