//! Dovecot and Exim: mail in by IMAP and SMTP, out by IMAP, over TLS, through restarts.

use std::sync::Arc;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use testkit::servers::{Dovecot, SmtpServer};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

const GREETING: &[u8] = "Subject: Gdzie jest paczka?\r\nMessage-ID: <1@customer.example>\r\n\r\nZażółć\r\n".as_bytes();

#[tokio::test]
async fn what_is_appended_is_read_back_byte_for_byte() {
    let store = Dovecot::start().await;
    let shop = store.add_user("shop@kontuar.example", "geranium");
    let other = store.add_user("other@kontuar.example", "geranium");
    shop.append(GREETING).await;
    let messages = shop.messages().await;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].raw, GREETING);
    assert_eq!(messages[0].header("message-id").as_deref(), Some("<1@customer.example>"));
    assert!(other.messages().await.is_empty());

    shop.delete(messages[0].uid).await;
    assert!(shop.messages().await.is_empty());
}

#[tokio::test]
async fn a_mail_sent_by_smtp_arrives_in_the_recipients_inbox() {
    let store = Dovecot::start().await;
    let (shop, customer) =
        (store.add_user("shop@kontuar.example", "geranium"), store.add_user("anna@kontuar.example", "x"));
    let smtp = SmtpServer::start(&store).await;
    smtp.send(&customer, &[shop.address()], GREETING).await.expect("the server takes a mail to a user it has");
    let arrived = shop.wait_for("the greeting", |mail| mail.holds("Zażółć")).await;
    assert_eq!(arrived.header("Return-Path").as_deref(), Some("<anna@kontuar.example>"));
    assert!(customer.messages().await.is_empty());
}

#[tokio::test]
async fn the_mail_server_refuses_who_does_not_sign_in_and_whom_it_does_not_know() {
    let store = Dovecot::start().await;
    let shop = store.add_user("shop@kontuar.example", "geranium");
    let smtp = SmtpServer::start(&store).await;

    let unknown = smtp.send(&shop, &["nobody@kontuar.example"], GREETING).await.expect_err("there is no such mailbox");
    assert!(unknown.is_permanent(), "{unknown}");
    smtp.defer(&[shop.address()]);
    let deferred = smtp.send(&shop, &[shop.address()], GREETING).await.expect_err("it is to try again later");
    assert!(deferred.is_transient(), "{deferred}");
    smtp.accept_all();
    smtp.send(&shop, &[shop.address()], GREETING).await.expect("now it is taken");

    store.add_user("shop@kontuar.example", "zmieniona-7");
    let stale = smtp.send(&shop, &[shop.address()], GREETING).await.expect_err("the password is another now");
    assert!(stale.is_permanent(), "{stale}");
}

#[tokio::test]
async fn both_speak_tls_to_who_trusts_their_authority_and_to_nobody_else() {
    let store = Dovecot::start().await;
    let shop = store.add_user("shop@kontuar.example", "geranium");
    let smtp = SmtpServer::start(&store).await;

    let trusting = greeting_over_tls(&store, Some(store.certificate().authority())).await;
    assert!(trusting.expect("a greeting").starts_with("* OK"));
    greeting_over_tls(&store, None).await.expect_err("an unknown authority must not be trusted");

    for (port, implicit) in [(smtp.submission().port(), false), (smtp.submissions().port(), true)] {
        let authority = Certificate::from_pem(smtp.certificate().authority().as_bytes()).expect("a certificate");
        let trust = TlsParameters::builder("localhost".into()).add_root_certificate(authority).build().expect("TLS");
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("localhost")
            .port(port)
            .tls(if implicit { Tls::Wrapper(trust) } else { Tls::Required(trust) })
            .credentials(Credentials::new(shop.address().into(), shop.password().into()))
            .build::<Tokio1Executor>();
        assert!(transport.test_connection().await.expect("a connection with TLS"), "port {port}");
    }
}

async fn greeting_over_tls(store: &Dovecot, authority: Option<&str>) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    if let Some(pem) = authority {
        roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).expect("PEM")).expect("a certificate");
    }
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let client =
        ClientConfig::builder_with_provider(ring).with_safe_default_protocol_versions().expect("ring has both");
    let client = client.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(store.imaps()).await?;
    let name = ServerName::try_from("localhost").expect("a name");
    let mut stream = tokio_rustls::TlsConnector::from(Arc::new(client)).connect(name, stream).await?;
    let mut first = [0; 4];
    stream.read_exact(&mut first).await?;
    Ok(String::from_utf8_lossy(&first).into_owned())
}

#[tokio::test]
async fn mail_outlives_a_restart_and_a_power_cut_of_its_store() {
    let mut store = Dovecot::start().await;
    let shop = store.add_user("shop@kontuar.example", "geranium");
    shop.append(GREETING).await;
    store.restart().await;
    assert_eq!(shop.messages().await.len(), 1);
    store.kill();
    assert!(TcpStream::connect(store.imap()).await.is_err(), "nobody listens any more");
    store.resume().await;
    assert_eq!(shop.messages().await.len(), 1);
}

#[tokio::test]
async fn mail_waits_in_the_queue_while_the_store_is_down() {
    let mut store = Dovecot::start().await;
    let shop = store.add_user("shop@kontuar.example", "geranium");
    let smtp = SmtpServer::start(&store).await;
    store.stop();
    smtp.send(&shop, &[shop.address()], GREETING).await.expect("the mail server takes it without the store");
    store.resume().await;
    shop.wait_for("the mail that waited", |mail| mail.holds("Zażółć")).await;
}

#[tokio::test]
async fn a_changed_uidvalidity_voids_every_uid() {
    let store = Dovecot::start().await;
    let shop = store.add_user("shop@kontuar.example", "geranium");
    shop.append(GREETING).await;
    let before = shop.uidvalidity().await;
    store.change_uidvalidity(&shop).await;
    assert_ne!(shop.uidvalidity().await, before);
    assert_eq!(shop.messages().await.len(), 1);
}
