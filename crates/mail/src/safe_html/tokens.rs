//! HTML cut into tags and text, in one pass.
//!
//! In: hostile HTML. Out: text, opening and closing tags with at most [`MAX_ATTRIBUTES`] attributes each; comments,
//! declarations and whatever stands in scripts, styles and the like are passed over. It follows the tokenizer of the HTML
//! standard (13.2.5) closely enough that honest mail reads the same; where it differs nothing can come of it, because
//! whoever writes HTML from these tokens spells every tag and escapes every text anew.
//!
//! Linear: each search either finds its end and goes on behind it, or there is none and the input is over.

use std::borrow::Cow;

/// Attributes of one tag that are read; an honest tag has a dozen.
const MAX_ATTRIBUTES: usize = 40;

/// Elements whose content is no markup; it is passed over together with them.
const OPAQUE: [&str; 9] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// A piece of HTML.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Text as it stands there, character references included.
    Text(&'a str),
    /// An opening tag.
    Open(Tag<'a>),
    /// The name in a closing tag.
    Close(&'a str),
}

/// An opening tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// The name as it is spelled.
    pub name: &'a str,
    /// Names as they are spelled and values with character references, in order.
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, character references resolved; the first of several counts.
    pub(super) fn value(&self, name: &str) -> Option<Cow<'a, str>> {
        let found = self.attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| resolve(value))
    }
}

