//! Connections that carry one mail after another, and servers that let them down in every way.

use std::sync::{Arc, Mutex};

use super::*;

/// What a scripted server does when it hears a line that begins with the first word: the answer, and whether it hangs up.
#[derive(Clone, Copy)]
struct Rule(&'static str, &'static str, bool);

/// A server that follows rules, each used once, in turn; else it takes everything. Counts connections and mails.
struct Scripted {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    async fn start(offer: &'static str, rules: &[Rule]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let rules = Arc::new(Mutex::new(rules.to_vec()));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&heard);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                notes.lock().unwrap().push("connected".to_owned());
                tokio::spawn(serve(BufStream::new(stream), offer, Arc::clone(&rules), Arc::clone(&notes)));
            }
        });
        Self { port, heard }
    }

    fn count(&self, word: &str) -> usize {
        self.heard.lock().unwrap().iter().filter(|line| line.starts_with(word)).count()
    }

    fn submission(&self, change: impl FnOnce(&mut Settings)) -> Submission {
        let mut settings =
            Settings { command_ms: 2_000, content_ms: 2_000, ..Settings::new("127.0.0.1", self.port, Tls::None) };
        change(&mut settings);
        Submission::new(settings).unwrap()
    }
}

async fn serve(
    mut stream: BufStream<tokio::net::TcpStream>,
    offer: &'static str,
    rules: Arc<Mutex<Vec<Rule>>>,
    heard: Arc<Mutex<Vec<String>>>,
) {
    let mut content = false;
    let mut said = "220 here\r\n".to_owned();
    loop {
        stream.write_all(said.as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let word = match content {
            true if line == ".\r\n" => "DOT",
            true => {
                said.clear();
                continue;
            }
            false => line.split([' ', ':', '\r']).next().unwrap(),
        };
        heard.lock().unwrap().push(if content { word.to_owned() } else { line.trim_end().to_owned() });
        content = word == "DATA";
        said = match word {
            "EHLO" => offer,
            "DATA" => "354 go on\r\n",
            _ => "250 ok\r\n",
        }
        .to_owned();
        let rule = {
            let mut rules = rules.lock().unwrap();
            let place = rules.iter().position(|rule| rule.0 == word);
            place.map(|place| rules.remove(place))
        };
        if let Some(Rule(_, answer, hang_up)) = rule {
            said = answer.to_owned();
            content &= answer.starts_with("354");
            if hang_up {
                stream.write_all(said.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
                return;
            }
        }
        if word == "QUIT" {
            return;
        }
    }
}

const PLAIN: &str = "250-here\r\n250 SIZE 20000\r\n";

#[tokio::test]
async fn one_connection_carries_many_mails_and_not_too_many() {
    let server = Scripted::start(PLAIN, &[]).await;
    let submission = server.submission(|settings| settings.mails_per_connection = 3);
    for _ in 0..7 {
        submission.send(&message()).await.unwrap();
    }
    assert_eq!((server.count("connected"), server.count("DOT"), server.count("QUIT")), (3, 7, 2));
    assert_eq!(server.count("RSET"), 4, "before each mail on a kept connection");
}

#[tokio::test]
async fn a_refused_mail_leaves_the_connection_to_the_next_one() {
    let server =
        Scripted::start(PLAIN, &[Rule("RCPT", "550 nobody\r\n", false), Rule("DOT", "451 not now\r\n", false)]).await;
    let submission = server.submission(|_| {});
    assert!(matches!(submission.send(&message()).await, Err(SendError::Refused(_))));
    assert!(matches!(submission.send(&message()).await, Err(SendError::Later(_))));
    submission.send(&message()).await.unwrap();
    assert_eq!((server.count("connected"), server.count("DOT")), (1, 2));
}

#[tokio::test]
async fn what_breaks_on_a_kept_connection_before_the_dot_goes_over_a_fresh_one() {
    for (word, answer) in [
        ("RSET", ""),
        ("RSET", "421 idle for too long\r\n"),
        ("MAIL", ""),
        ("MAIL", "421 going down\r\n"),
        ("RCPT", ""),
        ("DATA", ""),
        ("DATA", "421 going down\r\n"),
    ] {
        let usual = if word == "DATA" { "354 go on\r\n" } else { "250 ok\r\n" };
        let first = (word != "RSET").then_some(Rule(word, usual, false));
        let rules: Vec<Rule> = first.into_iter().chain([Rule(word, answer, true)]).collect();
        let server = Scripted::start(PLAIN, &rules).await;
        let submission = server.submission(|_| {});
        submission.send(&message()).await.unwrap();
        submission.send(&message()).await.unwrap();
        assert_eq!((server.count("connected"), server.count("DOT")), (2, 2), "{word} {answer}");
    }
}

#[tokio::test]
async fn a_fresh_connection_that_breaks_is_not_tried_again_at_once() {
    for word in ["MAIL", "RCPT", "DATA"] {
        let server = Scripted::start(PLAIN, &[Rule(word, "", true)]).await;
        let submission = server.submission(|_| {});
        assert!(not_sent(&submission.send(&message()).await));
        assert_eq!((server.count("connected"), server.count("DOT")), (1, 0), "{word}");
    }
}

#[tokio::test]
async fn what_breaks_after_the_dot_is_uncertain_on_a_kept_connection_too() {
    let server = Scripted::start(PLAIN, &[Rule("DOT", "250 taken\r\n", false), Rule("DOT", "", true)]).await;
    let submission = server.submission(|_| {});
    submission.send(&message()).await.unwrap();
    assert!(matches!(submission.send(&message()).await, Err(SendError::Uncertain(_))));
    assert_eq!((server.count("connected"), server.count("DOT")), (1, 2), "nothing was tried again");
    submission.send(&message()).await.unwrap();
    assert_eq!(server.count("connected"), 2);
}

#[tokio::test]
async fn old_connections_get_a_goodbye() {
    let server = Scripted::start(PLAIN, &[]).await;
    let submission = server.submission(|settings| settings.idle_ms = 0);
    submission.send(&message()).await.unwrap();
    submission.send(&message()).await.unwrap();
    assert_eq!((server.count("connected"), server.count("QUIT")), (2, 1));
    submission.tidy().await;
    assert_eq!(server.count("QUIT"), 2);
}

#[tokio::test]
async fn a_mail_too_large_for_the_server_is_not_begun() {
    let server = Scripted::start("250-here\r\n250 SIZE 2000\r\n", &[]).await;
    let submission = server.submission(|_| {});
    let sent = submission.send(&Outbound { text: "zażółć ".repeat(300_000), ..message() }).await;
    assert!(matches!(&sent, Err(SendError::Refused(why)) if why.contains("takes at most 0.0 MB")), "{sent:?}");
    assert_eq!(server.count("MAIL"), 0);
    submission.send(&Outbound { text: "a".to_owned(), ..message() }).await.unwrap();
    assert_eq!(server.count("connected"), 1);
    assert!(server.heard.lock().unwrap().iter().any(|line| line.starts_with("MAIL FROM:<sklep@sklep.example> SIZE=")));
}

#[tokio::test]
async fn an_address_with_foreign_letters_needs_a_server_that_takes_them() {
    let server = Scripted::start(PLAIN, &[]).await;
    let foreign = Outbound { to: vec![party("", "żółw@example.pl")], ..message() };
    let sent = server.submission(|_| {}).send(&foreign).await;
    assert!(matches!(&sent, Err(SendError::Refused(why)) if why.contains("SMTPUTF8")), "{sent:?}");
    let server = Scripted::start("250-here\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n", &[]).await;
    server.submission(|_| {}).send(&foreign).await.unwrap();
}

#[tokio::test]
async fn a_server_that_has_enough_of_us_is_heard() {
    for word in ["MAIL", "RCPT", "DATA", "DOT"] {
        let server = Scripted::start(PLAIN, &[Rule(word, "450 4.7.1 too many messages, slow down\r\n", false)]).await;
        let sent = server.submission(|_| {}).send(&message()).await;
        assert!(matches!(sent, Err(SendError::Slow(_))), "{word}: {sent:?}");
    }
}
