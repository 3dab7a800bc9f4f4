//! What the open internet brings: smugglers, talkers, those that say nothing, and other servers' habits.

use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;

use super::*;
use crate::email::server::{client_config, tests::certified};

const HELLO: &str = "EHLO a\r\nMAIL FROM:<a@x.pl>\r\n";

#[derive(Debug)]
struct Fixed(Arc<rustls::ServerConfig>);

impl Certificates for Fixed {
    fn current(&self) -> Option<Arc<rustls::ServerConfig>> {
        Some(Arc::clone(&self.0))
    }
}

/// Reads one answer, all its lines.
async fn answer(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut heard = String::new();
    loop {
        let mut byte = [0];
        if stream.read(&mut byte).await.unwrap() == 0 {
            return heard;
        }
        heard.push(char::from(byte[0]));
        let last = heard.lines().last().unwrap_or_default();
        if heard.ends_with("\r\n") && last.as_bytes().get(3) == Some(&b' ') {
            return heard;
        }
    }
}

async fn ask(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), command: &str) -> String {
    stream.write_all(command.as_bytes()).await.unwrap();
    answer(stream).await
}

#[tokio::test]
async fn smuggled_mail_is_refused_and_its_commands_are_not_carried_out() {
    let server = Running::start(Limits::default()).await;
    for end in ["\n.\n", "\n.\r\n", "\r.\r\n", "\r.\r", "\r\n.\r", "\r\n.\n"] {
        let heard = server
            .say(
                format!(
                    "{HELLO}RCPT TO:<b@x.pl>\r\nDATA\r\nSubject: a\r\n\r\na{end}MAIL FROM:<boss@x.pl>\r\n\
                     RCPT TO:<b@x.pl>\r\nDATA\r\nSubject: b\r\n\r\nb\r\n.\r\nQUIT\r\n"
                )
                .as_bytes(),
            )
            .await;
        assert_eq!(heard, ["220", "250", "250", "250", "354", "550", "221"], "{end:?}");
    }
    let heard = server.say(b"EHLO a\nNOOP\r\nEHLO a\r\nNO\rOP\r\nQUIT\r\n").await;
    assert_eq!(heard, ["220", "500", "250", "250", "500", "221"]);
    assert_eq!(server.stop().await, []);
}

#[tokio::test]
async fn chunks_are_taken_byte_for_byte() {
    let server = Running::start(Limits { mail_bytes: 60, ..Limits::default() }).await;
    let heard = server
        .say(
            format!(
                "{HELLO}RCPT TO:<b@x.pl>\r\nBDAT 6\r\n.\r\n.\r\nBDAT 5 LAST\r\nQUIT\nMAIL FROM:<>\r\nRCPT TO:<b@x.pl>\r\n\
                 BDAT 0\r\nDATA\r\nRCPT TO:<c@x.pl>\r\nRSET\r\nBDAT 3 LAST\r\nabcMAIL FROM:<>\r\nRCPT TO:<b@x.pl>\r\n\
                 BDAT 61\r\n{}BDAT 0 LAST\r\nNOOP\r\nQUIT\r\n",
                "x".repeat(61)
            )
            .as_bytes(),
        )
        .await;
    let begun = ["220", "250", "250", "250", "250", "250"];
    let in_order = ["250", "250", "250", "503", "503", "250", "503"];
    assert_eq!(heard[..6], begun);
    assert_eq!(heard[6..13], in_order);
    assert_eq!(heard[13..], ["250", "250", "552", "552", "250", "221"]);
    let taken = server.stop().await;
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].1, b".\r\n.\r\nQUIT\n");
}

#[tokio::test]
async fn lmtp_answers_for_every_recipient() {
    let server = Running::with(Limits::default(), SmtpServer::lmtp).await;
    let heard = server
        .say(
            b"EHLO a\r\nHELO a\r\nLHLO a\r\nMAIL FROM:<a@x.pl>\r\nRCPT TO:<b@x.pl>\r\nRCPT TO:<never-recipient@x.pl>\r\n\
              RCPT TO:<c@x.pl>\r\nDATA\r\na\r\n.\r\nMAIL FROM:<a@x.pl>\r\nRCPT TO:<never-recipient@x.pl>\r\nDATA\r\nQUIT\r\n",
        )
        .await;
    assert_eq!(heard[..4], ["220", "502", "502", "250"]);
    assert_eq!(heard[4..11], ["250", "250", "550", "250", "354", "250", "250"]);
    assert_eq!(heard[11..], ["250", "550", "503", "221"]);
    let taken = server.stop().await;
    assert_eq!(taken[0].0.recipients, ["b@x.pl", "c@x.pl"]);
    assert!(taken[0].0.peer.lmtp);
    let smtp = Running::start(Limits::default()).await;
    assert_eq!(
        smtp.say(b"LHLO a\r\nVRFY b\r\nEXPN b\r\nAUTH PLAIN\r\nETRN x\r\nQUIT\r\n").await[1..5],
        ["502", "502", "502", "502"]
    );
}

