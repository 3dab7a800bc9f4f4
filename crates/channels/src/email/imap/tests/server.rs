//! A small IMAP server which can be told to misbehave in the ways real ones do.

mod append;
mod authenticate;
mod fault;
mod fetched;
mod searched;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use super::super::Tls;
use crate::email::server::tests::certified;
pub(super) use fault::Fault;
use fetched::fetched;
use searched::searched;

#[derive(Default)]
struct Folder {
    uidvalidity: u32,
    mails: BTreeMap<u32, Vec<u8>>,
    /// The other folders, by their names on the wire.
    others: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    faults: Vec<Fault>,
    strange: Vec<String>,
    connections: usize,
}

impl Folder {
    fn mails(&self, open: &str) -> &BTreeMap<u32, Vec<u8>> {
        self.others.get(open).unwrap_or(&self.mails)
    }
}

/// The running server; ends with the test's runtime.
pub(super) struct Server {
    pub(super) port: u16,
    folder: Arc<Mutex<Folder>>,
    arrived: Arc<Notify>,
    hang_up: Arc<Notify>,
}

impl Server {
    pub(super) async fn start(faults: &[Fault]) -> Self {
        Self::listen(faults, Tls::None, None).await
    }

    /// A server with a certificate for `localhost`, and the authority to trust.
    pub(super) async fn start_encrypted(tls: Tls) -> (Self, String) {
        let (config, ca) = certified();
        (Self::listen(&[], tls, Some(TlsAcceptor::from(config))).await, ca)
    }

    async fn listen(faults: &[Fault], tls: Tls, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let folder = Folder { uidvalidity: 7, faults: faults.to_vec(), ..Folder::default() };
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            folder: Arc::new(Mutex::new(folder)),
            arrived: Arc::default(),
            hang_up: Arc::default(),
        };
        let (folder, arrived, hang_up) =
            (Arc::clone(&server.folder), Arc::clone(&server.arrived), Arc::clone(&server.hang_up));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let talk = Talk { folder: Arc::clone(&folder), arrived: Arc::clone(&arrived) };
                let (hang_up, acceptor) = (Arc::clone(&hang_up), acceptor.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        // The other side may go away at any time; that is its business.
                        _ = talk.receive(stream, tls, acceptor) => {}
                        () = hang_up.notified() => {}
                    }
                });
            }
        });
        server
    }

    /// Puts a mail there without a word.
    pub(super) fn store(&self, uid: u32, raw: &[u8]) {
        self.folder.lock().unwrap().mails.insert(uid, raw.to_vec());
    }

    /// Puts a mail into another folder, by its name on the wire, without a word.
    pub(super) fn store_in(&self, name: &str, uid: u32, raw: &[u8]) {
        self.folder.lock().unwrap().others.entry(name.to_owned()).or_default().insert(uid, raw.to_vec());
    }

    /// How often somebody connected.
    pub(super) fn connections(&self) -> usize {
        self.folder.lock().unwrap().connections
    }

    /// Puts a mail there and wakes whoever waits.
    pub(super) fn deliver(&self, uid: u32, raw: &[u8]) {
        self.store(uid, raw);
        self.arrived.notify_one();
    }

    pub(super) fn renumber(&self, uidvalidity: u32) {
        self.folder.lock().unwrap().uidvalidity = uidvalidity;
    }

    /// Breaks the connection.
    pub(super) fn hang_up(&self) {
        self.hang_up.notify_one();
    }

    /// Misbehaves so no more.
    pub(super) fn relent(&self, fault: Fault) {
        self.folder.lock().unwrap().faults.retain(|known| *known != fault);
    }

    /// Commands that are not among those that only read.
    pub(super) fn strange_commands(&self) -> Vec<String> {
        self.folder.lock().unwrap().strange.clone()
    }
}

struct Talk {
    folder: Arc<Mutex<Folder>>,
    arrived: Arc<Notify>,
}

