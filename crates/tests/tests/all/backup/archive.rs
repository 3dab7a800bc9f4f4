//! An archive that is not what it was is refused, whatever happened to it.

use std::fs;

use store::backup::{BackupError, verify};
use testkit::on_both;

use super::{Empty, aside, live, take};

on_both!(no_byte_of_an_archive_can_change_unnoticed, |app| {
    live(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    let key = app.settings().key;
    let says = verify(&taken.path, Some(&key)).expect("whole");
    assert!(says.sealed);
    let says = format!("{says:?}");
    let whole = fs::read(&taken.path).expect("the archive");
    let damaged = folder.path().join("damaged");
    let step = (whole.len() / 400).max(1);
    let mut noticed = 0;
    for at in (0..whole.len()).step_by(step).chain(whole.len() - 200..whole.len()) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&damaged, bytes).expect("written");
        // Some bits of a compressed text change nothing of the text: then all its sums and its seal are right.
        match verify(&damaged, Some(&key)) {
            Err(_) => noticed += 1,
            Ok(damaged) => assert_eq!(format!("{damaged:?}"), says, "byte {at} of {} was changed", whole.len()),
        }
    }
    assert!(noticed > 500, "{noticed}");
    for length in (0..whole.len()).step_by(step).chain([whole.len() - 1]) {
        fs::write(&damaged, &whole[..length]).expect("written");
        let error = verify(&damaged, None).expect_err("it was cut off");
        assert!(matches!(error, BackupError::Damaged { .. }), "cut off at {length}: {error}");
    }
    fs::write(&damaged, [&whole[..], b"x"].concat()).expect("written");
    assert!(verify(&damaged, None).is_err(), "something was added");

    fs::write(&damaged, &whole[..whole.len() / 2]).expect("written");
    let empty = Empty::same(app.settings()).await;
    let error = empty.restore(&damaged).expect_err("it was cut off");
    assert!(matches!(error, BackupError::Damaged { .. }), "{error}");
    let opened = aside(|| store::Store::open_reader(&empty.settings).map(drop));
    let error = opened.expect_err("it is not whole").to_string();
    assert!(error.contains("run `kontuar restore` again"), "{error}");
    empty.restore(&taken.path).expect("begun anew with a whole one");
    assert!(empty.check().findings.is_empty());
});

on_both!(another_installations_key_and_newer_versions_are_named, |app| {
    live(&app).await;
    let folder = tempfile::tempdir().expect("a folder");
    let taken = take(&app, folder.path()).expect("a backup");
    let mut other = Empty::same(app.settings()).await;
    other.settings.key = [7; 32];
    let error = other.restore(&taken.path).expect_err("the wrong key");
    assert!(matches!(error, BackupError::WrongKey { .. }), "{error}");
    assert!(!other.settings.folder.exists(), "nothing was touched");

    let text = fs::read(&taken.path).expect("the archive");
    let newer = folder.path().join("newer");
    let form = [b"kontuar backup 2", &text[16..]].concat();
    fs::write(&newer, form).expect("written");
    let error = verify(&newer, None).expect_err("a form to come").to_string();
    assert!(error.contains("newer version of Kontuar"), "{error}");

    let head = format!("\"schema\":{}", taken.head.schema);
    let at = text.windows(head.len()).position(|word| word == head.as_bytes()).expect("the schema in the head");
    let schema = [&text[..at], b"\"schema\":999", &text[at + head.len()..]].concat();
    fs::write(&newer, schema).expect("written");
    let error = Empty::same(app.settings()).await.restore(&newer).expect_err("a schema to come");
    assert!(matches!(error, BackupError::Newer { .. }), "{error}");
});
