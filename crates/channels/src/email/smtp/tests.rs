//! Real conversations with our own server, and with none: what each failure means.

use domain::channel::{Outbound, Party, Receipt, SendError};
use domain::id::{Id, MessageId};
use domain::identity::Address;
use domain::time::Millis;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, BufStream};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

mod kept;

use super::*;
use crate::email::server::tests::certified;
use crate::email::smtp_in::Limits;
use crate::email::smtp_in::tests::Running;

pub(super) fn party(name: &str, address: &str) -> Party {
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    Party { name, address: Address::parse(address).unwrap() }
}

pub(super) fn message() -> Outbound {
    Outbound {
        message: MessageId::from_raw(1),
        from: party("Sklep Żółw, obsługa", "sklep@sklep.example"),
        to: vec![party("Anna \"Ania\" Łysa", "anna@example.pl")],
        cc: Vec::new(),
        reply_to: None,
        subject: "Re: Zwrot butów – zamówienie 4471".to_owned(),
        text: "Dzień dobry,\n\n.\n..kropki\nzażółć gęślą jaźń".to_owned(),
        message_id: "k.9@sklep.example".to_owned(),
        in_reply_to: Some("abc@example.pl".to_owned()),
        references: vec!["abc@example.pl".to_owned()],
        written_at: Millis::new(1_793_606_398_000),
        automatic: false,
    }
}

fn to(address: &str) -> Outbound {
    Outbound { to: vec![party("", address)], ..message() }
}

/// Whether it is certain that nothing was sent, and another try may help.
fn not_sent(sent: &Result<Receipt, SendError>) -> bool {
    matches!(sent, Err(SendError::Later(_) | SendError::Away(_)))
}

fn submission(port: u16) -> Submission {
    Submission::new(Settings::new("127.0.0.1", port, Tls::None)).unwrap()
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let server = Running::start(Limits::default()).await;
    let mut sent = message();
    sent.cc = vec![party("", "jan@example.pl")];
    let receipt = submission(server.address.port()).send(&sent).await.unwrap();
    assert_eq!(receipt, Receipt::new("250 2.0.0 taken"));
    let taken = server.stop().await;
    assert_eq!(taken[0].0.from, "sklep@sklep.example");
    assert_eq!(taken[0].0.recipients, ["anna@example.pl", "jan@example.pl"]);
    let read = mail::parse::parse(&taken[0].1).unwrap();
    assert_eq!((read.text, read.subject), (sent.text, sent.subject));
    assert_eq!(read.message_id.as_deref(), Some("k.9@sklep.example"));
}

#[tokio::test]
async fn refusals_mean_what_their_code_says() {
    let server = Running::start(Limits::default()).await;
    let submission = submission(server.address.port());
    for step in ["recipient", "invite", "deliver"] {
        let later = submission.send(&to(&format!("later-{step}@x.pl"))).await;
        assert!(not_sent(&later) && format!("{later:?}").contains("4.3.0 not now"), "{step}: {later:?}");
        let never = submission.send(&to(&format!("never-{step}@x.pl"))).await;
        assert!(matches!(&never, Err(SendError::Refused(why)) if why.contains("5.1.1")), "{step}: {never:?}");
    }
    assert_eq!(server.stop().await, []);
}

#[tokio::test]
async fn one_of_several_recipients_who_is_refused_is_named_and_the_others_get_it() {
    let server = Running::start(Limits::default()).await;
    let submission = submission(server.address.port());
    let mut sent = to("a@x.pl");
    sent.cc = vec![party("", "never-recipient@x.pl"), party("", "b@x.pl")];
    let receipt = submission.send(&sent).await.unwrap();
    assert_eq!(receipt.refused[0].address, "never-recipient@x.pl");
    assert!(receipt.refused[0].answer.contains("5.1.1 nobody here"), "{receipt:?}");
    // Whom it is written to is refused, so who only gets a copy gets none.
    let mut copy = to("never-recipient@x.pl");
    copy.cc = vec![party("", "b@x.pl")];
    assert!(matches!(submission.send(&copy).await, Err(SendError::Refused(why)) if why.contains("5.1.1")));
    let mut later = to("a@x.pl");
    later.cc = vec![party("", "later-recipient@x.pl")];
    assert!(
        matches!(submission.send(&later).await, Err(SendError::Later(_))),
        "nobody gets it twice when it is tried again"
    );
    let taken = server.stop().await;
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].0.recipients, ["a@x.pl", "b@x.pl"]);
}

#[tokio::test]
async fn a_break_before_the_content_is_certain_and_after_it_is_not() {
    let server = Running::start(Limits::default()).await;
    let submission = submission(server.address.port());
    for step in ["recipient", "invite"] {
        let sent = submission.send(&to(&format!("drop-{step}@x.pl"))).await;
        assert!(not_sent(&sent), "{step}: {sent:?}");
    }
    assert!(server.desk.taken.lock().unwrap().is_empty());
    let sent = submission.send(&to("drop-deliver@x.pl")).await;
    assert!(matches!(sent, Err(SendError::Uncertain(_))), "{sent:?}");
    assert_eq!(server.stop().await.len(), 1, "it was taken, though we cannot know");
}

#[tokio::test]
async fn no_server_means_away() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    assert!(matches!(submission(port).send(&message()).await, Err(SendError::Away(_))));
}