impl Talk {
    async fn receive(&self, mut stream: TcpStream, tls: Tls, acceptor: Option<TlsAcceptor>) -> std::io::Result<()> {
        match (tls, acceptor) {
            (Tls::Implicit, Some(acceptor)) => self.talk(acceptor.accept(stream).await?, true).await,
            (Tls::StartTls, Some(acceptor)) => {
                let mut plain = BufStream::new(&mut stream);
                say(&mut plain, "* OK hello\r\n").await?;
                let mut line = String::new();
                plain.read_line(&mut line).await?;
                let tag = line.split(' ').next().unwrap_or_default().to_owned();
                say(&mut plain, &format!("{tag} OK begin\r\n")).await?;
                drop(plain);
                self.talk(acceptor.accept(stream).await?, false).await
            }
            _ => self.talk(stream, true).await,
        }
    }

    async fn talk(&self, stream: impl AsyncRead + AsyncWrite + Unpin, greet: bool) -> std::io::Result<()> {
        let mut stream = BufStream::new(stream);
        let greeting = match () {
            () if self.has(Fault::ByeAtOnce) => "* BYE too many connections\r\n",
            () if self.has(Fault::NotImap) => "HTTP/1.1 400 Bad Request\r\n\r\n",
            () if self.has(Fault::Silent) => return std::future::pending().await,
            () => "* OK hello\r\n",
        };
        if greet {
            say(&mut stream, greeting).await?;
        }
        self.folder.lock().unwrap().connections += 1;
        let mut open = "INBOX".to_owned();
        let mut line = String::new();
        while {
            line.clear();
            stream.read_line(&mut line).await? > 0
        } {
            let (tag, command) = line.trim_end().split_once(' ').unwrap_or(("*", ""));
            let (tag, command) = (tag.to_owned(), command.to_owned());
            if command == "IDLE" && !self.has(Fault::IdleRefused) {
                self.idle(&mut stream, &tag).await?;
            } else if let Some(login) = command.strip_prefix("AUTHENTICATE ") {
                self.authenticate(&mut stream, &tag, login).await?;
            } else if let Some(words) = command.strip_prefix("APPEND ") {
                if !self.append(&mut stream, &tag, words).await? {
                    return Ok(());
                }
            } else {
                let answer = self.answer(&tag, &command, &mut open);
                stream.write_all(&answer).await?;
                stream.flush().await?;
            }
        }
        Ok(())
    }

    fn has(&self, fault: Fault) -> bool {
        self.folder.lock().unwrap().faults.contains(&fault)
    }

