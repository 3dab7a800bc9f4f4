//! Whole reports of our own; then the public collections, where they are at hand: every miss by name.

#![allow(clippy::print_stdout, reason = "the figures and every miss by name are what the test is run for")]

use std::collections::BTreeMap;
use std::path::Path;

use domain::channel::{Inbound, Nature};
use serde_json::Value;

use crate::parse::parse;

/// Recipient, status, hard, reason of each bounce in `raw`.
/// Recipient, status, hard, reason.
type Returned = (String, Option<String>, bool, String);

fn read(raw: &str) -> (Inbound, Vec<Returned>) {
    let mail = parse(raw.replace('\n', "\r\n").as_bytes()).unwrap();
    let told = mail.bounces.iter().map(|b| (b.recipient.clone(), b.status.clone(), b.hard, b.reason.clone())).collect();
    (mail, told)
}

fn one(recipient: &str, status: Option<&str>, hard: bool, reason: &str) -> (String, Option<String>, bool, String) {
    (recipient.to_owned(), status.map(str::to_owned), hard, reason.to_owned())
}

#[test]
fn a_standard_report_tells_of_each_recipient_and_of_the_mail() {
    let (mail, told) = read(
        "From: MAILER-DAEMON@mx.example.pl (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nI'm sorry.\n\n<anna@example.com>: host mx.example.com[192.0.2.1] said: 550\n    \
         5.1.1 User unknown (in reply to RCPT TO command)\n\n<JAN@example.com>: host mx.example.com[192.0.2.1] said:\n    \
         452 4.2.2 Mailbox full (in reply to RCPT TO command)\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.pl\n\n\
         Final-Recipient: rfc822; Anna@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n User unknown\n\n\
         Final-Recipient: rfc822; JAN@example.com\nAction: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: sklep@example.pl\nMessage-ID: <m1@example.pl>\nSubject: Zwrot\n\nx\n--b--\n",
    );
    assert_eq!(mail.nature, Nature::Bounce);
    assert_eq!(
        told,
        [
            one("anna@example.com", Some("5.1.1"), true, "userunknown"),
            one("jan@example.com", Some("4.2.2"), false, "mailboxfull")
        ]
    );
    assert!(mail.bounces.iter().all(|bounce| bounce.of.as_deref() == Some("m1@example.pl")));
}

#[test]
fn a_report_for_people_alone_is_read_too() {
    let (mail, told) = read(
        "From: MAILER-DAEMON@mx.example.pl\nSubject: failure notice\n\nHi. This is the qmail-send program at mx.example.pl.\n\
         I'm afraid I wasn't able to deliver your message to the following addresses.\n\n<anna@example.com>:\n\
         192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.1.\n\n\
         <jan@example.com>:\nSorry, I couldn't find any host named example.com. (#5.1.2)\n\n\
         --- Below this line is a copy of the message.\n\nReturn-Path: <sklep@example.pl>\nMessage-ID: <m2@example.pl>\n\
         To: kto@example.com\n\nx\n",
    );
    assert_eq!(mail.nature, Nature::Bounce);
    assert_eq!(
        told,
        [
            one("anna@example.com", Some("5.1.1"), true, "userunknown"),
            one("jan@example.com", Some("5.1.2"), true, "hostunknown")
        ]
    );
    assert_eq!(mail.bounces[0].of.as_deref(), Some("m2@example.pl"));
}

#[test]
fn warnings_and_successes_are_not_hard() {
    let report = |action: &str, status: &str, said: &str| {
        read(&format!(
            "From: MAILER-DAEMON@mx.example.pl\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.pl\n\nFinal-Recipient: rfc822; a@example.com\n\
             Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n\n--b--\n"
        ))
        .1
    };
    assert_eq!(report("delivered", "2.0.0", "250 OK"), [one("a@example.com", Some("2.0.0"), false, "delivered")]);
    assert_eq!(report("delayed", "4.4.4", "Host unknown"), [one("a@example.com", Some("4.4.4"), false, "hostunknown")]);
    assert_eq!(report("failed", "5.0.0", ""), [one("a@example.com", Some("5.0.0"), false, "onhold")]);
}

