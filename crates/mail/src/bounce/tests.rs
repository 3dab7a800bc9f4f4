//! The public bounce collection, where it is at hand: every miss by name.

use std::collections::BTreeMap;
use std::path::Path;

use domain::channel::{Inbound, Nature};
use serde_json::Value;

use crate::parse::parse;

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
    if !natures.contains(&mail.nature) && !(feedback && mail.nature == Nature::Complaint) {
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
