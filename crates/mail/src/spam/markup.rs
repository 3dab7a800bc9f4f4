//! The shape of an HTML part: what it shows, hides and asks for. Reads tags one after the other and builds no tree.

use domain::spam::Sign;

use super::Shown;
use super::links::Links;

/// Bytes that are looked at.
const MAX_BYTES: usize = 64_000;
/// Bytes of one tag.
const MAX_TAG_BYTES: usize = 2_000;
/// Bytes of a link's text.
const MAX_ANCHOR_BYTES: usize = 200;
/// Elements that mails have; others were made up to break words for filters.
const KNOWN: [&str; 91] = [
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "b",
    "base",
    "basefont",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "layer",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "meta",
    "nav",
    "nobr",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "param",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "title",
    "tr",
];
/// Further ones, rarer.
const KNOWN_TOO: [&str; 14] = [
    "u", "ul", "tt", "var", "textarea", "tfoot", "thead", "time", "video", "picture", "source", "svg", "wbr", "marquee",
];

pub(super) fn look(shown: &mut Shown, html: &str, links: &mut Links) {
    let html = crate::parse::text::cut(html, MAX_BYTES);
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        rest = page.tag(&rest[at + 1..], rest[..at].chars().next_back(), links);
    }
    page.text(rest);
    page.judge(shown, html.len());
}

#[derive(Default)]
struct Page {
    letters: usize,
    images: usize,
    fonts: usize,
    big: usize,
    unknown: usize,
    tables: usize,
    broken_words: usize,
    characters: usize,
    hidden: usize,
    same_colour: usize,
    beacons: usize,
    opened: bool,
    closed: bool,
    styled: bool,
    centred: bool,
    forms: bool,
    scripts: bool,
    frames: bool,
    red: usize,
    background: String,
    /// Inside `style` or `script`: text is none.
    silent: bool,
}

impl Page {
    fn text(&mut self, text: &str) {
        if !self.silent {
            self.letters += text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
            let written = text.match_indices("&#").filter(|(at, _)| {
                let number = &text.as_bytes()[at + 2..];
                let digits = number.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
                // Letters and digits of ASCII, which need no such writing.
                std::str::from_utf8(&number[..digits])
                    .is_ok_and(|n| n.parse::<u8>().is_ok_and(|n| n.is_ascii_alphanumeric()))
            });
            self.characters += written.count();
        }
    }