/// The rest of an input. A clone looks ahead.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        Self { rest: html }
    }

    /// Goes on behind the next `mark`; without one the input is over.
    fn skip_past(&mut self, mark: &str) {
        self.rest = self.rest.split_once(mark).map_or("", |(_, behind)| behind);
    }

    /// Passes over the content of an opaque element; its closing tag comes next.
    fn skip_content(&mut self, name: &str) {
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        while let Some(found) = self.rest[at..].find("</") {
            at += found;
            let spelled = bytes.get(at + 2..at + 2 + name.len());
            let ends =
                bytes.get(at + 2 + name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if ends && spelled.is_some_and(|spelled| spelled.eq_ignore_ascii_case(name.as_bytes())) {
                self.rest = &self.rest[at..];
                return;
            }
            at += 2;
        }
        self.rest = "";
    }

    /// What follows `<`: a tag, or nothing where it was a comment or the input ended in it.
    fn markup(&mut self) -> Option<Token<'a>> {
        let behind = &self.rest[1..];
        if let Some(comment) = behind.strip_prefix("!--") {
            self.rest = comment;
            // `<!-->` and `<!--->` are whole comments.
            match comment.strip_prefix("->").or_else(|| comment.strip_prefix('>')) {
                Some(short) => self.rest = short,
                None => self.skip_past("-->"),
            }
            return None;
        }
        if behind.starts_with(['!', '?']) {
            self.skip_past(">");
            return None;
        }
        if let Some(closing) = behind.strip_prefix('/') {
            if !closing.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.skip_past(">");
                return None;
            }
            self.rest = closing;
            return self.tag().map(|tag| Token::Close(tag.name));
        }
        self.rest = behind;
        let tag = self.tag()?;
        if let Some(name) = OPAQUE.iter().find(|name| name.eq_ignore_ascii_case(tag.name)) {
            self.skip_content(name);
            return None;
        }
        Some(Token::Open(tag))
    }

    /// Reads name and attributes up to the `>`; nothing where the input ends before it.
    fn tag(&mut self) -> Option<Tag<'a>> {
        let (name, mut rest) = split_at(self.rest, |c| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        let mut attributes = Vec::new();
        self.rest = "";
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(behind) = rest.strip_prefix('>') {
                self.rest = behind;
                return Some(Tag { name, attributes });
            }
            // An equals sign at the start belongs to the name.
            let longest = rest.chars().next()?.len_utf8();
            let end = rest[longest..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='));
            let (own, behind) = rest.split_at(end.map_or(rest.len(), |end| longest + end));
            let mut value = "";
            rest = behind.trim_start_matches(|c: char| c.is_ascii_whitespace());
            if let Some(given) = rest.strip_prefix('=') {
                let given = given.trim_start_matches(|c: char| c.is_ascii_whitespace());
                (value, rest) = match given.chars().next()? {
                    quote @ ('"' | '\'') => given[1..].split_once(quote)?,
                    _ => split_at(given, |c| c.is_ascii_whitespace() || c == '>'),
                };
            }
            if attributes.len() < MAX_ATTRIBUTES {
                attributes.push((own, value));
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while !self.rest.is_empty() {
            if is_markup(self.rest) {
                if let Some(token) = self.markup() {
                    return Some(token);
                }
                continue;
            }
            let (text, rest) = self.rest.split_at(text_end(self.rest));
            self.rest = rest;
            return Some(Token::Text(text));
        }
        None
    }
}

/// Where the next tag or comment begins, in a rest that begins with neither.
fn text_end(rest: &str) -> usize {
    let mut at = 0;
    while let Some(found) = rest[at..].find('<') {
        at += found;
        if is_markup(&rest[at..]) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// Whether a `<` begins more than text.
fn is_markup(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'<')
        && bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
}

/// What stands before the first such character, and the rest.
fn split_at(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// The references that hide something in an address or a style; any other stays as it is spelled, and is then escaped.
const NAMED: [(&str, char); 16] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("colon", ':'),
    ("semi", ';'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("lpar", '('),
    ("rpar", ')'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("comma", ','),
    ("period", '.'),
];

/// The longest reference that is looked for, without its ends.
const LONGEST_REFERENCE: usize = 10;

/// Resolves character references in an attribute's value.
fn resolve(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut plain = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let end = behind.bytes().take(LONGEST_REFERENCE + 1).position(|b| !b.is_ascii_alphanumeric() && b != b'#');
        let name = &behind[..end.unwrap_or(if behind.len() <= LONGEST_REFERENCE { behind.len() } else { 0 })];
        match referred(name) {
            Some(letter) => {
                plain.push(letter);
                rest = behind[name.len()..].strip_prefix(';').unwrap_or(&behind[name.len()..]);
            }
            None => {
                plain.push('&');
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The character that a reference such as `#x41` or `amp` stands for.
fn referred(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let found: Vec<String> = Tokens::of(html)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Close(name) => format!("[/{name}]"),
                Token::Open(tag) => {
                    let values = tag.attributes.iter().map(|(name, value)| format!(" {name}={}", resolve(value)));
                    format!("[{}{}]", tag.name, values.collect::<String>())
                }
            })
            .collect();
        assert_eq!(found.join("|"), expected, "{html}");
    }

    #[test]
    fn tags_text_and_what_is_neither() {
        for (html, expected) in [
            ("a<b>c</b >d", "a|[b]|c|[/b]|d"),
            ("<a href=x title = 'y z' z>", "[a href=x title=y z z=]"),
            ("<a href=\"x>y\"/>z", "[a href=x>y]|z"),
            ("1 < 2 <3 <<b>", "1 < 2 <3 <|[b]"),
            ("a<!-- <b> -->c<!-->d<!--->e<!doctype x>f<?xml ?>g<![endif]>h", "a|c|d|e|f|g|h"),
            ("x<style>a<b></style>y<SCRIPT>z</scriptx></script >w", "x|[/style]|y|[/script]|w"),
            ("x<style>never ends", "x"),
            ("x<a href='never ends", "x"),
            ("x<a href=", "x"),
            ("x<", "x<"),
            ("x</ >y</>z", "x|y|z"),
            ("<a/onclick=x>", "[a onclick=x]"),
            ("<a ==x>", "[a ==x]"),
            ("<ż>", "<ż>"),
            ("<a href=java&#115;cript&colon;&#x41;&amp;b&copy=c&#xD800;>", "[a href=javascript:A&b&copy=c&#xD800;]"),
        ] {
            check(html, expected);
        }
    }

    #[test]
    fn a_tag_with_countless_attributes_keeps_the_first() {
        let html = format!("<a {}>", "b=c ".repeat(200_000));
        let Some(Token::Open(tag)) = Tokens::of(&html).next() else { panic!("a tag") };
        assert_eq!(tag.attributes.len(), MAX_ATTRIBUTES);
    }
}
