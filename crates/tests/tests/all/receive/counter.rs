//! The receiving servers over the product without the outside, on both databases, spoken to by a real client.

use std::path::Path;

use app::config::{Lmtp, ReceiveConfig};
use app::receive::Receiving;
use channels::email::smtp_in::{Door, Why};
use domain::id::Id;
use domain::identity::Address;
use engine::people::NewInbox;
use lettre::address::Envelope;
use lettre::transport::smtp::client::{Certificate as Authority, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::app::TestApp;
use testkit::letter::{ANNA, Letter, SHOP};
use testkit::on_both;
use testkit::servers::Certificate;
use testkit::servers::daemon::Account;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Running servers before a [`TestApp`].
struct Post {
    address: SocketAddr,
    door: Arc<Door>,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    folder: tempfile::TempDir,
    certificate: Certificate,
}

impl Post {
    async fn open(app: &TestApp) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let certificate = Certificate::issue(folder.path(), Account::current());
        let file = |name: &str| folder.path().join(name);
        let config = ReceiveConfig {
            smtp: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
            lmtp: Some(Lmtp::Unix(file("lmtp"))),
            host_name: "mx.example.com".to_owned(),
            certificate: Some((file("certificate.pem"), file("key.pem"))),
            max_mail_bytes: 5 << 20,
            connections: 20,
            connections_per_peer: 20,
            mails_per_minute: 300,
            trusted_peers: vec!["127.0.0.0/8".parse().expect("a network")],
            authserv_ids: Vec::new(),
        };
        // The spool lies in the data folder, from which large mails are moved.
        let receiving = Receiving::open(&app.engine, &config, &app.settings().folder).await.expect("it opens");
        let (address, door) = (receiving.address().expect("an address"), receiving.door().clone());
        let stop = CancellationToken::new();
        let serving = tokio::spawn(receiving.serve(stop.clone()));
        Self { address, door, stop, serving, folder, certificate }
    }

    /// Sends over SMTP and STARTTLS, trusting the test's authority.
    async fn send(&self, from: Option<&str>, to: &[&str], raw: &[u8]) -> Result<(), String> {
        let address = |text: &str| text.parse().expect("an address");
        let envelope = Envelope::new(from.map(address), to.iter().map(|text| address(text)).collect()).expect("people");
        let authority = Authority::from_pem(self.certificate.authority().as_bytes()).expect("a certificate");
        let tls = TlsParameters::builder("localhost".to_owned()).add_root_certificate(authority).build_rustls();
        let client = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
            .port(self.address.port())
            .tls(Tls::Required(tls.expect("settings")))
            .build();
        client.send_raw(&envelope, raw).await.map(drop).map_err(|error| error.to_string())
    }

    /// Says this after a sender's name, over LMTP, and gives the answers' codes.
    async fn says(&self, commands: &[&str]) -> Vec<String> {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::UnixStream::connect(self.folder.path().join("lmtp")).await.expect("it answers");
        let said = format!("LHLO front\r\nMAIL FROM:<a@example.org>\r\n{}\r\nQUIT\r\n", commands.join("\r\n"));
        stream.write_all(said.as_bytes()).await.expect("said");
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.expect("heard");
        let codes = heard.lines().filter(|line| line.as_bytes().get(3) == Some(&b' ')).map(|line| line[..3].to_owned());
        let codes: Vec<String> = codes.collect();
        codes[3..codes.len() - 1].to_vec()
    }

    async fn close(self) {
        self.stop.cancel();
        self.serving.await.expect("it ends");
    }
}

