//! What is wrong is said, and tried again; nobody is spoken to in the clear or unknown.

use super::*;

#[tokio::test]
async fn what_is_wrong_is_said_and_tried_again() {
    let server = Server::start(&[]).await;
    let base = settings(&server);
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (settings, code) in [
        (Settings { login: Login::password("anna", "falsch"), ..base.clone() }, "wrong-password"),
        (Settings { folder: "Zamówienia".to_owned(), ..base.clone() }, "no-such-folder"),
        (Settings { port: gone, ..base.clone() }, "cannot-connect"),
        (Settings { host: "mail.example.pl".to_owned(), ..base.clone() }, "plain-text"),
        (Settings { tls: Tls::StartTls, ..base.clone() }, "tls-failed"),
        (Settings { tls: Tls::Implicit, extra_ca_pem: Some("x".to_owned()), ..base.clone() }, "certificate"),
    ] {
        let mut mailbox = watch(settings, all_but(0), 0);
        for _ in 0..2 {
            let error = mailbox.error().await;
            assert_eq!(error.code(), code, "{error}");
        }
        mailbox.stop().await;
    }
    for (fault, code) in [
        (Fault::Unavailable, "refused"),
        (Fault::ByeAtOnce, "refused"),
        (Fault::NotImap, "not-understood"),
        (Fault::Silent, "timed-out"),
    ] {
        let server = Server::start(&[fault]).await;
        let mut mailbox = watch(Settings { patience_ms: 100, ..super::settings(&server) }, all_but(0), 0);
        assert_eq!(mailbox.error().await.code(), code);
        mailbox.stop().await;
    }
}

#[tokio::test]
async fn encryption_is_checked_against_the_authorities() {
    for tls in [Tls::Implicit, Tls::StartTls] {
        let (server, ca) = Server::start_encrypted(tls).await;
        server.store(1, b"secret");
        let trusting = Settings { tls, extra_ca_pem: Some(ca), ..settings(&server) };
        let mut mailbox = watch(trusting.clone(), all_but(0), 0);
        assert_eq!(whole(&mailbox.next().await).2, b"secret");
        mailbox.stop().await;
        let (_, other_ca) = Server::start_encrypted(tls).await;
        let mut mailbox = watch(Settings { extra_ca_pem: Some(other_ca), ..trusting }, all_but(0), 0);
        assert_eq!(mailbox.error().await.code(), "tls-failed");
        mailbox.stop().await;
    }
}
