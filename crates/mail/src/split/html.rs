//! An HTML body as lines, each with what its elements say of it.
//!
//! In: the HTML of a mail, hostile. Out: the lines a person would read, marked as quoted, as a signature, or as the place
//! where history begins. One pass over the tokens (WHATWG HTML 13.2.5), no tree and no recursion.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::container::{self, Role};
use super::lines::{self, Line, Mark};

/// One line that HTML shows.
pub(super) type Shown = (String, Mark);

/// The lines that `html` shows.
pub(super) fn shown(html: &str) -> Vec<Shown> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(&tag.name),
            Token::String(text) if page.skipped.is_none() => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    page.end_line();
    page.lines
}

/// The same, ready to be divided.
pub(super) fn of_shown(shown: &[Shown]) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(shown.len());
    for (text, mark) in shown {
        let line = if *mark == Mark::Plain { Line::plain(text, 0) } else { Line { text, mark: *mark, at: 0 } };
        lines::push(&mut lines, line);
    }
    lines
}

/// An open element that says something of its content.
struct Open {
    name: Vec<u8>,
    /// How many elements of its name are open inside, itself included.
    depth: usize,
    role: Role,
}

#[derive(Default)]
struct Page {
    lines: Vec<Shown>,
    line: String,
    /// The mark of the line being written, as its first words had it.
    mark: Option<Mark>,
    blank: bool,
    open: Vec<Open>,
    /// How many of the open elements quote, sign, or introduce a quote.
    quotes: usize,
    signatures: usize,
    attributions: usize,
    regions: usize,
    skipped: Option<(Vec<u8>, usize)>,
    preformatted: bool,
}

impl Page {
    fn open(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped.as_slice() == name && !tag.self_closing);
            return;
        }
        if container::is_unseen(name) && !tag.self_closing {
            self.skipped = Some((name.to_vec(), 1));
            return;
        }
        match name {
            b"br" => self.line_break(),
            b"p" => self.paragraph(),
            b"td" | b"th" => self.blank = true,
            b"pre" => self.preformatted = true,
            _ => {}
        }
        if container::is_block(name) {
            self.end_line();
        }
        let role = container::role(tag, self.regions > 0);
        if role == Some(Role::Cut) {
            self.end_line();
            let mark = if self.quotes > 0 { Mark::Quote } else { Mark::Cut };
            self.lines.push((String::new(), mark));
        }
        if let Some(open) = self.open.last_mut().filter(|open| open.name == name) {
            open.depth += 1;
        }
        if let Some(role) = role.filter(|_| !container::is_void(name)) {
            self.end_line();
            self.count(role, true);
            self.open.push(Open { name: name.to_vec(), depth: 1, role });
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped.as_slice() == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match name {
            b"p" => self.paragraph(),
            b"br" => self.line_break(),
            b"pre" => self.preformatted = false,
            _ => {}
        }
        if container::is_block(name) {
            self.end_line();
        }
        let Some(open) = self.open.last_mut().filter(|open| open.name == name) else { return };
        open.depth -= 1;
        if open.depth == 0 {
            self.end_line();
            if let Some(open) = self.open.pop() {
                self.count(open.role, false);
            }
            // The same end closes one of that name in the element around, where it has one.
            if let Some(around) = self.open.last_mut().filter(|open| open.name == name) {
                around.depth -= 1;
            }
        }
    }

    fn count(&mut self, role: Role, more: bool) {
        let count = match role {
            Role::Quote => &mut self.quotes,
            Role::Signature => &mut self.signatures,
            Role::Attribution => &mut self.attributions,
            Role::Region => &mut self.regions,
            Role::Cut => return,
        };
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
    }

    fn mark(&self) -> Mark {
        match (self.quotes, self.attributions, self.signatures) {
            (1.., ..) => Mark::Quote,
            (_, 1.., _) => Mark::Attribution,
            (.., 1..) => Mark::Signature,
            _ => Mark::Plain,
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.preformatted => self.line_break(),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.blank = true,
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
                c => {
                    if self.blank && !self.line.is_empty() {
                        self.line.push(' ');
                    }
                    self.blank = false;
                    if self.mark.is_none() {
                        self.mark = Some(self.mark());
                    }
                    self.line.push(if c == '\u{a0}' { ' ' } else { c });
                }
            }
        }
    }

    fn line_break(&mut self) {
        if self.line.is_empty() { self.empty_line() } else { self.end_line() }
    }

    fn paragraph(&mut self) {
        self.end_line();
        if self.lines.last().is_some_and(|(text, _)| !text.trim().is_empty()) {
            self.empty_line();
        }
    }

    fn empty_line(&mut self) {
        let mark = self.mark();
        self.lines.push((String::new(), mark));
    }

    fn end_line(&mut self) {
        self.blank = false;
        if self.line.is_empty() {
            return;
        }
        let mark = self.mark.take().unwrap_or(Mark::Plain);
        let text = std::mem::take(&mut self.line);
        self.lines.push((text.trim_end().to_owned(), mark));
    }
}
