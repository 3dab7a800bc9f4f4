//! HTTPS by the program itself: with files that are renewed under it, and with a certificate that an ACME server gives.

use std::path::Path;
use std::time::{Duration, Instant};

use testkit::program::{Program, Settings, Visitor};
use testkit::servers::daemon::Account;
use testkit::servers::{AcmeServer, Certificate, keeper, ports, ready};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const OLA: &str = "ola@kontuar.example";
const OLAS_PASSWORD: &str = "poprawny koń bateria";

/// A program that speaks HTTPS with the certificate in this folder, with more settings before its section and in it.
fn speaking(folder: &Path, more: &str) -> Program {
    let program = Program::new(Settings::default());
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.join(name));
    let section = format!(
        "{more}[tls]\ncertificate_file = {certificate:?}\nkey_file = {key:?}\nredirect_listen = \"127.0.0.1:{}\"\n",
        ports::free()
    );
    let url = format!("https://localhost:{}", program.address().port());
    program.configure(&Settings::default().public_url(&url).level("debug").section(&section));
    program
}

/// Where plain HTTP is answered, out of the settings.
fn plain(program: &Program) -> std::net::SocketAddr {
    let settings = program.configuration();
    let line = settings.lines().find_map(|line| line.strip_prefix("redirect_listen = ")).expect("it is set");
    line.trim_matches('"').parse().expect("an address")
}

#[tokio::test]
async fn pages_speak_https_and_plain_http_leads_there() {
    let folder = keeper::folder("certificate");
    let certificate = Certificate::issue(&folder, Account::current());
    let mut program = speaking(&folder, "");
    program.start().await;
    program.add_agent(OLA, "Ola Nowak", OLAS_PASSWORD).await;
    let mut ola = program.visitor().over_tls("localhost", certificate.authority());
    let form = [("login", OLA), ("password", OLAS_PASSWORD)];
    let entered = ola.post("/session", &form).await.expect("an answer over TLS");
    assert_eq!(entered.status, 303);
    let cookie = entered.header("set-cookie").expect("a cookie");
    for part in ["__Host-session=", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    for path in ["/inbox/all", "/api/v1/openapi.json", "/assets/nothing"] {
        let answer = ola.get(path).await.expect("an answer over TLS");
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"), "{path}");
    }

    let mut stranger = Visitor::at(plain(&program)).saying("X-Forwarded-Host: evil.example");
    let led = stranger.get("/inbox/all?q=a").await.expect("an answer");
    let there = format!("https://localhost:{}/inbox/all?q=a", program.address().port());
    assert_eq!((led.status, led.location()), (308, Some(there.as_str())));
    program.visitor().get("/sign-in").await.expect_err("nobody speaks plain HTTP here");
    let other = Certificate::issue(&keeper::folder("other"), Account::current());
    let mut cautious = program.visitor().over_tls("localhost", other.authority());
    cautious.get("/sign-in").await.expect_err("another authority's certificate");
    program.check().await;
}

/// A ClientHello of TLS 1.1 (RFC 4346, 7.4.1.2) with one suite.
fn hello_of_tls_1_1() -> Vec<u8> {
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 2, 0xc0, 0x13, 1, 0]);
    // Which signatures are understood, and that 1.1 is the only version.
    hello.extend([0, 15, 0, 13, 0, 4, 0, 2, 4, 3, 0, 43, 0, 3, 2, 3, 2]);
    let length = u8::try_from(hello.len()).expect("it is short");
    [&[22, 3, 1, 0, length + 4, 1, 0, 0, length][..], &hello].concat()
}

