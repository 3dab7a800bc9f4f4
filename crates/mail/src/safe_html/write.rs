//! From tokens to HTML that nests: every element that opens is closed, in order, and none stands where a browser would
//! have to move it.
//!
//! In: tokens of hostile HTML. Out: HTML of known elements, at most [`MAX_DEPTH`] deep. A tree builder, ours or the
//! browser's, finds nothing in it to mend: mending is what takes quadratic time and memory on hostile mail (formatting
//! that every block opens anew, text that every row hands out of its table).

use std::fmt::Write;

use super::attributes::{self, escape, words};
use super::element::{self, ELEMENTS, Element, Kind};
use super::fold::Fold;
use super::nesting::{Open, is_wall};
use super::picture::{self, Picture};
use super::quote::Reach;
use super::tokens::{Tag, Token, Tokens};
use super::{MAX_OUTPUT_BYTES, Wanted};

/// Elements inside each other.
pub(super) const MAX_DEPTH: usize = 100;
/// Elements inside each other that browsers open anew.
const MAX_FORMATS: usize = 20;
/// Elements in all.
const MAX_ELEMENTS: usize = 60_000;

/// What is written.
pub(super) struct Writer<'w> {
    pub(super) wanted: &'w Wanted<'w>,
    pub(super) out: String,
    pub(super) open: Vec<Open>,
    /// Of each element, how many opening tags were left out whose closing tags are still to come.
    left_out: Vec<u32>,
    pub(super) elements: usize,
    pub(super) fold: Fold,
    pub(super) blocked: usize,
    pub(super) trackers: usize,
    picture_bytes: usize,
    pub(super) cut: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(wanted: &'w Wanted<'w>) -> Self {
        Self {
            wanted,
            out: String::new(),
            open: Vec::new(),
            left_out: vec![0; ELEMENTS.len()],
            elements: 0,
            fold: Fold::default(),
            blocked: 0,
            trackers: 0,
            picture_bytes: 0,
            cut: false,
        }
    }

    /// Writes everything, or as much as fits.
    pub(super) fn write(&mut self, html: &str) {
        let mut tokens = Tokens::of(html);
        while let Some(token) = tokens.next() {
            if self.out.len() >= self.room() || self.elements >= MAX_ELEMENTS {
                self.cut = true;
                break;
            }
            match token {
                Token::Text(text) => self.text(text),
                Token::Open(tag) => self.open(&tag, &tokens),
                Token::Close(name) => self.close(name),
            }
        }
        self.close_to(0);
    }

    /// What was written.
    pub(super) fn finish(mut self) -> String {
        self.fold.finish(&mut self.out);
        self.out
    }

    fn text(&mut self, text: &str) {
        let blank = text.split_whitespace().all(|word| word == "&nbsp;");
        if self.is_between_cells() {
            if blank {
                return;
            }
            self.enter_cell();
        }
        if !blank {
            self.fold.sees_words();
        }
        let room = self.room();
        for letter in text.chars() {
            match letter {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '\0' | '\u{feff}' => {}
                letter => self.out.push(letter),
            }
            if self.out.len() >= room {
                break;
            }
        }
    }

    /// How long the output may become.
    fn room(&self) -> usize {
        MAX_OUTPUT_BYTES + self.picture_bytes
    }

    fn open(&mut self, tag: &Tag<'_>, ahead: &Tokens<'_>) {
        let Some(place) = element::find(tag.name) else { return };
        let element = &ELEMENTS[place];
        if element.kind == Kind::Void {
            return self.void(element, tag, ahead);
        }
        let formats = || self.open.iter().filter(|open| open.kind == Kind::Format).count();
        if self.open.len() + 4 > MAX_DEPTH || (element.kind == Kind::Format && formats() >= MAX_FORMATS) {
            self.left_out[place] = self.left_out[place].saturating_add(1);
            return;
        }
        if !self.make_place(element) {
            return;
        }
        let reach = self.fold_at(tag, ahead);
        self.push(element.name, element.kind, &attributes::kept(element, tag));
        if let (Some(Reach::Element), Some(open)) = (reach, self.open.last_mut()) {
            open.folded = true;
        }
    }

    fn void(&mut self, element: &Element, tag: &Tag<'_>, ahead: &Tokens<'_>) {
        if element.name == "hr" {
            self.end_paragraph();
            self.fold_at(tag, ahead);
        }
        if element.name == "img" {
            return self.picture(element, tag);
        }
        if self.is_between_cells() {
            return;
        }
        self.elements += 1;
        self.put(format_args!("<{}{}>", element.name, attributes::kept(element, tag)));
    }

    fn picture(&mut self, element: &Element, tag: &Tag<'_>) {
        let picture = picture::judge(tag, self.wanted, &mut self.picture_bytes);
        match picture {
            Picture::Tracker => self.trackers += 1,
            Picture::Blocked(_) => self.blocked += 1,
            Picture::Shown(_) | Picture::Missing => {}
        }
        let words = words(tag, "alt");
        if matches!(picture, Picture::Tracker) || (matches!(picture, Picture::Missing) && words.is_empty()) {
            return;
        }
        if self.is_between_cells() {
            self.enter_cell();
        }
        self.elements += 1;
        self.fold.sees_words();
        match picture {
            Picture::Shown(source) => {
                let (source, rest) = (escape(&source), attributes::kept(element, tag));
                self.put(format_args!("<img src=\"{source}\" alt=\"{words}\"{rest}>"));
            }
            Picture::Blocked(size) => self.put(format_args!("<span class=\"blocked\"{size}>{words}</span>")),
            Picture::Missing | Picture::Tracker => self.put(format_args!("<span class=\"missing\">{words}</span>")),
        }
    }

    fn close(&mut self, name: &str) {
        let Some(place) = element::find(name) else { return };
        let Element { name, kind, .. } = ELEMENTS[place];
        if kind == Kind::Void {
            return;
        }
        if self.left_out[place] > 0 {
            self.left_out[place] -= 1;
            return;
        }
        let stops = |open: &Open| match kind {
            Kind::Table => false,
            Kind::Group | Kind::Row | Kind::Cell => open.kind == Kind::Table,
            Kind::Line | Kind::Format => !matches!(open.kind, Kind::Line | Kind::Format) && open.name != "p",
            Kind::Void | Kind::Block | Kind::Item | Kind::Heading => is_wall(open),
        };
        if let Some(at) = self.nearest(|open| open.name == name, stops) {
            self.close_to(if self.open[at].folded { at - 1 } else { at });
        }
    }

    pub(super) fn put(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.out.write_fmt(what);
    }
}
