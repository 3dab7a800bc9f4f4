//! Dependencies run one way: the rooms of ARCHITECTURE.md are the rooms that Cargo sees.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{file, files, insist};

type Rooms = BTreeMap<String, BTreeSet<String>>;

#[test]
fn crates_use_only_what_the_table_of_rooms_allows() {
    let used = used();
    let allowed = allowed(&file("ARCHITECTURE.md").text, &used);
    let mut complaints = Vec::new();
    for (room, uses) in &used {
        let Some(may) = allowed.get(room) else {
            complaints.push(format!("crate {room} has no row in the table of rooms"));
            continue;
        };
        for excess in uses.difference(may) {
            complaints.push(format!("{room} uses {excess}, which its row does not allow"));
        }
    }
    insist("ARCHITECTURE.md, \"Rooms\", and the Cargo.toml files disagree:", &complaints);
}

/// What each crate uses of ours when it runs; what its tests use beside that is its own business.
fn used() -> Rooms {
    let manifests = files().iter().filter_map(|file| {
        let room = file.room()?;
        (file.path == format!("crates/{room}/Cargo.toml")).then_some((room, &file.text))
    });
    let manifests: Vec<_> = manifests.collect();
    let ours: BTreeSet<&str> = manifests.iter().map(|(room, _)| *room).collect();
    let uses = |text: &str| -> BTreeSet<String> {
        let manifest: toml::Table = text.parse().expect("a Cargo.toml that cargo could read");
        let tables =
            ["dependencies", "build-dependencies"].into_iter().filter_map(|name| manifest.get(name)?.as_table());
        tables.flat_map(|table| table.keys()).filter(|name| ours.contains(name.as_str())).cloned().collect()
    };
    manifests.iter().map(|(room, text)| ((*room).to_owned(), uses(text))).collect()
}

/// Reads rows like ``| `engine` | what it holds | domain, store |``: names in the first cell in backticks, in the last
/// one plain or in backticks, `all` for every crate.
fn allowed(document: &str, known: &Rooms) -> Rooms {
    let mut rooms = Rooms::new();
    for line in document.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let [names, .., uses] = cells.as_slice() else { continue };
        let words: BTreeSet<&str> = uses.split(|letter: char| !letter.is_alphanumeric()).collect();
        let every = words.contains("all") && words.len() <= 3;
        let may = known.keys().filter(|room| every || words.contains(room.as_str())).cloned().collect::<BTreeSet<_>>();
        for name in names.split('`').skip(1).step_by(2) {
            rooms.entry(name.to_owned()).or_insert_with(|| may.clone());
        }
    }
    rooms
}

#[test]
fn the_table_is_read_as_it_is_meant() {
    let known: Rooms = ["domain", "store", "web"].map(|room| (room.to_owned(), BTreeSet::new())).into();
    let table = "| crate | holds | may use |\n|---|---|---|\n| `domain` | nouns | nothing of ours |\n\
                 | `web`, `admin` | pages | domain, `store` (reads) |\n| `app` | the binary | all |\n";
    let allowed = allowed(table, &known);
    assert!(allowed["domain"].is_empty());
    assert_eq!(allowed["admin"], ["domain", "store"].map(str::to_owned).into());
    assert_eq!(allowed["app"].len(), 3);
}
