//! Real conversations with our own server, and with none: what each failure means.

use domain::channel::{Outbound, Party, Receipt, SendError};
use domain::id::{Id, MessageId};
use domain::identity::Address;
use domain::time::Millis;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use super::*;
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

fn submission(port: u16) -> Submission {
    Submission::new(Settings::new("127.0.0.1", port, Tls::None)).unwrap()
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let server = Running::start(Limits::default()).await;
    let mut sent = message();
    sent.cc = vec![party("", "jan@example.pl")];
    let Receipt { answer } = submission(server.address.port()).send(&sent).await.unwrap();
    assert_eq!(answer, "250 2.0.0 taken");
    let taken = server.stop().await;
    assert_eq!(taken[0].0.from, "sklep@sklep.example");
    assert_eq!(taken[0].0.recipients, ["anna@example.pl", "jan@example.pl"]);
    let read = crate::email::parse::parse(&taken[0].1).unwrap();
    assert_eq!((read.text, read.subject), (sent.text, sent.subject));
    assert_eq!(read.message_id.as_deref(), Some("k.9@sklep.example"));
}

#[tokio::test]
async fn refusals_mean_what_their_code_says() {
    let server = Running::start(Limits::default()).await;
    let submission = submission(server.address.port());
    for step in ["recipient", "invite", "deliver"] {
        let later = submission.send(&to(&format!("later-{step}@x.pl"))).await;
        assert!(matches!(&later, Err(SendError::Later(why)) if why.contains("4.3.0 not now")), "{step}: {later:?}");
        let never = submission.send(&to(&format!("never-{step}@x.pl"))).await;
        assert!(matches!(&never, Err(SendError::Refused(why)) if why.contains("5.1.1")), "{step}: {never:?}");
    }
    let mut both = to("a@x.pl");
    both.to.push(party("", "never-recipient@x.pl"));
    assert!(matches!(submission.send(&both).await, Err(SendError::Refused(_))));
    assert_eq!(server.stop().await, [], "nobody gets what others on it did not get");
}

#[tokio::test]
async fn a_break_before_the_content_is_certain_and_after_it_is_not() {
    let server = Running::start(Limits::default()).await;
    let submission = submission(server.address.port());
    for step in ["recipient", "invite"] {
        let sent = submission.send(&to(&format!("drop-{step}@x.pl"))).await;
        assert!(matches!(sent, Err(SendError::Later(_))), "{step}: {sent:?}");
    }
    assert!(server.desk.taken.lock().unwrap().is_empty());
    let sent = submission.send(&to("drop-deliver@x.pl")).await;
    assert!(matches!(sent, Err(SendError::Uncertain(_))), "{sent:?}");
    assert_eq!(server.stop().await.len(), 1, "it was taken, though we cannot know");
}

#[tokio::test]
async fn no_server_means_later() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    assert!(matches!(submission(port).send(&message()).await, Err(SendError::Later(_))));
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
    for lines in
        [&[][..], &["220 a\r\n"], &["220 a\r\n", "250 a\r\n"], &["220 a\r\n", "250 a\r\n", "250 ok\r\n", "250 ok\r\n"]]
    {
        let sent = silent_after(lines).await.send(&message()).await;
        assert!(matches!(sent, Err(SendError::Later(_))), "{lines:?}: {sent:?}");
    }
    let all = &["220 a\r\n", "250 a\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"];
    let sent = silent_after(all).await.send(&message()).await;
    assert!(matches!(sent, Err(SendError::Uncertain(_))), "{sent:?}");
}

#[tokio::test]
async fn a_content_that_could_not_be_written_out_was_surely_not_sent() {
    // The server invites the content and reads none of it: a large one fills the buffers and never reaches its dot.
    let all = &["220 a\r\n", "250 a\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"];
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
        content: b"x\r\n".repeat(11_000_000),
    };
    let sent = conversation::hand_over(&patience, None, &mail).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
    deaf.abort();
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let open = Settings::new("mail.example.pl", 25, Tls::None);
    assert!(matches!(Submission::new(open), Err(SettingsError::PlainText { .. })));
    let mut rubbish = Settings::new("mail.example.pl", 465, Tls::Implicit);
    rubbish.extra_ca_pem = Some("rubbish".to_owned());
    assert!(Submission::new(rubbish).is_err());
}