/// A server that says each line when it hears one, and then nothing any more.
async fn silent_after(lines: &'static [&'static str]) -> Submission {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        for line in lines {
            stream.write_all(line.as_bytes()).await.unwrap();
            if *line == "354 go on\r\n" {
                break;
            }
            stream.read_line(&mut String::new()).await.unwrap();
        }
        stream.read_to_end(&mut Vec::new()).await.unwrap();
    });
    let patience =
        Settings { connect_ms: 200, command_ms: 200, content_ms: 200, ..Settings::new("127.0.0.1", port, Tls::None) };
    Submission::new(patience).unwrap()
}

#[tokio::test]
async fn silence_before_the_content_means_later_and_after_it_uncertain() {
    let begun = ["220 a\r\n", "250 a\r\n", "250 a\r\n", "250 ok\r\n", "250 ok\r\n"];
    for lines in (0..=begun.len()).map(|many| begun[..many].to_vec().leak()) {
        let sent = silent_after(lines).await.send(&message()).await;
        assert!(not_sent(&sent), "{lines:?}: {sent:?}");
    }
    let all = &["220 a\r\n", "250 a\r\n", "250 a\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"];
    let sent = silent_after(all).await.send(&message()).await;
    assert!(matches!(sent, Err(SendError::Uncertain(_))), "{sent:?}");
}

#[tokio::test]
async fn a_content_that_could_not_be_written_out_was_surely_not_sent() {
    // The server invites the content and reads none of it: a large one fills the buffers and never reaches its dot.
    let all = &["220 a\r\n", "250 a\r\n", "250 a\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let deaf = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::with_capacity(512, stream);
        for line in all {
            stream.write_all(line.as_bytes()).await.unwrap();
            if *line != "354 go on\r\n" {
                stream.read_line(&mut String::new()).await.unwrap();
            }
        }
        std::future::pending::<()>().await;
    });
    let patience = Settings { content_ms: 500, ..Settings::new("127.0.0.1", port, Tls::None) };
    // Raw content of 32 MB: more than the loopback's buffers hold.
    let mail = compose::Mail {
        from: "a@x.pl".parse().unwrap(),
        recipients: vec!["b@x.pl".parse().unwrap()],
        addressed: 1,
        content: b"x\r\n".repeat(11_000_000),
    };
    let sent = Pool::default().hand_over(&patience, &Encryption::None, &mail).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
    deaf.abort();
}

/// Answers each line it hears with the next of `lines`, and gives back what it heard.
async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin, lines: &[&str]) -> Vec<String> {
    let mut stream = BufStream::new(stream);
    let mut heard = Vec::new();
    for answer in lines {
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        let mut line = String::new();
        // The other side may have gone.
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            break;
        }
        heard.push(line.trim_end().to_owned());
    }
    heard
}

/// An encrypting server that refuses the login, its authority, and what it will have heard in plain text and encrypted.
async fn encrypting(tls: Tls) -> (Settings, String, JoinHandle<(Vec<String>, Vec<String>)>) {
    let (config, ca) = certified();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = Settings::new("localhost", listener.local_addr().unwrap().port(), tls);
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut plain = Vec::new();
        let mut encrypted = vec!["250-a\r\n250 AUTH PLAIN LOGIN\r\n", "535 5.7.8 no\r\n"];
        if tls == Tls::StartTls {
            plain = converse(&mut stream, &["220 a\r\n", "250-a\r\n250 STARTTLS\r\n"]).await;
            stream.write_all(b"220 begin\r\n").await.unwrap();
        } else {
            encrypted.insert(0, "220 a\r\n");
        }
        let Ok(stream) = TlsAcceptor::from(config).accept(stream).await else { return (plain, Vec::new()) };
        let mut stream = BufStream::new(stream);
        let mut first = String::new();
        if tls == Tls::StartTls {
            stream.read_line(&mut first).await.unwrap();
        }
        let heard = converse(stream, &encrypted).await;
        (plain, heard)
    });
    (settings, ca, task)
}

#[tokio::test]
async fn passwords_travel_encrypted_and_a_wrong_one_can_be_put_right() {
    for tls in [Tls::Implicit, Tls::StartTls] {
        let (settings, ca, task) = encrypting(tls).await;
        let login = Some(Login::password("anna", "tajne"));
        let trusting = Submission::new(Settings { login, extra_ca_pem: Some(ca), ..settings }).unwrap();
        let sent = trusting.send(&message()).await;
        assert!(matches!(&sent, Err(SendError::Away(why)) if why.contains("5.7.8")), "{sent:?}");
        let (plain, encrypted) = task.await.unwrap();
        assert!(plain.iter().all(|line| line.starts_with("EHLO") || line == "STARTTLS"), "{plain:?}");
        assert!(encrypted.contains(&"AUTH PLAIN AGFubmEAdGFqbmU=".to_owned()), "{encrypted:?}");
    }
}

#[tokio::test]
async fn an_unknown_authority_gets_nothing() {
    for tls in [Tls::Implicit, Tls::StartTls] {
        let (settings, _, task) = encrypting(tls).await;
        let sent = Submission::new(settings).unwrap().send(&message()).await;
        assert!(matches!(sent, Err(SendError::Away(_))), "{sent:?}");
        assert_eq!(task.await.unwrap().1, [""; 0]);
    }
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let open = Settings::new("mail.example.pl", 25, Tls::None);
    assert!(matches!(Submission::new(open), Err(SettingsError::PlainText { .. })));
    let mut rubbish = Settings::new("mail.example.pl", 465, Tls::Implicit);
    rubbish.extra_ca_pem = Some("rubbish".to_owned());
    assert!(Submission::new(rubbish).is_err());
}