#[test]
fn complaints_name_who_complained() {
    let (mail, told) = read(
        "From: fbl@example.net\nSubject: Abuse Report\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nA report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\
         Original-Rcpt-To: <Anna@example.net>\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <m3@example.pl>\n\nx\n--b--\n",
    );
    assert_eq!(mail.nature, Nature::Complaint);
    assert_eq!(told, [one("anna@example.net", None, false, "feedback")]);
    assert_eq!(mail.bounces[0].of.as_deref(), Some("m3@example.pl"));
    let (mail, told) = read(
        "From: no-reply@sns.example.com\nSubject: AWS Notification Message\n\n{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":\
         [{\"emailAddress\":\"a@example.com\",\"action\":\"failed\",\"status\":\"5.1.1\",\"diagnosticCode\":\"smtp; 550 5.1.1 user\n unknown\"}]},\
         \"mail\":{\"commonHeaders\":{\"messageId\":\"<m4@example.pl>\"}}}\n--\nUnsubscribe\n",
    );
    assert_eq!(mail.nature, Nature::Bounce);
    assert_eq!(told, [one("a@example.com", Some("5.1.1"), true, "userunknown")]);
    assert_eq!(mail.bounces[0].of.as_deref(), Some("m4@example.pl"));
}

#[test]
fn people_who_write_about_returned_mail_stay_people() {
    for (from, subject, text) in [
        ("anna@example.pl", "Undeliverable: zwrot", "Dzień dobry, wciąż przychodzi mi taki temat."),
        ("anna@example.pl", "Zwrot", "My mail could not be delivered to biuro@example.pl. What shall I do?"),
        ("anna@example.pl", "Fwd: Undelivered Mail Returned to Sender", "Your message could not be delivered."),
        ("postmaster@example.pl", "Zamówienie 123", "Gdzie jest moja paczka?"),
    ] {
        let (mail, told) = read(&format!("From: {from}\nSubject: {subject}\n\n{text}\n"));
        assert_eq!((mail.nature, told.len()), (Nature::Person, 0), "{subject}");
    }
}

#[test]
fn hostile_reports_stay_bounded() {
    let many: String = (0..50_000).map(|n| format!("<a{n}@example.com>: 550 no\n")).collect();
    let blocks: String = (0..50_000).map(|n| format!("Final-Recipient: rfc822; a{n}@example.com\n\n")).collect();
    let (_, told) = read(&format!("From: MAILER-DAEMON@x.pl\nSubject: failure notice\n\n{many}"));
    assert_eq!(told.len(), super::MAX_RECIPIENTS);
    let (_, told) = read(&format!(
        "From: MAILER-DAEMON@x.pl\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\
         Content-Type: message/delivery-status\n\n{blocks}\n--b--\n"
    ));
    assert_eq!(told.len(), super::MAX_RECIPIENTS);
    let nested = "{\"Type\":".repeat(20_000);
    assert!(read(&format!("From: a@x.pl\n\n{nested}")).1.is_empty());
    for odd in [
        "Diagnostic-Code: ",
        "Status: 5.",
        "Final-Recipient: rfc822;",
        "Final-Recipient: ;;;@",
        "Status: 5.ł.1",
        "Action:",
    ] {
        let report = format!(
            "From: MAILER-DAEMON@x.pl\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\
             Content-Type: message/delivery-status\n\n{odd}\n\n--b--\n"
        );
        assert!(read(&report).1.len() <= 1, "{odd}");
    }
}

/// The folder of the data sets, or nothing where they are not at hand.
fn data(set: &str) -> Option<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(set);
    let there = folder.is_dir();
    if !there {
        println!("skipped: {} is not there", folder.display());
    }
    there.then_some(folder)
}

fn misses(mail: &Inbound, row: &Value) -> Vec<String> {
    let mut misses = Vec::new();
    let natures: &[Nature] = match row["kind"].as_str().unwrap() {
        "bounce" => &[Nature::Bounce],
        "complaint" => &[Nature::Complaint],
        "auto_reply" => &[Nature::AutoReply],
        _ => &[Nature::Person],
    };
    let expected = row["expected"].as_array().cloned().unwrap_or_default();
    let feedback = expected.iter().any(|one| one["reason"] == "feedback");
    if !(natures.contains(&mail.nature) || feedback && mail.nature == Nature::Complaint) {
        misses.push(format!("nature {:?}", mail.nature));
    }
    if row["kind"] == "auto_reply" || expected.is_empty() {
        return misses;
    }
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    let reasons = sorted(mail.bounces.iter().map(|b| b.reason.clone()).collect());
    let wanted = sorted(expected.iter().map(|e| e["reason"].as_str().unwrap().to_owned()).collect());
    if reasons != wanted {
        misses.push(format!("reason {reasons:?} for {wanted:?}"));
    }
    let hard = sorted(mail.bounces.iter().map(|b| b.hard.to_string()).collect());
    let wanted = sorted(expected.iter().map(|e| e["hardbounce"].to_string()).collect());
    if hard != wanted {
        misses.push("hard".to_owned());
    }
    // 5.0.9xx are numbers of the collection's own, given where the report has none.
    let status = sorted(mail.bounces.iter().map(|b| b.status.clone().unwrap_or_default()).collect());
    let wanted: Vec<String> = expected.iter().map(|e| e["dsn"].as_str().unwrap().to_owned()).collect();
    if !wanted.iter().any(|s| s.contains(".0.9") || s.is_empty()) && status != sorted(wanted.clone()) {
        misses.push(format!("status {status:?} for {wanted:?}"));
    }
    if mail.bounces.iter().any(|bounce| bounce.recipient.is_empty()) {
        misses.push("recipient".to_owned());
    }
    misses
}

#[test]
fn the_collection_is_read_as_its_authors_read_it() {
    let Some(folder) = data("mail_bounces_sisimai") else { return };
    let rows = std::fs::read_to_string(folder.join("expected.jsonl")).unwrap();
    let (mut mails, mut right) = (0, 0);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut classes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in rows.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let file = row["file"].as_str().unwrap();
        let mail = parse(&std::fs::read(folder.join(file)).unwrap()).unwrap();
        mails += 1;
        let misses = misses(&mail, &row);
        let is_right = misses.iter().all(|miss| miss.starts_with("status") || miss == "recipient");
        right += usize::from(is_right);
        for expected in row["expected"].as_array().into_iter().flatten() {
            let class = classes.entry(expected["reason"].as_str().unwrap().to_owned()).or_default();
            class.1 += 1;
            class.0 += usize::from(
                mail.bounces.iter().any(|b| b.reason == expected["reason"].as_str().unwrap())
                    || row["kind"] == "auto_reply",
            );
        }
        for kind in ["nature", "reason", "hard", "status", "recipient"] {
            *counts.entry(kind).or_default() += usize::from(misses.iter().any(|miss| miss.starts_with(kind)));
        }
        if !misses.is_empty() {
            println!("{} {file}: {}", if is_right { "note" } else { "MISS" }, misses.join("; "));
        }
        if row["expected"].as_array().is_none() {
            println!(
                "seen {file}: {:?}",
                mail.bounces.iter().map(|b| (&b.recipient, &b.status, &b.reason)).collect::<Vec<_>>()
            );
        }
    }
    println!("{right} of {mails} mails right; mails with a miss of: {counts:?}");
    println!("reasons right: {classes:?}");
    assert!(right * 100 >= mails * 97, "{right} of {mails}");
}

