//! The lines being written: blanks folded, breaks counted, quotes and lists marked at the start of each line.

/// Quote marks before a line; deeper quotes show no more of them.
const MAX_MARKS: usize = 12;
/// Steps that nested lists are indented.
const MAX_STEPS: usize = 8;
/// Empty lines in a row that are kept.
const MAX_EMPTY: usize = 2;
/// What a line across the page becomes, as Outlook writes it.
const RULE: &str = "________________________________";

#[derive(Default)]
pub(super) struct Page {
    out: String,
    /// Whether the line has content.
    is_open: bool,
    /// Whether an empty line is due before the next content.
    wants_empty: bool,
    empty_lines: usize,
    /// A blank that is written when something follows it on the line.
    blank: bool,
    /// Open `blockquote`s, and whether each quotes.
    quotes: Vec<bool>,
    depth: usize,
    /// The depth of the last line with content.
    last_depth: usize,
    /// Open lists with the number of the next item.
    lists: Vec<Option<u32>>,
    /// What stands before the next line's content.
    marker: String,
    is_pre: bool,
    cell: Cell,
}

/// Where in a table row we are.
#[derive(Default, PartialEq, Eq)]
enum Cell {
    #[default]
    None,
    /// A cell began and is empty so far; a line end before it would tear the row apart.
    Fresh,
    /// It has content, which began at this byte.
    Filled(usize),
}

impl Page {
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    pub(super) fn finish(mut self) -> String {
        self.end_line();
        self.out
    }

    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.is_pre => self.br(),
                ' ' | '\t' if self.is_pre => self.put(c),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.blank = true,
                '\u{a0}' => self.put(' '),
                // What only pads preheaders or marks where a word may break.
                '\u{ad}' | '\u{34f}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
                '\u{200c}' if !self.out.ends_with(char::is_alphabetic) => {}
                c => self.put(c),
            }
        }
    }

    fn put(&mut self, c: char) {
        if !self.is_open {
            self.start_line();
        } else if self.blank {
            self.out.push(' ');
        }
        if self.cell == Cell::Fresh {
            self.cell = Cell::Filled(self.out.len());
        }
        self.blank = false;
        self.out.push(c);
    }

    fn start_line(&mut self) {
        if self.wants_empty && self.marker.is_empty() && !self.out.is_empty() && self.empty_lines == 0 {
            self.mark(self.depth.min(self.last_depth));
            self.trim();
            self.out.push('\n');
        }
        self.mark(self.depth);
        self.last_depth = self.depth;
        self.out.push_str(&std::mem::take(&mut self.marker));
        (self.wants_empty, self.empty_lines, self.is_open, self.blank) = (false, 0, true, false);
    }

    fn mark(&mut self, depth: usize) {
        for _ in 0..depth.min(MAX_MARKS) {
            self.out.push_str("> ");
        }
    }

    fn empty_line(&mut self) {
        if self.empty_lines < MAX_EMPTY {
            self.mark(self.depth);
            self.trim();
            self.out.push('\n');
            self.empty_lines += 1;
        }
    }

    fn trim(&mut self) {
        let kept = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(kept);
    }

    fn end_line(&mut self) {
        if self.is_open {
            self.trim();
            // A line of hard blanks alone is how word processors write an empty line.
            let is_empty = self.out.ends_with('\n') || self.out.is_empty();
            self.empty_lines = usize::from(is_empty);
            self.out.push('\n');
            self.is_open = false;
        }
        self.blank = false;
    }

    pub(super) fn br(&mut self) {
        if self.is_open { self.end_line() } else { self.empty_line() }
    }

    pub(super) fn block(&mut self) {
        if self.cell != Cell::Fresh {
            self.end_line();
        }
    }

    pub(super) fn paragraph(&mut self) {
        self.block();
        self.wants_empty |= self.cell != Cell::Fresh;
    }

    pub(super) fn rule(&mut self) {
        self.end_line();
        self.text(RULE);
        self.end_line();
    }

    pub(super) fn pre(&mut self, is_pre: bool) {
        self.block();
        self.is_pre = is_pre;
    }

    pub(super) fn quote(&mut self, quotes: bool) {
        self.end_line();
        self.quotes.push(quotes);
        self.depth += usize::from(quotes);
    }

    pub(super) fn end_quote(&mut self) {
        self.end_line();
        self.wants_empty = false;
        self.depth -= usize::from(self.quotes.pop().unwrap_or_default());
    }

    pub(super) fn list(&mut self, first: Option<u32>) {
        self.block();
        self.lists.push(first);
    }

    pub(super) fn end_list(&mut self) {
        self.end_line();
        self.marker.clear();
        self.lists.pop();
    }

    pub(super) fn item(&mut self) {
        self.end_line();
        self.marker = "  ".repeat(self.lists.len().saturating_sub(1).min(MAX_STEPS));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.marker.push_str(&format!("{number}. "));
                *number = number.saturating_add(1);
            }
            _ => self.marker.push_str("- "),
        }
    }

    pub(super) fn row(&mut self) {
        self.end_line();
        self.cell = Cell::None;
    }

    pub(super) fn end_row(&mut self) {
        self.end_line();
        self.cell = Cell::None;
    }

    pub(super) fn cell(&mut self) {
        self.end_cell();
        self.cell = Cell::Fresh;
    }

    /// The next cell goes on in the same line, unless this one had several lines.
    pub(super) fn end_cell(&mut self) {
        let Cell::Filled(start) = std::mem::replace(&mut self.cell, Cell::Fresh) else { return };
        self.trim();
        let content = self.out.get(start..).unwrap_or_default().trim_end_matches('\n');
        if content.is_empty() {
            return;
        }
        if content.contains('\n') {
            self.end_line();
            return;
        }
        let end = start + content.len();
        self.out.truncate(end);
        self.out.push('\t');
        (self.is_open, self.wants_empty, self.empty_lines, self.blank) = (true, false, 0, false);
    }
}
