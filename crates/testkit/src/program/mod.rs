//! The built program as a child process: what an operator starts, stops, kills and asks by command line.
//!
//! In: settings ([`Settings`]), a data folder that outlives every restart. Out: the address it answers at, what it
//! said, what its commands answered. It runs as whoever runs the tests, sees nothing of their environment, and ends
//! with the test process like every server here ([`keeper`]). [`Visitor`] is a browser without a window.
//!
//! It must not look into the program: what a test learns here, an operator could have learnt too.

mod commands;
mod interrupted;
mod settings;
mod visitor;

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use crate::logs;
use crate::servers::daemon::{Account, Daemon};
use crate::servers::{DiskTrouble, keeper, ports, ready};

pub use settings::{Door, Inbox, Settings};
pub use visitor::{Answer, Visitor};

/// What the program says when its pages answer.
const READY: &str = "Kontuar is ready: ";

/// How long a command may take on a busy machine.
const COMMAND: Duration = Duration::from_secs(60);

/// The program with its settings and data, running or not.
#[derive(Debug)]
pub struct Program {
    binary: PathBuf,
    folder: PathBuf,
    listen: SocketAddr,
    demo: bool,
    starts: u32,
    disk: Option<DiskTrouble>,
    daemon: Option<Daemon>,
}

/// What a command of the program came to.
#[derive(Clone, Debug)]
pub struct Ended {
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote as its result.
    pub stdout: String,
    /// What it complained of, and its log.
    pub stderr: String,
}

impl Ended {
    /// Its exit code; `None` when a signal ended it.
    pub fn code(&self) -> Option<i32> {
        self.status.code()
    }
}

impl Program {
    /// Sets up a program that is not started yet, with an empty data folder unless the settings name one.
    ///
    /// # Panics
    /// When it is not built.
    pub fn new(settings: Settings) -> Self {
        let folder = keeper::folder("kontuar");
        let listen = SocketAddr::from(([127, 0, 0, 1], ports::free()));
        let program =
            Self { binary: built(), folder, listen, demo: settings.is_demo(), starts: 0, disk: None, daemon: None };
        program.configure(&settings);
        program
    }

    /// Writes other settings, for the next start or command.
    ///
    /// # Panics
    /// When they cannot be written.
    pub fn configure(&self, settings: &Settings) {
        self.configure_as(&settings.text(self.listen, &self.folder.join("data")));
    }

    /// Writes settings word by word, mistakes and all.
    ///
    /// # Panics
    /// When they cannot be written.
    pub fn configure_as(&self, text: &str) {
        let path = self.folder.join("kontuar.toml");
        if let Err(error) = std::fs::write(&path, text) {
            panic!("cannot write {}: {error}", path.display());
        }
    }

    /// Puts it on a disk that can be in trouble, from its next start on.
    pub fn put_on(&mut self, disk: &DiskTrouble) {
        self.disk = Some(disk.clone());
    }

    /// The settings as they stand in the file.
    ///
    /// # Panics
    /// When they cannot be read.
    pub fn configuration(&self) -> String {
        let path = self.folder.join("kontuar.toml");
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
    }

    /// The data folder, unless the settings name another.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where the pages answer, while it runs.
    pub fn address(&self) -> SocketAddr {
        self.listen
    }

