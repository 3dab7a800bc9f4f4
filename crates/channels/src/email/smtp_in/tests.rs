//! Whole conversations over the loopback, spoken by hand.

mod internet;

use std::sync::Mutex;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::*;

/// Takes everything except what its name says.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) taken: Mutex<Vec<(Envelope, Vec<u8>)>>,
}

impl Reception for Desk {
    fn sender<'a>(&'a self, from: &'a str) -> BoxFuture<'a, Verdict> {
        Box::pin(async move { verdict(from, "sender") })
    }

    fn recipient<'a>(&'a self, _: &'a Envelope, to: &'a str) -> BoxFuture<'a, Verdict> {
        Box::pin(async move { verdict(to, "recipient") })
    }

    fn invite<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Verdict> {
        Box::pin(async move { verdict(&envelope.recipients[0], "invite") })
    }

    fn deliver<'a>(&'a self, envelope: Envelope, mut content: Content) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let raw = content.take().unwrap();
            let verdict = verdict(&envelope.recipients[0], "deliver");
            if !matches!(verdict, Verdict::Refuse(_)) {
                self.taken.lock().unwrap().push((envelope, raw));
            }
            verdict
        })
    }
}

/// `later-deliver@x` is refused with 451 when delivered, `drop-invite@x` hangs up at DATA, and so on.
fn verdict(address: &str, step: &str) -> Verdict {
    let local = address.split('@').next().unwrap_or_default();
    match local.split_once('-') {
        Some((what, when)) if when == step => match what {
            "later" => Verdict::Refuse(Reply::new(451, "4.3.0 not\r\nnow")),
            "never" => Verdict::Refuse(Reply::new(550, "5.1.1 nobody here")),
            "drop" => Verdict::Drop,
            _ => Verdict::Accept,
        },
        _ => Verdict::Accept,
    }
}

/// A server on a free loopback port.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) desk: Arc<Desk>,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) async fn start(limits: Limits) -> Self {
        Self::with(limits, |server| server).await
    }

    /// The same, changed before it answers.
    async fn with(limits: Limits, change: impl FnOnce(SmtpServer) -> SmtpServer) -> Self {
        let server = SmtpServer::bind("127.0.0.1:0").await.unwrap().named("mx.example").limited(limits);
        let server = change(server);
        let (address, desk, cancel) =
            (server.local_addr().unwrap(), Arc::new(Desk::default()), CancellationToken::new());
        let task = tokio::spawn(server.serve(Arc::clone(&desk) as Arc<dyn Reception>, cancel.clone()));
        Self { address, desk, cancel, task }
    }

    /// Says `input` at once and gives back the codes of all answers until the server closes.
    async fn say(&self, input: &[u8]) -> Vec<String> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let (mut reader, mut writer) = stream.split();
        let mut heard = Vec::new();
        // The server may hang up while we still speak.
        let _ = tokio::join!(writer.write_all(input), reader.read_to_end(&mut heard));
        let heard = String::from_utf8(heard).unwrap();
        let last = |line: &&str| line.as_bytes().get(3) == Some(&b' ');
        heard.lines().filter(last).map(|line| line[..3].to_owned()).collect()
    }

    pub(crate) async fn stop(self) -> Vec<(Envelope, Vec<u8>)> {
        self.cancel.cancel();
        self.task.await.unwrap();
        std::mem::take(&mut *self.desk.taken.lock().unwrap())
    }
}

#[tokio::test]
async fn a_pipelined_conversation_delivers_what_was_sent() {
    let server = Running::start(Limits::default()).await;
    let heard = server
        .say(
            b"EHLO me.example\r\nMAIL FROM:<a@example.pl> SIZE=20 BODY=8BITMIME\r\nRCPT TO:<never-recipient@x.pl>\r\nRCPT TO:<b@x.pl>\r\n\
              DATA\r\n..dot\r\nSubject: a\r\n\nMAIL FROM:<z@x>\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<c@x.pl>\r\nDATA\r\n.\r\nQUIT\r\n",
        )
        .await;
    assert_eq!(heard, ["220", "250", "250", "550", "250", "354", "250", "250", "250", "354", "250", "221"]);
    let taken = server.stop().await;
    assert_eq!(
        (taken[0].0.from.as_str(), taken[0].0.recipients.as_slice()),
        ("a@example.pl", &["b@x.pl".to_owned()][..])
    );
    assert_eq!(taken[0].0.peer.hello, "me.example");
    assert_eq!(taken[0].1, b".dot\r\nSubject: a\r\n\nMAIL FROM:<z@x>\r\n");
    assert_eq!((taken[1].0.from.as_str(), taken[1].1.as_slice()), ("", &b""[..]), "a bounce has no sender");
}

