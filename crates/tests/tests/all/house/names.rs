//! Names are the trade's own: a word that fits everything says nothing.

use super::tree::{files, insist};

const EMPTY_WORDS: [&str; 10] =
    ["manager", "service", "helper", "helpers", "util", "utils", "common", "processor", "data", "info"];

#[test]
fn files_modules_and_types_have_names_that_say_something() {
    let mut complaints = Vec::new();
    for file in files().iter().filter(|file| matches!(file.extension(), "rs" | "ts" | "css" | "sql" | "html")) {
        let names = file.path.split('/').flat_map(|part| words(part.split('.').next().unwrap_or_default()));
        if let Some(word) = names.into_iter().find(|word| EMPTY_WORDS.contains(&word.as_str())) {
            complaints.push(format!("{}: `{word}` says nothing in the name of a file", file.path));
        }
        for (number, line) in file.text.lines().enumerate() {
            let Some(name) = named_here(line) else { continue };
            if let Some(word) = words(name).into_iter().find(|word| EMPTY_WORDS.contains(&word.as_str())) {
                complaints.push(format!("{}:{}: `{word}` says nothing in `{name}`", file.path, number + 1));
            }
        }
    }
    insist("Names come from the counter, not from the textbook (CONTRIBUTING.md):", &complaints);
}

/// The type or module that a line of Rust or TypeScript names.
fn named_here(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["export ", "pub(crate) ", "pub(super) ", "pub "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let (kind, rest) = rest.split_once(' ')?;
    if !matches!(kind, "struct" | "enum" | "trait" | "type" | "mod" | "class" | "interface") {
        return None;
    }
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().filter(|name| !name.is_empty())
}

/// The words of a name in camel or snake case, or with hyphens.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter.is_uppercase() || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[test]
fn names_are_read_word_by_word() {
    assert_eq!(named_here("    pub(crate) struct ParcelManager<T> {"), Some("ParcelManager"));
    assert_eq!(named_here("export interface Live {"), Some("Live"));
    assert_eq!(named_here("let data = 1;"), None);
    assert!(words("ParcelManager").contains(&"manager".to_owned()));
    assert!(words("date_utils").contains(&"utils".to_owned()));
    assert!(!words("Metadata").contains(&"data".to_owned()));
}
