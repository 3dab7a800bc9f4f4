//! No SQL outside `store`: everybody else asks it by the name of what they want.

use super::tree::{files, insist};

/// Tests, load generators and their tools look at databases from outside.
const MAY: [&str; 4] = ["store", "testkit", "tests", "bench"];

#[test]
fn only_the_store_speaks_sql() {
    let mut complaints = Vec::new();
    let sources = files().iter().filter(|file| file.extension() == "rs");
    for file in sources.filter(|file| file.room().is_none_or(|room| !MAY.contains(&room))) {
        for (number, line) in file.text.lines().enumerate() {
            if is_sql(line) {
                complaints.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    insist("SQL stands in crates/store only:", &complaints);
}

/// Statements are written in capitals here, so words of prose are not taken for them.
fn is_sql(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with("//")
        && (["SELECT ", "INSERT INTO", "DELETE FROM"].iter().any(|words| line.contains(words))
            || line.split_once("UPDATE ").is_some_and(|(_, rest)| rest.contains("SET ")))
}

#[test]
fn statements_are_told_from_prose() {
    assert!(is_sql("    \"SELECT id FROM message\""));
    assert!(is_sql("\"UPDATE message SET raw = NULL\""));
    assert!(!is_sql("// SELECT is not for here"));
    assert!(!is_sql("let update = select(message);"));
}
