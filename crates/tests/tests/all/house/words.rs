//! Polish and English say the same things: the same files, the same keys, the same variables.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{files, insist};

const FOLDER: &str = "crates/web/locales/";
const LANGUAGES: [&str; 2] = ["pl", "en"];

/// Of each key (a message, or a message and its attribute) the variables it speaks of.
type Keys = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_language_has_the_same_keys_and_variables() {
    let [one, other] = LANGUAGES.map(keys_of);
    assert!(!one.is_empty(), "no Fluent files in {FOLDER}{}", LANGUAGES[0]);
    let mut complaints = Vec::new();
    for (language, has, lacks) in [(LANGUAGES[1], &one, &other), (LANGUAGES[0], &other, &one)] {
        complaints
            .extend(has.keys().filter(|key| !lacks.contains_key(*key)).map(|key| format!("{language} lacks {key}")));
    }
    for (key, variables) in &one {
        if let Some(others) = other.get(key).filter(|others| *others != variables) {
            complaints.push(format!("{key} speaks of {variables:?} in one language and of {others:?} in the other"));
        }
    }
    insist("The languages differ:", &complaints);
}

#[test]
fn no_key_is_given_twice() {
    let mut complaints = Vec::new();
    for file in files().iter().filter(|file| file.path.starts_with(FOLDER) && file.extension() == "ftl") {
        let mut seen = BTreeSet::new();
        for line in file.text.lines() {
            if let Some(key) = message(line).filter(|key| !seen.insert(key.to_string())) {
                complaints.push(format!("{}: {key} is there twice, the first is never shown", file.path));
            }
        }
    }
    insist("Fluent takes the last of two:", &complaints);
}

fn keys_of(language: &str) -> Keys {
    let folder = format!("{FOLDER}{language}/");
    let mut keys = Keys::new();
    for file in files().iter().filter(|file| file.extension() == "ftl") {
        if let Some(name) = file.path.strip_prefix(&folder) {
            keys.extend(parse(&file.text).into_iter().map(|(key, variables)| (format!("{name}: {key}"), variables)));
        }
    }
    keys
}

fn parse(text: &str) -> Keys {
    let mut keys = Keys::new();
    let (mut current, mut owner) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(key) = message(line) {
            owner = key.to_owned();
            current = owner.clone();
        } else if let Some(name) = attribute(line) {
            current = format!("{owner}.{name}");
        }
        let variables = line.split('$').skip(1).map(|rest| {
            rest.split(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_')
                .next()
                .unwrap_or_default()
        });
        if !current.is_empty() {
            keys.entry(current.clone()).or_default().extend(variables.map(str::to_owned));
        }
    }
    keys
}

fn message(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim_end();
    let fits = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    (name.starts_with(|letter: char| letter.is_alphabetic() || letter == '-') && name.chars().all(fits)).then_some(name)
}

fn attribute(line: &str) -> Option<&str> {
    let (name, _) = line.trim_start().strip_prefix('.')?.split_once('=')?;
    Some(name.trim_end())
}

#[test]
fn messages_attributes_and_variables_are_read() {
    let text = "# a note = 1
list-title = List of { $shop }
list-row =
    { $count ->
        [one] one
       *[other] { $count } more
    }
    .label = By { $agent }
";
    let keys = parse(text);
    assert_eq!(keys.keys().collect::<Vec<_>>(), ["list-row", "list-row.label", "list-title"]);
    assert_eq!(keys["list-row"], ["count".to_owned()].into());
    assert_eq!(keys["list-row.label"], ["agent".to_owned()].into());
}

#[test]
fn what_we_say_of_a_mail_that_did_not_leave_has_words() {
    let keys = keys_of(LANGUAGES[0]);
    let missing = channels::email::smtp::Code::ALL
        .into_iter()
        .map(|code| format!("outbox.ftl: outbox-said-{}", code.word()))
        .filter(|key| !keys.contains_key(key));
    insist("Words are missing:", &missing.collect::<Vec<_>>());
}
