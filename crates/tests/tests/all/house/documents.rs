//! What documents name exists, and the README opens with what a reader came for.

use super::tree::{file, files, insist};

const DOCUMENTS: [&str; 6] =
    ["README.md", "ARCHITECTURE.md", "DECISIONS.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

/// What exists on a machine that has run Kontuar, and in no checkout.
const MADE_LATER: [&str; 4] = ["target", "kontuar-data", "kontuar-demo", "kontuar.toml"];

#[test]
fn paths_named_in_documents_exist() {
    let mut complaints = Vec::new();
    for document in DOCUMENTS.map(file) {
        let gone = quoted(&document.text).into_iter().filter(|(_, word)| is_path(word) && !exists(word));
        complaints.extend(gone.map(|(line, path)| format!("{}:{line}: {path} is not there", document.path)));
    }
    insist("Documents name files and folders that exist:", &complaints);
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let opening: String = file("README.md").text.lines().take(30).collect::<Vec<_>>().join("\n");
    for command in ["cargo run --release -- serve --demo", "./test"] {
        assert!(opening.contains(command), "README.md does not say `{command}` in its first thirty lines");
    }
}

#[test]
fn the_licence_stands_there_in_full() {
    let licence = &file("LICENSE").text;
    assert!(licence.contains("Apache License") && licence.contains("Version 2.0") && licence.lines().count() > 190);
}

/// What stands in backticks, with the number of its line; blocks of code are left out.
fn quoted(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut line, mut code) = (1, false);
    for block in text.split("```") {
        for (place, part) in block.split('`').enumerate() {
            // Between the first and second backtick, the third and fourth, ...
            if place % 2 == 1 && !code {
                found.push((line, part));
            }
            line += part.matches('\n').count();
        }
        code = !code;
    }
    found
}

#[test]
fn quotes_are_found_over_line_ends_and_not_in_blocks() {
    let text = "See `one` and `two\nwords`.\n```sh\nrun `it`\n```\nThen `three`.\n";
    assert_eq!(quoted(text), [(1, "one"), (1, "two\nwords"), (6, "three")]);
}

/// Whether a word in backticks means a place in this repository.
fn is_path(word: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./".contains(letter);
    let kinds = [".rs", ".toml", ".md", ".sql", ".ts", ".css", ".html", ".ftl", ".mjs", ".json"];
    let kind = word.split('/').next().unwrap_or_default();
    let media = ["text", "application", "image", "message", "multipart"].contains(&kind);
    let named = kinds.iter().any(|end| word.strip_suffix(end).is_some_and(|stem| !stem.is_empty()));
    word.chars().all(plain) && !word.starts_with('/') && !media && (word.contains('/') || named)
}

/// Whole paths, or the end of one: `email/mime.rs` is enough where the reader is in the room already.
fn exists(path: &str) -> bool {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    if MADE_LATER.iter().any(|made| path.split('/').next() == Some(made)) {
        return true;
    }
    let within = format!("/{path}/");
    files().iter().any(|file| format!("/{}/", file.path).contains(&within))
}

#[test]
fn paths_are_told_from_other_words() {
    for path in ["crates/domain", "email/mime.rs", "./test", "clippy.toml", "intake/"] {
        assert!(is_path(path), "{path}");
    }
    for other in ["/live", "text/html", "https://example.com/a.md", "cargo test", "settle()", "cnv_…", ".rs"] {
        assert!(!is_path(other), "{other}");
    }
}
