//! What the receiving server said of the sender (Authentication-Results, RFC 8601; Received-SPF, RFC 7208, 9.1).
//!
//! Anyone may write such a field into a mail. The receiving server puts its own in front of all it was given, and so
//! only those are believed that stand above the first Received of a connection from outside; and behind it only those
//! of the few large receivers that are known to remove what pretends to be theirs, when they received the mail at the
//! very top. A field further down says nothing, whatever it says. An operator who knows the own receiving servers names
//! them; then of the fields above the first Received only theirs are believed.
//!
//! In: the fields in their order. Out: verdicts; [`Verdict::Unknown`] in doubt.

use domain::reading::{Authentication, Verdict};
use mail_parser::Message;

/// Receivers that write their results below their own Received, and strip foreign ones (RFC 8601, 5): the domain that
/// received, and how their results begin.
const STRICT_RECEIVERS: [(&str, &str); 3] = [("google.com", "mx.google.com"), ("outlook.com", ""), ("yahoo.com", "")];
/// Fields that are looked at.
const MAX_FIELDS: usize = 200;
/// Bytes of a field that are read.
const MAX_FIELD_BYTES: usize = 10_000;

/// The verdicts on `message`, believing these servers (names in lower case; none named: the receiving one, whatever its name).
pub(super) fn authentication(message: &Message<'_>, believed: &[String]) -> Authentication {
    let names = ["received", "authentication-results", "received-spf"];
    let fields = message.headers().iter().take(MAX_FIELDS).filter_map(|header| {
        let name = names.into_iter().find(|name| header.name.as_str().eq_ignore_ascii_case(name))?;
        let value = message.raw_message.get(header.offset_start as usize..header.offset_end as usize)?;
        Some((name, plain(&String::from_utf8_lossy(&value[..value.len().min(MAX_FIELD_BYTES)]))))
    });
    judge(fields, believed)
}

/// Where we are in the mail, from its top.
enum Place {
    /// Above every Received from outside.
    Own,
    /// Directly below the one by which this strict receiver took it.
    Below(&'static str, &'static str),
}

fn judge(fields: impl Iterator<Item = (&'static str, String)>, believed: &[String]) -> Authentication {
    let mut verdicts = Authentication::default();
    let mut place = Place::Own;
    let mut server: Option<String> = None;
    for (name, value) in fields {
        match name {
            "received" => match (received_by(&value), &place) {
                _ if is_handed_over(&value) => {}
                // A strict receiver's servers pass a mail on among themselves; the results stand below the last of
                // them.
                (Some(by), Place::Own) => match STRICT_RECEIVERS.iter().find(|(domain, _)| is_within(&by, domain)) {
                    Some((domain, id)) => place = Place::Below(domain, id),
                    None => break,
                },
                (Some(by), Place::Below(domain, _)) if is_within(&by, domain) && server.is_none() => {}
                _ => break,
            },
            "authentication-results" => {
                let (id, results) = results(&value);
                if matches!(place, Place::Own) && !believed.is_empty() && !believed.contains(&id) {
                    continue;
                }
                let is_theirs = match place {
                    Place::Own => true,
                    Place::Below(domain, "") => id.is_empty() || is_within(&id, domain),
                    Place::Below(_, known) => id == known,
                };
                if !is_theirs || server.as_ref().is_some_and(|server| *server != id) {
                    break;
                }
                server = Some(id);
                results.for_each(|(method, verdict)| add(&mut verdicts, method, verdict));
            }
            // It does not say whose it is.
            "received-spf" if !believed.is_empty() => {}
            "received-spf" if verdicts.spf == Verdict::Unknown && server.is_none() => {
                add(&mut verdicts, "spf", verdict(value.split_whitespace().next().unwrap_or_default()));
            }
            _ => {}
        }
    }
    verdicts
}

/// One of several signatures that passes is enough; everything else that contradicts itself has failed.
fn add(verdicts: &mut Authentication, method: &str, verdict: Verdict) {
    let (slot, stronger) = match method {
        "spf" => (&mut verdicts.spf, Verdict::Fail),
        "dkim" => (&mut verdicts.dkim, Verdict::Pass),
        "dmarc" => (&mut verdicts.dmarc, Verdict::Fail),
        _ => return,
    };
    if *slot == Verdict::Unknown || (verdict == stronger) {
        *slot = verdict;
    }
}

fn verdict(result: &str) -> Verdict {
    match result {
        "pass" => Verdict::Pass,
        "fail" | "softfail" | "hardfail" | "policy" => Verdict::Fail,
        _ => Verdict::Unknown,
    }
}

/// The server's name and the results of each method.
fn results(value: &str) -> (String, impl Iterator<Item = (&str, Verdict)>) {
    let first = value.split(';').next().unwrap_or_default().trim();
    // Exchange Online leaves its name out.
    let id = if first.contains('=') { "" } else { first.split(' ').next().unwrap_or_default() };
    let results = value.split(';').skip(usize::from(!first.contains('='))).filter_map(|part| {
        let (method, rest) = part.trim_start().split_once('=')?;
        let method = method.split('/').next().unwrap_or_default().trim();
        let result: &str = rest.trim_start();
        let end = result.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(result.len());
        Some((method, verdict(&result[..end])))
    });
    (id.to_owned(), results)
}

/// The field in lower case on one line, without comments and what stands in quotes: both may hold semicolons.
fn plain(value: &str) -> String {
    let (mut out, mut depth, mut in_quotes, mut is_escaped) =
        (String::with_capacity(value.len()), 0_usize, false, false);
    for c in value.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if depth > 0 || in_quotes => is_escaped = true,
            '"' if depth == 0 => in_quotes = !in_quotes,
            _ if in_quotes => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// The server that writes this Received.
fn received_by(value: &str) -> Option<String> {
    let mut words = value.split_whitespace();
    words.by_ref().find(|word| *word == "by")?;
    words.next().map(|word| word.trim_end_matches([';', '.']).to_owned())
}

/// Whether the mail only changed hands within the receiving machine: no sender is named, or it came by LMTP (RFC 3848).
fn is_handed_over(value: &str) -> bool {
    let value = value.trim_start();
    if !value.starts_with("from ") {
        return value.starts_with("by ");
    }
    // The other side chooses what it calls itself, which stands before the last `with`.
    let words: Vec<&str> = value.split_whitespace().collect();
    let with = words.iter().rposition(|word| *word == "with");
    with.and_then(|at| words.get(at + 1)).is_some_and(|protocol| protocol.starts_with("lmtp"))
}

fn is_within(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests;
