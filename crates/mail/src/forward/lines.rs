//! A text as lines with their quote marks counted, and its parts put together again without them.

/// One line of a text.
pub struct Line<'a> {
    /// How many quote marks (`>`) it carries.
    pub depth: usize,
    /// Whether it begins with a blank behind its quote marks: a folded line does.
    pub indented: bool,
    /// The line without quote marks and outer blanks.
    pub text: &'a str,
    /// The line as it came, without blanks at its end.
    raw: &'a str,
}

/// Quote marks that are looked at; a line with more is a line like any other.
const MAX_DEPTH: usize = 100;

/// The lines of `text`.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines().map(line).collect()
}

fn line(raw: &str) -> Line<'_> {
    let raw = raw.trim_end_matches(is_blank);
    let mut rest = raw.trim_start_matches('\u{feff}');
    let mut depth = 0;
    while depth < MAX_DEPTH {
        let Some(quoted) = rest.trim_start_matches(' ').strip_prefix('>') else { break };
        rest = quoted;
        depth += 1;
    }
    let rest = if depth > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    let indented = rest.starts_with([' ', '\t']);
    Line { depth, indented, text: rest.trim_matches(is_blank), raw }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Whether `text` is a ruled line, as Outlook puts one above a header block.
pub fn is_rule(text: &str) -> bool {
    text.len() >= 10 && text.chars().all(|c| matches!(c, '_' | '-' | '=' | '*' | '—' | '─' | '–'))
}

/// Whether `text` is words between dashes: a separator in a language we may not know.
pub fn is_framed(text: &str) -> bool {
    let framed = text.len() < 200 && text.starts_with("---") && text.ends_with("--");
    framed && text.contains(char::is_alphabetic) && !text.contains(|c: char| c.is_ascii_digit() || c == '@')
}

/// What was written above the forwarded mail; `None` when there is nothing.
pub fn message(lines: &[Line<'_>]) -> Option<String> {
    let end = lines.iter().rposition(|line| !line.text.is_empty() && !is_rule(line.text)).map_or(0, |at| at + 1);
    let message = join(lines[..end].iter().map(|line| line.raw));
    (!message.is_empty()).then_some(message)
}

/// The forwarded mail's text: one level of quote marks taken away where the program put one, and the indent that some
/// give to all of it.
pub fn body(lines: &[Line<'_>], dedent: bool) -> String {
    let quoted = lines.iter().find(|line| !line.text.is_empty()).is_some_and(|line| line.depth > 0);
    let stripped = lines.iter().map(|line| if quoted { unquoted(line) } else { line.raw });
    if !dedent {
        return join(stripped);
    }
    let stripped = stripped.collect::<Vec<_>>();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let least = stripped.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or_default();
    join(stripped.iter().map(|line| line.get(least..).unwrap_or_default()))
}

/// The line without its first quote mark.
fn unquoted<'a>(line: &Line<'a>) -> &'a str {
    match line.raw.trim_start_matches([' ', '\u{feff}']).strip_prefix('>') {
        Some(rest) => rest.strip_prefix(' ').unwrap_or(rest).trim_start_matches('\u{a0}'),
        None => line.raw,
    }
}

/// Lines as one text, without blank ends.
fn join<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_start_matches('\u{feff}'));
        text.push('\n');
    }
    text.trim_matches(is_blank).to_owned()
}
