//! One place for versions, and nothing in the tree that was ruled out.

use super::tree::{file, files, insist};

/// One TLS provider (ring) and none from the system: each of these would bring a second one, and a C build with it.
const RULED_OUT: [&str; 5] = ["aws-lc-sys", "aws-lc-rs", "openssl-sys", "native-tls", "boring-sys"];

#[test]
fn versions_stand_in_the_root_only() {
    let mut complaints = Vec::new();
    for manifest in files().iter().filter(|file| file.room().is_some() && file.path.ends_with("/Cargo.toml")) {
        let table: toml::Table = manifest.text.parse().expect("a Cargo.toml that cargo could read");
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, wanted) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                if wanted.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                    complaints.push(format!("{}: write `{name}.workspace = true`", manifest.path));
                }
            }
        }
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            let inherited = table.get("package").and_then(|package| package.get(key)?.get("workspace"));
            if inherited.and_then(toml::Value::as_bool) != Some(true) {
                complaints.push(format!("{}: write `{key}.workspace = true`", manifest.path));
            }
        }
    }
    insist("Versions stand in the root Cargo.toml, once:", &complaints);
}

#[test]
fn what_was_ruled_out_is_not_in_the_lockfile() {
    let lock = &file("Cargo.lock").text;
    let complaints: Vec<_> = RULED_OUT
        .iter()
        .filter(|name| lock.contains(&format!("name = \"{name}\"\n")))
        .map(|name| format!("{name}: find who brings it with `cargo tree --workspace --invert {name}`"))
        .collect();
    insist("Ruled out, see deny.toml for why:", &complaints);
}