    /// Reads the tag whose `<` was just passed and gives what stands behind it.
    fn tag<'h>(&mut self, html: &'h str, before: Option<char>, links: &mut Links) -> &'h str {
        if let Some(comment) = html.strip_prefix("!--") {
            let end = comment.find("-->").map_or(comment.len(), |at| at + 3);
            let after = comment[end..].chars().next();
            let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            self.broken_words += usize::from(inside(before) && inside(after) && !self.silent);
            return &comment[end..];
        }
        let head = crate::parse::text::cut(html, MAX_TAG_BYTES);
        let Some(end) = head.find('>') else { return html };
        let (tag, rest) = (&head[..end], &html[end + 1..]);
        let tag = tag.to_ascii_lowercase();
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        self.element(name, &tag, closing);
        if !closing {
            self.style(name, &tag);
            if let Some(link) = attribute(&tag, "href").filter(|_| matches!(name, "a" | "area")) {
                links.add(link);
                let text = crate::parse::text::cut(rest, MAX_ANCHOR_BYTES);
                links.compare(link, &text[..text.find('<').unwrap_or(text.len())]);
            }
            if let Some(target) = attribute(&tag, "action").filter(|_| name == "form") {
                links.add(target);
            }
        }
        rest
    }

    fn element(&mut self, name: &str, tag: &str, closing: bool) {
        match name {
            "html" => (self.opened, self.closed) = (self.opened || !closing, self.closed || closing),
            "style" | "script" | "title" => {
                self.silent = !closing && name != "title";
                self.styled |= name == "style";
                self.scripts |= name == "script";
            }
            "img" if !closing => {
                let remote = attribute(tag, "src").is_some_and(|src| src.starts_with("http"));
                self.images += usize::from(remote);
                let one = |side| attribute(tag, side).is_some_and(|size| matches!(size, "0" | "1" | "1px" | "0px"));
                self.beacons += usize::from(remote && one("width") && one("height"));
            }
            "form" | "input" | "textarea" => self.forms = true,
            "iframe" | "frame" | "object" | "embed" => self.frames = true,
            "font" if !closing => {
                self.fonts += 1;
                let size = attribute(tag, "size").unwrap_or_default().trim_start_matches('+');
                self.big += usize::from(size.parse::<u8>().is_ok_and(|size| size >= 5));
            }
            "table" if !closing => self.tables += 1,
            "center" => self.centred = true,
            "" => {}
            _ if name.len() > 12 || !(KNOWN.contains(&name) || KNOWN_TOO.contains(&name)) => {
                // Names with a colon are the office programs' own.
                self.unknown += usize::from(!tag.contains(':'));
            }
            _ => {}
        }
    }

    fn style(&mut self, name: &str, tag: &str) {
        let style = attribute(tag, "style").unwrap_or_default();
        let compact: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        let has = |part: &str| compact.contains(part);
        self.hidden +=
            usize::from(has("display:none") || has("visibility:hidden") || has("font-size:0") || has("font-size:1px"));
        self.centred |= attribute(tag, "align") == Some("center");
        if name == "body" || name == "table" || name == "td" {
            if let Some(colour) = attribute(tag, "bgcolor") {
                self.background = colour.to_owned();
            } else if name == "body" {
                self.background = "#ffffff".to_owned();
            }
        }
        let colour = attribute(tag, "color").filter(|_| name == "font");
        let is_red = |colour: &str| matches!(colour, "red" | "#ff0000" | "ff0000" | "#f00");
        self.red += usize::from(colour.is_some_and(is_red) || has("color:red") || has("color:#ff0000"));
        self.same_colour += usize::from(colour.is_some_and(|colour| colour == self.background));
    }

    fn judge(&self, shown: &mut Shown, bytes: usize) {
        shown.sign_if(self.images > 0 && self.letters < 200, Sign::HtmlImageOnly);
        shown.sign_if(self.images > 0, Sign::HtmlImages);
        shown.sign_if(self.images > 5, Sign::HtmlManyImages);
        shown.sign_if(self.beacons > 0, Sign::HtmlBeacon);
        shown.sign_if(self.forms, Sign::HtmlForm);
        shown.sign_if(self.scripts, Sign::HtmlScript);
        shown.sign_if(self.frames, Sign::HtmlFrame);
        shown.sign_if(self.hidden > 0, Sign::HtmlHidden);
        shown.sign_if(self.same_colour > 0, Sign::HtmlSameColour);
        shown.sign_if(self.broken_words > 0, Sign::HtmlBrokenWords);
        shown.sign_if(self.fonts > 8, Sign::HtmlFonts);
        shown.sign_if(self.red > 0, Sign::HtmlRed);
        shown.sign_if(self.big > 0, Sign::HtmlBig);
        shown.sign_if(self.centred, Sign::HtmlCentred);
        shown.sign_if(self.tables > 0, Sign::HtmlTables);
        shown.sign_if(self.styled, Sign::HtmlStyled);
        shown.sign_if(bytes < MAX_BYTES && !(self.opened && self.closed), Sign::HtmlUnclosed);
        shown.sign_if(self.unknown >= 3, Sign::HtmlUnknownTags);
        shown.sign_if(self.characters >= 10, Sign::HtmlCharacters);
        shown.sign_if(self.letters * 6 < bytes, Sign::HtmlLittleText);
    }
}

/// The value of an attribute in a tag in small letters, without quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name).map(|at| at + from) {
        from = at + name.len();
        let stands_alone = at > 0 && matches!(tag.as_bytes()[at - 1], b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'');
        let Some(value) = tag[from..].trim_start().strip_prefix('=').filter(|_| stands_alone) else { continue };
        let value = value.trim_start();
        return Some(match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default().trim(),
            _ => value.split(|c: char| c.is_whitespace()).next().unwrap_or_default().trim_end_matches('/'),
        });
    }
    None
}
