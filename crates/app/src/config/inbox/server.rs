//! What both servers of a mailbox have: name, port, encryption, password, a certificate authority.

use std::path::{Path, PathBuf};

use channels::email::server::{Password, Tls, is_loopback};

use crate::config::Surroundings;
use crate::config::sheet::{Given, Place, Section};

/// Host, port and encryption; `ports` are the usual ones for implicit, starttls and none.
pub(super) fn read_server(part: &Section<'_>, ports: [u16; 3]) -> Option<(String, u16, Tls)> {
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

pub(super) const PASSWORDS: [&str; 3] = ["password", "password_file", "password_env"];

/// The password, from the one of three keys that is given.
pub(super) fn read_password(part: &Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<Password> {
    read_secret(part, PASSWORDS, "password", around, base)
}

/// A secret, from the one of its three keys that is given: the secret itself, a file, a variable.
pub(in crate::config) fn read_secret(
    part: &Section<'_>,
    keys: [&'static str; 3],
    what: &str,
    around: &Surroundings<'_>,
    base: &Path,
) -> Option<Password> {
    let [plain, file, env] = keys.map(|key| part.text(key).map(|given| (key, given)));
    let mut given: Vec<(&str, Given<&str>)> = [plain, file, env].into_iter().flatten().collect();
    if let [_, (key, second), ..] = given.as_slice() {
        part.complain(&second.place, format_args!("there are two {what}s; remove `{key}` or the other one"));
        return None;
    }
    let (key, Given { value, place }) = given.pop()?;
    let found = if key == keys[1] {
        read_file(part, key, value, &place, around, base)?.trim_end_matches(['\r', '\n']).to_owned()
    } else if key == keys[2] {
        match around.variable(value) {
            Some(secret) => secret.to_owned(),
            None => {
                part.complain(&place, format_args!("the environment has no variable {value}, or it is empty"));
                return None;
            }
        }
    } else {
        value.to_owned()
    };
    if found.is_empty() {
        part.complain(&place, format_args!("the {what} is empty"));
        return None;
    }
    Some(Password::new(found))
}

/// The extra authority; `Err` when it was complained of.
pub(super) fn read_ca(part: &Section<'_>, around: &Surroundings<'_>, base: &Path) -> Result<Option<String>, ()> {
    let Some(given) = part.text("ca_file") else { return Ok(None) };
    let pem = read_file(part, "ca_file", given.value, &given.place, around, base).ok_or(())?;
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        part.complain(&given.place, "`ca_file` names a file that holds no certificate in PEM form");
        return Err(());
    }
    Ok(Some(pem))
}

/// A small text file; `None` when it was complained of.
pub(super) fn read_file(
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