fn entries(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

on_both!(a_mail_to_two_inboxes_sent_twice_is_one_message, |app| {
    let other = NewInbox {
        brand: app.brand,
        team: app.team,
        name: "Zwroty".to_owned(),
        address: Address::parse("zwroty@example.com").expect("an address"),
        sender: "Kamionka".to_owned(),
        auto_reply: None,
    };
    let other = engine::people::create_inbox(&app.engine, other).await.expect("an inbox");
    app.engine.channels().connect(other, app.channel.clone());
    let post = Post::open(&app).await;
    let letter = Letter::new("a@example.org").raw();
    // The second time is a client that missed our answer.
    for _ in 0..2 {
        post.send(Some(ANNA), &[SHOP, "zwroty+tag@example.com"], &letter).await.expect("taken");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM raw"), 4, "stored for both, twice");
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 1);
    assert_eq!((post.door.counters().mails(), post.door.counters().encrypted()), (2, 2));
    post.close().await;
});

on_both!(mail_for_anybody_else_is_refused_and_bounces_are_taken, |app| {
    let post = Post::open(&app).await;
    let letter = Letter::new("a@example.org").raw();
    for stranger in ["nobody@example.com", "sklep@example.org", "sklep@elsewhere.example", "xsklep+a@example.com"] {
        let refused = post.send(Some(ANNA), &[stranger], &letter).await.expect_err("not ours");
        assert!(refused.contains("550") && refused.contains("5.1.1"), "{refused}");
    }
    assert_eq!(post.door.counters().refused(Why::Recipient), 4);
    assert_eq!(app.number("SELECT COUNT(*) FROM raw"), 0);
    post.send(None, &["SKLEP+anything@example.com"], &letter).await.expect("a bounce has no sender");
    assert_eq!(app.number("SELECT COUNT(*) FROM raw"), 1);
    app.settle().await;
    post.close().await;
});

on_both!(the_postmaster_of_our_domains_is_the_first_inbox_there, |app| {
    let elsewhere = NewInbox {
        brand: app.brand,
        team: app.team,
        name: "Hurt".to_owned(),
        address: Address::parse("hurt@example.net").expect("an address"),
        sender: "Kamionka".to_owned(),
        auto_reply: None,
    };
    let elsewhere = engine::people::create_inbox(&app.engine, elsewhere).await.expect("an inbox");
    app.engine.channels().connect(elsewhere, app.channel.clone());
    let post = Post::open(&app).await;
    let letter = Letter::new("a@example.org").raw();
    let refused = post.send(Some(ANNA), &["postmaster@elsewhere.example"], &letter).await.expect_err("not ours");
    assert!(refused.contains("550"), "{refused}");
    post.send(Some(ANNA), &["Postmaster@example.com"], &letter).await.expect("ours");
    let letter = Letter::new("b@example.org").raw();
    post.send(Some(ANNA), &["postmaster@EXAMPLE.NET"], &letter).await.expect("ours");
    assert_eq!(app.number(&format!("SELECT COUNT(*) FROM raw WHERE inbox = {}", app.inbox.raw())), 1);
    assert_eq!(app.number(&format!("SELECT COUNT(*) FROM raw WHERE inbox = {}", elsewhere.raw())), 1);
    app.settle().await;
    // The one of this server, whatever its name: the only address without a domain (RFC 5321, 4.1.1.3).
    let codes = post.says(&["RCPT TO:<Postmaster>", "RCPT TO:<sklep>", "RCPT TO:<>"]).await;
    assert_eq!(codes, ["250", "501", "501"]);
    post.close().await;
});

on_both!(a_large_mail_goes_over_the_disk_and_one_too_large_nowhere, |app| {
    let post = Post::open(&app).await;
    let large = |bytes: usize| Letter::new("a@example.org").text(&"Długi opis sprawy.\n".repeat(bytes / 20)).raw();
    let refused = post.send(Some(ANNA), &[SHOP], &large(6 << 20)).await.expect_err("too large");
    assert!(refused.contains("552"), "{refused}");
    post.send(Some(ANNA), &[SHOP], &large(3 << 20)).await.expect("taken");
    app.settle().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM message"), 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM raw WHERE blob IS NOT NULL"), 1);
    assert_eq!(entries(&app.settings().folder.join("spool")), 0, "nothing is left in the spool");
    post.close().await;
});

on_both!(a_mail_server_in_front_hands_over_by_lmtp, |app| {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let post = Post::open(&app).await;
    let stream = tokio::net::UnixStream::connect(post.folder.path().join("lmtp")).await.expect("it answers");
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut said =
        b"LHLO front\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<sklep@example.com>\r\nRCPT TO:<no@example.com>\r\n\
        RCPT TO:<sklep+b@example.com>\r\nDATA\r\n"
            .to_vec();
    said.extend_from_slice(&Letter::new("a@example.org").raw());
    said.extend_from_slice(b".\r\nQUIT\r\n");
    writer.write_all(&said).await.expect("said");
    let mut codes = Vec::new();
    while let Some(line) = lines.next_line().await.expect("heard") {
        if line.as_bytes().get(3) == Some(&b' ') {
            codes.push(line[..3].to_owned());
        }
    }
    assert_eq!(codes, ["220", "250", "250", "250", "550", "250", "354", "250", "250", "221"]);
    app.settle().await;
    assert_eq!((app.number("SELECT COUNT(*) FROM raw"), app.number("SELECT COUNT(*) FROM message")), (1, 1));
    post.close().await;
});
