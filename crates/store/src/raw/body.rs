//! The bytes of an arrival: small ones packed in the row, large ones in a blob.

use std::cell::RefCell;

use crate::blob::{Blobs, Hash};
use crate::error::{Error, Result};

/// Up to this size the raw bytes live in the row, compressed; larger ones become blobs.
pub const ROW_BYTES: usize = 256 * 1024;

/// The largest arrival that is ever unpacked, in bytes.
pub const MAX_BYTES: usize = 100 * 1024 * 1024;

thread_local! {
    static PACKING: RefCell<Packing> = RefCell::default();
}

/// What packs and unpacks on one thread: setting it up costs more than packing a mail.
#[derive(Default)]
struct Packing {
    compressor: Option<zstd::bulk::Compressor<'static>>,
    decompressor: Option<zstd::bulk::Decompressor<'static>>,
}

impl Packing {
    fn pack(&mut self, raw: &[u8]) -> std::io::Result<Vec<u8>> {
        let compressor = match &mut self.compressor {
            Some(ready) => ready,
            none => none.insert(zstd::bulk::Compressor::new(1)?),
        };
        compressor.compress(raw)
    }

    fn unpack(&mut self, packed: &[u8], at_most: usize) -> std::io::Result<Vec<u8>> {
        let decompressor = match &mut self.decompressor {
            Some(ready) => ready,
            none => none.insert(zstd::bulk::Decompressor::new()?),
        };
        decompressor.decompress(packed, at_most)
    }
}

/// Where an arrival's bytes are.
#[derive(Clone, Debug)]
pub enum Body {
    /// In the row, zstd.
    Row(Vec<u8>),
    /// In a blob.
    Blob(Hash),
}

impl Body {
    /// Packs raw bytes: small ones for the row, large ones into the blobs (durably; blocks).
    pub fn pack(raw: &[u8], blobs: &Blobs) -> Result<Self> {
        if raw.len() > ROW_BYTES {
            return blobs.keep(raw).map(Self::Blob);
        }
        PACKING
            .with_borrow_mut(|packing| packing.pack(raw))
            .map(Self::Row)
            .map_err(|e| Error::Statement { statement: "pack", why: e.to_string() })
    }

    /// The raw bytes again. Blocks.
    pub fn unpack(&self, blobs: &Blobs) -> Result<Vec<u8>> {
        match self {
            Self::Row(packed) => PACKING
                .with_borrow_mut(|packing| packing.unpack(packed, unpacked_bytes(packed)))
                .map_err(|e| Error::Statement { statement: "unpack", why: e.to_string() }),
            Self::Blob(hash) => blobs.read(*hash),
        }
    }
}

/// How many bytes a packed row becomes, as it says itself, at most [`ROW_BYTES`].
fn unpacked_bytes(packed: &[u8]) -> usize {
    let said = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
    said.and_then(|bytes| usize::try_from(bytes).ok()).map_or(ROW_BYTES, |bytes| bytes.min(ROW_BYTES))
}
