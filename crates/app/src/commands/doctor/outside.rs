//! Do mailboxes sign in, are certificates good, how do sending domains stand, do the identity provider and the public address
//! answer?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use channels::email::imap;
use channels::email::smtp::{Submission, sentence};
use channels::email::standing::Weight;
use channels::email::standing::words::Language;
use channels::visit::{ends_at, visit};
use domain::channel::SendError;
use domain::time::{DAY_MS, Millis, SECOND_MS};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::{Findings, Mark};
use crate::commands::Failure;
use crate::commands::mailbox::{Inboxes, standing, test};
use crate::config::{CertificateSource, Config, InboxConfig, SignOnConfig};
use crate::serve::front::ACME_FOLDER;
use crate::serve::inboxes::{imap_settings, smtp_settings};
use crate::sign_on::SignOn;

/// A certificate that ends sooner is worth a look, and sooner still is bad.
const SOON_MS: (i64, i64) = (21 * DAY_MS, 3 * DAY_MS);

/// How far our clock may be from that of another server.
const APART_MS: i64 = 10 * SECOND_MS;

pub(super) fn look(config: &Config, now: Millis, found: &mut Findings) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut domains = BTreeSet::new();
    // That the store cannot be read was said by then.
    for inbox in &Inboxes::read(config).all {
        // It asks for a new token by a runtime of its own.
        match test::token(config, inbox) {
            Ok(tokens) => runtime.block_on(sign_in(inbox, tokens, found)),
            Err(Failure(words)) => found.add("mailbox", Mark::Bad, words, "Give the permission again."),
        }
        let domain = inbox.address.host().to_owned();
        if domains.insert(domain.clone()) {
            names(inbox, &domain, found);
        }
    }
    if let Some(tls) = &config.tls {
        pages_certificate(&tls.certificate, config, now, found);
    }
    if let Some((file, _)) = config.receive.as_ref().and_then(|receive| receive.certificate.as_ref()) {
        let what = format!("The certificate {}", file.display());
        certificate_file(&what, file, "Without it mail comes unencrypted.", now, found);
    }
    if let Some(sign_on) = &config.sign_on {
        runtime.block_on(identity_provider(sign_on, &config.home(), found));
    }
    if let Some(url) = &config.public_url {
        runtime.block_on(public(url, now, found));
    }
    Ok(())
}

async fn sign_in(inbox: &InboxConfig, tokens: Option<crate::serve::inboxes::Tokens>, found: &mut Findings) {
    let address = &inbox.address;
    let advice = || format!("`kontuar mailbox test {address}` tries it alone.");
    if let Some(imap) = &inbox.imap {
        match imap_settings(inbox, imap, tokens.as_ref()) {
            Ok(settings) => match imap::look(&settings).await {
                Ok(_) => found.ok("mailbox", format!("{address} signs in to {} and is fetched.", settings.host)),
                Err(error) => {
                    let says = format!("{address} is not fetched from {}: {error}", settings.host);
                    found.add("mailbox", Mark::Bad, says, advice());
                }
            },
            Err(Failure(words)) => found.add("mailbox", Mark::Bad, words, advice()),
        }
    }
    let settings = smtp_settings(inbox, tokens.as_ref());
    let host = settings.host.clone();
    let looked = match Submission::new(settings) {
        Ok(submission) => submission.look(address).await,
        Err(error) => Err(SendError::Refused(error.to_string())),
    };
    match looked {
        Ok(()) => found.ok("mailbox", format!("{address} can send over {host}.")),
        Err(
            SendError::Later(why)
            | SendError::Away(why)
            | SendError::Slow(why)
            | SendError::Refused(why)
            | SendError::Uncertain(why),
        ) => {
            found.add("mailbox", Mark::Bad, format!("{address} cannot send over {host}: {}.", sentence(&why)), advice())
        }
    }
}

fn names(inbox: &InboxConfig, domain: &str, found: &mut Findings) {
    let findings = match standing::findings(inbox, None) {
        Ok(findings) => findings,
        Err(Failure(words)) => return found.add("dns", Mark::Warn, words, "Ask again when the network is there."),
    };
    for finding in findings {
        let says = format!("{domain}: {}", finding.sentence(Language::English));
        let advice = format!("`kontuar mailbox domain {}` says it again when it was mended.", inbox.address);
        match finding.weight() {
            Weight::Good => found.ok("dns", says),
            Weight::Note => found.add("dns", Mark::Warn, says, advice),
            Weight::Bad => found.add("dns", Mark::Bad, says, advice),
        }
    }
}

