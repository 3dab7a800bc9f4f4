//! What stands in `deploy/`, checked as far as that goes without installing it.

use std::path::{Path, PathBuf};
use std::process::Command;

use testkit::servers::keeper;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_units_hold_together_and_shut_the_program_in() {
    let scratch = keeper::folder("units");
    for (unit, instance) in [("kontuar.service", "kontuar.service"), ("kontuar@.service", "kontuar@1.service")] {
        let text = read(&format!("systemd/{unit}"));
        for wall in [
            "ProtectSystem=strict",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=\n",
            "MemoryDenyWriteExecute=yes",
            "SystemCallFilter=@system-service",
            "StateDirectoryMode=0700",
            "UMask=0077",
        ] {
            assert!(text.contains(wall), "{unit} has no {wall}");
        }
        // The program is not installed where the tests run; any other stands in for it.
        let place = scratch.join(instance);
        std::fs::write(&place, text.replace("/usr/local/bin/kontuar", "/bin/true")).expect("a unit");
        match Command::new("systemd-analyze").arg("verify").arg(&place).output() {
            Ok(said) => assert!(
                said.status.success() && said.stderr.is_empty(),
                "{unit}: {}",
                String::from_utf8_lossy(&said.stderr)
            ),
            Err(error) => println!("{unit} was not verified: systemd-analyze cannot be run ({error})"),
        }
    }
}

#[test]
fn the_settings_of_the_nodes_are_settings() {
    let given: toml::Table = read("kontuar.toml").parse().expect("TOML");
    let known = std::fs::read_to_string(folder().join("../kontuar.example.toml")).expect("the example");
    for key in given.keys() {
        let is_known = known.contains(&format!("#{key} =")) || known.contains(&format!("#[{key}]"));
        assert!(is_known, "there is no setting {key}");
    }
    assert_eq!(given["blobs"].as_str(), Some("/blobs"), "nodes share their files");
}

#[test]
fn the_composition_names_what_it_has() {
    let text = read("compose.yaml");
    assert!(!text.contains('\t') && text.lines().all(|line| (line.len() - line.trim_start().len()) % 2 == 0));
    let section = |name: &str| -> Vec<String> {
        let lines = text.lines().skip_while(|line| *line != format!("{name}:")).skip(1);
        let inside = lines.take_while(|line| line.is_empty() || line.starts_with(' '));
        let named =
            inside.filter(|line| line.starts_with("  ") && !line.starts_with("   ") && !line.trim().starts_with('#'));
        named.filter_map(|line| Some(line.trim().split_once(':')?.0.to_owned())).collect()
    };
    assert_eq!(section("services"), ["kontuar-1", "kontuar-2", "database", "proxy"]);
    let volumes = section("volumes");
    for mount in text.lines().filter_map(|line| line.strip_prefix("      - ")) {
        let Some((from, _)) = mount.split_once(":/") else { continue };
        match from.strip_prefix("./") {
            Some(file) => assert!(folder().join(file).is_file(), "{file} is not there"),
            None => assert!(volumes.iter().any(|volume| volume == from), "the volume {from} is not declared"),
        }
    }
    for node in ["kontuar-1:8025", "kontuar-2:8025"] {
        assert!(read("Caddyfile").contains(node), "the proxy does not know {node}");
    }
    // The nodes' own files cannot be written, and a dry run needs a place for its throw-away store.
    assert!(text.contains("read_only: true") && text.matches("\n      - /tmp\n").count() == 2);
    assert!(text.contains("image: postgres:16"));
    let recipe = read("Dockerfile");
    assert!(
        recipe.contains("USER kontuar") && recipe.contains("--locked"),
        "it runs as nobody in particular, built as tested"
    );
    // Debian's own is too old for what `crates/assets/build.rs` asks for.
    let node = recipe.lines().find_map(|line| line.strip_prefix("FROM node:")?.split('-').next()?.parse().ok());
    assert!(node.is_some_and(|major: u32| major >= 20), "no Node that can bundle the pages' scripts");
}
