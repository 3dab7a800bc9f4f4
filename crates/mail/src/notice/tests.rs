//! Every recogniser knows its mails, and nobody's else.

use std::collections::BTreeSet;
use std::path::Path;

use domain::channel::{Inbound, Nature};
use domain::reading::Verdict;
use mail_parser::MessageParser;

use super::table::{Kind, Recogniser, TABLES, Table, read};
use crate::fixture::fixtures;
use crate::parse::parse;
use crate::sender::domains;

fn recognisers() -> impl Iterator<Item = Recogniser> {
    TABLES.iter().flat_map(|(name, text)| read(text).unwrap_or_else(|error| panic!("notices/{name}.toml: {error}")))
}

#[test]
fn every_table_in_the_folder_ships_and_every_pattern_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notices");
    let there: BTreeSet<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let shipped: BTreeSet<_> = TABLES.iter().map(|(name, _)| format!("{name}.toml").into()).collect();
    assert_eq!(there, shipped);
    for recogniser in recognisers() {
        let name = &recogniser.name;
        let fields = recogniser.headers.iter().map(|field| &field.value);
        let patterns =
            recogniser.subjects.iter().chain(&recogniser.texts).chain(&recogniser.robots).chain(&recogniser.mailboxes);
        for pattern in patterns.chain(&recogniser.orders).chain(fields) {
            assert!(pattern.ready().is_ok(), "{name}: {:?}", pattern.ready());
        }
        let is_of_somebody = !recogniser.senders.is_empty() || !recogniser.headers.is_empty();
        assert!(is_of_somebody, "{name}: whose mail is it?");
        let has_evidence = recogniser.unread
            || [&recogniser.robots, &recogniser.subjects, &recogniser.texts]
                .iter()
                .any(|patterns| !patterns.is_empty())
            || !recogniser.headers.is_empty();
        assert!(has_evidence, "{name}: a sender alone is no evidence");
        for sender in recogniser.senders.iter().filter(|sender| *sender != "own") {
            assert!(sender.contains('.') && *sender == sender.to_lowercase(), "{name}: {sender}");
        }
        assert!(!recogniser.asks || recogniser.kind == Kind::Notice, "{name}: a newsletter asks nothing");
    }
}

