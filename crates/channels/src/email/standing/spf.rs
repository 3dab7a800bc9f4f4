//! SPF: whether the server that mail is handed to may send for the domain, and whether the record can be worked out at all.
//!
//! The whole chain is walked, not only up to the first match: a record that is too long fails for those who get that far.
//! The server that takes a mail is not always the one that passes it on, so what its provider asks for counts as well.

use std::net::IpAddr;

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::spf::{Macro, Mechanism, Qualifier, Spf};

use super::{Finding, Question, lies_in, records};
use crate::dns::Names;

/// RFC 7208, 4.6.4.
const MOST_QUESTIONS: u32 = 10;
/// RFC 7208, 4.6.4.
const MOST_EMPTY: u32 = 2;
/// Where a record that is too long is left.
const GIVE_UP: u32 = 40;

/// What a walk along the chain finds.
#[derive(Default)]
struct Walk {
    questions: u32,
    empty: u32,
    covers: bool,
    broken: Option<String>,
    unanswered: Option<String>,
    /// The names that are still to be walked, and whether what they allow is allowed.
    todo: Vec<(String, bool)>,
    seen: Vec<String>,
}

/// Looks at the domain's record.
pub(super) async fn look(names: &dyn Names, question: Question<'_>, sends: &[IpAddr]) -> Vec<Finding> {
    let found = match records(names, question.domain, "v=spf1").await {
        Err(error) => return vec![Finding::Unanswered(error.name)],
        Ok(found) => found,
    };
    let record = match found.as_slice() {
        [] => return vec![Finding::NoSpf],
        [record] => record,
        _ => return vec![Finding::SeveralSpf],
    };
    let Ok(spf) = Spf::parse(record.as_bytes()) else { return vec![Finding::BrokenSpf(question.domain.to_owned())] };
    let mut findings = Vec::new();
    let mut walk = Walk::default();
    walk.step(names, question.domain, &spf, true, sends).await;
    while let Some((name, allowed)) = walk.todo.pop() {
        if walk.questions > GIVE_UP || walk.broken.is_some() {
            break;
        }
        walk.enter(names, &name, allowed, sends).await;
    }
    let wanted = question.wanted_include;
    let included = wanted.is_some_and(|wanted| walk.seen.iter().any(|name| name.eq_ignore_ascii_case(wanted)));
    findings.extend(walk.broken.clone().map(Finding::BrokenSpf));
    findings.extend(walk.unanswered.clone().map(Finding::Unanswered));
    if walk.questions > MOST_QUESTIONS {
        findings.push(Finding::SpfTooLong(walk.questions));
    }
    if walk.empty > MOST_EMPTY {
        findings.push(Finding::SpfEmpty(walk.empty));
    }
    match ending(&spf) {
        Some(Qualifier::Pass) => findings.push(Finding::SpfForAll),
        Some(Qualifier::Neutral) => findings.push(Finding::SpfOpenEnd),
        None if spf.redirect.is_none() => findings.push(Finding::SpfOpenEnd),
        _ => {}
    }
    findings.push(if walk.covers || included {
        Finding::SpfCovers(question.handed_to.to_owned())
    } else {
        Finding::SpfMisses(question.handed_to.to_owned(), wanted.map(str::to_owned))
    });
    findings
}

/// What becomes of everybody who is not named.
fn ending(spf: &Spf) -> Option<&Qualifier> {
    let all = spf.directives.iter().find(|directive| directive.mechanism == Mechanism::All);
    all.map(|directive| &directive.qualifier)
}

