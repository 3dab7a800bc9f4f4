//! `[tls]`: HTTPS by ourselves, with a certificate in two files or one that an ACME server gives.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::sheet::{Given, Section};
use super::value::{host_of, read_certificate};

/// Who is asked for a certificate where nobody else is named.
const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// How HTTPS is spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsConfig {
    /// Whose certificate is shown.
    pub certificate: CertificateSource,
    /// Where plain HTTP is answered with the way to HTTPS; `None`: nowhere.
    pub redirect: Option<SocketAddr>,
}

/// Where the certificate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateSource {
    /// Files of certificate and key, PEM.
    Files(PathBuf, PathBuf),
    /// An ACME server (RFC 8555).
    Acme(AcmeConfig),
}

/// Whom to ask for a certificate, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcmeConfig {
    /// The server's directory.
    pub directory: String,
    /// Whom it may write to.
    pub contact: Option<String>,
    /// An authority to trust, besides the machine's, when it is asked.
    pub ca_file: Option<PathBuf>,
    /// The name the certificate is for: the host of `public_url`.
    pub domain: String,
}

pub(super) fn read(top: &Section<'_>, base: &Path, public_url: Option<&str>) -> Option<TlsConfig> {
    let part = top.part("tls", "[tls]")?;
    let files = read_certificate(&part, base);
    let acme = part.part("acme", "[tls.acme]").map(|acme| read_acme(acme, base, public_url));
    let redirect = part.text("redirect_listen").and_then(|given| read_redirect(&part, &given));
    let named = part.has("certificate_file") || part.has("key_file");
    if public_url.is_none_or(|url| !url.starts_with("https://")) {
        let words = "[tls] needs `public_url`, an https:// address: where it leads, and whose certificate is shown";
        part.complain(&part.place(), words);
    }
    match (named, &acme) {
        (true, Some(_)) => {
            let words = "[tls] has both files and [tls.acme]; the certificate comes from one of them";
            part.complain(&part.place(), words);
        }
        (false, None) => {
            let words = "[tls] needs `certificate_file` and `key_file`, or a section [tls.acme]";
            part.complain(&part.place(), words);
        }
        _ => {}
    }
    part.finish();
    let certificate = match (files, acme.flatten()) {
        (Some((certificate, key)), _) => CertificateSource::Files(certificate, key),
        (None, acme) => CertificateSource::Acme(acme?),
    };
    Some(TlsConfig { certificate, redirect })
}

fn read_redirect(part: &Section<'_>, given: &Given<&str>) -> Option<SocketAddr> {
    let read = given.value.trim().parse().ok();
    if read.is_none() {
        let words =
            format_args!("`redirect_listen` is an address and a port such as 0.0.0.0:80, not `{}`", given.value);
        part.complain(&given.place, words);
    }
    read
}

fn read_acme(part: Section<'_>, base: &Path, public_url: Option<&str>) -> Option<AcmeConfig> {
    let directory = part.text("directory");
    if let Some(given) = directory.as_ref().filter(|given| !given.value.starts_with("https://")) {
        let words = format_args!("`directory` is an https:// address of an ACME server, not `{}`", given.value);
        part.complain(&given.place, words);
    }
    let contact = part.text("contact").and_then(|given| {
        let read = domain::identity::Address::parse(given.value);
        if read.is_none() {
            part.complain(&given.place, format_args!("`contact` is an e-mail address, not `{}`", given.value));
        }
        read
    });
    let ca_file = part.text("ca_file").map(|given| base.join(given.value));
    let domain = public_url.and_then(|url| url.split_once("://")).map(|(_, rest)| host_of(rest));
    if let Some(host) = domain.filter(|host| !host.contains('.') || host.parse::<std::net::IpAddr>().is_ok()) {
        let words = format_args!("[tls.acme] needs a public name in `public_url`; nobody certifies `{host}`");
        part.complain(&part.place(), words);
    }
    part.finish();
    Some(AcmeConfig {
        directory: directory.map_or(LETS_ENCRYPT, |given| given.value.trim()).to_owned(),
        contact: contact.map(|contact| contact.as_str().to_owned()),
        ca_file,
        domain: domain?.to_owned(),
    })
}
