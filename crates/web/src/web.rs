//! What every handler shares.

use std::fmt;
use std::sync::Arc;

use domain::time::Millis;
use engine::Engine;
use engine::people::relying_party::{RelyingParty, Unfit};
use jiff::tz::TimeZone;
use store::Store;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::demo::CustomerMail;
use crate::directory::Directories;
use crate::live::Hub;
use crate::operate::machine::Machine;
use crate::pages::Pages;
use crate::sessions::Faces;
use crate::setup::connector::Connector;
use crate::sign_on::{IdentityProvider, Taken};

/// How the pages are set up.
#[derive(Clone)]
pub struct Settings {
    /// The zone in which times are shown.
    pub zone: TimeZone,
    /// Whether the outside speaks HTTPS to us (itself or through a proxy): cookies are then sent over nothing else.
    pub https: bool,
    /// Where the outside finds the pages, without a slash at the end: what links in mails begin with. Never what a
    /// request says of itself.
    pub home: String,
    /// The customers' mail of the demo; `None`: this is no demo.
    pub demo: Option<Arc<dyn CustomerMail>>,
    /// What connects mailboxes; `None`: none can be connected here.
    pub connector: Option<Arc<dyn Connector>>,
    /// What looks at the machine for the page of the status; `None`: it says nothing about it.
    pub machine: Option<Arc<dyn Machine>>,
    /// Cancelled when the process stops: streams end then.
    pub stopping: CancellationToken,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("https", &self.https)
            .field("demo", &self.demo.is_some())
            .finish_non_exhaustive()
    }
}

/// The state of the pages. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Parts>);

struct Parts {
    engine: Engine,
    settings: Settings,
    pages: Pages,
    directories: Directories,
    faces: Faces,
    hub: Hub,
    turns: Semaphore,
    relying_party: Result<RelyingParty, Unfit>,
    identity_provider: Option<Arc<dyn IdentityProvider>>,
    taken: Taken,
}

impl fmt::Debug for Web {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Web").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl Web {
    /// The pages over an engine.
    pub fn new(engine: Engine, settings: Settings) -> Self {
        Self(Arc::new(Parts {
            pages: Pages::new(settings.zone.clone()),
            directories: Directories::default(),
            faces: Faces::default(),
            hub: Hub::default(),
            identity_provider: None,
            taken: Taken::default(),
            turns: Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from) + 1),
            relying_party: RelyingParty::at(&settings.home),
            engine,
            settings,
        }))
    }

    /// The same pages, where colleagues may sign in through this provider too.
    ///
    /// # Panics
    /// When they are shared already: it is said before they are served.
    #[must_use]
    pub fn signing_on_by(mut self, provider: Arc<dyn IdentityProvider>) -> Self {
        let parts = Arc::get_mut(&mut self.0);
        assert!(parts.is_some(), "the pages are shared already");
        if let Some(parts) = parts {
            parts.identity_provider = Some(provider);
        }
        self
    }

    pub(crate) fn identity_provider(&self) -> Option<&Arc<dyn IdentityProvider>> {
        self.0.identity_provider.as_ref()
    }

    pub(crate) fn taken(&self) -> &Taken {
        &self.0.taken
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn store(&self) -> &Store {
        self.0.engine.store()
    }

    pub(crate) fn now(&self) -> Millis {
        self.0.engine.now()
    }

    pub(crate) fn pages(&self) -> &Pages {
        &self.0.pages
    }

    pub(crate) fn zone(&self) -> &TimeZone {
        &self.0.settings.zone
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn demo(&self) -> Option<&Arc<dyn CustomerMail>> {
        self.0.settings.demo.as_ref()
    }

    pub(crate) fn directories(&self) -> &Directories {
        &self.0.directories
    }

    pub(crate) fn faces(&self) -> &Faces {
        &self.0.faces
    }

    /// Who may make a page now, first come, first served: one more than there are processors, for while one waits for the
    /// store another can be written.
    pub(crate) fn turns(&self) -> &Semaphore {
        &self.0.turns
    }

    /// Whose passkeys are made and taken here; or why there can be none.
    pub(crate) fn relying_party(&self) -> Result<&RelyingParty, Unfit> {
        self.0.relying_party.as_ref().map_err(|why| *why)
    }

    pub(crate) fn hub(&self) -> &Hub {
        &self.0.hub
    }
}
