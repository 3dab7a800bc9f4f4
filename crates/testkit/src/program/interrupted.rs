//! A command that dies in the middle.

use std::process::Stdio;

use tokio::process::Command;

use super::Program;
use crate::servers::ready;

impl Program {
    /// Begins a command and kills it (SIGKILL) as soon as `now` says so. `false`: it had ended before.
    ///
    /// # Panics
    /// When it cannot be started, or `now` never says so.
    pub async fn kill_during(&self, arguments: &[&str], mut now: impl FnMut() -> bool) -> bool {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_clear().current_dir(&self.folder).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot run {}: {error}", self.binary.display()));
        let running = ready::ask(ready::START, || {
            let ended = child.try_wait().unwrap_or_else(|error| panic!("the command cannot be watched: {error}"));
            std::future::ready(if ended.is_some() || now() { Ok(ended.is_none()) } else { Err(()) })
        });
        let running = running.await.unwrap_or_else(|()| panic!("`kontuar {}` does not get there", arguments.join(" ")));
        child.kill().await.ok();
        running
    }
}
