//! The published sets, every case of each: `set: n of m`, and every miss by name.
//!
//! Where a set's own definition counts the signature as part of the reply, reply and signature together are compared.

#![allow(clippy::print_stdout, reason = "the figures are what the tests are run for")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::split::{Split, split, split_html};

fn folder(set: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(set);
    if folder.join("cases.jsonl").is_file() {
        return Some(folder);
    }
    println!("{set}: the data set is not here; nothing was measured");
    None
}

fn cases(folder: &Path) -> Vec<Value> {
    let lines = std::fs::read_to_string(folder.join("cases.jsonl")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn read(folder: &Path, case: &Value) -> String {
    let bytes = std::fs::read(folder.join(case["input"].as_str().unwrap())).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Counts what holds, prints what does not, and asks for 97 of 100.
fn judge(set: &str, results: &[(String, bool)]) {
    let misses = results.iter().filter(|(_, holds)| !holds).map(|(name, _)| name).collect::<Vec<_>>();
    println!("{set}: {} of {}", results.len() - misses.len(), results.len());
    for name in &misses {
        println!("  miss: {name}");
    }
    assert!(misses.len() * 100 <= results.len() * 3, "{set}: {misses:?}");
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The reply, or the reply with its signature, is what was expected; blank lines between the two do not count.
fn is_either(found: &Split, expected: &str) -> bool {
    let expected = expected.trim();
    let whole = format!("{}\n{}", found.reply, found.signature.as_deref().unwrap_or_default());
    found.reply == expected || squeezed(&whole) == squeezed(expected)
}

#[test]
fn discourse() {
    let Some(folder) = folder("mail_reply_discourse") else { return };
    let check = |case: &Value| {
        let found = split(&read(&folder, case));
        let expected = case["expected_trimmed"].as_str().unwrap();
        (case["id"].as_str().unwrap().to_owned(), found.reply == expected)
    };
    judge("mail_reply_discourse", &cases(&folder).iter().map(check).collect::<Vec<_>>());
}

#[test]
fn crisp() {
    let Some(folder) = folder("mail_reply_crisp") else { return };
    let mut results = Vec::new();
    for case in cases(&folder) {
        let found = split(&read(&folder, &case));
        for test in case["tests"].as_array().unwrap() {
            let exact = ["first_fragment_trimmed", "first_fragment_exact", "visible_text_exact"];
            let exact = exact.iter().filter_map(|key| test[key].as_str()).all(|expected| is_either(&found, expected));
            let regexes = test["fragment_regex"].as_array().cloned().unwrap_or_default();
            let begins = regexes.iter().filter(|regex| regex["fragment"] == 0).all(|regex| {
                let words =
                    regex["regex"].as_str().unwrap().replace("\\/", "/").replace("\\.", ".").replace("\\n", "\n");
                match words.strip_prefix('^') {
                    Some(start) => found.reply.starts_with(start),
                    None => found.reply.contains(&words),
                }
            });
            results.push((test["test"].as_str().unwrap().to_owned(), exact && begins));
        }
    }
    judge("mail_reply_crisp", &results);
}

#[test]
fn erp() {
    let Some(folder) = folder("mail_reply_erp") else { return };
    let mut results = Vec::new();
    let mut upstream = (0, Vec::new());
    for case in cases(&folder) {
        let name = case["id"].as_str().unwrap();
        let text = read(&folder, &case);
        let found = split(&text);
        if let Some(expected) = case["expected_reply"].as_str() {
            results.push((name.to_owned(), found.reply == expected.trim()));
        }
        if let Some(partial) = case["expected_partial"].as_object() {
            let strings = |key: &str| {
                let all = partial.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
                all.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            let start = partial.get("reply_startswith").and_then(Value::as_str).unwrap_or_default();
            let holds = found.reply.starts_with(start)
                && strings("reply_contains").iter().all(|word| found.reply.contains(word.as_str()))
                && !strings("reply_not_contains").iter().any(|word| found.reply.contains(word.as_str()));
            results.push((name.to_owned(), holds));
        }
        for (line, holds) in assertions(&case, &found) {
            upstream.0 += 1;
            if !holds {
                upstream.1.push(format!("{name}: {line}"));
            }
        }
    }
    println!(
        "upstream lines on the first reply: {} of {}: {:#?}",
        upstream.0 - upstream.1.len(),
        upstream.0,
        upstream.1
    );
    judge("mail_reply_erp", &results);
}

/// What the lines of the upstream tests say of the first reply, where they are plain enough to be read.
fn assertions(case: &Value, found: &Split) -> Vec<(String, bool)> {
    let tests = case["upstream_tests"].as_array().cloned().unwrap_or_default();
    let lines = tests.iter().flat_map(|test| test["raw_assertions"].as_array().cloned().unwrap_or_default());
    let lines = lines.filter_map(|line| line.as_str().map(str::to_owned));
    let signature = found.signature.clone().unwrap_or_default();
    lines
        .filter_map(|line| {
            let words = line.split('"').nth(1)?.replace("\\n", "\n");
            let part = if line.contains("replies[0].body") {
                &found.reply
            } else if line.contains("replies[0].signatures") {
                &signature
            } else {
                return None;
            };
            let holds = if line.contains(" == ") {
                *part == words
            } else {
                part.contains(&words) != (line.contains(" not in ") || line.contains("NotIn"))
            };
            Some((line, holds))
        })
        .collect()
}

#[test]
fn talon() {
    let Some(folder) = folder("mail_reply_talon") else { return };
    let check = |case: &Value| {
        let text = case["text"].as_str().map_or_else(|| read(&folder, case), str::to_owned);
        let expected = case["expected_reply"].as_str().unwrap_or_default();
        let holds = match case["kind"].as_str().unwrap() {
            "inline_text_reply" => is_either(&split(&text), expected),
            "eml_text_reply" => is_either(&split(&crate::parse::parse(text.as_bytes()).unwrap().text), expected),
            "html_reply" => is_either(&split_html(&text), expected),
            "inline_html_reply" => {
                let whole = split_html(expected);
                let expected = format!("{}{}", whole.reply, whole.signature.unwrap_or_default());
                is_either(&split_html(&text), &expected)
            }
            _ => {
                let found = split(&text);
                let signature = case["expected_signature"].as_str().unwrap_or_default();
                let reply = case["expected_text"].as_str().is_none_or(|text| found.reply == text.trim());
                reply && squeezed(found.signature.as_deref().unwrap_or_default()) == squeezed(signature)
            }
        };
        (case["id"].as_str().unwrap().to_owned(), holds)
    };
    let results = cases(&folder).iter().map(check).collect::<Vec<_>>();
    let mut kinds = BTreeMap::<String, (usize, usize)>::new();
    for (case, (_, holds)) in cases(&folder).iter().zip(&results) {
        let kind = kinds.entry(case["kind"].as_str().unwrap().to_owned()).or_default();
        *kind = (kind.0 + usize::from(*holds), kind.1 + 1);
    }
    println!("mail_reply_talon by kind: {kinds:?}");
    judge("mail_reply_talon", &results);
}
