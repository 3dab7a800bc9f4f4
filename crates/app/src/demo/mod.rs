//! `kontuar serve --demo`: a made-up shop full of life, which nothing ever leaves.
//!
//! In: a folder of its own, filled at the first start ([`seed`]). Out: a counter like any other, whose
//! mail goes to the one mail server there is, the demo's own ([`post`]). A folder that is not the
//! demo's is never touched.

mod letter;
pub mod mailboxes;
mod plan;
pub mod plug;
pub mod post;
pub mod seed;

#[cfg(test)]
mod tests;

use std::fs;
use std::io::{IsTerminal, Write};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use channels::email::EmailChannel;
use channels::email::server::Tls;
use channels::email::smtp::{Settings, Submission};
use channels::email::smtp_in::{Limits, SmtpServer};
use domain::time::Clock;
use engine::Engine;
use store::folder::Folder;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::commands::Failure;
use crate::config::{self, Config, Flags};
use crate::house::House;
use crate::{logging, serve};
use post::PostOffice;

/// The folder of the demo when nothing else is said.
const FOLDER: &str = "kontuar-demo";

/// The file that says that a folder is the demo's, and whether it is filled.
const MARK: &str = "demo";

/// What the mark says when the shop is whole.
const FILLED: &str = "filled";

/// The seed of the shop: everybody sees the same one.
const SHOP: u64 = 1;

/// The largest mail of the demo, in bytes.
const MAX_MAIL_BYTES: usize = 10 * 1024 * 1024;

/// Runs the demo until a signal comes; `reset` throws its folder's content away before.
///
/// # Errors
/// When the folder is not the demo's, or what can hinder every counter.
pub fn run(mut flags: Flags, reset: bool) -> Result<(), Failure> {
    if flags.database.is_some() {
        return Err(Failure("The demo keeps everything in its folder: leave --database out.".to_owned()));
    }
    flags.data.get_or_insert_with(|| PathBuf::from(FOLDER));
    let mut config = config::from_process(&flags)?;
    // The demo has its own shops, and its mail goes nowhere.
    config.inboxes.clear();
    config.receive = None;
    config.database = None;
    logging::start(config.log);
    serve::run(&config, Some(Demo { reset }))
}

/// What makes a counter the demo's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Demo {
    /// Whether to begin anew.
    pub reset: bool,
}

impl Demo {
    /// Opens the demo's folder: empty, or whole.
    ///
    /// # Errors
    /// When the folder holds something else, or what can hinder every counter.
    pub fn open(&self, config: &Config, clock: &dyn Clock) -> Result<House, Failure> {
        let path = &config.data;
        let is_new = fs::read_dir(path).map_or(true, |mut inside| inside.next().is_none());
        let mark = fs::read_to_string(path.join(MARK)).ok();
        if !is_new && mark.is_none() {
            return Err(Failure(format!(
                "{} is not a folder of the demo and is left alone: choose another one with --data.",
                path.display()
            )));
        }
        if self.reset || mark.as_deref() != Some(FILLED) {
            // The claim makes sure that nobody works in what is thrown away.
            let claim = Folder::claim(path)?;
            fs::write(path.join(MARK), "being filled")?;
            clear(path)?;
            drop(claim);
        }
        Ok(House::open(config, clock)?)
    }

    /// Fills an empty store and opens the post office.
    ///
    /// # Errors
    /// When the store cannot be written, or there is no port for the post office.
    pub async fn populate(
        self,
        engine: &Engine,
        folder: &Path,
        tasks: &mut JoinSet<Result<(), Failure>>,
        stop: &CancellationToken,
    ) -> Result<Arc<PostOffice>, Failure> {
        if fs::read_to_string(folder.join(MARK)).ok().as_deref() != Some(FILLED) {
            fill(engine).await?;
            fs::write(folder.join(MARK), FILLED)?;
        }
        let limits = Limits { mail_bytes: MAX_MAIL_BYTES, ..Limits::default() };
        let server = SmtpServer::bind((Ipv4Addr::LOCALHOST, 0)).await?.named("post.example").limited(limits);
        let port = server.local_addr()?.port();
        let road = || {
            Submission::new(Settings::new(Ipv4Addr::LOCALHOST.to_string(), port, Tls::None))
                .map_err(|error| Failure(format!("The demo's post office cannot be reached: {error}.")))
        };
        let plug = plug::Plug::open(folder)?;
        let office = Arc::new(PostOffice::open(engine.clone(), road()?, plug.clone()).await?);
        for shop in office.shops() {
            engine.channels().connect(shop.id, Arc::new(EmailChannel::new(road()?)));
        }
        let (sending, until) = (office.clone(), stop.clone());
        tasks.spawn(async move {
            plug.run(sending, until).await;
            Ok(())
        });
        let (reception, stop) = (office.clone(), stop.clone());
        tasks.spawn(async move {
            server.serve(reception, stop).await;
            Ok(())
        });
        Ok(office)
    }
}

/// Throws away what lies in the demo's folder, but its mark, its lock and its key.
fn clear(path: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        if [MARK, "lock", "key"].iter().any(|kept| name == *kept) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

async fn fill(engine: &Engine) -> Result<(), Failure> {
    let shop = demo::shop(engine.now(), SHOP);
    let progress = Progress { live: std::io::stderr().is_terminal() };
    seed::seed(engine, shop, |done, of| progress.show(done, of)).await?;
    progress.end();
    Ok(())
}

/// One line that grows, for whoever waits at a terminal; one line at all for whoever reads a file.
struct Progress {
    live: bool,
}

impl Progress {
    fn show(&self, done: usize, of: usize) {
        if self.live {
            // Who closed the terminal does not wait for it.
            write!(std::io::stderr(), "\rSetting up the demo shop: {done} of {of} conversations").ok();
        }
    }

    fn end(&self) {
        writeln!(std::io::stderr(), "{}", if self.live { "" } else { "The demo shop is set up." }).ok();
    }
}