    /// A browser at its door, not signed in.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(self.listen)
    }

    /// Starts it and waits until it says that its pages answer.
    ///
    /// # Panics
    /// When it ends instead, or does not say so in time; with what it said.
    pub async fn start(&mut self) -> SocketAddr {
        assert!(self.daemon.is_none(), "the program runs already");
        self.starts += 1;
        let log = self.log(self.starts);
        let mut daemon = self.launch(&log);
        let said = ready::ask(ready::START, || {
            daemon.insist_running();
            let text = std::fs::read_to_string(&log).unwrap_or_default();
            let address = text
                .lines()
                .find_map(|line| line.strip_prefix(READY)?.split_once("://")?.1.trim_end_matches('/').parse().ok());
            std::future::ready(address.ok_or(()))
        });
        let Ok(address) = said.await else {
            panic!("Kontuar does not say that it is ready. It said:\n{}", daemon.said())
        };
        assert_eq!(address, self.listen, "it answers where it was told to");
        self.daemon = Some(daemon);
        address
    }

    /// Asks it to end (SIGTERM) and waits. Stopped twice is stopped.
    pub fn stop(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.stop();
        }
    }

    /// Ends it at once (SIGKILL), as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.kill();
        }
    }

    /// Stops and starts it.
    pub async fn restart(&mut self) {
        self.stop();
        self.start().await;
    }

    /// Fails the test when it has ended by itself.
    ///
    /// # Panics
    /// When it has.
    pub fn insist_running(&mut self) {
        self.daemon.as_mut().expect("the program was started").insist_running();
    }

    /// Everything it said since it was first started: standard output and log, in order.
    pub fn said(&self) -> String {
        (1..=self.starts).map(|start| text(&self.log(start))).collect()
    }

    /// Waits until it has said `words` since its last start.
    ///
    /// # Panics
    /// When it has not after half a minute, with what it said instead.
    pub async fn says(&mut self, words: &str) {
        let log = self.log(self.starts);
        let heard = ready::ask(ready::START, || {
            let said = text(&log);
            std::future::ready(if said.contains(words) { Ok(()) } else { Err(said) })
        });
        if let Err(said) = heard.await {
            panic!("the program does not say “{words}”. It said:\n{said}");
        }
    }

    /// The memory of the running program that no file stands behind, in KiB (`RssAnon`).
    ///
    /// # Panics
    /// When it does not run.
    pub fn rss_anon_kb(&self) -> u64 {
        let pid = self.daemon.as_ref().and_then(Daemon::pid).expect("the program runs");
        let status = text(Path::new(&format!("/proc/{pid}/status")));
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).expect("the kernel counts it")
    }

    /// The number under which it works in its store.
    ///
    /// # Panics
    /// When it was never started.
    pub fn number(&self) -> u16 {
        let known = text(&self.data().join("node"));
        known.split_whitespace().next().and_then(|word| word.parse().ok()).expect("it has a number")
    }

    fn log(&self, start: u32) -> PathBuf {
        self.folder.join(format!("output-{start}"))
    }

    /// Through `env`, because settings of whoever runs the tests are not the program's.
    fn launch(&self, log: &Path) -> Daemon {
        let config = self.folder.join("kontuar.toml");
        let data = self.data();
        let variables = self.disk.as_ref().map(DiskTrouble::variables).unwrap_or_default();
        let mut words: Vec<&OsStr> = vec!["-i".as_ref()];
        words.extend(variables.iter().filter(|set| !set.is_empty()).map(OsStr::new));
        // Where logs are searched, everything that can be logged is, unless the test has chosen.
        if logs::are_kept() && !self.configuration().contains("\nlevel = ") {
            words.push("KONTUAR_LOG_LEVEL=trace".as_ref());
        }
        words.extend([self.binary.as_os_str(), "serve".as_ref(), "--config".as_ref(), config.as_os_str()]);
        if self.demo {
            // Named on the command line, because the demo has a folder of its own otherwise.
            words.extend(["--demo".as_ref(), "--data".as_ref(), data.as_os_str()]);
        }
        Daemon::start(Account::current(), Path::new("/usr/bin/env"), words, "TERM", log).named("kontuar")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.stop();
        if logs::are_kept() {
            logs::keep(&self.said());
        }
    }
}

/// What stands in a file; nothing where it is not there.
fn text(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
}

/// The program beside this test binary, which is `target/PROFILE/deps/all-…`.
fn built() -> PathBuf {
    let tests = std::env::current_exe().unwrap_or_else(|error| panic!("cannot find this test binary: {error}"));
    let binary = tests.ancestors().nth(2).unwrap_or(&tests).join("kontuar");
    assert!(binary.is_file(), "{} is not built: run ./test, or cargo build --workspace", binary.display());
    binary
}