#[tokio::test]
async fn a_conversation_in_single_bytes_is_the_same() {
    let server = Running::start(Limits::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut reader, mut writer) = stream.split();
    let mut heard = String::new();
    let speak = async {
        for byte in b"HELO a\r\nMAIL FROM:<a@x.pl>\r\nRCPT TO:<b@x.pl>\r\nDATA\r\na\r\n..\r\n.\r\nQUIT\r\n" {
            writer.write_all(&[*byte]).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let ((), read) = tokio::join!(speak, reader.read_to_string(&mut heard));
    read.unwrap();
    assert!(heard.ends_with("221 2.0.0 goodbye\r\n"), "{heard}");
    assert_eq!(server.stop().await[0].1, b"a\r\n.\r\n");
}

#[tokio::test]
async fn order_and_limits_are_kept() {
    let limits = Limits { mail_bytes: 100, recipients: 1, line_bytes: 50, mistakes: 4, ..Limits::default() };
    let server = Running::start(limits).await;
    let start = "EHLO a\r\nMAIL FROM:<a@x.pl>\r\nRCPT TO:<b@x.pl>\r\n";
    let heard = server
        .say(b"MAIL FROM:<a@x.pl>\r\nEHLO a\r\nRCPT TO:<b@x.pl>\r\nDATA\r\nNONSENSE\r\nMAIL FROM:<a@x.pl> SIZE=101\r\nSTARTTLS\r\nNOOP\r\n")
        .await;
    assert_eq!(heard, ["220", "503", "250", "503", "503", "500", "552", "421"]);
    let heard =
        server.say(format!("{start}RCPT TO:<c@x.pl>\r\nDATA\r\n{}\r\n.\r\nQUIT\r\n", "x".repeat(60)).as_bytes()).await;
    assert_eq!(heard, ["220", "250", "250", "250", "452", "354", "554", "221"]);
    let heard = server.say(format!("{start}DATA\r\n{}.\r\nQUIT\r\n", "x\r\n".repeat(50)).as_bytes()).await;
    assert_eq!(heard, ["220", "250", "250", "250", "354", "552", "221"]);
    let heard = server.say(format!("{start}DATA\r\n{}", "x\r\n".repeat(200_000)).as_bytes()).await;
    assert!(!heard.contains(&"552".to_owned()), "nobody reads an endless mail to its end");
    let heard = server.say(&[b'A'; 10_000]).await;
    assert_eq!(heard.last().map(String::as_str), Some("500"));
    assert_eq!(server.stop().await, []);
}

#[tokio::test]
async fn faults_happen_where_they_are_asked_for() {
    let server = Running::start(Limits::default()).await;
    let dialogue =
        |to: &str| format!("EHLO a\r\nMAIL FROM:<a@x.pl>\r\nRCPT TO:<{to}@x.pl>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n");
    assert_eq!(server.say(dialogue("later-deliver").as_bytes()).await[5..], ["451", "221"]);
    // What was answered before a break in the same breath is lost with it.
    for step in ["deliver", "invite"] {
        let heard = server.say(dialogue(&format!("drop-{step}")).as_bytes()).await;
        assert!(heard.len() <= 1, "{step}: {heard:?}");
    }
    let taken = server.stop().await;
    assert_eq!(taken.len(), 1, "taken and not confirmed");
    assert_eq!(taken[0].0.recipients, ["drop-deliver@x.pl"]);
}

#[tokio::test]
async fn seats_and_silence_are_limited() {
    let server = Running::start(Limits { sessions: 1, idle_ms: 50, ..Limits::default() }).await;
    let mut first = TcpStream::connect(server.address).await.unwrap();
    let mut greeting = [0; 4];
    first.read_exact(&mut greeting).await.unwrap();
    assert_eq!(&greeting, b"220 ");
    assert_eq!(server.say(b"").await, ["421"]);
    let mut heard = String::new();
    first.read_to_string(&mut heard).await.unwrap();
    assert!(heard.contains("421 4.4.2"), "{heard}");
    server.stop().await;
}
