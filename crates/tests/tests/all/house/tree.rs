//! The files of the repository, read once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A text file: its path from the root, with `/`, and what it holds.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// The end of the name after its last dot.
    pub fn extension(&self) -> &str {
        self.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension)
    }

    /// The crate it belongs to, by the folder under `crates/`.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

/// What a walk without git leaves out; with git, `.gitignore` says it.
const LEFT_OUT: [&str; 5] = [".git", "target", "node_modules", "kontuar-data", "kontuar-demo"];

/// Every text file of the repository, in the order of their paths.
pub fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut paths = listed_by_git().unwrap_or_else(|| walk(&root(), Path::new("")));
        paths.sort();
        let read = |path: String| std::fs::read_to_string(root().join(&path)).ok().map(|text| File { path, text });
        let files: Vec<File> = paths.into_iter().filter_map(read).collect();
        assert!(files.iter().any(|file| file.path == "Cargo.toml"), "no files found under {}", root().display());
        files
    })
}

/// The file at a path, which has to be there.
pub fn file(path: &str) -> &'static File {
    files().iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is missing"))
}

/// Fails with all complaints at once.
pub fn insist(rule: &str, complaints: &[String]) {
    assert!(complaints.is_empty(), "{rule}\n  {}\n", complaints.join("\n  "));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Tracked files, and new ones that nothing ignores. `None` without git or outside a checkout, as in a release archive.
fn listed_by_git() -> Option<Vec<String>> {
    let listing = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let listing = String::from_utf8(listing.stdout).ok()?;
    Some(listing.split_terminator('\0').map(str::to_owned).collect())
}

fn walk(root: &Path, folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
        let path = folder.join(entry.file_name());
        if LEFT_OUT.iter().any(|name| *name == entry.file_name()) {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(walk(root, &path));
        } else {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn a_walk_finds_what_git_lists() {
    let walked = walk(&root(), Path::new(""));
    for file in files() {
        assert!(walked.contains(&file.path), "{} was not found by walking", file.path);
    }
}
