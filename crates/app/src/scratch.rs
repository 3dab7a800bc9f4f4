//! An open house in a folder that goes when the test ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::{Clock, Millis};
use engine::Engine;
use tempfile::TempDir;

use crate::config::Config;
use crate::house::House;

/// A moment in November 2026.
pub(crate) const NOW: Millis = Millis::new(1_795_000_000_000);

/// A clock that every question moves by a millisecond.
#[derive(Debug)]
pub(crate) struct Ticking(AtomicI64);

impl Ticking {
    pub(crate) fn from(start: Millis) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(start.get())))
    }
}

impl Clock for Ticking {
    fn now(&self) -> Millis {
        Millis::new(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

pub(crate) struct Scratch {
    pub house: House,
    pub engine: Engine,
    pub config: Config,
    _folder: TempDir,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().join("data"), ..Config::default() };
        let clock = Ticking::from(NOW);
        let house = House::open(&config, clock.as_ref()).unwrap();
        let engine = house.engine(clock);
        Self { house, engine, config, _folder: folder }
    }

    /// What `kontuar check` finds.
    pub(crate) fn findings(&self) -> Vec<String> {
        let (mut conn, blobs) = crate::house::look(&self.config).unwrap();
        store::check::run(&mut conn, &blobs).unwrap().findings
    }
}
