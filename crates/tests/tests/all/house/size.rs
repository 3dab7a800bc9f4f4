//! Small files, and functions that fit a screen.

use super::tree::{File, files, insist};

/// A file longer than this does two things.
const FILE_LIMIT: usize = 600;
/// Most files stay below this; the others stand in [`LONG_FILES`].
const FILE_AIM: usize = 300;
/// Lines from `fn` to its closing brace.
const FUNCTION_LIMIT: usize = 70;

/// Files over [`FILE_AIM`] that are left. This list only gets shorter.
const LONG_FILES: &[&str] = &[
    "crates/domain/src/event.rs",
    "crates/engine/src/reactors/tests.rs",
    "crates/store/src/check.rs",
    "crates/store/src/delivery.rs",
    "crates/web/src/pages/samples.rs",
];

/// Functions over [`FUNCTION_LIMIT`] that are left, as `path: name`. This list only gets shorter.
const LONG_FUNCTIONS: &[&str] = &[
    "crates/domain/src/fold.rs: take",
    "crates/tests/tests/all/store/log.rs: one_of_each",
    "crates/web/src/pages/samples.rs: rows",
    "crates/web/src/pages/samples.rs: items",
    "crates/web/src/pages/samples.rs: conversations",
];

fn sources() -> impl Iterator<Item = &'static File> {
    files().iter().filter(|file| matches!(file.extension(), "rs" | "ts" | "css" | "sql"))
}

#[test]
fn files_are_small() {
    let mut complaints = Vec::new();
    let mut over = Vec::new();
    for file in sources() {
        let lines = file.text.lines().count();
        if lines > FILE_LIMIT {
            complaints.push(format!("{} has {lines} lines, over {FILE_LIMIT}: split it", file.path));
        } else if lines > FILE_AIM {
            over.push((file.path.clone(), lines));
        }
    }
    complaints.extend(ratchet("LONG_FILES", LONG_FILES, &over));
    insist("Files stay small (crates/tests/tests/all/house/size.rs):", &complaints);
}

#[test]
fn functions_fit_a_screen() {
    let over: Vec<_> = sources()
        .filter(|file| file.extension() == "rs")
        .flat_map(|file| {
            let long = functions(&file.text).into_iter().filter(|(_, lines)| *lines > FUNCTION_LIMIT);
            long.map(|(name, lines)| (format!("{}: {name}", file.path), lines))
        })
        .collect();
    let complaints = ratchet("LONG_FUNCTIONS", LONG_FUNCTIONS, &over);
    insist(
        &format!("Functions stay under {FUNCTION_LIMIT} lines (crates/tests/tests/all/house/size.rs):"),
        &complaints,
    );
}

/// What is over and not listed, and what is listed and no longer over.
fn ratchet(list: &str, listed: &[&str], over: &[(String, usize)]) -> Vec<String> {
    let fresh = over
        .iter()
        .filter(|(what, _)| !listed.contains(&what.as_str()))
        .map(|(what, lines)| format!("{what} has {lines} lines: split it"));
    let stale = listed
        .iter()
        .filter(|what| !over.iter().any(|(long, _)| long == *what))
        .map(|what| format!("{what} is short now or gone: take it off {list}, for good"));
    fresh.chain(stale).collect()
}

/// Names and lengths of the functions of a formatted Rust file: each ends at a brace with the indent it began with.
fn functions(text: &str) -> Vec<(String, usize)> {
    let mut open: Vec<(usize, String, usize)> = Vec::new();
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if let Some(name) = function_name(line.trim_start()) {
            open.push((indent, name.to_owned(), number));
        }
        let ends =
            line.trim_end().trim_start() == "}" || line.trim_end().ends_with(";") || line.trim_end().ends_with("}");
        if ends
            && open.last().is_some_and(|(begun, ..)| *begun == indent)
            && let Some((_, name, first)) = open.pop()
        {
            found.push((name, number - first + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let mut rest = line;
    for word in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    rest.strip_prefix("fn ")?.split(['(', '<']).next()
}

#[test]
fn functions_are_measured_to_their_closing_brace() {
    let text = "pub async fn one(\n    a: u8,\n) -> u8 {\n    fn two() {}\n    a\n}\n\ntrait T {\n    fn three();\n}\n";
    let expected = [("two", 1), ("one", 6), ("three", 1)].map(|(name, lines)| (name.to_owned(), lines));
    assert_eq!(functions(text), expected);
}
