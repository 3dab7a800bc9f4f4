//! A new key for sealed secrets, and everything sealed anew under it.
//!
//! In: a store that nobody else has open. Out: every secret under the newest key of the data folder's file `key`, and no
//! older one in that file. The installation's own key stays, because what was erased is known by hashes under it; secrets
//! merely are no longer sealed under what is derived from it.
//!
//! A rotation that did not end goes on where it stopped: the new key is on the disk before the first secret is sealed under
//! it, each secret is replaced in a transaction of its own, and the key before goes when none needs it any more.

use domain::event::{Actor, Origin};
use domain::operation::Operation;
use domain::time::Millis;

use crate::folder::{self, Folder};
use crate::seal::{SealError, Sealer};
use crate::tx::Tx;
use crate::{Error, Result, Store, audit, installation, member, secret};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// How many secrets were sealed anew.
    pub secrets: usize,
    /// Whether a rotation was ended that had begun before; then no further key was drawn.
    pub resumed: bool,
}

/// Why nothing, or not everything, was sealed anew.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RotateError {
    /// The store or the folder.
    #[error(transparent)]
    Store(#[from] Error),
    /// Other nodes are at work.
    #[error("{0} other nodes are running on this database: stop them first")]
    Others(usize),
    /// A secret that does not open.
    #[error(
        "the secret {0} cannot be opened ({1}): give it anew, or bring back the file `key` it was sealed with; all others are sealed under the newest key"
    )]
    Secret(String, SealError),
}

/// Draws a key, unless a rotation has still to be ended, and seals everything anew.
///
/// # Errors
/// See [`RotateError`]; asked for again, it goes on.
pub async fn rotate(
    store: &Store,
    folder: &Folder,
    key: [u8; 32],
    now: Millis,
) -> std::result::Result<Rotated, RotateError> {
    let me = store.node();
    let others =
        store.read(move |conn| member::living(conn, now)).await?.into_iter().filter(|node| *node != me).count();
    if others > 0 && !store.engine().is_exclusive() {
        return Err(RotateError::Others(others));
    }
    let names = store.read(secret::all).await?;
    let mut resumed = false;
    for name in &names {
        resumed |= !is_newest(store, &Sealer::of(&key, &folder::seals_of(folder.path())?), name).await?;
    }
    // The first rotation finds everything under the installation's key, which is the newest until one is drawn.
    if !resumed {
        folder.draw_seal()?;
    }
    let sealer = Sealer::of(&key, &folder::seals_of(folder.path())?);
    let id = sealer.newest().to_vec();
    store.write(move |tx| installation::keep_seal(tx, &id)).await?;
    let mut done = Rotated { secrets: 0, resumed };
    let mut closed = None;
    for name in names {
        match seal_anew(store, &sealer, &name, now).await? {
            Ok(anew) => done.secrets += usize::from(anew),
            Err(error) => closed = closed.or(Some(RotateError::Secret(name, error))),
        }
    }
    match closed {
        Some(error) => Err(error),
        None => {
            let origin = Origin::new(Actor::System, now);
            store.write(move |tx| audit::tell(tx, Operation::KeyRotated, &origin)).await?;
            folder.drop_old_seals()?;
            Ok(done)
        }
    }
}

async fn is_newest(store: &Store, sealer: &Sealer, name: &str) -> Result<bool> {
    let name = name.to_owned();
    let kept = store.read(move |conn| secret::get(conn, &name)).await?;
    Ok(kept.is_none_or(|kept| sealer.is_newest(&kept.sealed)))
}

/// Seals one secret anew; `false`: it was, or is gone. Whoever changed it meanwhile sealed it under a key that is still there.
async fn seal_anew(
    store: &Store,
    sealer: &Sealer,
    name: &str,
    now: Millis,
) -> Result<std::result::Result<bool, SealError>> {
    let asked = name.to_owned();
    let Some(kept) = store.read(move |conn| secret::get(conn, &asked)).await? else { return Ok(Ok(false)) };
    if sealer.is_newest(&kept.sealed) {
        return Ok(Ok(false));
    }
    let anew = secret::open(sealer, name, &kept).and_then(|plain| secret::seal(sealer, name, &plain));
    let anew = match anew {
        Ok(anew) => anew,
        Err(error) => return Ok(Err(error)),
    };
    let (name, version) = (name.to_owned(), kept.version);
    let write = move |tx: &mut Tx<'_>| secret::replace(tx, &name, version, &anew, now);
    Ok(Ok(store.write(write).await?.value))
}