#[tokio::test]
async fn what_is_said_in_the_clear_behind_starttls_is_never_carried_out() {
    let (config, pem) = certified();
    let server = Running::with(Limits::default(), |server| server.encrypted(Arc::new(Fixed(config)))).await;
    let mut plain = TcpStream::connect(server.address).await.unwrap();
    answer(&mut plain).await;
    assert!(ask(&mut plain, "EHLO a\r\n").await.contains("250-STARTTLS\r\n"));
    assert!(ask(&mut plain, "MAIL FROM:<a@x.pl>\r\n").await.starts_with("250 "));
    let injected = "STARTTLS\r\nRSET\r\nEHLO injected\r\nMAIL FROM:<evil@x.pl>\r\nRCPT TO:<b@x.pl>\r\n";
    assert!(ask(&mut plain, injected).await.starts_with("220 "));
    let connector = TlsConnector::from(Arc::new(client_config(Some(&pem)).unwrap()));
    let name = ServerName::try_from("localhost").unwrap();
    let mut tls = connector.connect(name, plain).await.unwrap();
    assert!(ask(&mut tls, "RCPT TO:<b@x.pl>\r\n").await.starts_with("503 "), "nothing said before counts");
    assert!(ask(&mut tls, "MAIL FROM:<a@x.pl>\r\n").await.starts_with("503 "), "not even the greeting");
    assert!(!ask(&mut tls, "EHLO a\r\n").await.contains("STARTTLS"));
    assert!(ask(&mut tls, "STARTTLS\r\n").await.starts_with("502 "));
    for command in ["MAIL FROM:<a@x.pl>\r\n", "RCPT TO:<b@x.pl>\r\n", "DATA\r\n", "a\r\n.\r\n", "QUIT\r\n"] {
        assert!(ask(&mut tls, command).await.starts_with(['2', '3']), "{command}");
    }
    let taken = server.stop().await;
    assert_eq!((taken.len(), taken[0].0.peer.encrypted), (1, true));
}

#[tokio::test]
async fn who_speaks_before_the_greeting_is_no_mail_server() {
    let server = Running::start(Limits { greeting_pause_ms: 300, ..Limits::default() }).await;
    assert_eq!(server.say(b"EHLO a\r\nQUIT\r\n").await, ["554"]);
    let mut patient = TcpStream::connect(server.address).await.unwrap();
    assert!(answer(&mut patient).await.starts_with("220 "));
    assert!(ask(&mut patient, "QUIT\r\n").await.starts_with("221 "));
}

#[tokio::test]
async fn one_byte_at_a_time_is_not_enough() {
    let limits = Limits { idle_ms: 10_000, command_ms: 300, content_ms: 300, ..Limits::default() };
    let server = Running::start(limits).await;
    for begin in ["", "EHLO a\r\nMAIL FROM:<a@x.pl>\r\nRCPT TO:<b@x.pl>\r\nDATA\r\n"] {
        let stream = TcpStream::connect(server.address).await.unwrap();
        let (mut reader, mut writer) = stream.into_split();
        writer.write_all(begin.as_bytes()).await.unwrap();
        let drip = tokio::spawn(async move {
            let mut drops = tokio::time::interval(Duration::from_millis(20));
            while writer.write_all(b"x").await.is_ok() {
                drops.tick().await;
            }
        });
        let mut heard = Vec::new();
        // The connection is reset under what still drips.
        let _ = tokio::time::timeout(Duration::from_secs(10), reader.read_to_end(&mut heard)).await.unwrap();
        assert!(String::from_utf8(heard).unwrap().contains("421 4.4.2"));
        drip.abort();
    }
}

#[tokio::test]
async fn what_was_begun_is_ended_when_the_server_stops() {
    let server = Running::start(Limits::default()).await;
    let mut busy = TcpStream::connect(server.address).await.unwrap();
    answer(&mut busy).await;
    ask(&mut busy, "EHLO a\r\n").await;
    ask(&mut busy, "MAIL FROM:<a@x.pl>\r\n").await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    answer(&mut idle).await;
    server.cancel.cancel();
    assert!(answer(&mut idle).await.starts_with("421 "));
    assert_eq!(server.say(b"").await, ["421"], "nobody new");
    for (command, code) in [("RCPT TO:<b@x.pl>\r\n", "250"), ("DATA\r\n", "354"), ("a\r\n.\r\n", "250")] {
        assert!(ask(&mut busy, command).await.starts_with(code), "{command}");
    }
    assert!(answer(&mut busy).await.starts_with("421 "));
    assert_eq!(server.stop().await.len(), 1);
}

