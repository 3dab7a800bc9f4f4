//! A content while it comes in: in memory as far as memory is lent, on disk beyond.
//!
//! Memory is lent by the door. A content waits for its first share and for nothing later: when no more is to be had, or
//! it grows above [`SPOOLED_ABOVE`], it goes on on disk. So contents never wait for each other.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tempfile::NamedTempFile;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::door::{Door, SHARE};
use super::limits::SPOOLED_ABOVE;

/// What a content is lent to begin with, in shares: nearly every mail fits.
const FIRST_SHARES: u32 = 64;

/// A content that is whole: dots unstuffed, with line ends as they came.
#[derive(Debug)]
pub struct Content {
    body: Body,
    bytes: usize,
    /// The memory it was lent; free again when this is dropped.
    _lent: Option<OwnedSemaphorePermit>,
}

#[derive(Debug)]
enum Body {
    Memory(Vec<u8>),
    File(NamedTempFile),
}

impl Content {
    /// How large it is, what was put above it included.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The file in which it lies, where it is too large for memory. Gone when this is dropped, unless it was moved away.
    pub fn file(&self) -> Option<&Path> {
        match &self.body {
            Body::Memory(_) => None,
            Body::File(file) => Some(file.path()),
        }
    }

    /// All of it, in memory. Blocks where it lies in a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn take(&mut self) -> io::Result<Vec<u8>> {
        match &mut self.body {
            Body::Memory(raw) => Ok(std::mem::take(raw)),
            Body::File(file) => std::fs::read(file.path()),
        }
    }
}

/// What holds a content that is not whole yet.
#[derive(Debug)]
pub(super) struct Hold {
    door: Arc<Door>,
    /// What is not on disk yet.
    pub memory: Vec<u8>,
    lent: Option<OwnedSemaphorePermit>,
    file: Option<NamedTempFile>,
    on_disk: usize,
}

impl Hold {
    /// A hold with its first share of memory; `None` when none became free in time.
    pub(super) async fn begin(door: &Arc<Door>) -> Option<Self> {
        let patience = Duration::from_millis(door.limits.memory_wait_ms);
        let lent = match &door.limits.spool {
            None => None,
            Some(_) => {
                let memory = Arc::clone(&door.memory);
                Some(timeout(patience, memory.acquire_many_owned(FIRST_SHARES)).await.ok()?.ok()?)
            }
        };
        Some(Self { door: Arc::clone(door), memory: Vec::new(), lent, file: None, on_disk: 0 })
    }

    pub(super) fn bytes(&self) -> usize {
        self.on_disk + self.memory.len()
    }

    /// Makes room for what comes next.
    ///
    /// # Errors
    /// When it cannot be put on disk.
    pub(super) async fn make_room(&mut self) -> io::Result<()> {
        let Some(lent) = &mut self.lent else { return Ok(()) };
        let room = lent.num_permits() * SHARE;
        if self.memory.len() < room {
            return Ok(());
        }
        if self.file.is_none() && self.memory.len() < SPOOLED_ABOVE {
            let more = u32::try_from(lent.num_permits()).unwrap_or(u32::MAX);
            if let Ok(more) = Arc::clone(&self.door.memory).try_acquire_many_owned(more) {
                lent.merge(more);
                return Ok(());
            }
        }
        self.spill().await
    }

    async fn spill(&mut self) -> io::Result<()> {
        let folder = self.door.limits.spool.clone().unwrap_or_default();
        let (piece, file) = (std::mem::take(&mut self.memory), self.file.take());
        let spilled = tokio::task::spawn_blocking(move || {
            let mut file = match file {
                Some(file) => file,
                None => NamedTempFile::new_in(folder)?,
            };
            file.write_all(&piece)?;
            Ok::<_, io::Error>((file, piece))
        });
        let (file, mut piece) = spilled.await.map_err(io::Error::other)??;
        self.on_disk += piece.len();
        piece.clear();
        (self.memory, self.file) = (piece, Some(file));
        Ok(())
    }

    /// The whole content.
    ///
    /// # Errors
    /// When its rest cannot be put on disk.
    pub(super) async fn end(mut self) -> io::Result<Content> {
        if self.file.is_some() && !self.memory.is_empty() {
            self.spill().await?;
        }
        let bytes = self.bytes();
        let (body, lent) = match self.file {
            Some(file) => (Body::File(file), None),
            None => (Body::Memory(self.memory), self.lent),
        };
        Ok(Content { body, bytes, _lent: lent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::smtp_in::Limits;

    fn door(memory_bytes: usize, spool: &Path) -> Arc<Door> {
        let limits = Limits { memory_bytes, spool: Some(spool.to_owned()), memory_wait_ms: 1, ..Limits::default() };
        Arc::new(Door::new(limits, Vec::new()))
    }

    async fn hold(door: &Arc<Door>, bytes: usize) -> Content {
        let mut hold = Hold::begin(door).await.unwrap();
        for _ in 0..bytes / 1_000 {
            hold.memory.extend_from_slice(&[b'x'; 1_000]);
            hold.make_room().await.unwrap();
        }
        hold.end().await.unwrap()
    }

    #[tokio::test]
    async fn what_is_large_lies_on_disk_and_gives_its_memory_back() {
        let folder = tempfile::tempdir().unwrap();
        let door = door(8 << 20, folder.path());
        let mut small = hold(&door, 900_000).await;
        assert!(small.file().is_none());
        assert!(door.memory.available_permits() < 8 << 10);
        assert_eq!(small.take().unwrap().len(), 900_000);
        drop(small);
        let mut large = hold(&door, 3_000_000).await;
        let path = large.file().unwrap().to_owned();
        assert_eq!((large.bytes(), large.take().unwrap().len()), (3_000_000, 3_000_000));
        assert_eq!(door.memory.available_permits(), 8 << 10);
        drop(large);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn where_memory_is_scarce_contents_go_to_disk_earlier_and_new_ones_wait() {
        let folder = tempfile::tempdir().unwrap();
        let door = door(100 << 10, folder.path());
        let first = hold(&door, 60_000).await;
        assert!(first.file().is_none());
        assert!(Hold::begin(&door).await.is_none(), "36 kB are no first share");
        drop(first);
        assert!(hold(&door, 70_000).await.file().is_some(), "no second share was to be had");
        assert!(Hold::begin(&door).await.is_some());
    }
}
