//! SECURITY.md names for each requirement the test that shows it, or the reason why there is none; and every test exists.

use super::tree::{file, files, insist};

/// What the part that is read here begins with.
const PART: &str = "\n## Verified against ASVS 5.0.0, level 2\n";

/// A row: the requirement's number, and what is said of it.
fn rows(document: &str) -> Vec<(String, String)> {
    let (_, part) = document.split_once(PART).unwrap_or_else(|| panic!("SECURITY.md has no part{PART}"));
    let part = part.split("\n## ").next().unwrap_or_default();
    let rows = part.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    let rows = rows.filter(|(first, _)| first.starts_with(|letter: char| letter.is_ascii_digit()));
    rows.map(|(numbers, rest)| (numbers.to_owned(), rest.trim_end_matches(" |").to_owned())).collect()
}

/// The tests that a row names: words in backticks with a path.
fn named(words: &str) -> Vec<&str> {
    words.split('`').skip(1).step_by(2).filter(|word| word.contains("::")).collect()
}

/// Whether a test with this path is in the repository: `pages::hostile::name` among the stories, `web::guard::name` in a
/// crate.
fn exists(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split("::").collect();
    let name = parts.pop().unwrap_or_default();
    let folder = parts.join("/");
    let inside = parts.get(1..).unwrap_or_default().join("/");
    let room = parts.first().copied().unwrap_or_default();
    let places = [format!("crates/tests/tests/all/{folder}"), format!("crates/{room}/src/{inside}")];
    let is_here = |file: &str| {
        let stem = file.strip_suffix(".rs").map(|stem| stem.strip_suffix("/mod").unwrap_or(stem));
        stem.is_some_and(|stem| places.iter().any(|place| stem == place || stem == format!("{place}/tests")))
    };
    let written = [format!("fn {name}("), format!("on_both!({name},"), format!("    {name},")];
    let has = |text: &str| text.contains("test") && written.iter().any(|form| text.contains(form));
    files().iter().any(|file| is_here(&file.path) && has(&file.text))
}

#[test]
fn every_requirement_has_a_test_that_exists_or_a_reason() {
    let document = &file("SECURITY.md").text;
    let rows = rows(document);
    assert!(rows.len() > 60, "SECURITY.md lists {} requirements", rows.len());
    let mut complaints = Vec::new();
    let mut before = Vec::new();
    for (number, words) in &rows {
        let order: Vec<u32> = number.split('.').filter_map(|part| part.parse().ok()).collect();
        if order.len() != 3 || order <= before {
            complaints.push(format!("{number}: one requirement a row, in their order"));
        }
        before = order;
        let gone = named(words).into_iter().filter(|path| !exists(path));
        complaints.extend(gone.map(|path| format!("{number}: there is no test {path}")));
        if named(words).is_empty() && words.rsplit(" | ").next().is_none_or(|reason| reason.trim().len() < 12) {
            complaints.push(format!("{number}: name a test, or the reason why there is none"));
        }
    }
    insist("SECURITY.md, the requirements:", &complaints);
}

#[test]
fn tests_are_found_by_their_paths() {
    assert!(exists("house::security::tests_are_found_by_their_paths"));
    assert!(exists("web::guard::only_our_own_pages_ask_for_changes"));
    assert!(exists("api::permission::tokens_do_what_their_scopes_and_roles_allow"), "one that runs on both engines");
    for not in ["web::guard::nothing_at_all", "web::tests_are_found_by_their_paths", "house::security::insist"] {
        assert!(!exists(not), "{not}");
    }
    assert_eq!(named("see `a::b` and `c.rs`, `d::e`"), ["a::b", "d::e"]);
}
