//! One foreign program: started under an account that is not root, ended by its number.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::keeper;

/// How long a program may take to end when asked, before it is killed.
const STOP: Duration = Duration::from_secs(10);

const PAUSE: Duration = Duration::from_millis(5);

/// The account that servers run under: `nobody` when the tests run as root, else whoever runs them.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// The user's number.
    pub uid: u32,
    /// The group's number.
    pub gid: u32,
    change: bool,
}

impl Account {
    /// The account for test servers on this machine.
    ///
    /// # Panics
    /// When we are root and `/etc/passwd` knows no `nobody`.
    pub fn unprivileged() -> Self {
        let ours = Self::current();
        if ours.uid != 0 {
            return ours;
        }
        let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let numbers = accounts.lines().find_map(|line| {
            let mut fields = line.strip_prefix("nobody:")?.split(':').skip(1);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        });
        let Some((uid, gid)) = numbers else {
            panic!("the tests run as root and /etc/passwd has no account `nobody` for the servers")
        };
        Self { uid, gid, change: true }
    }

    /// Whoever runs the tests: for the program under test, which is no foreign one.
    ///
    /// # Panics
    /// When `/proc` cannot be read.
    pub fn current() -> Self {
        let ours = std::fs::metadata("/proc/self").unwrap_or_else(|error| panic!("cannot read /proc/self: {error}"));
        Self { uid: ours.uid(), gid: ours.gid(), change: false }
    }

    /// The user's name, for configurations that take no number.
    pub fn user_name(self) -> String {
        name("/etc/passwd", self.uid)
    }

    /// The group's name, for configurations that take no number.
    pub fn group_name(self) -> String {
        name("/etc/group", self.gid)
    }

    /// Gives a file or folder to this account.
    pub fn give(self, path: &Path) {
        if !self.change {
            return;
        }
        if let Err(error) = std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid)) {
            panic!("cannot give {} to the account of the test servers: {error}", path.display());
        }
    }

    /// A command under this account that cannot gain rights again through set-user-id programs.
    fn command(self, program: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.arg("--no-new-privs");
        if self.change {
            command.arg(format!("--reuid={}", self.uid)).arg(format!("--regid={}", self.gid)).arg("--clear-groups");
        }
        command.arg("--").arg(program).stdin(Stdio::null()).current_dir("/");
        command
    }

    /// Runs a program to its end and gives back what it printed.
    ///
    /// # Panics
    /// When it cannot start or fails, with what it said.
    pub fn run<A: AsRef<OsStr>>(self, program: &Path, arguments: impl IntoIterator<Item = A>) -> Output {
        let output = self.command(program).args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("cannot run {}: {error}", program.display()));
        assert!(
            output.status.success(),
            "{} failed ({}): {}{}",
            program.display(),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }
}

/// The first name with this number in a table of accounts.
fn name(table: &str, number: u32) -> String {
    let lines = std::fs::read_to_string(table).unwrap_or_default();
    let found = lines.lines().find(|line| line.split(':').nth(2) == Some(&number.to_string()));
    let name = found.and_then(|line| line.split(':').next());
    name.unwrap_or_else(|| panic!("{table} has no name for {number}")).to_owned()
}

/// A program of Debian's packages: looked for in `folders`, then in PATH.
///
/// # Panics
/// When it is not installed, naming the `package` it comes in.
pub fn installed(name: &str, package: &str, folders: &[PathBuf]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let fixed = ["/usr/sbin", "/usr/bin"].map(PathBuf::from);
    folders
        .iter()
        .cloned()
        .chain(std::env::split_paths(&path))
        .chain(fixed)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .unwrap_or_else(|| panic!("`{name}` is not installed. Run ./test as root once, or: apt-get install {package}"))
}

/// A running program. Dropped, it is asked to end, and killed if it does not.
#[derive(Debug)]
pub struct Daemon {
    name: String,
    signal: &'static str,
    log: PathBuf,
    child: Option<Child>,
}

impl Daemon {
    /// Starts `program` in its own process group; what it prints goes to `log`. `signal` (`TERM`, `QUIT`, ...) asks it
    /// to end.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start<A: AsRef<OsStr>>(
        account: Account,
        program: &Path,
        arguments: impl IntoIterator<Item = A>,
        signal: &'static str,
        log: &Path,
    ) -> Self {
        let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
        let folder = log.parent().unwrap_or(Path::new("/nonexistent"));
        let open = || {
            File::options()
                .create(true)
                .append(true)
                .open(log)
                .unwrap_or_else(|error| panic!("cannot write {}: {error}", log.display()))
        };
        let child = account
            .command(program)
            .args(arguments)
            // What programs leave in their home and in the temporary folder goes with the folder of their log.
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .stdout(open())
            .stderr(open())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {name}: {error}"));
        keeper::watch(child.id(), signal);
        Self { name, signal, log: log.to_owned(), child: Some(child) }
    }

    /// The same under the name by which panics call it, where the program only leads to another.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The number of the running process; `None` once it was stopped.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Fails the test when the program has ended by itself, with what it printed.
    ///
    /// # Panics
    /// When it has.
    pub fn insist_running(&mut self) {
        let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
        if let Some(status) = ended {
            panic!("{} ended by itself ({status}). It said:\n{}", self.name, self.said());
        }
    }

    /// The end of what the program printed.
    pub fn said(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines.get(lines.len().saturating_sub(40)..).unwrap_or_default().join("\n")
    }

    /// Asks the program to end, waits for it, and kills it when it takes longer than ten seconds. Stopped twice is
    /// stopped.
    pub fn stop(&mut self) {
        self.end(self.signal);
    }

    /// Ends the program and the processes it started at once, as a power cut would: nothing is written, nobody is told.
    pub fn kill(&mut self) {
        let children = self.pid().map(children).unwrap_or_default();
        self.end("KILL");
        for child in &children {
            send("KILL", &child.to_string());
        }
        let deadline = Instant::now() + STOP;
        while children.iter().any(|child| runs(*child)) && Instant::now() < deadline {
            std::thread::sleep(PAUSE);
        }
    }

    fn end(&mut self, signal: &str) {
        let Some(mut child) = self.child.take() else { return };
        send(signal, &format!("-{}", child.id()));
        let deadline = Instant::now() + STOP;
        while matches!(child.try_wait(), Ok(None)) {
            if Instant::now() >= deadline {
                let _ = child.kill();
                let _ = child.wait();
                break;
            }
            std::thread::sleep(PAUSE);
        }
        keeper::forget(child.id());
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Signals a process, or with a leading `-` a group. The shell's own `kill` does it: Debian's base has no other.
fn send(signal: &str, target: &str) {
    // A process that is gone already is what was wanted.
    let _ = Command::new("sh").args(["-c", &format!("kill -s {signal} -- {target}")]).stderr(Stdio::null()).status();
}

/// Parent and state of a process, from `/proc/PID/stat`; the name before them may hold blanks and brackets.
fn parent_and_state(pid: u32) -> Option<(u32, char)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace();
    let state = fields.next()?.chars().next()?;
    Some((fields.next()?.parse().ok()?, state))
}

fn children(pid: u32) -> Vec<u32> {
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|candidate| parent_and_state(*candidate).is_some_and(|(parent, _)| parent == pid))
        .collect()
}

fn runs(pid: u32) -> bool {
    parent_and_state(pid).is_some_and(|(_, state)| state != 'Z')
}
