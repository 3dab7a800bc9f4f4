//! The keeper: a small shell that outlives the test process and clears up after it.
//!
//! `Drop` does not run for what a `static` holds, nor when the process is killed. The keeper reads our pipe; when the
//! pipe closes, for whatever reason, it ends every process still on its list and removes the folder of this test
//! process. It is one per test process, and touches nothing that was not told to it. (The kernel's parent-death signal
//! would not do: it fires when the *thread* that started the program ends, and every test is a thread.)

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Reads `process PID SIGNAL`, `ended PID` and `mounted PATH`; at the end of its input signals what is left, gives it
/// three seconds, kills it, and removes the folder.
const SCRIPT: &str = r#"
trap '' INT TERM HUP QUIT
folder=$1
processes=' '
mounts=
while read -r verb pid signal; do
    case $verb in
        mounted) mounts="$mounts $pid" ;;
        process) processes="$processes$pid:$signal " ;;
        ended) processes=$(printf '%s' "$processes" | sed "s/ $pid:[A-Z]* / /") ;;
    esac
done
alive() {
    for process in $processes; do
        # A zombie is only waiting for its parent to look.
        kill -0 "${process%:*}" 2>/dev/null && ! grep -q '^State:.Z' "/proc/${process%:*}/status" && return 0
    done
    return 1
}
for process in $processes; do
    kill -s "${process#*:}" -- "-${process%:*}" 2>/dev/null
done
for _ in $(seq 30); do
    alive || break
    sleep 0.1
done
for process in $processes; do
    kill -s KILL -- "-${process%:*}" 2>/dev/null
done
for place in $mounts; do
    umount -l -- "$place" 2>/dev/null
done
for _ in $(seq 30); do
    rm -rf -- "$folder" 2>/dev/null && break
    sleep 0.1
done
"#;

struct Keeper {
    folder: PathBuf,
    shell: Mutex<Child>,
}

static KEEPER: OnceLock<Keeper> = OnceLock::new();

fn keeper() -> &'static Keeper {
    KEEPER.get_or_init(|| {
        let folder = tempfile::Builder::new()
            .prefix("kontuar-test-")
            .tempdir()
            .unwrap_or_else(|error| panic!("cannot make a folder for the test servers: {error}"))
            .keep();
        open_to_all(&folder);
        let shell = Command::new("sh")
            .args(["-c", SCRIPT, "keeper"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start sh, which ends the test servers: {error}"));
        Keeper { folder, shell: Mutex::new(shell) }
    })
}

/// Lets the accounts of the servers pass through `folder`; what is in their own folders stays theirs.
fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Err(error) = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o711)) {
        panic!("cannot open {} to the test servers: {error}", folder.display());
    }
}

fn tell(line: &str) {
    let mut shell = keeper().shell.lock().unwrap_or_else(PoisonError::into_inner);
    let told = shell.stdin.as_mut().map(|pipe| pipe.write_all(line.as_bytes()));
    if !matches!(told, Some(Ok(()))) {
        panic!("the keeper of the test servers is gone: {told:?}");
    }
}

/// Puts a process, the leader of its own group, on the list of what must not outlive us. `signal` (`TERM`, `QUIT`, ...)
/// asks it to end.
pub(crate) fn watch(pid: u32, signal: &str) {
    tell(&format!("process {pid} {signal}\n"));
}

/// Takes a process that has ended off the list, before its number can be given to another.
pub(crate) fn forget(pid: u32) {
    tell(&format!("ended {pid}\n"));
}

/// A new empty folder on a disk of its own with room for `kilobytes`, kept in memory, that goes away with the test
/// process.
///
/// # Errors
/// What stands in the way: it takes root, and a machine that lets root mount.
pub fn small_disk(purpose: &str, kilobytes: u32) -> Result<PathBuf, String> {
    let folder = folder(purpose);
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k,mode=0700"), "tmpfs"])
        .arg(&folder)
        .output()
        .map_err(|error| format!("mount cannot be run: {error}"))?;
    if !mounted.status.success() {
        return Err(String::from_utf8_lossy(&mounted.stderr).trim().to_owned());
    }
    tell(&format!("mounted {}\n", folder.display()));
    Ok(folder)
}

/// A new empty folder, named after `purpose`, that goes away with the test process.
pub fn folder(purpose: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let folder = keeper().folder.join(format!("{purpose}-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    if let Err(error) = std::fs::create_dir(&folder) {
        panic!("cannot make {}: {error}", folder.display());
    }
    folder
}
