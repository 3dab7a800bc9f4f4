//! Lists of properties (MS-OXTNEF 2.1.3.4, types of MS-OXCDATA 2.11.1).

use encoding_rs::UTF_16LE;

use super::stream::Stream;
use super::{label, words};
use crate::parse::charset;

/// Properties of one list that are read.
const MAX_PROPERTIES: u32 = 5_000;

/// The properties that are read (MS-OXPROPS).
pub(super) mod tag {
    pub(in super::super) const SUBJECT: u16 = 0x0037;
    pub(in super::super) const BODY: u16 = 0x1000;
    pub(in super::super) const RTF_COMPRESSED: u16 = 0x1009;
    pub(in super::super) const HTML: u16 = 0x1013;
    pub(in super::super) const DISPLAY_NAME: u16 = 0x3001;
    pub(in super::super) const ATTACHMENT_DATA: u16 = 0x3701;
    pub(in super::super) const FILE_NAME: u16 = 0x3704;
    pub(in super::super) const LONG_FILE_NAME: u16 = 0x3707;
    pub(in super::super) const MEDIA_TYPE: u16 = 0x370e;
    pub(in super::super) const CONTENT_ID: u16 = 0x3712;
    pub(in super::super) const INTERNET_CODEPAGE: u16 = 0x3fde;
    pub(in super::super) const CODEPAGE: u16 = 0x3ffd;
    pub(super) const ALL: [u16; 12] = [
        SUBJECT,
        BODY,
        RTF_COMPRESSED,
        HTML,
        DISPLAY_NAME,
        ATTACHMENT_DATA,
        FILE_NAME,
        LONG_FILE_NAME,
        MEDIA_TYPE,
        CONTENT_ID,
        INTERNET_CODEPAGE,
        CODEPAGE,
    ];
}

/// Types of values.
mod kind {
    pub(super) const STRING_8: u16 = 0x001e;
    pub(super) const UNICODE: u16 = 0x001f;
    pub(super) const OBJECT: u16 = 0x000d;
    pub(super) const BINARY: u16 = 0x0102;
    pub(super) const MULTIPLE: u16 = 0x1000;
}

/// What says that an object is a message (MS-OXTNEF 2.1.3.3.15).
const MESSAGE_INTERFACE: [u8; 16] = [0x07, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];

/// The properties of a message or an attachment that anyone asks for.
#[derive(Default)]
pub(super) struct Properties<'b> {
    found: Vec<(u16, u16, &'b [u8])>,
}

impl<'b> Properties<'b> {
    /// Reads a list; false when it was not read to its end.
    pub(super) fn read(content: &'b [u8]) -> (Self, bool) {
        let mut properties = Self::default();
        let mut stream = Stream::new(content);
        let count = stream.u32();
        let is_whole = count.is_some_and(|count| {
            count <= MAX_PROPERTIES && (0..count).all(|_| properties.property(&mut stream).is_some())
        });
        (properties, is_whole)
    }

    fn property(&mut self, stream: &mut Stream<'b>) -> Option<()> {
        let (kind, tag) = (stream.u16()?, stream.u16()?);
        if tag >= 0x8000 {
            // A property with a name of its own: the set, then a number or letters.
            stream.bytes(16)?;
            if stream.u32()? == 0 {
                stream.u32()?;
            } else {
                let length = stream.u32()?;
                stream.padded(length as usize)?;
            }
        }
        let is_multiple = kind & kind::MULTIPLE != 0;
        let single = kind & !kind::MULTIPLE;
        let has_length = matches!(single, kind::STRING_8 | kind::UNICODE | kind::OBJECT | kind::BINARY);
        let count = if is_multiple || has_length { stream.u32()? } else { 1 };
        if count > 1 && !has_length && fixed(single)? == 0 {
            // Any number of nothings would be read without end.
            return None;
        }
        for at in 0..count {
            let length = if has_length { stream.u32()? as usize } else { fixed(single)? };
            let value = stream.padded(length)?;
            if at == 0 && tag::ALL.contains(&tag) {
                self.found.push((tag, single, value));
            }
        }
        Some(())
    }

    fn value(&self, tag: u16) -> Option<(u16, &'b [u8])> {
        self.found.iter().find(|(found, _, _)| *found == tag).map(|(_, kind, value)| (*kind, *value))
    }

    pub(super) fn bytes(&self, tag: u16) -> Option<&'b [u8]> {
        self.value(tag).map(|(_, value)| value)
    }

    pub(super) fn number(&self, tag: u16) -> Option<u32> {
        Stream::new(self.bytes(tag)?).u32()
    }

    /// A text; `codepage` is what those without Unicode are written in.
    pub(super) fn text(&self, tag: u16, codepage: Option<u32>) -> Option<String> {
        match self.value(tag)? {
            (kind::UNICODE, value) => {
                let text = UTF_16LE.decode_without_bom_handling(value).0;
                Some(text.trim_end_matches('\0').to_owned())
            }
            (kind::STRING_8, value) => Some(words(value, codepage)),
            (kind::BINARY, value) => Some(charset::decode(value, codepage.map(label).as_deref()).text),
            _ => None,
        }
    }

    /// The message that an attachment is.
    pub(super) fn message(&self) -> Option<&'b [u8]> {
        let (kind, value) = self.value(tag::ATTACHMENT_DATA)?;
        (kind == kind::OBJECT).then(|| value.strip_prefix(&MESSAGE_INTERFACE)).flatten()
    }
}

/// Bytes of a value of fixed length.
fn fixed(kind: u16) -> Option<usize> {
    match kind {
        0x0001 => Some(0),
        0x0002 | 0x000b => Some(2),
        0x0003 | 0x0004 | 0x000a => Some(4),
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => Some(8),
        0x0048 => Some(16),
        _ => None,
    }
}