#[test]
fn each_recogniser_knows_its_mails() {
    let mut known = BTreeSet::new();
    let mut complaints = Vec::new();
    for fixture in fixtures("notices") {
        let expected = (fixture.name != "person").then_some(fixture.name.as_str());
        let found = fixture.mail.notice.as_ref();
        if found.map(|notice| notice.recogniser.as_str()) != expected || fixture.mail.form.is_some() {
            let form = fixture.mail.form.as_ref().map(|form| &form.recogniser);
            complaints.push(format!("{}: {expected:?} expected, {found:?} and form {form:?} found", fixture.place));
            continue;
        }
        let Some(notice) = found else {
            if fixture.mail.nature != Nature::Person && fixture.expected("nature").is_none() {
                complaints.push(format!("{}: a person's mail is {:?}", fixture.place, fixture.mail.nature));
            }
            continue;
        };
        if notice.order.as_deref() != fixture.expected("order") {
            complaints.push(format!("{}: order {:?}", fixture.place, notice.order));
        }
        if notice.asks != fixture.expected("asks").is_some() || (notice.asks && fixture.mail.nature != Nature::Person) {
            complaints.push(format!("{}: asks: {}, {:?}", fixture.place, notice.asks, fixture.mail.nature));
        }
        if !notice.asks && !fixture.mail.nature.is_automatic() {
            complaints.push(format!("{}: a notice is {:?}", fixture.place, fixture.mail.nature));
        }
        if notice.order.is_some() && notice.order.as_ref() != fixture.mail.orders.first() {
            complaints.push(format!("{}: orders {:?}", fixture.place, fixture.mail.orders));
        }
        known.insert(notice.recogniser.clone());
    }
    for recogniser in recognisers().filter(|recogniser| !known.contains(&recogniser.name)) {
        complaints.push(format!("{}: no mail in fixtures/notices", recogniser.name));
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn there_are_enough_people_among_the_mails() {
    let people = fixtures("notices").iter().filter(|fixture| fixture.name == "person").count();
    assert!(people >= 60, "{people} mails of people");
}

#[test]
fn an_answer_to_any_notice_is_a_persons() {
    for fixture in fixtures("notices") {
        for prefix in ["Odp:", "Fwd: Re[2]:"] {
            let subject = format!("{prefix} {}", fixture.mail.subject);
            let raw = format!(
                "From: Anna <anna@example.net>\r\nTo: biuro@buty.example\r\nSubject: {subject}\r\n\
                 Content-Type: text/plain; charset=utf-8\r\n\r\nGdzie to jest?\r\n\r\n{}",
                fixture.mail.text
            );
            let answer = parse(raw.as_bytes()).unwrap();
            assert_eq!((answer.notice, answer.form), (None, None), "{}: {subject}", fixture.place);
        }
    }
}

#[test]
fn a_domain_that_only_looks_alike_is_nobodys() {
    let senders: BTreeSet<_> = recognisers().flat_map(|recogniser| recogniser.senders).collect();
    let mut tried = 0;
    for fixture in fixtures("notices") {
        let from = &fixture.mail.from.as_ref().unwrap().address;
        let (local, host) = (from.local(), from.host());
        // `evil-accounts.google.com` is Google's after all: what is registered must differ.
        let registered = domains(host).filter(|domain| senders.contains(*domain)).last().unwrap_or(host);
        let below = &host[..host.len() - registered.len()];
        for registered in [format!("evil-{registered}"), format!("{registered}.evil.example"), format!("{registered}x")]
        {
            let host = format!("{below}{registered}");
            let raw = format!(
                "From: \"{from}\" <{local}@{host}>\r\nTo: biuro@shop.example\r\nSubject: {}\r\n\
                 Content-Type: text/plain; charset=utf-8\r\n\r\n{}",
                fixture.mail.subject, fixture.mail.text
            );
            let forged = parse(raw.as_bytes()).unwrap();
            assert_eq!((forged.notice, forged.form), (None, None), "{}: {host}", fixture.place);
            tried += 1;
        }
    }
    assert!(tried > 250, "{tried}");
}

#[test]
fn questions_are_asked_before_notices() {
    let first_notice = Table::shipped().recognisers.iter().position(|recogniser| !recogniser.asks);
    let last_question = Table::shipped().recognisers.iter().rposition(|recogniser| recogniser.asks);
    assert!(last_question < first_notice);
}

fn written(from: &str, headers: &str) -> Inbound {
    let raw = format!("From: {from}\r\nTo: biuro@buty.example\r\n{headers}\r\nx");
    parse(raw.as_bytes()).unwrap()
}

#[test]
fn where_an_answer_would_reach_another_house_somebody_waits() {
    for (from, reply_to, is_notice) in [
        ("noreply@payu.com", "pomoc@payu.pl", true),
        ("noreply@payu.com", "no-reply@mailer.example", true),
        ("noreply@payu.com", "anna@example.net", false),
        ("drive-shares-noreply@google.com", "anna@example.net", false),
        ("drive-shares-noreply@google.com", "noreply@google.com", true),
    ] {
        let mail = written(from, &format!("Reply-To: {reply_to}\r\nSubject: x\r\n"));
        assert_eq!(mail.notice.is_some(), is_notice, "{from} {reply_to}");
    }
}

#[test]
fn a_sender_that_failed_its_check_is_nobody_but_the_shops_own_program() {
    let order = "Subject: [Buty]: Nowe zamówienie #7\r\n\r\nOtrzymałeś nowe zamówienie od Jan:";
    for (from, rest, when_failed) in
        [("noreply@payu.com", "Subject: x\r\n\r\nx", false), ("wordpress@buty.example", order, true)]
    {
        let raw =
            format!("From: {from}\r\nTo: biuro@buty.example\r\nContent-Type: text/plain; charset=utf-8\r\n{rest}");
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        let mut mail = parse(raw.as_bytes()).unwrap();
        for (verdict, is_notice) in [(Verdict::Unknown, true), (Verdict::Pass, true), (Verdict::Fail, when_failed)] {
            mail.authentication.dmarc = verdict;
            assert_eq!(super::notice(&message, &mail).is_some(), is_notice, "{from} {verdict:?}");
        }
    }
}
