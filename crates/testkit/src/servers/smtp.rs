//! A mail server of our own: Exim, which takes mail from users who sign in and hands it to a [`Dovecot`] by LMTP.
//!
//! Exim because all its paths stand in its configuration file and it needs no root: OpenSMTPD has one spool and one
//! control socket per machine, and Postfix starts as root only.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::daemon::{Account, Daemon, installed};
use super::dovecot::configure;
use super::mailbox::Mailbox;
use super::{Certificate, Dovecot, Provider, covered, keeper, ports, ready};

const CONFIGURATION: &str = include_str!("exim.conf");

/// Signing in with an access token: `@endpoint@` is asked whether it is good for the user that is named beside it.
const TOKENS: &str = r#"
xoauth2:
  driver = plaintext
  public_name = XOAUTH2
  server_prompts =
  server_condition = ${if match{${readsocket{inet:@endpoint@}{GET /introspect/${sg{$auth1}{\N^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$\N}{\$1}} HTTP/1.0\r\nAuthorization: Bearer ${sg{$auth1}{\N^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$\N}{\$2}}\r\n\r\n}{5s:shutdown=no}{\n}}}{"active":true}}
  server_set_id = ${sg{$auth1}{\N^user=([^\x01]*)\x01.*\N}{\$1}}
"#;

/// A mail server on its own ports and in its own folder, delivering into one mail store.
#[derive(Debug)]
pub struct SmtpServer {
    account: Account,
    program: PathBuf,
    folder: PathBuf,
    certificate: Certificate,
    submission: u16,
    submissions: u16,
    daemon: Daemon,
}

impl SmtpServer {
    /// Starts a mail server for the users of `store`.
    ///
    /// # Panics
    /// When Exim is not installed or does not start.
    pub async fn start(store: &Dovecot) -> Self {
        Self::before(store, store.lmtp()).await
    }

    /// Starts one that takes access tokens too (XOAUTH2), and asks `provider` whether they are good for the user.
    ///
    /// # Panics
    /// When Exim is not installed or does not start.
    pub async fn start_asking(store: &Dovecot, provider: &Provider) -> Self {
        let endpoint = provider.address();
        Self::launch_with(store, store.lmtp(), &TOKENS.replace("@endpoint@", &endpoint.to_string())).await
    }

    /// Starts one that knows the users of `store`, and hands their mail to somebody else over LMTP.
    ///
    /// # Panics
    /// When Exim is not installed or does not start.
    pub async fn before(store: &Dovecot, lmtp: SocketAddr) -> Self {
        Self::launch_with(store, lmtp, "").await
    }

    async fn launch_with(store: &Dovecot, lmtp: SocketAddr, tokens: &str) -> Self {
        let program = installed("exim4", "exim4-daemon-light", &[]);
        let account = Account::unprivileged();
        let folder = keeper::folder("exim");
        account.give(&folder);
        let certificate = Certificate::issue(&folder, account);
        let (submission, submissions) = (ports::free(), ports::free());
        let values = [
            ("uid", account.uid.to_string()),
            ("gid", account.gid.to_string()),
            ("users", store.users_file().to_string_lossy().into_owned()),
            ("lmtp", lmtp.port().to_string()),
            ("submission", submission.to_string()),
            ("submissions", submissions.to_string()),
            ("tokens", tokens.to_owned()),
        ];
        configure(&folder.join("exim.conf"), CONFIGURATION, &folder, &values);
        let daemon = launch(account, &program, &folder);
        let mut server = Self { account, program, folder, certificate, submission, submissions, daemon };
        server.accept_all();
        server.answer().await;
        covered(&format!("server: Exim {}", version(account, &server.program)));
        server
    }

    /// Where mail is taken in the clear and with STARTTLS, after signing in.
    pub fn submission(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.submission))
    }

    /// Where mail is taken over TLS from the first byte.
    pub fn submissions(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.submissions))
    }

    /// The certificate of both TLS forms; it stands for `localhost` and 127.0.0.1.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Sends a mail as the owner of `sender`, byte for byte.
    ///
    /// # Errors
    /// What the server answered when it did not take the mail.
    pub async fn send(&self, sender: &Mailbox, to: &[&str], raw: &[u8]) -> Result<(), lettre::transport::smtp::Error> {
        let address = |text: &str| text.parse().unwrap_or_else(|error| panic!("{text} is not an address: {error}"));
        let recipients = to.iter().map(|text| address(text)).collect();
        let envelope = Envelope::new(Some(address(sender.address())), recipients)
            .unwrap_or_else(|error| panic!("a mail needs a recipient: {error}"));
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
            .port(self.submission)
            .credentials(Credentials::new(sender.address().to_owned(), sender.password().to_owned()))
            .build();
        transport.send_raw(&envelope, raw).await.map(drop)
    }

    /// From now on answers "try again later" (451) for mail to these addresses, and for no others.
    pub fn defer(&self, addresses: &[&str]) {
        let lines: String = addresses.iter().map(|address| format!("{address}:\n")).collect();
        let fresh = self.folder.join("deferred.new");
        let written = std::fs::write(&fresh, lines).and_then(|()| {
            self.account.give(&fresh);
            std::fs::rename(&fresh, self.folder.join("deferred"))
        });
        if let Err(error) = written {
            panic!("cannot tell the mail server in {} whom to defer: {error}", self.folder.display());
        }
    }

    /// From now on takes mail to addresses with a tag (`name+tag@`) for the mailbox without it.
    ///
    /// # Panics
    /// When that cannot be told.
    pub fn take_tagged(&self) {
        let mark = self.folder.join("tagged");
        if let Err(error) = std::fs::write(&mark, "").map(|()| self.account.give(&mark)) {
            panic!("cannot tell the mail server in {} to take tagged mail: {error}", self.folder.display());
        }
    }

    /// Takes mail to every mailbox that exists again.
    pub fn accept_all(&self) {
        self.defer(&[]);
    }

    /// Ends the server in order; its ports refuse. What it took and did not deliver yet stays in its queue.
    pub fn stop(&mut self) {
        self.daemon.stop();
    }

    /// Starts a stopped server again, on the same ports, and waits until it answers.
    pub async fn resume(&mut self) {
        if self.daemon.pid().is_none() {
            self.daemon = launch(self.account, &self.program, &self.folder);
        }
        self.answer().await;
    }

    async fn answer(&mut self) {
        let address = self.submission();
        let asked = ready::ask(ready::START, || {
            self.daemon.insist_running();
            ready::greeting(address, "220 ")
        });
        if let Err(error) = asked.await {
            panic!("Exim does not answer: {error}. It said:\n{}", self.daemon.said());
        }
    }
}

/// `-bdf`: a daemon in the foreground; `-q1s`: looks every second at what could not be delivered at once.
fn launch(account: Account, program: &Path, folder: &Path) -> Daemon {
    let configuration = folder.join("exim.conf");
    let arguments = ["-bdf".as_ref(), "-q1s".as_ref(), "-C".as_ref(), configuration.as_os_str()];
    Daemon::start(account, program, arguments, "TERM", &folder.join("output"))
}

/// Out of `Exim version 4.96 #2 built ...`.
fn version(account: Account, program: &Path) -> String {
    let shown = account.run(program, ["-C", "/dev/null", "-bV"]).stdout;
    String::from_utf8_lossy(&shown).split_whitespace().nth(2).unwrap_or("of an unknown version").to_owned()
}
