//! Little-endian numbers and bytes read in order; `None` behind the end.

pub(super) struct Stream<'b> {
    rest: &'b [u8],
}

impl<'b> Stream<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// `count` bytes, and those that fill them up to a multiple of four, as far as they are there.
    pub(super) fn padded(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.bytes(count)?;
        let padding = (4 - count % 4) % 4;
        self.rest = self.rest.get(padding..).unwrap_or_default();
        Some(taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.bytes(1).map(|bytes| bytes[0])
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.bytes(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.bytes(4)?.try_into().ok().map(u32::from_le_bytes)
    }
}