#[tokio::test]
async fn old_versions_are_refused_and_who_says_nothing_is_let_go() {
    let folder = keeper::folder("certificate");
    let certificate = Certificate::issue(&folder, Account::current());
    let mut program = speaking(&folder, "");
    program.start().await;
    let mut silent = TcpStream::connect(program.address()).await.expect("a connection");
    let mut slow = TcpStream::connect(plain(&program)).await.expect("a connection");
    slow.write_all(b"GET / HTTP/1.1\r\nHost: k").await.expect("the beginning of a head");

    let mut old = TcpStream::connect(program.address()).await.expect("a connection");
    old.write_all(&hello_of_tls_1_1()).await.expect("a hello");
    let mut said = Vec::new();
    old.read_to_end(&mut said).await.expect("the end");
    // An alert (21), fatal (2): protocol_version (70) or handshake_failure (40), RFC 5246, 7.2.
    assert!(matches!(said.as_slice(), [21, .., 2, 70 | 40]), "{said:?}");

    let (begun, mut nothing) = (Instant::now(), Vec::new());
    let heard = tokio::time::timeout(Duration::from_secs(60), silent.read_to_end(&mut nothing)).await;
    heard.expect("it is let go").ok();
    assert!(nothing.is_empty() && begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    let heard = tokio::time::timeout(Duration::from_secs(60), slow.read_to_end(&mut nothing)).await;
    heard.expect("it is let go as well").ok();
    let mut quick = program.visitor().over_tls("localhost", certificate.authority());
    assert_eq!(quick.get("/healthz").await.expect("an answer").status, 200);
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_others_are_still_answered() {
    let folder = keeper::folder("certificate");
    let certificate = Certificate::issue(&folder, Account::current());
    let mut program = speaking(&folder, "trusted_proxies = []\n");
    program.start().await;
    let mut held = Vec::new();
    for _ in 0..256 {
        held.push(TcpStream::connect(program.address()).await.expect("a connection"));
    }
    let mut guest = program.visitor().over_tls("localhost", certificate.authority());
    ready::until("one more is turned away", ready::START, || {
        let mut guest = guest.clone();
        async move { guest.get("/healthz").await.is_err().then_some(()) }
    })
    .await;
    program.says("connections are turned away").await;
    drop(held);
    let answer = ready::until("there is room again", ready::START, || {
        let mut guest = guest.clone();
        async move { guest.get("/healthz").await.ok() }
    })
    .await;
    assert_eq!(answer.status, 200);
    guest.get("/healthz").await.expect("and stays");
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart_and_streams_end_with_the_program() {
    let folder = keeper::folder("certificate");
    let first = Certificate::issue(&folder, Account::current());
    let mut program = speaking(&folder, "");
    program.start().await;
    program.add_agent(OLA, "Ola Nowak", OLAS_PASSWORD).await;
    let mut ola = program.visitor().over_tls("localhost", first.authority());
    ola.sign_in(OLA, OLAS_PASSWORD).await.expect("Ola can sign in");
    let second = Certificate::issue(&folder, Account::current());
    let mut renewed = program.visitor().over_tls("localhost", second.authority());
    assert_eq!(renewed.get("/healthz").await.expect("the new certificate").status, 200);
    ola.get("/healthz").await.expect_err("the old one is not shown any more");
    program.says("the certificate was read again").await;

    let mut ola = program.visitor().over_tls("localhost", second.authority());
    ola.sign_in(OLA, OLAS_PASSWORD).await.expect("Ola can sign in");
    ola.listen("/live", "\n\n", ready::START).await.expect("a stream begins");
    let stream = tokio::spawn(async move { ola.listen("/live", "this is never said", ready::START).await });
    ready::until("the stream is open", ready::START, || {
        let opened = program.said().matches("route=\"/live\"").count();
        std::future::ready((opened >= 2).then_some(()))
    })
    .await;
    let begun = Instant::now();
    program.stop();
    assert!(begun.elapsed() < Duration::from_secs(8), "it waits for streams: {:?}", begun.elapsed());
    let ended = stream.await.expect("it ends").expect_err("before those words");
    assert_ne!(ended.kind(), std::io::ErrorKind::TimedOut, "{ended}");
    assert!(!program.said().contains("Not everything ended"), "{}", program.said());
}

#[tokio::test]
async fn the_doctor_names_a_certificate_that_ends_soon() {
    let folder = keeper::folder("certificate");
    let today = jiff::Zoned::now().date();
    for (days, mark) in [(2, "BAD   certificate"), (10, "warn  certificate"), (90, "ok    certificate")] {
        Certificate::issue_until(&folder, today.saturating_add(jiff::Span::new().days(days)));
        let told = speaking(&folder, "").run(&["doctor"]).await.stdout;
        assert!(told.contains(&format!("{mark}   The certificate of the pages is good until")), "{days}: {told}");
    }
    std::fs::write(folder.join("certificate.pem"), "nothing").expect("it is written");
    let program = speaking(&folder, "");
    let told = program.run(&["doctor"]).await.stdout;
    assert!(told.contains("BAD   certificate") && told.contains("cannot be read"), "{told}");
    let refused = program.run(&["serve"]).await;
    assert!(refused.stderr.contains("HTTPS cannot be spoken: "), "{}", refused.stderr);
}

#[tokio::test]
async fn a_certificate_is_got_by_acme_and_kept_over_a_restart() {
    let mut program = Program::new(Settings::default());
    let port = program.address().port();
    let server = AcmeServer::start(port).await;
    let section = format!(
        "[tls.acme]\ndirectory = \"{}\"\ncontact = \"wlasciciel@kontuar.example\"\nca_file = {:?}\n",
        server.directory(),
        server.authority_file()
    );
    let url = format!("https://kontuar.example:{port}");
    program.configure(&Settings::default().public_url(&url).section(&section));
    let told = program.run(&["doctor"]).await.stdout;
    assert!(told.contains("No certificate was given to us yet"), "{told}");
    program.start().await;
    program.says("a new certificate was given to us and is used").await;
    let root = server.root().await;
    let mut guest = program.visitor().over_tls("kontuar.example", &root);
    assert_eq!(guest.get("/healthz").await.expect("a certificate under its root").status, 200);
    program.restart().await;
    program.says("the certificate that was given to us is used").await;
    assert_eq!(guest.get("/healthz").await.expect("the same certificate").status, 200);
    let told = program.run(&["doctor"]).await.stdout;
    assert!(told.contains("ok    certificate   The certificate of the pages is good until"), "{told}");
    assert!(!program.said().contains("cannot be had"), "{}", program.said());
}
