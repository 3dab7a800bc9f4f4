//! The rich text of a `winmail.dat`: unpacked (MS-OXRTFCP), then read as the HTML or the text that was put into it
//! (MS-OXRTFEX), or as plain text without its layout.
//!
//! In: bytes. Out: text, bounded. One pass, no recursion.

mod compressed;
mod words;

pub(super) use compressed::decompress;

use words::Words;

/// Bytes of text that are kept.
const MAX_BYTES: usize = 4_000_000;
/// Groups inside groups that are told apart.
const MAX_GROUPS: usize = 10_000;

/// What a rich text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The HTML it was made from.
    Html(String),
    /// Its text.
    Text(String),
}

/// What a group inherits from the one around it.
#[derive(Clone, Default)]
struct Group {
    /// Its content is shown to nobody: fonts, colours, pictures, programs' own.
    is_hidden: bool,
    /// Its content is HTML as it was written.
    is_tag: bool,
    /// Its content stands for a tag and is left out.
    is_layout: bool,
    is_font_table: bool,
    font: i32,
    /// Characters that follow a `\u` for readers without Unicode.
    substitutes: usize,
}

/// Reads a rich text.
pub(super) fn read(rtf: &[u8]) -> Content {
    let mut reader = Reader {
        rest: rtf,
        groups: Vec::new(),
        now: Group { substitutes: 1, ..Group::default() },
        words: Words::default(),
        is_html: false,
        skip: 0,
        starred: false,
    };
    while !reader.rest.is_empty() && reader.words.len() < MAX_BYTES && reader.groups.len() < MAX_GROUPS {
        reader.step();
    }
    let is_html = reader.is_html;
    let text = reader.words.finish();
    if is_html { Content::Html(text) } else { Content::Text(text) }
}

struct Reader<'b> {
    rest: &'b [u8],
    groups: Vec<Group>,
    now: Group,
    words: Words,
    is_html: bool,
    /// Characters still to be left out behind a `\u`.
    skip: usize,
    /// A `\*` stood before: a word nobody knows hides its group.
    starred: bool,
}

impl Reader<'_> {
    fn step(&mut self) {
        let Some((first, rest)) = self.rest.split_first() else { return };
        self.rest = rest;
        match first {
            b'{' => self.groups.push(self.now.clone()),
            b'}' => {
                if let Some(outer) = self.groups.pop() {
                    self.now = outer;
                    self.words.set_font(self.now.font);
                }
                self.skip = 0;
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            byte => self.byte(*byte),
        }
    }

    fn control(&mut self) {
        let Some((first, rest)) = self.rest.split_first() else { return };
        if first.is_ascii_alphabetic() {
            self.word();
            return;
        }
        self.rest = rest;
        match first {
            b'\'' => {
                let value = rest.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
                if let Some(value) = value {
                    self.rest = &rest[2..];
                    self.byte(value);
                }
            }
            b'*' => self.starred = true,
            b'~' => self.char('\u{a0}'),
            b'_' => self.char('-'),
            b'\r' | b'\n' => self.line(),
            b'{' | b'}' | b'\\' => self.byte(*first),
            _ => {}
        }
    }

    /// A control word: letters, perhaps a number, perhaps a blank that belongs to it.
    fn word(&mut self) {
        let letters = self.rest.iter().take(40).take_while(|b| b.is_ascii_alphabetic()).count();
        let (name, rest) = self.rest.split_at(letters);
        let digits = rest
            .iter()
            .take(12)
            .enumerate()
            .take_while(|(at, b)| b.is_ascii_digit() || (*at == 0 && **b == b'-'))
            .count();
        let number = std::str::from_utf8(&rest[..digits]).ok().and_then(|digits| digits.parse::<i32>().ok());
        let rest = &rest[digits..];
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let starred = std::mem::take(&mut self.starred);
        match (name, number) {
            (b"fromhtml", _) => self.is_html = true,
            (b"htmltag", _) => self.now.is_tag = true,
            (b"htmlrtf", number) => self.now.is_layout = number != Some(0),
            (b"fonttbl", _) => {
                self.now.is_font_table = true;
                self.now.is_hidden = true;
            }
            (b"ansicpg", Some(codepage)) => self.words.set_codepage(codepage.unsigned_abs()),
            (b"f", Some(font)) => {
                self.now.font = font;
                self.words.set_font(font);
            }
            (b"fcharset", Some(charset)) if self.now.is_font_table => self.words.name_charset(self.now.font, charset),
            (b"uc", Some(count)) => self.now.substitutes = usize::try_from(count).unwrap_or_default().min(10),
            (b"u", Some(code)) => {
                if self.is_shown() {
                    self.words.unit(code as u16);
                }
                self.skip = self.now.substitutes;
            }
            (b"par" | b"line" | b"sect" | b"page" | b"row", _) => self.line(),
            (b"tab" | b"cell", _) => self.char('\t'),
            (b"bin", Some(count)) => {
                self.rest = self.rest.get(usize::try_from(count).unwrap_or_default()..).unwrap_or_default()
            }
            _ => self.other(name, starred),
        }
    }

    fn other(&mut self, name: &[u8], starred: bool) {
        const HIDDEN: [&[u8]; 14] = [
            b"colortbl",
            b"stylesheet",
            b"info",
            b"pict",
            b"object",
            b"header",
            b"headerl",
            b"headerr",
            b"headerf",
            b"footer",
            b"footerl",
            b"footerr",
            b"footerf",
            b"mhtmltag",
        ];
        let sign = match name {
            b"lquote" => '‘',
            b"rquote" => '’',
            b"ldblquote" => '“',
            b"rdblquote" => '”',
            b"bullet" => '•',
            b"endash" => '–',
            b"emdash" => '—',
            _ => {
                self.now.is_hidden |= starred || HIDDEN.contains(&name);
                return;
            }
        };
        self.char(sign);
    }

    fn is_shown(&self) -> bool {
        !self.now.is_hidden && (!self.now.is_layout || self.now.is_tag)
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.is_shown() {
            self.words.byte(byte);
        }
    }

    fn char(&mut self, c: char) {
        if self.is_shown() {
            self.words.char(c);
        }
    }

    fn line(&mut self) {
        self.char('\n');
    }
}
