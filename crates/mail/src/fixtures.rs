//! The Polish mails of `fixtures/polish`, read whole: their characters, their files, and the mails inside them.
//!
//! What stands beside each mail is explained in the folder's README.

use std::fs;
use std::path::Path;

use domain::channel::Inbound;
use domain::reading::{Forward, Person};
use serde_json::{Value, json};

use crate::parse::parse;

/// One mail and what it should be read as.
struct Fixture {
    name: String,
    mail: Inbound,
    expected: Value,
}

fn fixtures() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/polish");
    let mut paths =
        fs::read_dir(folder).expect("the fixtures").map(|entry| entry.expect("an entry").path()).collect::<Vec<_>>();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
    paths.sort();
    let read = |path: &Path| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let mail = parse(&fs::read(path).expect("a mail")).expect(&name);
        let expected = fs::read_to_string(path.with_extension("json")).expect(&name);
        Fixture { name, mail, expected: serde_json::from_str(&expected).expect("an expectation") }
    };
    paths.iter().map(|path| read(path)).collect()
}

/// `text` without quote marks, every run of blanks one space: programs wrap lines where they like.
fn flat(text: &str) -> String {
    text.replace(['>', '\u{feff}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of `html`: enough for mails whose tags are known to be in order.
fn words(html: &str) -> String {
    let text = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect::<String>();
    text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
}

#[test]
fn two_hundred_mails_of_ten_programs_and_more() {
    let all = fixtures();
    assert_eq!(all.len(), 200);
    let programs = all
        .iter()
        .map(|it| it.expected["program"].as_str().expect("a program"))
        .collect::<std::collections::BTreeSet<_>>();
    assert!(programs.len() >= 10, "{programs:?}");
}

#[test]
fn every_word_of_the_customer_survives_charset_and_encoding() {
    for Fixture { name, mail, expected } in fixtures() {
        let shape = expected["shape"].as_str().expect("a shape");
        assert_eq!(mail.html.is_some(), shape != "text", "{name}");
        let text = flat(&mail.text);
        let html = mail.html.as_deref().map(|html| flat(&words(html)));
        for part in ["reply", "closing", "signature"] {
            let part = expected[part].as_str().unwrap_or_default();
            for line in part.lines().map(flat).filter(|line| !line.is_empty()) {
                assert!(text.contains(&line), "{name}: {line:?} is not in its text: {text}");
                let found = html.as_ref().is_none_or(|html| html.contains(&line) || line.contains("<https://"));
                assert!(found, "{name}: {line:?} is not in its HTML");
            }
        }
        assert_eq!(json!(mail.subject), expected["subject"], "{name}");
        let from = mail.from.expect(&name);
        assert_eq!(json!({ "name": from.name, "address": from.address.as_str() }), expected["from"], "{name}");
        let names = mail.attachments.iter().map(|file| json!(file.name)).collect::<Vec<_>>();
        let expected = expected["attachments"].as_array().cloned().unwrap_or_default();
        assert_eq!(names, expected, "{name}");
    }
}

#[test]
fn forwards_are_found_and_answers_are_none() {
    let mut forwards = 0;
    for Fixture { name, mail, expected } in fixtures() {
        let signature = &expected["signature"];
        let Some(expected) = expected.get("forward") else {
            assert_eq!(mail.forward, None, "{name}");
            continue;
        };
        forwards += 1;
        let forward = mail.forward.unwrap_or_else(|| panic!("{name}: not found in\n{}", mail.text));
        assert!(forward.date.is_some(), "{name}");
        let signature = flat(signature.as_str().unwrap_or_default());
        let mut expected = expected.clone();
        expected["body"] = json!(flat(expected["body"].as_str().expect(&name)));
        let message = [expected["message"].as_str().map(flat).unwrap_or_default(), signature].join(" ");
        expected["message"] = json!(message.trim());
        assert_eq!(shown(&forward), expected, "{name}");
    }
    assert_eq!(forwards, 20);
}

/// A forward as the expectations write it, their blanks as one space.
fn shown(forward: &Forward) -> Value {
    let person = |person: &Person| json!({ "name": person.name, "address": person.address });
    let people = |all: &[Person]| all.iter().map(person).collect::<Vec<_>>();
    json!({
        "from": person(&forward.from),
        "to": people(&forward.to),
        "cc": people(&forward.cc),
        "subject": forward.subject,
        "body": flat(&forward.body),
        "message": flat(forward.message.as_deref().unwrap_or_default()),
    })
}
