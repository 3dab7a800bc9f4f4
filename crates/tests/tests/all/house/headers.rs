//! Crates, folders and longer files open by saying what they are for.

use super::tree::{File, files, insist};

/// A file longer than this explains itself.
const LIMIT: usize = 80;

#[test]
fn crates_folders_and_longer_files_open_with_a_header() {
    let complaints: Vec<_> = files()
        .iter()
        .filter(|file| file.extension() == "rs" && needs_header(file) && !file.text.starts_with("//!"))
        .map(|file| {
            format!("{}: open with `//!`: what it is for, what goes in and out, what it must not do", file.path)
        })
        .collect();
    insist("Files that hold an invariant say so first:", &complaints);
}

fn needs_header(file: &File) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let folder = file.path.strip_suffix(".rs").map(|stem| format!("{stem}/")).unwrap_or_default();
    matches!(name, "lib.rs" | "main.rs" | "mod.rs" | "build.rs")
        || files().iter().any(|other| other.path.starts_with(&folder))
        || file.text.lines().count() > LIMIT
}
