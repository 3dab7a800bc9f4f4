//! `kontuar import mail`: what lies in files, folders, mboxes and Maildirs becomes an inbox's history.
//!
//! Into the running counter where there is one, into the store where there is none; with `--dry-run` into a throw-away
//! store, by the same intake, to which is brought what the real store knows of each mail.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use channels::email::ReadsOnly;
use domain::identity::Address;
use domain::time::Clock;
use engine::Engine;
use engine::people::{NewInbox, create_brand, create_inbox, create_team};
use store::brand::Inbox;
use store::folder::Folder;
use store::original::Original;

use super::{Failure, say};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::control;
use crate::house::{self, House};
use crate::import::tally::grouped;
use crate::import::wire::Line;
use crate::import::{Desk, run};
use crate::orders::Order;
use crate::serve::inboxes;

/// Imports what lies under `paths` into the inbox with this address; `dry`: only says what would come of it.
///
/// # Errors
/// When there is no such inbox, or the store takes no more.
pub fn mail(config: &Config, paths: &[PathBuf], inbox: &Address, dry: bool) -> Result<(), Failure> {
    // It fails only when a provider is installed, which then serves as well.
    rustls::crypto::ring::default_provider().install_default().ok();
    complain("Looking where the mails are …");
    let found = run::look(paths);
    complain(&format!("{} mails found.", grouped(found.len() as u64)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let scratch = dry.then(tempfile::tempdir).transpose()?;
    // Its claim must outlast the import.
    let (house, mut desk) = match &scratch {
        Some(folder) => {
            let ours = known_inboxes(config, inbox)?;
            let throw_away = Config { data: folder.path().to_owned(), database: None, ..Config::default() };
            let original = original(config, folder.path())?;
            let house = House::open(&throw_away, &SystemClock)?;
            let desk = runtime.block_on(copy_of(&house, original, &ours, inbox))?;
            (Some(house), desk)
        }
        None => match runtime.block_on(counter(config, inbox))? {
            Some(desk) => (None, desk),
            None => {
                let house = House::open(config, &SystemClock)?;
                let desk = runtime.block_on(here(&house, config, inbox))?;
                (Some(house), desk)
            }
        },
    };
    let tally = runtime.block_on(run::run(&mut desk, found, &SystemClock, complain));
    drop((desk, house));
    tally?.words(dry).iter().try_for_each(|line| say(line))
}

/// Says something that is no result.
#[expect(clippy::print_stderr, reason = "whoever waits looks here")]
fn complain(words: &str) {
    eprintln!("{words}");
}

/// The desk of the running counter; `None`: none is running.
async fn counter(config: &Config, inbox: &Address) -> Result<Option<Desk>, Failure> {
    let order = Order::ImportMail { inbox: inbox.clone() };
    let opened = control::converse_with(&config.data, &order)
        .await
        .map_err(|error| Failure(format!("The running Kontuar did not answer ({error}). Nothing was imported.")))?;
    match opened {
        None => Ok(None),
        Some((answer, _, _)) if !answer.done => Err(Failure(answer.words)),
        Some((_, from, to)) => Ok(Some(Desk::There(Line::new(from, to)))),
    }
}

/// The desk of a store that nobody else has.
async fn here(house: &House, config: &Config, inbox: &Address) -> Result<Desk, Failure> {
    let engine = house.engine(Arc::new(SystemClock));
    let (all, _) = inboxes::all(&engine, &config.inboxes).await?;
    inboxes::set_up(&engine, &all, config.believed()).await?;
    let known = engine.store().read(store::brand::inboxes).await?;
    for other in &known {
        // Whatever else waits is read too, and nothing is sent.
        engine.channels().connect(other.id, Arc::new(ReadsOnly));
    }
    let wanted = known.iter().find(|known| known.address == *inbox).ok_or_else(|| no_such_inbox(inbox, &known))?;
    Ok(Desk::Here(Box::new(engine.clone()), wanted.id))
}

/// What is said when an address is no inbox of ours.
pub fn no_such_inbox(wanted: &Address, known: &[Inbox]) -> Failure {
    let known: Vec<String> = known.iter().map(|inbox| inbox.address.to_string()).collect();
    Failure(if known.is_empty() {
        format!("There is no inbox {wanted}: there is none at all yet. Set one up first.")
    } else {
        format!("There is no inbox {wanted}. The inboxes are {}.", known.join(", "))
    })
}

/// The addresses of our inboxes, the wanted one first: in a dry run what is written from them is ours too.
fn known_inboxes(config: &Config, wanted: &Address) -> Result<Vec<Address>, Failure> {
    let mut known: Vec<Address> = config.inboxes.iter().map(|inbox| inbox.address.clone()).collect();
    // A store that was never opened has no inboxes; what is configured has.
    if let Ok((mut conn, _)) = house::look(config) {
        known.extend(store::brand::inboxes(&mut conn)?.into_iter().map(|inbox| inbox.address));
    }
    known.sort();
    known.dedup();
    known.retain(|address| address != wanted);
    known.insert(0, wanted.clone());
    Ok(known)
}

/// The store as it is, for a throw-away store in `folder`, which gets its key; `None`: there is none yet.
fn original(config: &Config, folder: &Path) -> Result<Option<Arc<Original>>, Failure> {
    let Ok(settings) = house::settings_with_key(config) else { return Ok(None) };
    let Ok(original) = Original::look(&settings) else { return Ok(None) };
    // What is known again is known by hashes under the key.
    Folder::claim(folder)?.keep_key(&settings.key)?;
    Ok(Some(Arc::new(original)))
}

/// The desk of a throw-away store with our inboxes.
async fn copy_of(
    house: &House,
    original: Option<Arc<Original>>,
    ours: &[Address],
    wanted: &Address,
) -> Result<Desk, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut engine = house.engine(clock);
    let failed = |error: engine::Error| Failure(format!("The dry run could not begin: {error}."));
    if let Some(original) = original {
        original.bring_shop(engine.store()).await?;
        engine = engine.as_if_in(original);
    }
    let known = engine.store().read(store::brand::inboxes).await?;
    let shop = async |engine: &Engine| -> engine::Result<_> {
        Ok(match known.first() {
            Some(inbox) => (inbox.brand, inbox.team),
            None => (create_brand(engine, "Kontuar").await?, create_team(engine, "Kontuar").await?),
        })
    };
    let (brand, team) = shop(&engine).await.map_err(failed)?;
    let mut desk = None;
    for address in ours {
        let name = address.to_string();
        let new =
            NewInbox { brand, team, name: name.clone(), address: address.clone(), sender: name, auto_reply: None };
        let id = match known.iter().find(|known| known.address == *address) {
            Some(known) => known.id,
            None => create_inbox(&engine, new).await.map_err(failed)?,
        };
        engine.channels().connect(id, Arc::new(ReadsOnly));
        if address == wanted {
            desk = Some(Desk::Here(Box::new(engine.clone()), id));
        }
    }
    desk.ok_or_else(|| no_such_inbox(wanted, &[]))
}