impl Walk {
    /// Works out one record.
    async fn step(&mut self, names: &dyn Names, domain: &str, spf: &Spf, allowed: bool, sends: &[IpAddr]) {
        for directive in &spf.directives {
            let passes = allowed && directive.qualifier == Qualifier::Pass;
            match &directive.mechanism {
                // What stands behind it is never reached.
                Mechanism::All => return,
                Mechanism::Ip4 { addr, mask } => {
                    self.covers |= passes && sends.iter().any(|ip| lies_in(*ip, (*addr).into(), *mask, 0));
                }
                Mechanism::Ip6 { addr, mask } => {
                    self.covers |= passes && sends.iter().any(|ip| lies_in(*ip, (*addr).into(), 0, *mask));
                }
                Mechanism::A { macro_string, ip4_mask, ip6_mask } => {
                    self.questions += 1;
                    if let Some(host) = named(macro_string, domain) {
                        let found = self.addresses(names, &host, true).await;
                        self.covers |= passes && any(sends, &found, *ip4_mask, *ip6_mask);
                    }
                }
                Mechanism::Mx { macro_string, ip4_mask, ip6_mask } => {
                    self.questions += 1;
                    if let Some(host) = named(macro_string, domain) {
                        let found = self.exchangers(names, &host).await;
                        self.covers |= passes && any(sends, &found, *ip4_mask, *ip6_mask);
                    }
                }
                Mechanism::Include { macro_string } => {
                    self.questions += 1;
                    self.todo.extend(named(macro_string, domain).map(|name| (name, passes)));
                }
                Mechanism::Ptr { .. } | Mechanism::Exists { .. } => self.questions += 1,
            }
            if self.questions > GIVE_UP {
                return;
            }
        }
        if let Some(redirect) = &spf.redirect {
            self.questions += 1;
            self.todo.extend(named(redirect, domain).map(|name| (name, allowed)));
        }
    }

    /// Works out a record that another one names.
    async fn enter(&mut self, names: &dyn Names, name: &str, allowed: bool, sends: &[IpAddr]) {
        if self.seen.iter().any(|seen| seen == name) {
            return;
        }
        self.seen.push(name.to_owned());
        match records(names, name, "v=spf1").await {
            Err(error) => self.unanswered = Some(error.name),
            // RFC 7208, 5.2: a name without a record, or with two, breaks the record that includes it.
            Ok(found) => match found.as_slice() {
                [record] => match Spf::parse(record.as_bytes()) {
                    Ok(spf) => self.step(names, name, &spf, allowed, sends).await,
                    Err(_) => self.broken = Some(name.to_owned()),
                },
                _ => self.broken = Some(name.to_owned()),
            },
        }
    }

    async fn addresses(&mut self, names: &dyn Names, host: &str, counts: bool) -> Vec<IpAddr> {
        match names.addresses(host).await {
            Ok(found) => {
                self.empty += u32::from(counts && found.is_empty());
                found
            }
            Err(error) => {
                self.unanswered = Some(error.name);
                Vec::new()
            }
        }
    }

    async fn exchangers(&mut self, names: &dyn Names, domain: &str) -> Vec<IpAddr> {
        let found = match names.exchangers(domain).await {
            Ok(found) => found,
            Err(error) => {
                self.unanswered = Some(error.name);
                return Vec::new();
            }
        };
        self.empty += u32::from(found.is_empty());
        let mut addresses = Vec::new();
        for exchanger in found.iter().take(MOST_QUESTIONS as usize) {
            addresses.extend(self.addresses(names, &exchanger.host, false).await);
        }
        addresses
    }
}

fn any(sends: &[IpAddr], found: &[IpAddr], mask4: u32, mask6: u128) -> bool {
    sends.iter().any(|ip| found.iter().any(|network| lies_in(*ip, *network, mask4, mask6)))
}

/// The name that a mechanism names; `None` when it depends on the single mail.
fn named(text: &Macro, domain: &str) -> Option<String> {
    match text {
        Macro::None => Some(domain.to_owned()),
        Macro::Literal(name) => {
            std::str::from_utf8(name).ok().map(|name| name.trim_end_matches('.').to_ascii_lowercase())
        }
        Macro::Variable { .. } | Macro::List(_) => None,
    }
}
