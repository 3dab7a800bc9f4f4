//! A customer's mail program: an IMAP client that knows nothing of Kontuar.

use std::net::SocketAddr;
use std::time::Duration;

use async_imap::{Client, Session};
use futures_util::TryStreamExt;
use tokio::net::TcpStream;

use super::ready;

/// How long a mail may be under way before a test gives up on it.
const DELIVERY: Duration = Duration::from_secs(20);

/// A folder in a mailbox; the inbox unless said otherwise. Every call signs in afresh, so that it survives any restart.
#[derive(Clone, Debug)]
pub struct Mailbox {
    server: SocketAddr,
    address: String,
    password: String,
    folder: String,
}

/// A mail as the server gave it back.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its number in the folder.
    pub uid: u32,
    /// All its bytes.
    pub raw: Vec<u8>,
}

impl Received {
    /// The value of the first header of that name, unfolded, as it stands: encoded words stay encoded.
    pub fn header(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.raw);
        let mut lines = text.lines().take_while(|line| !line.is_empty());
        let first = lines.find_map(|line| {
            let (before, after) = line.split_once(':')?;
            before.eq_ignore_ascii_case(name).then(|| after.trim().to_owned())
        })?;
        let continued = lines.take_while(|line| line.starts_with([' ', '\t']));
        Some(continued.fold(first, |value, line| format!("{value} {}", line.trim())))
    }

    /// Whether the bytes hold `text` as UTF-8 or ASCII. An encoded body is not decoded.
    pub fn holds(&self, text: &str) -> bool {
        self.raw.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

impl Mailbox {
    pub(super) fn new(server: SocketAddr, address: &str, password: &str) -> Self {
        Self { server, address: address.to_owned(), password: password.to_owned(), folder: "INBOX".to_owned() }
    }

    /// The address, which is also the user name.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The password.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Another folder of the same mailbox, for example `Sent`.
    #[must_use]
    pub fn folder(&self, name: &str) -> Self {
        Self { folder: name.to_owned(), ..self.clone() }
    }

    /// Puts a mail into the folder, as it is.
    ///
    /// # Panics
    /// When the server does not take it.
    pub async fn append(&self, raw: &[u8]) {
        if let Err(error) = self.try_append(raw).await {
            panic!("{}: {error}", self.attempt("append"));
        }
    }

    /// The same where a busy server may say no: then it is not there, or nobody knows.
    ///
    /// # Errors
    /// What the server said.
    pub async fn try_append(&self, raw: &[u8]) -> async_imap::error::Result<()> {
        crate::logs::planted_bytes(raw);
        let mut session = self.sign_in().await?;
        session.append(&self.folder, None, None, raw).await?;
        let _ = session.logout().await;
        Ok(())
    }

    /// Puts many mails into the folder over one connection.
    ///
    /// # Panics
    /// When the server does not take one.
    pub async fn append_all(&self, mails: impl IntoIterator<Item = Vec<u8>>) {
        let mut session = self.sign_in().await.unwrap_or_else(|error| panic!("{}: {error}", self.attempt("sign in")));
        for raw in mails {
            crate::logs::planted_bytes(&raw);
            if let Err(error) = session.append(&self.folder, None, None, raw).await {
                panic!("{}: {error}", self.attempt("append"));
            }
        }
        let _ = session.logout().await;
    }

    /// Makes the folder.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn create(&self) {
        let made = async {
            let mut session = self.sign_in().await?;
            session.create(&self.folder).await?;
            session.logout().await
        };
        if let Err(error) = made.await {
            panic!("{}: {error}", self.attempt("create a folder"));
        }
    }

    /// Moves a mail into another folder, as a mail program does.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn move_to(&self, uid: u32, folder: &str) {
        let moved = async {
            let mut session = self.sign_in().await?;
            session.select(&self.folder).await?;
            session.uid_mv(uid.to_string(), folder).await?;
            session.logout().await
        };
        if let Err(error) = moved.await {
            panic!("{}: {error}", self.attempt("move"));
        }
    }

    /// All mails of the folder, oldest first. Reading does not mark them as read.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn messages(&self) -> Vec<Received> {
        self.read().await.unwrap_or_else(|error| panic!("{}: {error}", self.attempt("read")))
    }

    /// Waits for a mail in the folder that `fits`.
    ///
    /// # Panics
    /// When there is none after twenty seconds, saying `what` was waited for and what is there.
    pub async fn wait_for(&self, what: &str, fits: impl Fn(&Received) -> bool) -> Received {
        let asked = ready::ask(DELIVERY, async || {
            let messages = self.read().await.map_err(|error| format!("{}: {error}", self.attempt("read")))?;
            let subjects: Vec<_> = messages.iter().map(|mail| mail.header("Subject").unwrap_or_default()).collect();
            messages.into_iter().find(&fits).ok_or_else(|| format!("the folder holds {subjects:?}"))
        });
        asked.await.unwrap_or_else(|last| panic!("{what} did not arrive for {}: {last}", self.address))
    }

    /// Deletes a mail for good.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn delete(&self, uid: u32) {
        let deletion = async {
            let mut session = self.sign_in().await?;
            session.select(&self.folder).await?;
            session.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Deleted)").await?.try_collect::<Vec<_>>().await?;
            session.expunge().await?.try_collect::<Vec<_>>().await?;
            session.logout().await
        };
        if let Err(error) = deletion.await {
            panic!("{}: {error}", self.attempt("delete"));
        }
    }

    /// The folder's UIDVALIDITY.
    ///
    /// # Panics
    /// When the server does not name it.
    pub async fn uidvalidity(&self) -> u32 {
        let asked = async {
            let mut session = self.sign_in().await?;
            Ok::<_, async_imap::error::Error>(session.examine(&self.folder).await?.uid_validity)
        };
        match asked.await {
            Ok(Some(number)) => number,
            Ok(None) => panic!("{}: the server names no UIDVALIDITY", self.attempt("examine")),
            Err(error) => panic!("{}: {error}", self.attempt("examine")),
        }
    }

    async fn read(&self) -> Result<Vec<Received>, async_imap::error::Error> {
        let mut session = self.sign_in().await?;
        let mut messages = Vec::new();
        if session.examine(&self.folder).await?.exists > 0 {
            let fetched = session.uid_fetch("1:*", "(UID BODY.PEEK[])").await?;
            messages = fetched
                .try_filter_map(async |mail| Ok(mail.uid.zip(mail.body().map(<[u8]>::to_vec))))
                .map_ok(|(uid, raw)| Received { uid, raw })
                .try_collect()
                .await?;
        }
        session.logout().await?;
        Ok(messages)
    }

    pub(super) async fn sign_in(&self) -> Result<Session<TcpStream>, async_imap::error::Error> {
        let mut client = Client::new(TcpStream::connect(self.server).await?);
        client.read_response().await?;
        client.login(&self.address, &self.password).await.map_err(|(error, _)| error)
    }

    fn attempt(&self, verb: &str) -> String {
        format!("cannot {verb} in {} of {}", self.folder, self.address)
    }
}
