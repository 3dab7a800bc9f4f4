//! "Why is this here?": how a mail was read, and why it stands where it stands, in sentences.
//!
//! In: what was kept when it arrived. Out: one sentence a finding, in the language of the page; words of the mail stand in
//! them as they are, and the template escapes them.

use domain::reading::{Reading, Verdict};
use fluent_templates::fluent_bundle::FluentValue;

use crate::language::Language;
use crate::words::{Args, words};

/// How many bounces, orders, problems and reasons are named.
const MAX_NAMED: usize = 5;

/// The sentences for a reading; `moved`: an agent joined its conversation into this one.
pub(super) fn why(reading: &Reading, moved: bool, language: Language) -> Vec<String> {
    let say = |key: &str, args: &[(&'static str, FluentValue<'_>)]| {
        let args: Args<'_> = args.iter().cloned().collect();
        words(language, key, &args)
    };
    let listed = |all: &[String]| all.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let word = |value: serde_json::Result<String>| value.unwrap_or_default().trim_matches('"').to_owned();
    let by = word(serde_json::to_string(&reading.joined_by));
    let what = reading.by.clone().unwrap_or_default();
    let mut said = vec![say("why-line-place", &[("by", by.into()), ("what", what.into())])];
    if moved {
        said.push(say("why-line-moved", &[]));
    }
    let (nature, author) = (word(serde_json::to_string(&reading.nature)), word(serde_json::to_string(&reading.author)));
    said.push(say("why-line-nature", &[("nature", nature.into())]));
    said.push(say("why-line-author", &[("author", author.into())]));
    if let Some(notice) = &reading.notice {
        let asks = if notice.asks { "yes" } else { "no" };
        said.push(say("why-line-notice", &[("name", notice.recogniser.clone().into()), ("asks", asks.into())]));
    }
    if let Some(form) = &reading.form {
        said.push(say("why-line-form", &[("name", form.clone().into())]));
    }
    for bounce in reading.bounces.iter().take(MAX_NAMED) {
        let status = bounce.status.clone().unwrap_or_default();
        let args = [("who", bounce.recipient.clone().into()), ("reason", bounce.reason.clone().into())];
        said.push(say("why-line-bounce", &[args[0].clone(), args[1].clone(), ("status", status.into())]));
    }
    if !reading.orders.is_empty() {
        said.push(say("why-line-orders", &[("orders", listed(&reading.orders).into())]));
    }
    let checks = reading.authentication;
    let failed = [("SPF", checks.spf), ("DKIM", checks.dkim), ("DMARC", checks.dmarc)];
    let of = |verdict| {
        failed.iter().filter(|(_, said)| *said == verdict).map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>()
    };
    for (verdict, key) in [(Verdict::Pass, "why-line-passed"), (Verdict::Fail, "why-line-failed")] {
        let names = of(verdict);
        if !names.is_empty() {
            said.push(say(key, &[("names", names.join(", ").into())]));
        }
    }
    if let Some(score) = reading.spam {
        let because = listed(&reading.because);
        said.push(say("why-line-spam", &[("score", i64::from(score).into()), ("because", because.into())]));
    }
    if !reading.problems.is_empty() {
        said.push(say("why-line-problems", &[("problems", listed(&reading.problems).into())]));
    }
    said.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::channel::Nature;
    use domain::event::JoinedBy;
    use domain::reading::{Authentication, AuthorBy, Bounce, Notice};

    #[test]
    fn every_reading_has_its_words_in_both_languages() {
        let bounce = Bounce {
            recipient: "anna@example.pl".to_owned(),
            status: Some("5.1.1".to_owned()),
            hard: true,
            reason: "userunknown".to_owned(),
            of: None,
        };
        let full = Reading {
            nature: Nature::Person,
            author: AuthorBy::From,
            joined_by: JoinedBy::Opened,
            by: Some("a@example.org".to_owned()),
            notice: Some(Notice { recogniser: "dpd".to_owned(), order: None, asks: false }),
            form: Some("wpforms".to_owned()),
            bounces: vec![bounce],
            orders: vec!["20481".to_owned()],
            problems: vec!["cut_base64".to_owned()],
            authentication: Authentication { spf: Verdict::Pass, dkim: Verdict::Fail, dmarc: Verdict::Unknown },
            spam: Some(950),
            because: vec!["link".to_owned()],
        };
        let joined = [
            JoinedBy::Opened,
            JoinedBy::Reference,
            JoinedBy::ReferenceByStranger,
            JoinedBy::PlusAddress,
            JoinedBy::Number,
            JoinedBy::OrderNotice,
            JoinedBy::Report,
        ];
        let natures =
            [Nature::Person, Nature::AutoReply, Nature::Bounce, Nature::Complaint, Nature::Bulk, Nature::Notice];
        let authors = [AuthorBy::From, AuthorBy::ReplyTo, AuthorBy::Form, AuthorBy::Forward, AuthorBy::Recipient];
        for language in Language::ALL {
            let all = |reading: &Reading| why(reading, true, language);
            assert_eq!(all(&full).len(), 12, "{:?}", all(&full));
            let distinct = |readings: Vec<Reading>| {
                let said: std::collections::BTreeSet<_> = readings.iter().map(all).collect();
                assert_eq!(said.len(), readings.len(), "two are told alike in {language:?}");
            };
            distinct(joined.iter().map(|by| Reading { joined_by: *by, ..full.clone() }).collect());
            distinct(natures.iter().map(|nature| Reading { nature: *nature, ..full.clone() }).collect());
            distinct(authors.iter().map(|author| Reading { author: *author, ..full.clone() }).collect());
        }
    }
}
