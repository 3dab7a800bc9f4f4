//! The mailboxes: `[[inbox]]` with `[inbox.imap]` and `[inbox.smtp]`.

use std::path::{Path, PathBuf};

use channels::email::server::{Password, Tls, is_loopback};
use domain::identity::Address;

use super::Surroundings;
use super::sheet::{Given, Place, Section};

/// How often a mailbox is looked at when its server does not tell of new mail, in seconds.
const DEFAULT_POLL_SECONDS: i64 = 60;

/// The longest acknowledgement, in characters.
const MAX_AUTO_REPLY_CHARS: usize = 10_000;

/// A mailbox and the shop and team it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxConfig {
    /// The shop.
    pub brand: String,
    /// The team whose conversations they are; `None`: the shop's own.
    pub team: Option<String>,
    /// Its name among colleagues.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// The name customers see as the sender.
    pub sender: String,
    /// The acknowledgement of a first message.
    pub auto_reply: Option<String>,
    /// Where its mail is fetched.
    pub imap: ImapConfig,
    /// Where its mail is handed over.
    pub smtp: SmtpConfig,
}

/// Where mail is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImapConfig {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// User name.
    pub user: String,
    /// Password.
    pub password: Password,
    /// The folder that is watched.
    pub folder: String,
    /// How often it is looked at when the server does not tell of new mail, in seconds.
    pub poll_seconds: u32,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
}

/// Where mail is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpConfig {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// User name and password; `None` for a server that asks for none.
    pub login: Option<(String, Password)>,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
}

pub(super) fn read_all(top: &Section<'_>, around: &Surroundings<'_>, base: &Path) -> Vec<InboxConfig> {
    let mut inboxes: Vec<InboxConfig> = Vec::new();
    for section in top.parts("inbox", "[[inbox]]") {
        let place = section.place();
        let Some(inbox) = read(section, around, base) else { continue };
        if inboxes.iter().any(|other| other.address == inbox.address) {
            top.complain(&place, format_args!("the address {} has an [[inbox]] already", inbox.address));
        }
        inboxes.push(inbox);
    }
    inboxes
}

