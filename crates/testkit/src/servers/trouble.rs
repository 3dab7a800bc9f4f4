//! A disk in trouble: slow to sync, or suddenly read-only, for the program alone and for as long as the test says; and a
//! clock that is ahead, for what the program does only after a while.
//!
//! A small library that the program loads before the C library (`trouble.c`): what it does to the program is what the
//! kernel would do, and it takes no rights and no device.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::keeper;

/// A switchable disk for one program.
#[derive(Clone, Debug)]
pub struct DiskTrouble {
    folder: PathBuf,
}

impl DiskTrouble {
    /// Makes one without any trouble yet.
    ///
    /// # Panics
    /// When there is no C compiler.
    pub fn build() -> Self {
        let folder = keeper::folder("trouble");
        let source = folder.join("trouble.c");
        std::fs::write(&source, include_str!("trouble.c")).expect("the source is written");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
            .arg(folder.join("trouble.so"))
            .arg(&source)
            .arg("-ldl")
            .output()
            .unwrap_or_else(|error| panic!("`cc` cannot be run: {error}. Install gcc and libc6-dev"));
        assert!(built.status.success(), "trouble.c: {}", String::from_utf8_lossy(&built.stderr));
        Self { folder }
    }

    /// Every sync takes 100 milliseconds from here on, or no longer.
    pub fn slow(&self, is: bool) {
        self.tell("slow", is);
    }

    /// No file can be written from here on, or can again.
    pub fn read_only(&self, is: bool) {
        self.tell("read-only", is);
    }

    /// The time of day is so many minutes ahead of the real one from here on. What only measures time is not.
    ///
    /// # Panics
    /// When the program cannot be told.
    pub fn ahead(&self, minutes: u32) {
        // Whoever reads it meanwhile must not find half of it.
        let (fresh, told) = (self.folder.join("ahead.new"), self.folder.join("ahead"));
        let written = std::fs::write(&fresh, (minutes * 60).to_string()).and_then(|()| std::fs::rename(&fresh, &told));
        written.unwrap_or_else(|error| panic!("{}: {error}", told.display()));
    }

    /// The variables of the environment that put the program on this disk.
    pub(crate) fn variables(&self) -> [String; 2] {
        let set = |name: &str, path: &Path| format!("{name}={}", path.display());
        [set("LD_PRELOAD", &self.folder.join("trouble.so")), set("DISK_TROUBLE", &self.folder)]
    }

    fn tell(&self, what: &str, is: bool) {
        let switch = self.folder.join(what);
        let told = if is { std::fs::write(&switch, "") } else { std::fs::remove_file(&switch) };
        told.unwrap_or_else(|error| panic!("{}: {error}", switch.display()));
    }
}
