//! Letters of a rich text: bytes in the code page of their font, and UTF-16 units, joined before they are decoded.

use std::collections::HashMap;

use crate::parse::charset;
use crate::tnef::label;

/// Fonts that are told apart.
const MAX_FONTS: usize = 1_000;

#[derive(Default)]
pub(super) struct Words {
    out: String,
    bytes: Vec<u8>,
    units: Vec<u16>,
    codepage: Option<u32>,
    fonts: HashMap<i32, u32>,
    font: i32,
}

impl Words {
    pub(super) fn len(&self) -> usize {
        self.out.len() + self.bytes.len() + self.units.len()
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.flush_units();
        self.bytes.push(byte);
    }

    pub(super) fn unit(&mut self, unit: u16) {
        self.flush_bytes();
        self.units.push(unit);
    }

    pub(super) fn char(&mut self, c: char) {
        self.flush();
        self.out.push(c);
    }

    pub(super) fn set_codepage(&mut self, codepage: u32) {
        self.flush();
        self.codepage = Some(codepage);
    }

    pub(super) fn set_font(&mut self, font: i32) {
        if self.codepage_of(font) != self.codepage_of(self.font) {
            self.flush();
        }
        self.font = font;
    }

    /// What the font table says of a font's letters.
    pub(super) fn name_charset(&mut self, font: i32, charset: i32) {
        let codepage = match charset {
            128 => 932,
            129 => 949,
            134 => 936,
            136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            _ => return,
        };
        if self.fonts.len() < MAX_FONTS {
            self.fonts.insert(font, codepage);
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.flush();
        self.out
    }

    fn codepage_of(&self, font: i32) -> Option<u32> {
        self.fonts.get(&font).copied().or(self.codepage)
    }

    fn flush(&mut self) {
        self.flush_bytes();
        self.flush_units();
    }

    fn flush_bytes(&mut self) {
        if self.bytes.is_ascii() {
            self.out.extend(self.bytes.drain(..).map(char::from));
        } else {
            let codepage = self.codepage_of(self.font).unwrap_or(1252);
            self.out.push_str(&charset::decode_as(&std::mem::take(&mut self.bytes), &label(codepage)));
        }
    }

    fn flush_units(&mut self) {
        self.out.extend(char::decode_utf16(self.units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
}
