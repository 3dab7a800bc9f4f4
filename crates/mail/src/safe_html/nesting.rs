//! Where elements may stand: what each ends, what it needs around it, what its closing tag reaches.
//!
//! It follows what tree builders do with honest mail (HTML standard, 13.2.6) and is stricter where they would move things:
//! formatting that a block cuts is closed, words between the cells of a table get a cell.

use super::attributes::escape;
use super::element::{Element, Kind};
use super::quote::{self, Reach};
use super::tokens::{Tag, Tokens};
use super::write::Writer;

/// An element that is open.
pub(super) struct Open {
    pub name: &'static str,
    pub kind: Kind,
    /// Where its tag begins and ends in what is written.
    pub from: usize,
    pub inner: usize,
    /// Whether the fold around it ends with it.
    pub folded: bool,
}

impl Writer<'_> {
    /// Closes what an element ends and opens what it stands in. `false`: there is no place for it.
    pub(super) fn make_place(&mut self, element: &Element) -> bool {
        match element.kind {
            Kind::Group | Kind::Row | Kind::Cell => return self.enter_table(element.kind),
            Kind::Block | Kind::Table | Kind::Item | Kind::Heading => self.end_paragraph(),
            Kind::Void | Kind::Line | Kind::Format => {}
        }
        let ends = match element.name {
            "li" => self.nearest(|open| open.name == "li", |open| matches!(open.name, "ul" | "ol") || is_wall(open)),
            "dd" | "dt" => {
                self.nearest(|open| matches!(open.name, "dd" | "dt"), |open| open.name == "dl" || is_wall(open))
            }
            "a" => self.nearest(|open| open.name == "a", is_wall),
            _ if element.kind == Kind::Heading => {
                self.open.last().filter(|open| open.kind == Kind::Heading).map(|_| self.open.len() - 1)
            }
            _ => None,
        };
        if let Some(at) = ends {
            self.close_to(at);
        }
        if self.is_between_cells() {
            self.enter_cell();
        }
        true
    }

    /// Goes back to where in the nearest table a group, a row or a cell may stand.
    pub(super) fn enter_table(&mut self, kind: Kind) -> bool {
        let Some(table) = self.nearest(|open| open.kind == Kind::Table, |_| false) else { return false };
        let holds = |open: &Open| match kind {
            Kind::Cell => matches!(open.kind, Kind::Row | Kind::Group | Kind::Table),
            Kind::Row => matches!(open.kind, Kind::Group | Kind::Table),
            _ => open.kind == Kind::Table,
        };
        let inside = self.nearest(holds, |_| false).unwrap_or(table);
        self.close_to(inside + 1);
        if kind == Kind::Cell && self.open[inside].kind != Kind::Row {
            self.push("tr", Kind::Row, "");
        }
        true
    }

    /// Whether what comes next would stand in a table and in none of its cells.
    pub(super) fn is_between_cells(&self) -> bool {
        self.open.last().is_some_and(|open| matches!(open.kind, Kind::Table | Kind::Group | Kind::Row))
    }

    pub(super) fn enter_cell(&mut self) {
        if self.open.last().is_some_and(|open| open.kind != Kind::Row) {
            self.push("tr", Kind::Row, "");
        }
        self.push("td", Kind::Cell, "");
    }

    pub(super) fn end_paragraph(&mut self) {
        if let Some(at) = self.nearest(|open| open.name == "p", is_wall) {
            self.close_to(at);
        }
    }

    /// The innermost open element that fits, looking no further than one that stops.
    pub(super) fn nearest(&self, fits: impl Fn(&Open) -> bool, stops: impl Fn(&Open) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if fits(open) {
                return Some(at);
            }
            if stops(open) {
                return None;
            }
        }
        None
    }

    /// Begins the fold before an element that begins a quote, the first of them.
    pub(super) fn fold_at(&mut self, tag: &Tag<'_>, ahead: &Tokens<'_>) -> Option<Reach> {
        let words = self.wanted.fold.filter(|_| self.fold.is_free())?;
        let reach = quote::begins(tag, ahead, &self.out)?;
        // A mark alone in boxes of its own: what it marks comes behind the boxes.
        let mut boxes = Vec::new();
        while let Some(last) = self.open.last()
            && reach == Reach::Rest
            && matches!(last.name, "div" | "span" | "font" | "p")
            && self.out[last.inner..].trim().is_empty()
            && let Some(last) = self.open.pop()
        {
            boxes.push((last.name, last.kind, self.out[last.from..last.inner].to_owned()));
            self.out.truncate(last.from);
        }
        self.fold.begin(self.out.len());
        self.push("details", Kind::Block, " class=\"quote\"");
        self.put(format_args!("<summary>{}</summary>", escape(words)));
        for (name, kind, tag) in boxes.into_iter().rev() {
            let from = self.out.len();
            self.out.push_str(&tag);
            self.open.push(Open { name, kind, from, inner: self.out.len(), folded: false });
        }
        Some(reach)
    }

    pub(super) fn push(&mut self, name: &'static str, kind: Kind, attributes: &str) {
        let from = self.out.len();
        self.elements += 1;
        self.put(format_args!("<{name}{attributes}>"));
        self.open.push(Open { name, kind, from, inner: self.out.len(), folded: false });
    }

    pub(super) fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some(open) = self.open.pop()
        {
            self.put(format_args!("</{}>", open.name));
            if open.name == "details" {
                self.fold.end();
            }
        }
    }
}

/// What a closing tag inside does not reach beyond.
pub(super) fn is_wall(open: &Open) -> bool {
    matches!(open.kind, Kind::Table | Kind::Group | Kind::Row | Kind::Cell)
}
