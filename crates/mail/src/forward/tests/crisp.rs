//! The forwards of `mail_forward_crisp`: every case is asked, every miss is named with its reason.

#![allow(clippy::print_stdout, reason = "the figure is what the test is run for")]

use std::fs;
use std::path::Path;

use domain::reading::{Forward, Person};
use serde_json::Value;

use super::super::forward;

/// Cases that are read otherwise, and why.
const MISSES: &[(&str, &str)] =
    &[("outlook_live_en_body_variant_8", "the mail names two recipients, the set expects the first alone")];

#[test]
fn forwards_of_the_data_set_are_read_as_it_expects() {
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/mail_forward_crisp");
    let Ok(cases) = fs::read_to_string(set.join("cases.jsonl")) else {
        println!("mail_forward_crisp is not here: nothing asked");
        return;
    };
    let fixture =
        |name: &Value| name.as_str().map(|name| fs::read_to_string(set.join("fixtures").join(name)).expect(name));
    let mut misses = Vec::new();
    let mut asked = 0;
    for case in cases.lines().map(|line| serde_json::from_str::<Value>(line).expect("a case")) {
        asked += 1;
        let subject = fixture(&case["subject_file"]).unwrap_or_default();
        let body = fixture(&case["body_file"]).expect("a body");
        let wrong = difference(&case["expected"], forward(&subject, &body).as_ref());
        let id = case["id"].as_str().expect("an id").to_owned();
        misses.extend(wrong.map(|wrong| (id, wrong)));
    }
    println!("mail_forward_crisp: {} of {asked}", asked - misses.len());
    for (id, wrong) in &misses {
        println!("  miss {id}: {wrong}");
    }
    assert!(asked > 0);
    let names = misses.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>();
    assert_eq!(names, MISSES.iter().map(|(id, _)| *id).collect::<Vec<_>>());
}

/// The first thing that is not as expected. A key that the set leaves out is not asked.
fn difference(expected: &Value, got: Option<&Forward>) -> Option<String> {
    let Some(got) = got else {
        return expected["forwarded"].as_bool().filter(|it| *it).map(|_| "not found".to_owned());
    };
    if expected["forwarded"] == Value::Bool(false) {
        return Some("found where there is none".to_owned());
    }
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String);
    let person = |person: &Person| serde_json::json!({ "address": text(&person.address), "name": text(&person.name) });
    let all = |people: &[Person]| Value::Array(people.iter().map(person).collect());
    let addresses = Value::Array(got.to.iter().map(|to| text(&to.address)).collect());
    let checks = [
        ("subject", text(&got.subject)),
        ("from", person(&got.from)),
        ("to", all(&got.to)),
        ("cc", all(&got.cc)),
        ("message", text(&got.message)),
        ("to_addresses", addresses),
    ];
    let wrong = checks.into_iter().find(|(key, got)| expected.get(key).is_some_and(|expected| expected != got));
    if let Some((key, got)) = wrong {
        return Some(format!("{key}: {got} instead of {}", expected[key]));
    }
    if let Some(start) = expected["body_startswith"].as_str() {
        return (!got.body.starts_with(start)).then(|| format!("body begins {:?}", got.body.lines().next()));
    }
    let body = expected["body"].as_str().is_some_and(|body| body.trim() != got.body);
    let date = expected["date_nonempty"] == Value::Bool(true) && got.date.is_none();
    body.then(|| format!("body: {:?}", got.body)).or_else(|| date.then(|| "no date".to_owned()))
}