#[tokio::test]
async fn without_memory_a_mail_is_asked_to_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Some(folder.path().to_owned());
    let limits = Limits { memory_bytes: 100 << 10, memory_wait_ms: 20, spool, ..Limits::default() };
    let server = Running::start(limits).await;
    let mut first = TcpStream::connect(server.address).await.unwrap();
    answer(&mut first).await;
    for command in ["EHLO a\r\n", "MAIL FROM:<a@x.pl>\r\n", "RCPT TO:<b@x.pl>\r\n", "DATA\r\n"] {
        ask(&mut first, command).await;
    }
    let second = format!("{HELLO}RCPT TO:<b@x.pl>\r\nDATA\r\nQUIT\r\n");
    assert_eq!(server.say(second.as_bytes()).await, ["220", "250", "250", "250", "452", "221"]);
    let large = "0123456789abcdef\r\n".repeat(200_000);
    first.write_all(large.as_bytes()).await.unwrap();
    assert!(ask(&mut first, ".\r\n").await.starts_with("250 "));
    let taken = server.stop().await;
    assert_eq!(taken[0].1, large.as_bytes());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
}

#[tokio::test]
async fn a_unix_socket_is_a_door_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let server = SmtpServer::bind_unix(&path).unwrap().lmtp();
    assert!(SmtpServer::bind_unix(&path).is_err(), "somebody answers there");
    let (desk, cancel) = (Arc::new(Desk::default()), CancellationToken::new());
    let task = tokio::spawn(server.serve(desk.clone(), cancel.clone()));
    let mut stream = tokio::net::UnixStream::connect(&path).await.unwrap();
    assert!(answer(&mut stream).await.contains("LMTP"));
    for (command, code) in [("LHLO a\r\n", "250"), ("MAIL FROM:<>\r\n", "250"), ("RCPT TO:<b@x.pl>\r\n", "250")] {
        assert!(ask(&mut stream, command).await.starts_with(code), "{command}");
    }
    assert!(ask(&mut stream, "BDAT 2 LAST\r\nhi").await.starts_with("250 "));
    assert!(ask(&mut stream, "QUIT\r\n").await.starts_with("221 "));
    cancel.cancel();
    task.await.unwrap();
    let taken = desk.taken.lock().unwrap();
    assert!(taken[0].0.peer.trusted && taken[0].0.peer.ip.is_none());
}

#[tokio::test]
async fn a_peer_is_told_to_come_again_for_the_mails_that_are_too_many_in_a_minute() {
    let door = Arc::new(Door::new(Limits { peer_mails_per_minute: 2, ..Limits::default() }, Vec::new()));
    let server = Running::with(Limits::default(), |server| server.behind(Arc::clone(&door))).await;
    let mail = "MAIL FROM:<a@x.pl>\r\nRCPT TO:<b@x.pl>\r\nDATA\r\nx\r\n.\r\n";
    let heard = server.say(format!("EHLO a\r\n{mail}{mail}MAIL FROM:<a@x.pl>\r\nQUIT\r\n").as_bytes()).await;
    assert_eq!(heard[2..], ["250", "250", "354", "250", "250", "250", "354", "250", "450", "221"]);
    let mut again = TcpStream::connect(server.address).await.unwrap();
    answer(&mut again).await;
    ask(&mut again, "EHLO a\r\n").await;
    let said = ask(&mut again, "MAIL FROM:<a@x.pl>\r\n").await;
    assert_eq!(
        said, "450 4.7.1 so many mails a minute are not taken from you, come again\r\n",
        "a new session is no way out"
    );
    assert_eq!(door.counters().refused(Why::PeerRate), 2);
    assert_eq!(server.stop().await.len(), 2, "what was taken before is kept");
}

#[tokio::test]
async fn a_peer_has_only_so_many_connections_and_the_operators_own_as_many_as_there_are() {
    for (trusted, greeting) in [(Vec::new(), "421 "), (vec!["127.0.0.0/8".parse().unwrap()], "220 ")] {
        let door = Arc::new(Door::new(Limits { peer_sessions: 1, ..Limits::default() }, trusted));
        let server = Running::with(Limits::default(), |server| server.behind(Arc::clone(&door))).await;
        let mut first = TcpStream::connect(server.address).await.unwrap();
        assert!(answer(&mut first).await.starts_with("220 "));
        let mut second = TcpStream::connect(server.address).await.unwrap();
        assert!(answer(&mut second).await.starts_with(greeting));
        assert_eq!(door.counters().refused(Why::PeerSeats), u64::from(greeting == "421 "));
        ask(&mut first, "QUIT\r\n").await;
        let mut gone = Vec::new();
        first.read_to_end(&mut gone).await.unwrap();
        drop(second);
        // The seat is free a moment after the goodbye.
        let freed = async { while server.say(b"QUIT\r\n").await != ["220", "221"] {} };
        tokio::time::timeout(Duration::from_secs(10), freed).await.expect("a seat that was left is free");
        server.stop().await;
    }
}
