//! What of which folder is fetched: new mail, old mail, mail that is known or not given.

use super::*;

#[tokio::test]
async fn a_mail_that_the_server_does_not_give_is_missed_and_holds_up_nothing() {
    let server = Server::start(&[Fault::Withheld]).await;
    for uid in 1..=5 {
        server.store(uid, if uid == 3 { b"withheld" } else { b"given" });
    }
    let mut mailbox = watch(settings(&server), all_but(0), 0);
    let came = [mailbox.next().await, mailbox.next().await, mailbox.next().await, mailbox.next().await];
    assert_eq!(came.each_ref().map(|mail| whole(mail).1), [1, 2, 4, 5]);
    mailbox.status(|status| matches!(status, MailboxStatus::Watching { refused: 1, .. })).await;
    let survey = *mailbox.desk.surveys.lock().unwrap().last().unwrap();
    assert_eq!((survey.on_server, survey.wanted, survey.missing), (5, 5, 1));
    mailbox.stop().await;
}

#[tokio::test]
async fn of_what_lay_there_before_only_what_is_young_enough_comes_and_new_mail_goes_first() {
    let server = Server::start(&[]).await;
    for uid in 1..=6 {
        server.store(uid, b"old");
    }
    let noon = 1_793_610_000_000;
    let after = Wanted { from_uid: Some(5), since: Millis::new(noon + 1), ..all_but(0) };
    let mut mailbox = watch(settings(&server), after, 0);
    assert_eq!([whole(&mailbox.next().await).1, whole(&mailbox.next().await).1], [5, 6]);
    mailbox.status(is_watching).await;
    assert_eq!(mailbox.stop().await, []);
    let from = Wanted { from_uid: Some(5), since: Millis::new(noon), ..all_but(0) };
    let mut mailbox = watch(settings(&server), from, 0);
    let mut came = Vec::new();
    for _ in 0..6 {
        came.push(whole(&mailbox.next().await).1);
    }
    assert_eq!(came, [5, 6, 1, 2, 3, 4]);
    mailbox.stop().await;
}

#[tokio::test]
async fn what_is_known_under_other_uids_does_not_come_again() {
    let server = Server::start(&[]).await;
    server.store(1, b"Message-ID: <known@example.org>\r\n\r\none");
    server.store(2, b"Message-ID: <other@example.org>\r\n\r\ntwo");
    let mut mailbox = watch(settings(&server), Wanted { renumbered: true, ..all_but(0) }, 0);
    assert_eq!(whole(&mailbox.next().await).1, 2);
    mailbox.status(is_watching).await;
    assert_eq!(mailbox.stop().await, []);
}

#[tokio::test]
async fn the_folders_for_spam_and_sent_mail_are_found_and_read_over_the_same_connection() {
    let server = Server::start(&[]).await;
    server.store(1, b"to us");
    server.store_in("Wys&AUI-ane", 1, b"from us");
    server.store_in("Junk", 1, b"junk");
    server.store_in("Kosz", 1, b"trash");
    let mut mailbox = watch(Settings { poll_ms: 20, ..settings(&server) }, all_but(0), 0);
    let mut came = [mailbox.next().await, mailbox.next().await, mailbox.next().await]
        .map(|mail| (mail.0, whole(&mail).2.to_vec()));
    came.sort();
    let expected: [(FolderRole, &[u8]); 3] =
        [(FolderRole::Inbox, b"to us"), (FolderRole::Spam, b"junk"), (FolderRole::Sent, b"from us")];
    assert_eq!(came, expected.map(|(role, raw)| (role, raw.to_vec())));
    mailbox.status(is_watching).await;
    server.store_in("Wys&AUI-ane", 2, b"from a phone");
    let phone = mailbox.next().await;
    assert_eq!((phone.0, whole(&phone).2), (FolderRole::Sent, &b"from a phone"[..]));
    assert_eq!(mailbox.stop().await, []);
    assert_eq!(server.connections(), 1);
    assert_eq!(server.strange_commands(), [""; 0], "nothing but reading");
}

#[tokio::test]
async fn a_mail_that_no_search_showed_is_found_by_the_comparison_in_full_and_only_by_it() {
    let server = Server::start(&[Fault::Hides]).await;
    for (uid, raw) in [(1, "one"), (2, "hidden"), (3, "three")] {
        server.store(uid, raw.as_bytes());
    }
    let mut mailbox = watch(Settings { survey_ms: 60_000, idle_ms: 20, ..settings(&server) }, all_but(0), 0);
    assert_eq!([whole(&mailbox.next().await).1, whole(&mailbox.next().await).1], [1, 3]);
    mailbox.status(is_watching).await;
    server.relent(Fault::Hides);
    for uid in [4, 5] {
        mailbox.clock.later(29_000);
        server.deliver(uid, b"after it");
        assert_eq!(whole(&mailbox.next().await).1, uid, "a look at what is new does not find it");
        mailbox.status(is_watching).await;
    }
    mailbox.clock.later(2_000);
    assert_eq!(whole(&mailbox.next().await), (7, 2, &b"hidden"[..]));
    mailbox.status(is_watching).await;
    assert_eq!(mailbox.stop().await, []);
    assert_eq!(server.connections(), 1, "no connection was begun anew for it");
}

#[tokio::test]
async fn a_mail_that_the_server_did_not_give_is_asked_for_again_soon() {
    let server = Server::start(&[Fault::Withheld]).await;
    server.store(1, b"withheld");
    let quick = Settings { again_ms: 300, ..settings(&server) };
    let mut mailbox = watch(quick, all_but(0), 0);
    mailbox.status(|status| matches!(status, MailboxStatus::Watching { refused: 1, .. })).await;
    server.relent(Fault::Withheld);
    mailbox.clock.later(300);
    assert_eq!(whole(&mailbox.next().await), (7, 1, &b"withheld"[..]));
    mailbox.status(|status| matches!(status, MailboxStatus::Watching { refused: 0, .. })).await;
    assert_eq!(mailbox.stop().await, []);
    assert_eq!(server.connections(), 1);
}
