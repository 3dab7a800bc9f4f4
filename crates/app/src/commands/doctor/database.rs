//! Does the database answer, as which version, with which clock, and was it written under our key?

use domain::time::{Millis, SECOND_MS};
use store::examine::{Examined, examine};
use store::folder::find_key;

use super::{Findings, Mark};
use crate::config::Config;
use crate::house;

/// How far the clocks may be apart.
const APART_MS: i64 = 2 * SECOND_MS;

/// The oldest major version of PostgreSQL.
const OLDEST: u32 = 15;

pub(super) fn look(config: &Config, now: Millis, found: &mut Findings) {
    let key = match find_key(&config.data) {
        Ok(Some(key)) => key,
        Ok(None) => {
            let advice = "`kontuar serve` makes one. If there was one: bring it back from where it was kept.";
            return found.add("key", Mark::Warn, "There is no key in the data folder.", advice);
        }
        Err(error) => return found.add("key", Mark::Bad, format!("{error}."), "Bring the file `key` back."),
    };
    match examine(&house::settings(config, key), now) {
        Ok(examined) => {
            tell(&examined, found);
            clock(&examined, now, found);
        }
        Err(error) => {
            let advice = "Is the server running, and `database` right? Is the data folder the right one?";
            found.add("database", Mark::Bad, format!("The database cannot be used: {error}."), advice);
        }
    }
}

fn tell(examined: &Examined, found: &mut Findings) {
    let Examined { engine, server, schema: (there, ours), isolation, careless, read_only, key_fits, closed, .. } =
        examined;
    let name = engine.name();
    let major = server.split('.').next().and_then(|major| major.trim().parse::<u32>().ok());
    if *engine == store::Engine::Postgres && major.is_some_and(|major| major < OLDEST) {
        let advice = format!("Update the server to PostgreSQL {OLDEST} or newer.");
        found.add("database", Mark::Bad, format!("{name} {server} is too old."), advice);
    } else {
        found.ok("database", format!("{name} {server} answers."));
    }
    match there.cmp(ours) {
        std::cmp::Ordering::Equal => found.ok("schema", format!("The schema is at version {there}.")),
        std::cmp::Ordering::Less => {
            let says = format!("The schema is at version {there}, this program knows {ours}.");
            found.add("schema", Mark::Warn, says, "`kontuar serve` brings it up to date, after a backup.");
        }
        std::cmp::Ordering::Greater => {
            let says = format!("The schema is at version {there}, this program knows only {ours}.");
            found.add("schema", Mark::Bad, says, "Use the newer program that changed it.");
        }
    }
    if *read_only {
        found.add("database", Mark::Bad, "It can only be read: it is a standby.", "Name the primary in `database`.");
    }
    if !matches!(isolation.as_str(), "read committed" | "serializable") {
        let says = format!("Transactions are {isolation} unless they say otherwise.");
        found.add(
            "isolation",
            Mark::Bad,
            says,
            "ALTER DATABASE … SET default_transaction_isolation = 'read committed'.",
        );
    }
    for (setting, value) in careless {
        let says = format!("{setting} is {value}: what was acknowledged can be lost when the power fails.");
        found.add("durability", Mark::Bad, says, format!("Set {setting} = on."));
    }
    match key_fits {
        Some(false) => {
            let advice = "Copy the file `key` from where it was kept beside the backups.";
            found.add("key", Mark::Bad, "The key is not the one this database was written with.", advice);
        }
        Some(true) => found.ok("key", "The key is the one this database was written with."),
        None => {}
    }
    for name in closed {
        let says = format!("The secret {name} cannot be opened under the key.");
        found.add(
            "secrets",
            Mark::Bad,
            says,
            "Give it anew: authorize the mailbox, or make a new secret for the webhook.",
        );
    }
}

fn clock(examined: &Examined, now: Millis, found: &mut Findings) {
    let apart = examined.now.since_ms(now);
    if examined.engine == store::Engine::Sqlite {
        return;
    }
    let says = format!("The database's clock is {apart} ms ahead of this machine's.");
    if apart.abs() > APART_MS {
        found.add("clock", Mark::Warn, says, "Let both machines keep their time by NTP.");
    } else {
        found.ok("clock", says);
    }
}
