//! A Dovecot of our own: IMAP plain, with STARTTLS and over TLS, and LMTP for what the mail server delivers.
//!
//! Its users stand in one file that the mail server reads too, so that a mailbox made here can also send.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::daemon::{Account, Daemon, installed};
use super::mailbox::Mailbox;
use super::{Certificate, covered, keeper, ports, ready};

const CONFIGURATION: &str = include_str!("dovecot.conf");

/// Tokens are asked about where the file says.
const TOKENS: &str = "passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = @folder@/oauth2.conf
}";

/// A mail store on its own ports and in its own folder.
#[derive(Debug)]
pub struct Dovecot {
    account: Account,
    program: PathBuf,
    folder: PathBuf,
    certificate: Certificate,
    imap: u16,
    imaps: u16,
    lmtp: u16,
    users: Mutex<BTreeMap<String, String>>,
    daemon: Daemon,
}

impl Dovecot {
    /// Starts a mail store without users.
    ///
    /// # Panics
    /// When Dovecot 2.3 is not installed or does not start.
    pub async fn start() -> Self {
        Self::launch_with("", "plain").await
    }

    /// Starts a mail store that takes access tokens (XOAUTH2, OAUTHBEARER) too, and asks at `introspect` whose they are.
    ///
    /// # Panics
    /// When Dovecot 2.3 is not installed or does not start.
    pub async fn start_asking(introspect: &str) -> Self {
        Self::launch_with(introspect, "plain xoauth2 oauthbearer").await
    }

    async fn launch_with(introspect: &str, mechanisms: &str) -> Self {
        let program = installed("dovecot", "dovecot-imapd dovecot-lmtpd", &[]);
        let account = Account::unprivileged();
        let shown = account.run(&program, ["--version"]).stdout;
        let version = String::from_utf8_lossy(&shown).split(' ').next().unwrap_or_default().trim().to_owned();
        assert!(version.starts_with("2.3."), "this is Dovecot {version}, and the tests' configuration is for 2.3");

        let folder = keeper::folder("dovecot");
        account.give(&folder);
        let certificate = Certificate::issue(&folder, account);
        let (imap, imaps, lmtp) = (ports::free(), ports::free(), ports::free());
        let values = [
            ("user", account.user_name()),
            ("group", account.group_name()),
            ("uid", account.uid.to_string()),
            ("gid", account.gid.to_string()),
            ("imap", imap.to_string()),
            ("imaps", imaps.to_string()),
            ("lmtp", lmtp.to_string()),
            ("mechanisms", mechanisms.to_owned()),
            ("tokens", if introspect.is_empty() { String::new() } else { TOKENS.to_owned() }),
        ];
        let asking = format!(
            "introspection_mode = post\nintrospection_url = {introspect}\nusername_attribute = username\n\
             active_attribute = active\nactive_value = true\n"
        );
        configure(&folder.join("oauth2.conf"), &asking, &folder, &[]);
        configure(&folder.join("dovecot.conf"), CONFIGURATION, &folder, &values);
        let daemon = launch(account, &program, &folder);
        let users = Mutex::new(BTreeMap::new());
        let mut dovecot = Self { account, program, folder, certificate, imap, imaps, lmtp, users, daemon };
        dovecot.write_users();
        dovecot.answer().await;
        covered(&format!("server: Dovecot {version}"));
        dovecot
    }

    /// Makes a mailbox, or gives an existing one a new password, which holds within a second.
    pub fn add_user(&self, address: &str, password: &str) -> Mailbox {
        crate::logs::planted_secret(password);
        self.users().insert(address.to_owned(), password.to_owned());
        self.write_users();
        Mailbox::new(self.imap(), address, password)
    }

    /// Gives a mailbox a new password, and waits until it holds: the list of users is looked at once in a second only.
    ///
    /// # Panics
    /// When it never does.
    pub async fn change_password(&self, address: &str, password: &str) {
        let mailbox = self.add_user(address, password);
        if let Err(error) = ready::ask(ready::START, || mailbox.sign_in()).await {
            panic!("the new password of {address} does not hold: {error}");
        }
    }

    /// Where IMAP is spoken in the clear and with STARTTLS.
    pub fn imap(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.imap))
    }

    /// Where IMAP is spoken over TLS from the first byte.
    pub fn imaps(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.imaps))
    }

    /// Where a mail server delivers, by LMTP.
    pub fn lmtp(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.lmtp))
    }

    /// The certificate of both TLS forms; it stands for `localhost` and 127.0.0.1.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Gives the inbox another UIDVALIDITY, as after a restored backup: every UID a client remembers is void.
    ///
    /// # Panics
    /// When Dovecot refuses.
    pub async fn change_uidvalidity(&self, mailbox: &Mailbox) {
        let next = mailbox.uidvalidity().await.wrapping_add(1).max(1).to_string();
        let doveadm = installed("doveadm", "dovecot-core", &[]);
        let configuration = self.folder.join("dovecot.conf");
        let configuration = configuration.to_string_lossy();
        let arguments =
            ["-c", &configuration, "mailbox", "update", "-u", mailbox.address(), "--uid-validity", &next, "INBOX"];
        self.account.run(&doveadm, arguments);
    }

    /// Ends the server in order; connections break, its ports refuse.
    pub fn stop(&mut self) {
        self.daemon.stop();
    }

    /// Ends the server as a power cut would.
    pub fn kill(&mut self) {
        self.daemon.kill();
    }

    /// Starts a stopped server again, on the same ports with the same mail, and waits until it answers.
    pub async fn resume(&mut self) {
        if self.daemon.pid().is_none() {
            self.daemon = launch(self.account, &self.program, &self.folder);
        }
        self.answer().await;
    }

    /// Stops and starts the server.
    pub async fn restart(&mut self) {
        self.stop();
        self.resume().await;
    }

    pub(super) fn users_file(&self) -> PathBuf {
        self.folder.join("users")
    }

    fn users(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.users.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One `address:{PLAIN}password::::::` a line, put in place in one step: both servers read it at any time.
    fn write_users(&self) {
        let lines: String =
            self.users().iter().map(|(address, password)| format!("{address}:{{PLAIN}}{password}::::::\n")).collect();
        let fresh = self.folder.join("users.new");
        let written = std::fs::write(&fresh, lines).and_then(|()| {
            self.account.give(&fresh);
            std::fs::rename(&fresh, self.users_file())
        });
        if let Err(error) = written {
            panic!("cannot write the mail users into {}: {error}", self.folder.display());
        }
    }

    async fn answer(&mut self) {
        for (address, greeting) in [(self.imap(), "* OK"), (self.lmtp(), "220 ")] {
            let asked = ready::ask(ready::START, || {
                self.daemon.insist_running();
                ready::greeting(address, greeting)
            });
            if let Err(error) = asked.await {
                panic!("Dovecot does not answer: {error}. Its log is {}/dovecot.log", self.folder.display());
            }
        }
    }
}

/// Writes a configuration, each `@name@` of its text replaced by the value of that name.
pub(super) fn configure(path: &Path, text: &str, folder: &Path, values: &[(&str, String)]) {
    let mut text = text.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("@{name}@"), value);
    }
    let text = text.replace("@folder@", &folder.to_string_lossy());
    if let Err(error) = std::fs::write(path, text) {
        panic!("cannot write {}: {error}", path.display());
    }
}

fn launch(account: Account, program: &Path, folder: &Path) -> Daemon {
    let configuration = folder.join("dovecot.conf");
    let arguments = ["-F".as_ref(), "-c".as_ref(), configuration.as_os_str()];
    Daemon::start(account, program, arguments, "TERM", &folder.join("output"))
}
