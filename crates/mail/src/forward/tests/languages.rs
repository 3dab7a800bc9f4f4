//! Every word of the list, in the shape of every program: the same mail is found behind each.

use std::collections::BTreeMap;

use super::super::forward;
use super::people;

type Words = BTreeMap<&'static str, Vec<&'static str>>;

/// The words of each language by their kind.
fn languages() -> Vec<(&'static str, Words)> {
    let mut all: Vec<(&str, Words)> = Vec::new();
    for line in include_str!("../../labels/words.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(name) = line.strip_prefix('[') {
            all.push((name.trim_end_matches(']'), Words::new()));
            continue;
        }
        let (kind, list) = line.split_once(' ').expect("a kind and words");
        let (_, words) = all.last_mut().expect("a language");
        words.entry(kind).or_default().extend(list.split('|').map(str::trim));
    }
    all
}

/// A word as programs write it at the head of a line.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The word of each kind, taken by `turn`, so that every one gets its turn.
fn labels(words: &Words, turn: usize) -> Option<[String; 5]> {
    let word = |kind: &str| {
        let words = words.get(kind)?;
        Some(capital(words[turn % words.len()]))
    };
    let cc = word("cc").unwrap_or_else(|| "Cc".to_owned());
    Some([word("from")?, word("to")?, cc, word("date")?, word("subject")?])
}

/// Header blocks: each program's order, colon and decoration.
fn blocks([from, to, cc, date, subject]: &[String; 5]) -> Vec<String> {
    let anna = "Anna Nowak <anna@k.example>";
    let copies = "Jan <jan@k.example>, eva@k.example";
    vec![
        format!("{from}: {anna}\n{date}: 21.11.2026 14:05\n{to}: s@s.example\n{cc}: {copies}\n{subject}: x\n\nBody"),
        format!(
            "{from}: {anna}\n{date}: 21.11.2026 14:05\n{subject}: x\n{to}: <s@s.example>\n{cc}: {copies}\n\n\nBody"
        ),
        format!(
            "{subject} : \tx\n{date} : \t21.11.2026\n{from} : \t{anna}\n{to} : \ts@s.example\n{cc} : \t{copies}\n\n\n\nBody"
        ),
        format!(
            "*{from}:* {anna}\n*{date}:* 21.11.2026\n*{to}:* s@s.example <s@s.example>\n*{cc}:* Jan <jan@k.example>; eva@k.example\n*{subject}:* x\nBody"
        ),
        format!("{from}：{anna}\n{subject}：x\n{date}：21.11.2026\n{to}：s@s.example\n{cc}：{copies}\n\nBody"),
        format!("{from}:\n{anna}\n{date}:\n21.11.2026\n{to}:\ns@s.example\n{cc}:\n{copies}\n{subject}:\nx\n\nBody"),
    ]
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}\n")).collect()
}

fn check(subject: &str, text: &str, message: Option<&str>) {
    let found = forward(subject, text).unwrap_or_else(|| panic!("not found: {subject}\n{text}"));
    assert_eq!(people(&[found.from]), [("Anna Nowak", "anna@k.example")], "{text}");
    assert_eq!(people(&found.to), [("", "s@s.example")], "{text}");
    assert_eq!(people(&found.cc), [("Jan", "jan@k.example"), ("", "eva@k.example")], "{text}");
    assert_eq!((found.subject.as_deref(), found.body.as_str()), (Some("x"), "Body"), "{text}");
    assert!(found.date.is_some_and(|date| date.starts_with("21.11.2026")), "{text}");
    assert_eq!(found.message.as_deref(), message, "{text}");
}

#[test]
fn every_separator_opens_a_forward_in_every_language() {
    for (language, words) in languages() {
        let Some(labels) = labels(&words, 0) else { panic!("{language} lacks a label") };
        for separator in words.get("forward").expect(language).iter().map(|word| capital(word)) {
            for block in blocks(&labels) {
                check("", &format!("---------- {separator} ---------\n{block}"), None);
                check("x", &format!("Zobacz\n\n-------- {separator} --------\n\n{block}"), Some("Zobacz"));
                check("Fwd: x", &format!("Zobacz\n\n{}", quoted(&format!("{separator}:\n\n{block}"))), Some("Zobacz"));
            }
        }
    }
}

#[test]
fn every_label_is_read_below_every_prefix() {
    for (language, words) in languages() {
        let prefixes = words.get("fw").cloned().unwrap_or_else(|| vec!["fwd"]);
        for turn in 0..12 {
            let labels = labels(&words, turn).expect(language);
            let prefix = prefixes[turn % prefixes.len()].to_uppercase();
            for block in blocks(&labels) {
                check(&format!("{prefix}: x"), &block, None);
                check(
                    &format!("{prefix}: x"),
                    &format!("Zobacz\n\n________________________________\n{block}"),
                    Some("Zobacz"),
                );
                assert_eq!(forward("Re: x", &format!("Zobacz\n\n{block}")), None, "{block}");
            }
        }
    }
}

#[test]
fn every_language_is_read_from_the_one_line_of_yahoo() {
    for (language, words) in languages() {
        for turn in 0..6 {
            let [from, to, cc, date, subject] = labels(&words, turn).expect(language);
            let separator = capital(words["forward"][turn % words["forward"].len()]);
            let text = format!(
                "  ----- {separator} ----- {from}: Anna Nowak <anna@k.example>{to}: \"s@s.example\" <s@s.example>{cc}: Jan <jan@k.example>; eva@k.example <eva@k.example>{date}: 21.11.2026 14:05:50 CET{subject}: x\n Body"
            );
            check("", &text, None);
        }
    }
}