/// One mailbox; `None` when something about it was complained of.
fn read(section: Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<InboxConfig> {
    let brand = section.needed_text("brand", "the name of the shop");
    let address = section.needed_text("address", "the mailbox's e-mail address").and_then(|given| {
        let address = Address::parse(given.value);
        if address.is_none() {
            section.complain(&given.place, format_args!("`address` is an e-mail address, not `{}`", given.value));
        }
        address
    });
    let team = section.text("team").map(|given| given.value.trim().to_owned());
    let name = section.text("name").map(|given| given.value.trim().to_owned());
    let sender = section.text("sender").map(|given| given.value.trim().to_owned());
    let auto_reply = section.text("auto_reply").and_then(|given| {
        let fits = given.value.chars().count() <= MAX_AUTO_REPLY_CHARS;
        if !fits {
            section.complain(&given.place, format_args!("`auto_reply` has at most {MAX_AUTO_REPLY_CHARS} characters"));
        }
        fits.then(|| given.value.trim_end().to_owned())
    });
    let imap = match section.part("imap", "[inbox.imap]") {
        Some(part) => read_imap(part, address.as_ref(), around, base),
        None => missing_part(&section, "imap", "[inbox.imap]: where its mail is fetched"),
    };
    let smtp = match section.part("smtp", "[inbox.smtp]") {
        Some(part) => read_smtp(part, around, base),
        None => missing_part(&section, "smtp", "[inbox.smtp]: where answers are handed over"),
    };
    section.finish();
    let (brand, address) = (brand?.value.trim().to_owned(), address?);
    Some(InboxConfig {
        team,
        name: name.unwrap_or_else(|| brand.clone()),
        sender: sender.unwrap_or_else(|| brand.clone()),
        brand,
        address,
        auto_reply,
        imap: imap?,
        smtp: smtp?,
    })
}

fn missing_part<T>(section: &Section<'_>, key: &str, what: &str) -> Option<T> {
    if !section.has(key) {
        section.complain(&section.place(), format_args!("[[inbox]] needs {what}"));
    }
    None
}

fn read_imap(
    part: Section<'_>,
    address: Option<&Address>,
    around: &Surroundings<'_>,
    base: &Path,
) -> Option<ImapConfig> {
    let server = read_server(&part, [993, 143, 143]);
    let user = part.text("user").map(|given| given.value.to_owned()).or_else(|| address.map(ToString::to_string));
    let password = read_password(&part, around, base);
    if password.is_none() && !PASSWORDS.iter().any(|key| part.has(key)) {
        part.complain(&part.place(), "[inbox.imap] needs `password_file`, `password_env` or `password`");
    }
    let folder = part.text("folder").map_or_else(|| "INBOX".to_owned(), |given| given.value.to_owned());
    let poll = part.whole("poll_seconds", 5..=3_600).map_or(DEFAULT_POLL_SECONDS, |given| given.value);
    let extra_ca_pem = read_ca(&part, around, base);
    part.finish();
    let (host, port, tls) = server?;
    Some(ImapConfig {
        host,
        port,
        tls,
        user: user?,
        password: password?,
        folder,
        poll_seconds: u32::try_from(poll).ok()?,
        extra_ca_pem: extra_ca_pem.ok()?,
    })
}

fn read_smtp(part: Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<SmtpConfig> {
    let server = read_server(&part, [465, 587, 25]);
    let user = part.text("user").map(|given| given.value.to_owned());
    let password = read_password(&part, around, base);
    let given = PASSWORDS.iter().any(|key| part.has(key));
    if user.is_some() && !given {
        part.complain(
            &part.place(),
            "[inbox.smtp] has a `user`, so it needs `password_file`, `password_env` or `password`",
        );
    }
    if user.is_none() && given {
        part.complain(&part.place(), "[inbox.smtp] has a password, so it needs `user`");
    }
    let extra_ca_pem = read_ca(&part, around, base);
    part.finish();
    let (host, port, tls) = server?;
    Some(SmtpConfig { host, port, tls, login: user.zip(password), extra_ca_pem: extra_ca_pem.ok()? })
}

/// Host, port and encryption; `ports` are the usual ones for implicit, starttls and none.
fn read_server(part: &Section<'_>, ports: [u16; 3]) -> Option<(String, u16, Tls)> {
    // All keys are asked for before the first return, so that none of them counts as unknown.
    let host = part.needed_text("host", "the server's name");
    let tls = part.text("tls");
    let port = part.whole("port", 1..=65_535).and_then(|given| Some((u16::try_from(given.value).ok()?, given.place)));
    let host = host?;
    if host.value.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/') {
        part.complain(
            &host.place,
            format_args!("`host` is a server's name such as mail.example.com, not `{}`", host.value),
        );
        return None;
    }
    let kind = match &tls {
        None => Tls::Implicit,
        Some(given) => match Tls::from_word(given.value) {
            Some(kind) => kind,
            None => {
                part.complain(&given.place, format_args!("`tls` is implicit, starttls or none, not `{}`", given.value));
                return None;
            }
        },
    };
    let place = tls.map_or_else(|| host.place.clone(), |given| given.place);
    if !kind.suits(host.value) {
        part.complain(
            &place,
            format_args!(
                "the password and all mail would travel to {} unencrypted; `tls` is \"none\" only for servers on this machine",
                host.value
            ),
        );
        return None;
    }
    let usual = |kind: Tls| match kind {
        Tls::Implicit => ports[0],
        Tls::StartTls => ports[1],
        Tls::None => ports[2],
    };
    if let Some((port, place)) = &port {
        let other = [Tls::Implicit, Tls::StartTls].into_iter().find(|other| usual(*other) == *port && *other != kind);
        if let Some(other) = other.filter(|_| !is_loopback(host.value)) {
            let word = other.word();
            part.complain(place, format_args!("port {port} needs `tls = \"{word}\"`, not \"{}\"", kind.word()));
            return None;
        }
    }
    Some((host.value.to_owned(), port.map_or_else(|| usual(kind), |(port, _)| port), kind))
}

const PASSWORDS: [&str; 3] = ["password", "password_file", "password_env"];

/// The password, from the one of three keys that is given.
fn read_password(part: &Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<Password> {
    let [plain, file, env] = PASSWORDS.map(|key| part.text(key).map(|given| (key, given)));
    let mut given: Vec<(&str, Given<&str>)> = [plain, file, env].into_iter().flatten().collect();
    if let [_, (key, second), ..] = given.as_slice() {
        part.complain(&second.place, format_args!("there are two passwords; remove `{key}` or the other one"));
        return None;
    }
    let (key, Given { value, place }) = given.pop()?;
    let found = match key {
        "password_file" => read_file(part, key, value, &place, around, base)?.trim_end_matches(['\r', '\n']).to_owned(),
        "password_env" => match around.variable(value) {
            Some(password) => password.to_owned(),
            None => {
                part.complain(&place, format_args!("the environment has no variable {value}, or it is empty"));
                return None;
            }
        },
        _ => value.to_owned(),
    };
    if found.is_empty() {
        part.complain(&place, "the password is empty");
        return None;
    }
    Some(Password::new(found))
}

/// The extra authority; `Err` when it was complained of.
fn read_ca(part: &Section<'_>, around: &Surroundings<'_>, base: &Path) -> Result<Option<String>, ()> {
    let Some(given) = part.text("ca_file") else { return Ok(None) };
    let pem = read_file(part, "ca_file", given.value, &given.place, around, base).ok_or(())?;
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        part.complain(&given.place, "`ca_file` names a file that holds no certificate in PEM form");
        return Err(());
    }
    Ok(Some(pem))
}

fn read_file(
    part: &Section<'_>,
    key: &str,
    path: &str,
    place: &Place,
    around: &Surroundings<'_>,
    base: &Path,
) -> Option<String> {
    let path: PathBuf = base.join(path);
    let read = (around.read)(&path);
    read.map_err(|error| part.complain(place, format_args!("`{key}`: {} cannot be read: {error}", path.display()))).ok()
}
