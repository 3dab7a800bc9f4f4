//! The very records that put findings right, where they can be known: nothing is guessed about servers we do not know.
//!
//! In: what was found, and the domain's SPF record once more where it is to be amended. Out: at most one TXT record for each
//! finding; SPF has one record, so one finding about it brings it whole. What stands there is a stranger's text: a record that
//! is too long, or that holds anything but printable ASCII, is not amended.

use super::{Finding, Question, records};
use crate::dns::Names;

/// The longest SPF record that is proposed, in bytes: longer ones do not fit into an answer (RFC 7208, 3.4).
const MAX_SPF_BYTES: usize = 450;

/// A TXT record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Its name.
    pub name: String,
    /// Its text.
    pub value: String,
}

/// What to publish, for each finding.
pub async fn advise(names: &dyn Names, question: Question<'_>, findings: &[Finding]) -> Vec<Option<Advice>> {
    let mut amended = amended(names, question, findings).await;
    let domain = question.domain;
    let advised = findings.iter().map(|finding| match finding {
        Finding::SpfMisses(_, Some(_)) | Finding::SpfForAll | Finding::SpfOpenEnd => amended.take(),
        Finding::NoSpf => question
            .wanted_include
            .map(|include| Advice { name: domain.to_owned(), value: format!("v=spf1 include:{include} ~all") }),
        Finding::NoKey(selector)
        | Finding::OtherKey(selector)
        | Finding::KeyRevoked(selector)
        | Finding::BrokenKey(selector) => {
            let own = question.own.iter().find(|(name, _)| name == selector);
            own.map(|(name, record)| Advice { name: format!("{name}._domainkey.{domain}"), value: record.to_string() })
        }
        Finding::NoDmarc => Some(Advice { name: format!("_dmarc.{domain}"), value: "v=DMARC1; p=none".to_owned() }),
        _ => None,
    });
    advised.collect()
}

/// The SPF record with what it lacks.
async fn amended(names: &dyn Names, question: Question<'_>, findings: &[Finding]) -> Option<Advice> {
    let lacks = findings.iter().find_map(|finding| match finding {
        Finding::SpfMisses(_, Some(include)) => Some(include.as_str()),
        _ => None,
    });
    let closes = findings.iter().any(|finding| matches!(finding, Finding::SpfForAll | Finding::SpfOpenEnd));
    // One more name makes a record worse that is too long already.
    let is_full = findings
        .iter()
        .any(|finding| matches!(finding, Finding::SpfTooLong(_) | Finding::SpfEmpty(_) | Finding::BrokenSpf(_)));
    if is_full || (lacks.is_none() && !closes) {
        return None;
    }
    let found = records(names, question.domain, "v=spf1").await.ok()?;
    let [record] = found.as_slice() else { return None };
    amend(record, lacks, closes).map(|value| Advice { name: question.domain.to_owned(), value })
}

/// The record with one more include before its end, and `~all` as its end where it `closes`.
fn amend(record: &str, include: Option<&str>, closes: bool) -> Option<String> {
    if record.len() > MAX_SPF_BYTES || !record.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return None;
    }
    let terms: Vec<&str> = record.split(' ').filter(|term| !term.is_empty()).collect();
    let is_all = |term: &&str| term.trim_start_matches(['+', '-', '~', '?']).eq_ignore_ascii_case("all");
    let redirects = |term: &&str| term.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("redirect="));
    let all = terms.iter().position(is_all);
    let end = all.or_else(|| terms.iter().position(redirects)).unwrap_or(terms.len());
    let include = include.map(|name| format!("include:{name}"));
    let mut amended: Vec<&str> = terms[..end].to_vec();
    amended.extend(include.as_deref());
    match all {
        Some(at) => {
            amended.push(if closes { "~all" } else { terms[at] });
            amended.extend(&terms[at + 1..]);
        }
        None => {
            amended.extend(&terms[end..]);
            amended.extend(closes.then_some("~all"));
        }
    }
    Some(amended.join(" ")).filter(|text| text.len() <= MAX_SPF_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_amended_where_it_lacks_something_and_keeps_the_rest() {
        for (record, include, closes, amended) in [
            ("v=spf1 mx ~all", Some("_spf.host.example"), false, Some("v=spf1 mx include:_spf.host.example ~all")),
            (
                "v=spf1  mx -ALL exp=why.example",
                Some("h.example"),
                false,
                Some("v=spf1 mx include:h.example -ALL exp=why.example"),
            ),
            ("v=spf1 mx +all", None, true, Some("v=spf1 mx ~all")),
            ("v=spf1 mx all", Some("h.example"), true, Some("v=spf1 mx include:h.example ~all")),
            ("v=spf1 mx", None, true, Some("v=spf1 mx ~all")),
            (
                "v=spf1 redirect=a.example",
                Some("h.example"),
                false,
                Some("v=spf1 include:h.example redirect=a.example"),
            ),
            ("v=spf1 ąll", Some("h.example"), false, None),
            ("v=spf1 \u{7}", Some("h.example"), false, None),
        ] {
            assert_eq!(amend(record, include, closes).as_deref(), amended, "{record}");
        }
        let long = format!("v=spf1 {} ~all", "a:b.example ".repeat(40));
        assert_eq!(amend(&long, Some("h.example"), false), None);
    }
}
