//! What stands in `kontuar.toml`.

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::logs;
use crate::servers::Provider;
use crate::servers::mailbox::Mailbox;

/// The settings of a program under test.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    data: Option<PathBuf>,
    database: Option<String>,
    blobs: Option<PathBuf>,
    public_url: Option<String>,
    level: Option<String>,
    inboxes: Vec<Inbox>,
    sections: String,
    demo: bool,
}

impl Settings {
    /// With the data in a folder of the test's choice.
    #[must_use]
    pub fn data(mut self, folder: &Path) -> Self {
        self.data = Some(folder.to_owned());
        self
    }

    /// On a PostgreSQL database.
    #[must_use]
    pub fn database(mut self, url: &str) -> Self {
        self.database = Some(url.to_owned());
        self
    }

    /// With the files of messages in a folder that nodes share.
    #[must_use]
    pub fn blobs(mut self, folder: &Path) -> Self {
        self.blobs = Some(folder.to_owned());
        self
    }

    /// Where people find the pages.
    #[must_use]
    pub fn public_url(mut self, url: &str) -> Self {
        self.public_url = Some(url.to_owned());
        self
    }

    /// Logging from this level on.
    #[must_use]
    pub fn level(mut self, level: &str) -> Self {
        self.level = Some(level.to_owned());
        self
    }

    /// As the demo, with its made-up shops and its own mail server.
    #[must_use]
    pub fn demo(mut self) -> Self {
        logs::planted_demo();
        self.demo = true;
        self
    }

    /// With one more section, word by word.
    #[must_use]
    pub fn section(mut self, text: &str) -> Self {
        self.sections.push_str(text);
        self
    }

    /// With one more inbox.
    #[must_use]
    pub fn inbox(mut self, inbox: Inbox) -> Self {
        self.inboxes.push(inbox);
        self
    }

    pub(super) fn is_demo(&self) -> bool {
        self.demo
    }

    pub(super) fn text(&self, listen: SocketAddr, data: &Path) -> String {
        let mut out = String::new();
        line(&mut out, "data", &self.data.as_deref().unwrap_or(data).to_string_lossy());
        line(&mut out, "listen", &listen.to_string());
        if let Some(url) = &self.database {
            line(&mut out, "database", url);
        }
        if let Some(url) = &self.public_url {
            line(&mut out, "public_url", url);
        }
        if let Some(folder) = &self.blobs {
            line(&mut out, "blobs", &folder.to_string_lossy());
        }
        out.push_str(&self.sections);
        for inbox in &self.inboxes {
            inbox.write(&mut out);
        }
        if let Some(level) = &self.level {
            out.push_str("[log]\n");
            line(&mut out, "level", level);
        }
        out
    }
}

/// A mailbox as the operator of the shop describes it.
#[derive(Clone, Debug)]
pub struct Inbox {
    brand: String,
    address: String,
    imap: Option<Door>,
    smtp: Door,
    folder: Option<String>,
    /// Lines below `[inbox.imap]`.
    more: Vec<(String, String)>,
    provider: Option<[String; 3]>,
    /// Lines below `[[inbox]]`.
    words: Vec<(String, String)>,
    /// Sections after all others.
    sections: String,
}

impl Inbox {
    /// The mailbox at `address`: fetched through one door, answered through another.
    pub fn new(address: &str, imap: Door, smtp: Door) -> Self {
        Self {
            brand: "Kamionka".to_owned(),
            address: address.to_owned(),
            imap: Some(imap),
            smtp,
            folder: None,
            provider: None,
            more: Vec::new(),
            words: Vec::new(),
            sections: String::new(),
        }
        .imap("history", "all")
    }

    /// The inbox at `address` whose mail is handed over to the program, answered through a door.
    pub fn handed_over(address: &str, smtp: Door) -> Self {
        Self { imap: None, more: Vec::new(), ..Self::new(address, smtp.clone(), smtp) }
    }

    /// Of another shop.
    #[must_use]
    pub fn brand(mut self, brand: &str) -> Self {
        brand.clone_into(&mut self.brand);
        self
    }

