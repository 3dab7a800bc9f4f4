//! The pieces of an address field.

/// Bytes within which a quote must end.
const MAX_QUOTE_BYTES: usize = 10_000;
/// Bytes within which a bracket must end.
const MAX_BRACKET_BYTES: usize = 2_000;

/// One piece.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Letters without blanks, an encoded word whole, or a bare address.
    Word(&'t str),
    /// What stood between quotes, escapes resolved.
    Quoted(String),
    /// What stood between parentheses.
    Comment(String),
    /// What stood between `<` and `>`.
    Bracketed(&'t str),
    Comma,
    Colon,
    /// A semicolon.
    End,
}

pub(super) struct Scanner<'t> {
    rest: &'t str,
    /// A comment was never closed: from there on parentheses are letters.
    no_comments: bool,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(field: &'t str) -> Self {
        Self { rest: field, no_comments: false }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn quoted(&mut self) -> Option<Token<'t>> {
        let inside = super::cut(&self.rest[1..], MAX_QUOTE_BYTES);
        let end = closing_quote(inside)?;
        let content = &inside[..end];
        if forgot_quote(content) {
            return None;
        }
        let whole = &self.rest[..end + 2];
        let behind = &self.rest[end + 2..];
        if behind.starts_with('@') && !content.contains('@') {
            // A quoted local part (RFC 5321, 4.1.2).
            let host = word_len(behind);
            let address = &self.rest[..whole.len() + host];
            self.skip(address.len());
            return Some(Token::Word(address));
        }
        self.skip(whole.len());
        Some(Token::Quoted(unescaped(content)))
    }

    fn comment(&mut self) -> Option<Token<'t>> {
        if self.no_comments {
            return None;
        }
        let Some(end) = closing_parenthesis(self.rest) else {
            self.no_comments = true;
            return None;
        };
        let content = unescaped(&self.rest[1..end]);
        self.skip(end + 1);
        Some(Token::Comment(content))
    }

    fn bracketed(&mut self) -> Option<Token<'t>> {
        let inside = super::cut(&self.rest[1..], MAX_BRACKET_BYTES);
        let opened_again = inside.find('<');
        let closed = inside
            .find('>')
            .filter(|end| opened_again.is_none_or(|again| again > *end || inside[..again].trim().is_empty()));
        let end = closed.or_else(|| inside.find([',', ';', '<', '\r', '\n'])).unwrap_or(inside.len());
        let content = &inside[..end];
        // A route names hosts first, each behind an `@`, and may hold commas.
        let end = content
            .find(',')
            .filter(|at| *at > 0 && !content.starts_with('@') && content[..*at].contains('@'))
            .unwrap_or(end);
        let content = inside[..end].trim_start_matches(['<', ' ']);
        let is_closed = inside[end..].starts_with('>');
        self.skip(1 + end + usize::from(is_closed));
        self.rest = self.rest.trim_start_matches('>');
        Some(Token::Bracketed(content))
    }
}

impl<'t> Iterator for Scanner<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            self.rest = self.rest.trim_start();
            let special = match self.rest.as_bytes().first()? {
                b'"' => self.quoted(),
                b'(' => self.comment(),
                b'<' => self.bracketed(),
                b',' => Some(Token::Comma),
                b':' => Some(Token::Colon),
                b';' => Some(Token::End),
                _ => {
                    let (word, rest) = self.rest.split_at(word_len(self.rest).max(1));
                    self.rest = rest;
                    return Some(Token::Word(word));
                }
            };
            match special {
                Some(token) => {
                    if matches!(token, Token::Comma | Token::Colon | Token::End) {
                        self.skip(1);
                    }
                    return Some(token);
                }
                // Never closed: the sign is left out.
                None => self.skip(1),
            }
        }
    }
}

/// Bytes of the word that `text` starts with; zero when it starts with a sign that parts words.
fn word_len(text: &str) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some(word) = text[at..].starts_with("=?").then(|| crate::parse::words::word_at(&text[at..])).flatten() {
            at += word.len;
            continue;
        }
        if text[at..].starts_with("@[") {
            // A literal (RFC 5321, 4.1.3) may hold colons.
            at += super::cut(&text[at..], 100).find(']').map_or(2, |end| end + 1);
            continue;
        }
        if c.is_whitespace() || matches!(c, '"' | '(' | '<' | ',' | ':' | ';') {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Where the quote ends that `inside` follows.
fn closing_quote(inside: &str) -> Option<usize> {
    let mut is_escaped = false;
    inside.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

/// Whether what stands between two quotes is really what stands between two people, the first of whom lost a quote.
fn forgot_quote(content: &str) -> bool {
    content.split('>').skip(1).any(|behind| behind.trim_start().starts_with([',', ';']))
        && content.contains('<')
        && content.contains('@')
}

/// Where the comment ends that `text` starts with; comments nest.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let (mut depth, mut is_escaped) = (0_usize, false);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if is_escaped {
            // A folded line between the escape and what it escapes.
            is_escaped = byte.is_ascii_whitespace() && bytes[..at].last() != Some(&b' ');
            continue;
        }
        match byte {
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn unescaped(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut chars = content.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// `content` without its comments, and these.
pub(super) fn without_comments(content: &str) -> (String, Vec<String>) {
    let (mut plain, mut comments) = (String::with_capacity(content.len()), Vec::new());
    let mut rest = content;
    while let Some(at) = rest.find('(') {
        let Some(end) = closing_parenthesis(&rest[at..]) else { break };
        plain.push_str(&rest[..at]);
        comments.push(unescaped(&rest[at + 1..at + end]));
        rest = &rest[at + end + 1..];
    }
    plain.push_str(rest);
    (plain, comments)
}
