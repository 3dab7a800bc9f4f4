//! A certificate for 127.0.0.1 and `localhost`, signed by an authority that only this test knows.

use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, DnType, Error, IsCa, Issuer, KeyPair, KeyUsagePurpose};

use super::daemon::Account;

/// The files of a server's certificate, and the authority that a client must be told to trust.
#[derive(Debug)]
pub struct Certificate {
    authority: String,
    folder: PathBuf,
}

impl Certificate {
    /// Makes an authority and a certificate, and writes both and the key into `folder` for `account`.
    ///
    /// # Panics
    /// When the files cannot be written.
    pub fn issue(folder: &Path, account: Account) -> Self {
        Self::write(folder, account, None)
    }

    /// The same with a certificate that ends on this day.
    ///
    /// # Panics
    /// When the files cannot be written.
    pub fn issue_until(folder: &Path, end: jiff::civil::Date) -> Self {
        Self::write(folder, Account::current(), Some(end))
    }

    /// The files of certificate and key.
    pub fn files(&self) -> [PathBuf; 2] {
        ["certificate.pem", "key.pem"].map(|name| self.folder.join(name))
    }

    fn write(folder: &Path, account: Account, end: Option<jiff::civil::Date>) -> Self {
        let (authority, chain, key) = sign(end).unwrap_or_else(|error| panic!("cannot make a certificate: {error}"));
        for (name, text) in [("authority.pem", &authority), ("certificate.pem", &chain), ("key.pem", &key)] {
            let path = folder.join(name);
            if let Err(error) = std::fs::write(&path, text) {
                panic!("cannot write {}: {error}", path.display());
            }
            account.give(&path);
        }
        Self { authority, folder: folder.to_owned() }
    }

    /// The authority's certificate, PEM: whoever trusts it trusts the server.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The file with the authority's certificate, as for `SSL_CERT_FILE`.
    pub fn authority_file(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }
}

fn sign(end: Option<jiff::civil::Date>) -> Result<(String, String, String), Error> {
    let mut authority = CertificateParams::new(Vec::<String>::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.distinguished_name.push(DnType::CommonName, "Kontuar test authority");
    let authority_key = KeyPair::generate()?;
    let root = authority.self_signed(&authority_key)?;

    let mut server = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
    server.distinguished_name.push(DnType::CommonName, "localhost");
    if let Some(end) = end {
        let [month, day] = [end.month(), end.day()].map(|number| number.unsigned_abs());
        server.not_after = rcgen::date_time_ymd(end.year().into(), month, day);
    }
    let key = KeyPair::generate()?;
    let certificate = server.signed_by(&key, &Issuer::new(authority, authority_key))?;
    Ok((root.pem(), certificate.pem(), key.serialize_pem()))
}