    /// Whose mail lies in another folder than `INBOX`.
    #[must_use]
    pub fn folder(mut self, folder: &str) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// With one more setting of its mailbox; the last one with a name counts, an empty one takes it away.
    #[must_use]
    pub fn imap(mut self, key: &str, value: &str) -> Self {
        self.more.retain(|(known, _)| known != key);
        if !value.is_empty() {
            self.more.push((key.to_owned(), value.to_owned()));
        }
        self
    }

    /// With a text of its own, such as `auto_reply`.
    #[must_use]
    pub fn word(mut self, key: &str, value: &str) -> Self {
        self.words.push((key.to_owned(), value.to_owned()));
        self
    }

    /// With one more section, word by word, such as `[inbox.dkim]`.
    #[must_use]
    pub fn section(mut self, text: &str) -> Self {
        self.sections.push_str(text);
        self
    }

    /// Whose servers take this provider's tokens.
    #[must_use]
    pub fn provider(mut self, provider: &Provider) -> Self {
        self.provider = Some(["authorize", "token", "device"].map(|endpoint| provider.url(endpoint)));
        self
    }

    fn write(&self, out: &mut String) {
        out.push_str("[[inbox]]\n");
        line(out, "brand", &self.brand);
        line(out, "address", &self.address);
        for (key, value) in &self.words {
            line(out, key, value);
        }
        if let Some(imap) = &self.imap {
            out.push_str("[inbox.imap]\n");
            imap.write(out);
        }
        if let Some(folder) = &self.folder {
            line(out, "folder", folder);
        }
        for (key, value) in &self.more {
            match value.parse::<u32>() {
                Ok(number) => {
                    let _ = writeln!(out, "{key} = {number}");
                }
                Err(_) => line(out, key, value),
            }
        }
        out.push_str("[inbox.smtp]\n");
        self.smtp.write(out);
        if let Some([authorize, token, device]) = &self.provider {
            out.push_str("[inbox.oauth]\n");
            line(out, "provider", "own");
            line(out, "client_id", "client");
            line(out, "client_secret", "client-tajne");
            line(out, "authorize_url", authorize);
            line(out, "token_url", token);
            line(out, "device_url", device);
            line(out, "scope", "mail offline_access");
        }
        out.push_str(&self.sections);
    }
}

/// How a mail server is reached.
#[derive(Clone, Debug)]
pub struct Door {
    host: String,
    port: u16,
    tls: String,
    login: Option<(String, String)>,
    ca_file: Option<PathBuf>,
}

impl Door {
    /// In the clear, on the loopback, without signing in.
    pub fn plain(address: SocketAddr) -> Self {
        let (host, port) = (address.ip().to_string(), address.port());
        Self { host, port, tls: "none".to_owned(), login: None, ca_file: None }
    }

    /// Signing in as the owner of a mailbox.
    #[must_use]
    pub fn login(self, mailbox: &Mailbox) -> Self {
        self.password(mailbox.address(), mailbox.password())
    }

    /// Signing in with this name and password.
    #[must_use]
    pub fn password(mut self, user: &str, password: &str) -> Self {
        self.login = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Encrypted (`implicit` or `starttls`), trusting the authority in a file.
    #[must_use]
    pub fn tls(mut self, how: &str, authority: &Path) -> Self {
        how.clone_into(&mut self.tls);
        "localhost".clone_into(&mut self.host);
        self.ca_file = Some(authority.to_owned());
        self
    }

    fn write(&self, out: &mut String) {
        line(out, "host", &self.host);
        // Writing to a string does not fail.
        let _ = writeln!(out, "port = {}", self.port);
        line(out, "tls", &self.tls);
        if let Some((user, password)) = &self.login {
            line(out, "user", user);
            line(out, "password", password);
        }
        if let Some(file) = &self.ca_file {
            line(out, "ca_file", &file.to_string_lossy());
        }
    }
}

/// A key and a text. A string of JSON is a string of TOML.
fn line(out: &mut String, key: &str, text: &str) {
    let _ = writeln!(out, "{key} = {}", serde_json::Value::from(text));
}