/// The files under `folder`, with their names.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else {
            found.push((entry.display().to_string(), std::fs::read(&entry).unwrap()));
        }
    }
}

#[test]
fn peoples_mails_are_no_reports() {
    let mut mails = Vec::new();
    for set in [
        "mail_misc",
        "mail_reply_crisp",
        "mail_reply_discourse",
        "mail_reply_erp",
        "mail_reply_talon",
        "mail_forward_crisp",
    ] {
        let Some(folder) = data(set) else { return };
        files(&folder, &mut mails);
    }
    let Some(folder) = data("spam_spamassassin") else { return };
    let archive = std::fs::File::open(folder.join("spamassassin.jsonl.gz")).unwrap();
    let rows = std::io::BufReader::new(flate2::read::GzDecoder::new(archive));
    for row in std::io::BufRead::lines(rows) {
        let row: Value = serde_json::from_str(&row.unwrap()).unwrap();
        let raw = row["raw"].as_str().unwrap();
        let raw = match row["encoding"].as_str().unwrap() {
            "latin-1" => raw.chars().map(|c| c as u8).collect(),
            _ => raw.as_bytes().to_vec(),
        };
        mails.push((format!("spamassassin {} {}", row["group"], row["id"]), raw));
    }
    let (mut counts, mut flagged): (BTreeMap<String, usize>, Vec<String>) = (BTreeMap::new(), Vec::new());
    for (name, raw) in &mails {
        let Ok(mail) = parse(raw) else { continue };
        *counts.entry(format!("{:?}", mail.nature)).or_default() += 1;
        if matches!(mail.nature, Nature::Bounce | Nature::Complaint | Nature::AutoReply) {
            println!(
                "{:?} {name}: {:?} {:?}",
                mail.nature,
                mail.subject,
                mail.bounces.iter().map(|b| &b.reason).collect::<Vec<_>>()
            );
            flagged.push(name.clone());
        }
    }
    println!("{} files: {counts:?}", mails.len());
    // Four of the people's mails are reports that reached a list.
    let truly = ["/01507.", "/01542.", "/01304.", "/01311."];
    let false_alarms: Vec<_> =
        flagged.iter().filter(|name| name.contains("-ham-") && !truly.iter().any(|id| name.contains(id))).collect();
    assert!(false_alarms.is_empty(), "{false_alarms:?}");
}
