//! The program asked by command line, beside the one that runs.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::{COMMAND, Ended, Program};
use crate::servers::keeper;

impl Program {
    /// Runs a command of the program to its end, beside the running one or without it.
    ///
    /// # Panics
    /// When it cannot be started, or takes longer than a minute.
    pub async fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, "").await
    }

    /// The same, with something to read on its standard input.
    ///
    /// # Panics
    /// When it cannot be started, or takes longer than a minute.
    pub async fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_clear().current_dir(&self.folder).process_group(0).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot run {}: {error}", self.binary.display()));
        let pid = child.id().expect("it has just begun");
        keeper::watch(pid, "TERM");
        let mut stdin = child.stdin.take().expect("it is piped");
        crate::logs::planted(input);
        let input = input.to_owned();
        // A command that reads nothing may close this before it is written.
        let writing = tokio::spawn(async move { stdin.write_all(input.as_bytes()).await.ok() });
        let output = tokio::time::timeout(COMMAND, child.wait_with_output()).await;
        keeper::forget(pid);
        writing.abort();
        let output = match output {
            Ok(Ok(output)) => output,
            Ok(Err(error)) => panic!("cannot hear `kontuar {}`: {error}", arguments.join(" ")),
            Err(_) => panic!("`kontuar {}` does not end", arguments.join(" ")),
        };
        let [stdout, stderr] = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
        crate::logs::keep_of_command(&stderr);
        Ended { status: output.status, stdout, stderr }
    }

    /// Begins a command of the program whose end is not waited for; dropped, it is killed.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn begin(&self, arguments: &[&str]) -> tokio::process::Child {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_clear().current_dir(&self.folder).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap_or_else(|error| panic!("cannot run {}: {error}", self.binary.display()))
    }

    /// Lets somebody sign in.
    ///
    /// # Panics
    /// When the program refuses.
    pub async fn add_agent(&self, login: &str, name: &str, password: &str) {
        crate::logs::planted(name);
        crate::logs::planted_secret(password);
        let words = ["agent", "add", "--login", login, "--name", name, "--password-stdin"];
        let ended = self.run_with(&words, &format!("{password}\n")).await;
        assert!(ended.status.success(), "{login} was not added: {}{}", ended.stdout, ended.stderr);
    }

    /// Fails the test unless `kontuar check` finds nothing wrong.
    ///
    /// # Panics
    /// When it finds something, with its findings.
    pub async fn check(&self) {
        let ended = self.run(&["check"]).await;
        assert!(ended.status.success(), "kontuar check: {}{}", ended.stdout, ended.stderr);
    }
}
