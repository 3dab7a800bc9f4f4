//! How a store is opened: to work with it, or to look at it beside the process that has it.

use std::sync::Arc;

use domain::identity::Fingerprinter;
use domain::time::Clock;
use tokio::sync::watch;

use crate::bell::Bell;
use crate::place::{connector, look};
use crate::{Conn, Engine, Error, Place, Result, Settings, Store};
use crate::{backup, blob, folder, installation, lane, log, migrate, read_lane, seal};

impl Store {
    /// Opens the store and brings its schema up to date. Blocks; call it before the runtime gets busy.
    pub fn open(settings: &Settings, clock: &dyn Clock) -> Result<Self> {
        let connect_writer = connector(settings, true);
        let connect_reader = connector(settings, false);
        backup::expect_whole_folder(&settings.folder)?;
        let mut conn = connect_writer()?;
        backup::expect_whole_database(&mut conn)?;
        let blobs = settings.open_blobs()?;
        let fingerprints = Fingerprinter::new(settings.key);
        conn.lock_schema()?;
        migrate::run(&mut conn, clock.now())?;
        installation::check_key(&mut conn, &fingerprints, &settings.folder)?;
        let sealer = Arc::new(seal::Sealer::of(&settings.key, &folder::seals_of(&settings.folder)?));
        installation::check_seal(&mut conn, &sealer, &settings.folder)?;
        if !conn.engine().is_exclusive() {
            installation::check_blobs(&mut conn, &blobs)?;
        }
        let node = migrate::borrow_node(&mut conn)?;
        let restored_at = backup::aftermath::restored_at(&mut conn)?;
        conn.unlock_schema()?;
        let (head, watched) = watch::channel(log::head(&mut conn)?);
        let (head, bell, (alive, living)) = (Arc::new(head), Bell::new(), watch::channel(()));
        let (lost, heed) = watch::channel(0);
        let engine = conn.engine();
        if let Place::Postgres { url } = &settings.place {
            bell.listen((url, &settings.folder), head.clone(), living, heed.clone())?;
        }
        let writer = lane::write_lane(conn, connect_writer.clone(), head, bell.clone(), lost)?;
        let readers = read_lane::read_lanes(settings.readers.max(1), &connect_reader, &heed)?;
        Ok(Self {
            writer,
            readers,
            head: watched,
            blobs: Arc::new(blobs),
            fingerprints,
            sealer,
            engine,
            node,
            restored_at,
            connect_writer,
            bell,
            _alive: Arc::new(alive),
        })
    }

    /// A connection that cannot write, and the blobs: for commands that look at a store beside the
    /// process that has it. The folder need not be claimed. Blocks.
    pub fn open_reader(settings: &Settings) -> Result<(Conn, blob::Blobs)> {
        let mut conn = Self::peek(settings)?;
        migrate::expect_current(&mut conn)?;
        Ok((conn, settings.open_blobs()?))
    }

    /// The same connection to a store of any version.
    pub(crate) fn peek(settings: &Settings) -> Result<Conn> {
        backup::expect_whole_folder(&settings.folder)?;
        if matches!(settings.place, Place::Folder) && !settings.folder.join("kontuar.db").is_file() {
            return Err(Error::Open(format!("there is no store in {}", settings.folder.display())));
        }
        let mut conn = look(settings)?;
        if conn.engine() == Engine::Postgres {
            conn.script("SET default_transaction_read_only = on")?;
        }
        backup::expect_whole_database(&mut conn)?;
        Ok(conn)
    }
}
