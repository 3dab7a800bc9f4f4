//! Nothing outlives a test process, not even a killed one.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use testkit::servers::{Postgres, keeper, ready};

const MARK: &str = "victim: ";

#[tokio::test]
async fn servers_and_their_folders_go_with_a_killed_test_process() {
    let mut victim = Command::new(std::env::current_exe().expect("this test binary"))
        .args(["--exact", "servers::keeper::victim", "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a second test process");
    let mut lines = BufReader::new(victim.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let said = lines.find_map(|line| line.split_once(MARK).map(|(_, said)| said.to_owned())).expect("its server is up");
    let (port, folder) = said.split_once(' ').expect("a port and a folder");
    let port = port.parse().expect("a port");
    assert!(Path::new(folder).is_dir() && ready::listening(port).await.is_ok());

    victim.kill().expect("it can be killed");
    victim.wait().expect("it has ended");
    let gone = || async { (ready::listening(port).await.is_err() && !Path::new(folder).exists()).then_some(()) };
    ready::until("the end of its server and folder", Duration::from_secs(15), gone).await;
}

#[tokio::test]
#[ignore = "run by servers_and_their_folders_go_with_a_killed_test_process, which kills it"]
async fn victim() {
    let postgres = Postgres::start().await;
    // The first line of its output may share a line with the name of the test.
    println!("{MARK}{} {}", postgres.address().port(), keeper::folder("victim").display());
    std::future::pending::<()>().await;
}