fn certificate(what: &str, ends: Option<Millis>, now: Millis, found: &mut Findings) {
    let Some(ends) = ends else {
        let says = format!("{what} does not say when it ends.");
        return found.add("certificate", Mark::Warn, says, "Is it a certificate (X.509) at all?");
    };
    let says = format!("{what} is good until {ends}.");
    match ends.since_ms(now) {
        left if left < 0 => found.add("certificate", Mark::Bad, format!("{what} ended at {ends}."), "Renew it."),
        left if left < SOON_MS.1 => found.add("certificate", Mark::Bad, says, "Renew it now."),
        left if left < SOON_MS.0 => found.add("certificate", Mark::Warn, says, "See that it is renewed by itself."),
        _ => found.ok("certificate", says),
    }
}

/// The certificate before the pages, as it lies on the disk: a running process may be shown by the public address only.
fn pages_certificate(source: &CertificateSource, config: &Config, now: Millis, found: &mut Findings) {
    let file = match source {
        CertificateSource::Files(file, _) => file.clone(),
        CertificateSource::Acme(_) => {
            let folder = config.data.join(ACME_FOLDER);
            let kept = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
            let is_one = |path: &PathBuf| {
                path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"cached_cert"))
            };
            let newest = kept.filter(is_one).max_by_key(|path| path.metadata().and_then(|about| about.modified()).ok());
            let Some(file) = newest else {
                let advice =
                    "Is the name right, and does port 443 of it lead here? The log says what the ACME server answers.";
                return found.add("certificate", Mark::Warn, "No certificate was given to us yet.", advice);
            };
            file
        }
    };
    let advice = "Without it the pages do not answer after the next start.";
    certificate_file("The certificate of the pages", &file, advice, now, found);
}

fn certificate_file(what: &str, file: &Path, advice: &str, now: Millis, found: &mut Findings) {
    match CertificateDer::from_pem_file(file) {
        Ok(read) => certificate(what, ends_at(&read), now, found),
        Err(error) => {
            let says = format!("The certificate {} cannot be read: {error}.", file.display());
            found.add("certificate", Mark::Bad, says, advice);
        }
    }
}

async fn identity_provider(sign_on: &SignOnConfig, home: &str, found: &mut Findings) {
    let name = &sign_on.name;
    match SignOn::new(sign_on, home).look().await {
        Ok(()) => found.ok("sign-on", format!("The identity provider {name} answers as {}.", sign_on.issuer)),
        Err(error) => {
            let says = format!("Nobody can sign in through {name}: {error}.");
            let advice = "Passwords still open. Is `issuer` in [sign_on] exactly what its discovery document says?";
            found.add("sign-on", Mark::Bad, says, advice);
        }
    }
}

async fn public(url: &str, now: Millis, found: &mut Findings) {
    let seen = match visit(&format!("{url}/healthz")).await {
        Ok(seen) => seen,
        Err(error) => {
            let says = format!("{url} cannot be reached from here: {error}.");
            let advice = "Is the proxy running and the name right? Some networks do not let a machine reach itself by its \
                          public name.";
            return found.add("public url", Mark::Warn, says, advice);
        }
    };
    match seen.status {
        200 => found.ok("public url", format!("{url} answers.")),
        status => {
            let says = format!("{url}/healthz answers with {status}.");
            found.add("public url", Mark::Warn, says, "Is `kontuar serve` running, and does the proxy lead to it?");
        }
    }
    if url.starts_with("https://") {
        certificate(&format!("The certificate of {url}"), seen.certificate_ends, now, found);
    }
    if let Some(apart) = seen.date.map(|there| there.since_ms(now)).filter(|apart| apart.abs() > APART_MS) {
        let says = format!("The clock of {url} is {} s ahead of this machine's.", apart / SECOND_MS);
        found.add("clock", Mark::Warn, says, "Let both machines keep their time by NTP.");
    }
}