    fn answer(&self, tag: &str, command: &str, open: &mut String) -> Vec<u8> {
        let mut folder = self.folder.lock().unwrap();
        let ok = |data: &str| format!("{data}{tag} OK done\r\n").into_bytes();
        let no = |why: &str| format!("{tag} NO {why}\r\n").into_bytes();
        if let Some(name) = command.strip_prefix("EXAMINE ") {
            open.clear();
            open.push_str(name.trim_matches('"'));
        }
        let exists = format!("* {} EXISTS\r\n", folder.mails(open).len());
        if command == "LOGIN \"anna\" \"tajne \\\"hasło\\\"\"" {
            let unwell = folder.faults.contains(&Fault::Unavailable);
            if unwell { no("[UNAVAILABLE] the user database is away") } else { ok("") }
        } else if command.starts_with("LOGIN") {
            no("[AUTHENTICATIONFAILED] wrong")
        } else if command == "CAPABILITY" {
            let offers =
                |fault, word: &str| if folder.faults.contains(&fault) { word.to_owned() } else { String::new() };
            let idle = if folder.faults.contains(&Fault::NoIdle) { "" } else { " IDLE" };
            let initial = if folder.faults.contains(&Fault::NoInitialResponse) { "" } else { " SASL-IR" };
            let (google, standard) =
                (offers(Fault::Xoauth2, " AUTH=XOAUTH2"), offers(Fault::OauthBearer, " AUTH=OAUTHBEARER"));
            ok(&format!("* CAPABILITY IMAP4rev1{idle}{initial}{google}{standard}\r\n"))
        } else if command == "LIST \"\" \"*\"" {
            let listed = folder.others.keys().map(|name| format!("* LIST (\\HasNoChildren) \"/\" \"{name}\"\r\n"));
            ok(&format!("* LIST () \"/\" INBOX\r\n{}", listed.collect::<String>()))
        } else if let Some(name) = command.strip_prefix("STATUS \"") {
            let name = name.split('"').next().unwrap();
            let next = folder.mails(name).keys().next_back().map_or(1, |last| last + 1);
            ok(&format!("* STATUS \"{name}\" (UIDVALIDITY {} UIDNEXT {next})\r\n", folder.uidvalidity))
        } else if open == "INBOX" && command == "EXAMINE \"INBOX\""
            || folder.others.contains_key(open) && command.starts_with("EXAMINE")
        {
            ok(&format!("* FLAGS (\\Seen)\r\n{exists}* OK [UIDVALIDITY {}] valid\r\n", folder.uidvalidity))
        } else if command.starts_with("EXAMINE") {
            no("[NONEXISTENT] no such folder")
        } else if command == "NOOP" {
            let heard = if folder.faults.contains(&Fault::MailBeforeIdle) { String::new() } else { exists };
            ok(&heard)
        } else if let Some(set) = command.strip_prefix("UID SEARCH UID ") {
            let hides = folder.faults.contains(&Fault::Hides);
            let mut mails = folder.mails(open).clone();
            mails.retain(|_, raw| !(hides && raw.ends_with(b"hidden")));
            ok(&searched(&mails, set))
        } else if let Some(fetch) = command.strip_prefix("UID FETCH ") {
            let refused = folder.faults.iter().position(|fault| *fault == Fault::RefusedFetch);
            let whole = fetch.contains("BODY.PEEK[]");
            if let Some(at) = refused.filter(|_| whole) {
                folder.faults.remove(at);
                return no("[SERVERBUG] cannot read it");
            }
            let fetched = fetched(folder.mails(open), fetch);
            let holds = |word: &[u8]| fetched.windows(word.len()).any(|window| window == word);
            if whole && folder.faults.contains(&Fault::Withheld) && holds(b"withheld") {
                return no("[SERVERBUG] cannot read it");
            }
            [fetched, ok("")].concat()
        } else {
            folder.strange.push(command.to_owned());
            no("not offered")
        }
    }

    async fn idle(
        &self,
        stream: &mut BufStream<impl AsyncRead + AsyncWrite + Unpin>,
        tag: &str,
    ) -> std::io::Result<()> {
        if self.has(Fault::MailBeforeIdle) {
            self.folder.lock().unwrap().mails.insert(1, b"just before".to_vec());
            say(stream, "* 1 EXISTS\r\n").await?;
        }
        say(stream, "+ idling\r\n").await?;
        let mut alive = tokio::time::interval(Duration::from_millis(10));
        let mut line = String::new();
        loop {
            let news = tokio::select! {
                _ = stream.read_line(&mut line) => break,
                _ = alive.tick() => if self.has(Fault::StillHere) { "* OK Still here\r\n".to_owned() } else { continue },
                () = self.arrived.notified() => format!("* {} EXISTS\r\n", self.folder.lock().unwrap().mails.len()),
            };
            if !(news.ends_with("EXISTS\r\n") && self.has(Fault::Unannounced)) {
                say(stream, &news).await?;
            }
        }
        assert_eq!(line, "DONE\r\n");
        say(stream, &format!("{tag} OK idled\r\n")).await
    }
}

async fn say(stream: &mut BufStream<impl AsyncRead + AsyncWrite + Unpin>, line: &str) -> std::io::Result<()> {
    stream.write_all(line.as_bytes()).await?;
    stream.flush().await
}
