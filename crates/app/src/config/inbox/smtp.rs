//! `[inbox.smtp]`: where mail is handed over.

use std::path::Path;

use channels::email::server::{Password, Tls};

use super::server::{PASSWORDS, read_ca, read_password, read_server};
use crate::config::Surroundings;
use crate::config::sheet::Section;

/// Where mail is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpConfig {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// User name and password; `None` for a server that asks for none, or takes tokens.
    pub login: Option<(String, Password)>,
    /// A certificate authority to trust besides the machine's, in PEM form.
    pub extra_ca_pem: Option<String>,
}

pub(super) fn read(part: Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<SmtpConfig> {
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
