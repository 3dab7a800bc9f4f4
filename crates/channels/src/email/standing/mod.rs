//! How a domain stands with those who receive its mail: MX, SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).
//!
//! In: a domain, the server that its mail is handed to, and answers of the domain name system. Out: [`Finding`]s, each with
//! a sentence that says what to do ([`words`]), and the record that puts it right where that can be known ([`advise`]).
//! Nothing is judged that was not asked: who does not answer is a finding too.

mod advice;
mod dkim;
mod dmarc;
mod spf;
#[cfg(test)]
mod tests;
pub mod words;

use std::net::IpAddr;

pub use advice::{Advice, advise};

use super::dkim::Record;
use crate::dns::{DnsError, Names};

/// The most mail exchangers that are named.
const MOST_NAMED: usize = 8;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// As it should be.
    Good,
    /// Could be better, or is not known.
    Note,
    /// Mail is lost or taken for a forgery.
    Bad,
}

/// What DMARC asks receivers to do with forgeries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nothing.
    None,
    /// Into spam.
    Quarantine,
    /// Refuse.
    Reject,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A name server did not answer.
    Unanswered(String),
    /// These servers take the domain's mail.
    Exchangers(Vec<String>),
    /// None is named.
    NoExchanger,
    /// The domain says that it takes no mail (RFC 7505).
    TakesNoMail,
    /// There is no SPF record.
    NoSpf,
    /// There are several, so none counts (RFC 7208, 4.5).
    SeveralSpf,
    /// It cannot be read, or this one that it includes.
    BrokenSpf(String),
    /// It takes more than ten questions (RFC 7208, 4.6.4).
    SpfTooLong(u32),
    /// More than two of its questions find nothing (RFC 7208, 4.6.4).
    SpfEmpty(u32),
    /// It lets everybody send.
    SpfForAll,
    /// It forbids nobody.
    SpfOpenEnd,
    /// It names the server that we send by.
    SpfCovers(String),
    /// It does not name the server that we send by, and this is what its provider asks for, where that is known.
    SpfMisses(String, Option<String>),
    /// Which key mail is signed with is not known.
    NoSelector,
    /// There is no key under this selector.
    NoKey(String),
    /// The key was taken back.
    KeyRevoked(String),
    /// What stands there is no key.
    BrokenKey(String),
    /// The key is too short (RFC 8301): its bits.
    WeakKey(String, usize),
    /// There is a key, and it is not the one that we sign with.
    OtherKey(String),
    /// There is a key; its bits, where that says something.
    Key(String, Option<usize>),
    /// There is no DMARC record.
    NoDmarc,
    /// There are several, so none counts.
    SeveralDmarc,
    /// It cannot be read.
    BrokenDmarc,
    /// It asks for this.
    Dmarc(Policy),
    /// It wants the signature's, or the sender's, domain to be exactly the same.
    StrictAlignment,
    /// Nobody gets its reports.
    NoReports,
}

/// What is to be looked at.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The domain that stands behind the @.
    pub domain: &'q str,
    /// The server that its mail is handed to.
    pub handed_to: &'q str,
    /// What that server's provider asks to be included, where it is known.
    pub wanted_include: Option<&'q str>,
    /// Under which name the key for signatures stands, where it is known.
    pub selector: Option<&'q str>,
    /// What we sign with ourselves: names, and the records that must stand there.
    pub own: &'q [(String, Record)],
}

/// Looks at everything, at the same time: name servers that are silent are waited for once.
pub async fn look(names: &dyn Names, question: Question<'_>) -> Vec<Finding> {
    let spf = async {
        let sends = match question.handed_to.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => names.addresses(question.handed_to).await.unwrap_or_default(),
        };
        spf::look(names, question, &sends).await
    };
    let (mut findings, spf, dkim, dmarc) = tokio::join!(
        exchangers(names, question.domain),
        spf,
        dkim::look(names, question),
        dmarc::look(names, question.domain)
    );
    findings.extend(spf.into_iter().chain(dkim).chain(dmarc));
    findings
}

async fn exchangers(names: &dyn Names, domain: &str) -> Vec<Finding> {
    match names.exchangers(domain).await {
        Err(DnsError { name }) => vec![Finding::Unanswered(name)],
        Ok(found) if found.is_empty() => vec![Finding::NoExchanger],
        Ok(found) if found.iter().all(|exchanger| exchanger.host.is_empty()) => vec![Finding::TakesNoMail],
        Ok(found) => {
            vec![Finding::Exchangers(found.into_iter().take(MOST_NAMED).map(|exchanger| exchanger.host).collect())]
        }
    }
}

/// The texts of `name` that begin with `version`.
async fn records(names: &dyn Names, name: &str, version: &str) -> Result<Vec<String>, DnsError> {
    let begins = |text: &String| {
        let rest = text.get(..version.len()).filter(|head| head.eq_ignore_ascii_case(version));
        rest.is_some() && !text[version.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    Ok(names.texts(name).await?.into_iter().filter(begins).collect())
}

/// Whether an address lies in a network.
fn lies_in(ip: IpAddr, network: IpAddr, mask4: u32, mask6: u128) -> bool {
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => u32::from(ip) & mask4 == u32::from(network) & mask4,
        (IpAddr::V6(ip), IpAddr::V6(network)) => u128::from(ip) & mask6 == u128::from(network) & mask6,
        _ => false,
    }
}
