//! The Polish mails of `fixtures/polish`: every one splits as its expectation says, its text (where it has none, the text
//! made of its HTML) and its HTML.
//!
//! A closing may stand with the reply or with the signature, but once. A forward without a word above it is all reply.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::parse::parse;
use crate::split::{Split, split, split_html};

/// Words without quote marks, every run of blanks one space: programs wrap lines where they like.
fn flat(text: &str) -> String {
    text.replace(['>', '\u{feff}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn joined(parts: &[&str]) -> String {
    flat(&parts.join(" "))
}

/// What is wrong with `found`.
fn fault(found: &Split, expected: &Value) -> Option<String> {
    let part = |name: &str| expected[name].as_str().unwrap_or_default();
    let (reply, closing, signature) = (part("reply"), part("closing"), part("signature"));
    if expected["mode"] == "forward" && reply.is_empty() && closing.is_empty() && signature.is_empty() {
        let body = flat(expected["forward"]["body"].as_str().unwrap());
        return (!flat(&found.reply).contains(&body)).then(|| format!("not all reply: {found:?}"));
    }
    let signed = flat(found.signature.as_deref().unwrap_or_default());
    let with_closing = joined(&[closing, signature]);
    if signed != flat(signature) && signed != with_closing {
        return Some(format!("signature {signed:?} for {:?}", flat(signature)));
    }
    let rest = if signed == with_closing { "" } else { closing };
    let words = flat(&found.reply);
    let right = match expected["answers"].as_array() {
        // Between quotes that stay, each answer must be found, and the end of the letter.
        Some(answers) => {
            answers.iter().chain([&Value::from(rest)]).all(|answer| words.contains(&flat(answer.as_str().unwrap())))
        }
        None => words == joined(&[reply, rest]),
    };
    if !right {
        return Some(format!("reply {words:?} for {:?}", joined(&[reply, rest])));
    }
    if split(&found.reply).quoted.is_some() && expected["mode"] != "interleaved" {
        return Some(format!("splits again: {:?}", found.reply));
    }
    let quoted = flat(found.quoted.as_deref().unwrap_or_default());
    match part("quoted_starts") {
        "" => (expected["mode"] == "new" && !quoted.is_empty()).then(|| format!("quoted {quoted:?}")),
        starts => (!quoted.contains(&flat(starts))).then(|| format!("quoted {quoted:?} for {starts:?}")),
    }
}

#[test]
fn two_hundred_polish_mails_split_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/polish");
    let mut paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
    paths.sort();
    let mut faults = Vec::new();
    for path in &paths {
        let expected = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let mail = parse(&fs::read(path).unwrap()).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy();
        let text = Some(split(&mail.text));
        let html = mail.html.as_deref().map(split_html);
        for (shape, found) in [("text", text), ("html", html)] {
            let mut expected = expected.clone();
            if let Some(signature) = expected["signature"].as_str().filter(|_| shape == "html") {
                // Links have their text only.
                let words = signature.split(' ').map(|word| word.split("<https").next().unwrap());
                expected["signature"] = Value::from(words.collect::<Vec<_>>().join(" "));
            }
            faults.extend(
                found.and_then(|found| fault(&found, &expected)).map(|fault| format!("{name} {shape}: {fault}")),
            );
        }
    }
    assert_eq!(paths.len(), 200);
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}
