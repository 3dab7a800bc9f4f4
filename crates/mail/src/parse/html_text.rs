//! HTML as the text a person would read.
//!
//! For mails without a text part and for everything that reads words out of HTML. One pass over the tokens (WHATWG
//! HTML 13.2.5), no tree and no recursion: nesting costs nothing, whatever its depth.
//!
//! In: the HTML of a mail, hostile. Out: lines without tags, bounded: blocks on lines of their own, tables row by row
//! with a tab between cells, quotes behind `> `, list items behind `- ` or their number. What the mail hides is left
//! out.

mod page;
mod style;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::body::{MAX_HTML_BYTES, MAX_TEXT_BYTES};
use super::text::{cut, paragraphs};
use page::Page;
use style::Tag;

/// The text of `html`: at most [`MAX_TEXT_BYTES`], LF line ends, without NUL.
pub fn text_of_html(html: &str) -> String {
    let html = cut(html, MAX_HTML_BYTES);
    let shown = walk(html, true);
    // A title or a hiding element that never ends hides the whole mail; then what it hides is all there is.
    if shown.trim().is_empty() { paragraphs(&walk(html, false), MAX_TEXT_BYTES) } else { shown }
}

fn walk(html: &str, hides: bool) -> String {
    let mut reader = Reader { page: Page::default(), tag: Tag::default(), skipped: None, hides, is_tight: false };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        reader.take(event);
        (reader.page.len() > MAX_TEXT_BYTES).then_some(())
    });
    emitter.naively_switch_states(hides);
    // The first thing it yields says that there is enough.
    Tokenizer::new_with_emitter(html, emitter).next();
    paragraphs(&reader.page.finish(), MAX_TEXT_BYTES)
}

/// An element whose content is left out.
struct Skipped {
    name: Vec<u8>,
    /// How many elements of its name are open.
    open: usize,
}

struct Reader {
    page: Page,
    /// The start tag being read.
    tag: Tag,
    skipped: Option<Skipped>,
    /// Whether what the mail hides is left out.
    hides: bool,
    /// Whether the last `p` stands without empty lines around it.
    is_tight: bool,
}

impl Reader {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.begin(name),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = std::mem::take(&mut self.tag);
                self.open(&tag, self_closing);
            }
            CallbackEvent::EndTag { name } => self.close(name),
            CallbackEvent::String { value } if self.skipped.is_none() => {
                self.page.text(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag, self_closing: bool) {
        let name: &[u8] = &tag.name;
        if let Some(skipped) = &mut self.skipped {
            if !ends_the_one_before(name) || skipped.name != name {
                skipped.open += usize::from(skipped.name == name && !self_closing);
                return;
            }
            // `<p>` ends the `<p>` before it.
            self.skipped = None;
        }
        let is_left_out =
            if self.hides { NEVER_SHOWN.contains(&name) || style::is_hidden(tag) } else { PROGRAMS.contains(&name) };
        if is_left_out && !VOID.contains(&name) {
            self.skipped = Some(Skipped { name: name.to_vec(), open: 1 });
            return;
        }
        match name {
            b"br" => self.page.br(),
            b"hr" => self.page.rule(),
            b"img" => self.page.text(style::picture_sign(tag).unwrap_or_default().as_str()),
            b"pre" | b"textarea" => self.page.pre(true),
            b"blockquote" => self.page.quote(style::is_quote(tag)),
            b"ul" => self.page.list(None),
            b"ol" => self.page.list(Some(1)),
            b"li" => self.page.item(),
            b"tr" => self.page.row(),
            b"td" | b"th" => self.page.cell(),
            b"p" => {
                self.is_tight = style::is_tight(tag);
                if self.is_tight { self.page.block() } else { self.page.paragraph() }
            }
            _ if is_apart(name) => self.page.paragraph(),
            _ if is_block(name) => self.page.block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some(skipped) = &mut self.skipped {
            skipped.open -= usize::from(skipped.name == name);
            if skipped.open == 0 {
                self.skipped = None;
            }
            return;
        }
        match name {
            b"pre" | b"textarea" => self.page.pre(false),
            b"blockquote" => self.page.end_quote(),
            b"ul" | b"ol" => self.page.end_list(),
            b"tr" => self.page.end_row(),
            b"td" | b"th" => self.page.end_cell(),
            // A stray `</br>` counts as a start (WHATWG HTML 13.2.6.4.7).
            b"br" => self.page.br(),
            b"p" if self.is_tight => self.page.block(),
            _ if is_apart(name) => self.page.paragraph(),
            _ if is_block(name) => self.page.block(),
            _ => {}
        }
    }
}

/// Elements whose content nobody sees.
const NEVER_SHOWN: [&[u8]; 14] = [
    b"style",
    b"script",
    b"title",
    b"template",
    b"noscript",
    b"svg",
    b"math",
    b"object",
    b"iframe",
    b"select",
    b"audio",
    b"video",
    b"map",
    b"noembed",
];
/// Those that no person wrote, whatever is hidden.
const PROGRAMS: [&[u8]; 2] = [b"style", b"script"];
/// Elements without content and end.
const VOID: [&[u8]; 9] = [b"br", b"hr", b"img", b"input", b"meta", b"link", b"area", b"base", b"wbr"];

fn ends_the_one_before(name: &[u8]) -> bool {
    matches!(name, b"p" | b"td" | b"th" | b"tr")
}

/// Blocks with an empty line around them.
fn is_apart(name: &[u8]) -> bool {
    matches!(name, b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6")
}

fn is_block(name: &[u8]) -> bool {
    const BLOCKS: [&[u8]; 25] = [
        b"address",
        b"article",
        b"aside",
        b"body",
        b"caption",
        b"center",
        b"dd",
        b"details",
        b"dir",
        b"div",
        b"dl",
        b"dt",
        b"fieldset",
        b"figure",
        b"footer",
        b"form",
        b"header",
        b"legend",
        b"li",
        b"main",
        b"nav",
        b"p",
        b"section",
        b"summary",
        b"table",
    ];
    BLOCKS.contains(&name)
}

#[cfg(test)]
mod tests;
