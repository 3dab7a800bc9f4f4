//! `kontuar key rotate`: secrets under a new key, on both engines, also when it died in the middle.

use testkit::net::Receiver;
use testkit::program::{Program, Settings};
use testkit::servers::Postgres;

const ALLOWED: &str = "[webhooks]\nallow_private = [\"127.0.0.0/8\"]\n";

#[tokio::test]
async fn everything_sealed_is_sealed_anew_on_sqlite() {
    story(Settings::default()).await;
}

#[tokio::test]
async fn everything_sealed_is_sealed_anew_on_postgresql() {
    let url = Postgres::shared().await.fresh_database().await;
    story(Settings::default().database(&url)).await;
}

fn key_file(program: &Program) -> String {
    std::fs::read_to_string(program.data().join("key")).expect("a key")
}

async fn rotate(program: &mut Program, words: &str) {
    let done = program.run(&["key", "rotate"]).await;
    assert!(done.status.success() && done.stdout.contains(words), "{}{}", done.stdout, done.stderr);
}

/// The secret of a webhook still signs, so it still opens.
async fn signs(program: &mut Program, receiver: &Receiver, id: &str, secret: &str) {
    let tested = program.run(&["webhook", "test", id]).await;
    assert!(tested.stdout.contains("took it"), "{}{}", tested.stdout, tested.stderr);
    assert!(receiver.posted().pop().expect("a POST").is_signed_with(secret));
}

async fn story(settings: Settings) {
    let receiver = Receiver::start().await;
    let mut program = Program::new(settings.section(ALLOWED));
    program.start().await;
    let mut hooks = Vec::new();
    for name in ["ERP", "CRM"] {
        let added = program.run(&["webhook", "add", "--name", name, "--url", &receiver.url()]).await.stdout;
        let id = added.split_whitespace().next().expect("an id").to_owned();
        hooks.push((id, added.lines().last().expect("a secret").to_owned()));
    }
    let refused = program.run(&["key", "rotate"]).await;
    assert!(!refused.status.success() && refused.stderr.contains("stop it first"), "{}", refused.stderr);
    program.stop();

    let first = key_file(&program);
    assert_eq!(first.lines().count(), 1);
    rotate(&mut program, "2 secrets are sealed under a new key").await;
    let second = key_file(&program);
    assert!(second.lines().count() == 2 && second.starts_with(first.trim()), "the installation's key stays");
    for (id, secret) in &hooks {
        signs(&mut program, &receiver, id, secret).await;
    }

    // Died after the new key was kept and before anything was sealed under it.
    let begun = format!("{}\nseal {}\n{}\n", first.trim(), "5".repeat(64), second.lines().nth(1).expect("a seal"));
    std::fs::write(program.data().join("key"), begun).expect("a key");
    signs(&mut program, &receiver, &hooks[0].0, &hooks[0].1).await;
    rotate(&mut program, "A rotation that had begun before was ended").await;
    let third = key_file(&program);
    assert_eq!(third, format!("{}\nseal {}\n", first.trim(), "5".repeat(64)));
    program.start().await;
    for (id, secret) in &hooks {
        signs(&mut program, &receiver, id, secret).await;
    }
    program.check().await;
    program.stop();

    // A node with the file of before does not start, and says what to do.
    std::fs::write(program.data().join("key"), second).expect("a key");
    let refused = program.run(&["webhook", "add", "--name", "x", "--url", &receiver.url()]).await;
    assert!(refused.stderr.contains("copy the file `key`"), "{}", refused.stderr);
    std::fs::write(program.data().join("key"), third).expect("a key");

    // A backup, its key beside it, brings the secrets back.
    let kept = tempfile::tempdir().expect("a folder");
    let (archive, key) = (kept.path().join("a.backup"), kept.path().join("key"));
    let (archive, key) = (archive.to_str().expect("a path"), key.to_str().expect("a path"));
    assert!(program.run(&["backup", "--to", archive]).await.status.success());
    std::fs::copy(program.data().join("key"), key).expect("a copy");
    let mut other = Program::new(Settings::default().section(ALLOWED));
    let restored = other.run(&["restore", archive, "--key", key]).await;
    assert!(restored.status.success(), "{}{}", restored.stdout, restored.stderr);
    signs(&mut other, &receiver, &hooks[1].0, &hooks[1].1).await;
}
