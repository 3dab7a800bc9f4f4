//! Text from outside made harmless: one line, no control characters, a length that is known.

/// `text` as one line: control characters and runs of blanks become one space, at most `longest` characters.
pub fn one_line(text: &str, longest: usize) -> String {
    let mut line = String::new();
    let mut room = longest;
    for word in text.split(|c: char| c.is_control() || c.is_whitespace() || c == '\u{feff}').filter(|w| !w.is_empty()) {
        if !line.is_empty() && room > 0 {
            line.push(' ');
            room -= 1;
        }
        for c in word.chars().filter(|c| !steers_direction(*c)) {
            if room == 0 {
                return line.trim_end().to_owned();
            }
            line.push(c);
            room -= 1;
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// `text` with line ends as LF and without the control characters that no mail needs (NUL above all: PostgreSQL refuses
/// it), at most `longest` bytes, cut between characters, blank ends removed.
pub fn paragraphs(text: &str, longest: usize) -> String {
    let mut clean = String::with_capacity(text.len().min(longest));
    let mut rest = text.chars().peekable();
    let mut returns = 0;
    while let Some(c) = rest.next() {
        let c = match c {
            // Also doubled: `\r\r\n` is one line end that was converted twice.
            '\r' if rest.peek() == Some(&'\n') => {
                returns = 0;
                continue;
            }
            '\r' if rest.peek() == Some(&'\r') => {
                returns += 1;
                continue;
            }
            '\r' => {
                let room = longest.saturating_sub(clean.len());
                clean.extend(std::iter::repeat_n('\n', std::mem::take(&mut returns).min(room)));
                '\n'
            }
            '\n' | '\t' => c,
            c if c.is_control() || c == '\u{feff}' => continue,
            c => c,
        };
        if clean.len() + c.len_utf8() > longest {
            break;
        }
        clean.push(c);
    }
    clean.truncate(clean.trim_end().len());
    let blank_lines = clean.len() - clean.trim_start_matches(['\n', ' ', '\t']).len();
    let from = clean[..blank_lines].rfind('\n').map_or(0, |at| at + 1);
    clean.drain(..from);
    clean
}

/// At most `longest` bytes of `text`, cut between characters.
pub fn cut(text: &str, longest: usize) -> &str {
    if text.len() <= longest { text } else { &text[..text.floor_char_boundary(longest)] }
}

/// Characters that turn the direction of what follows: `gpj.exe` shown as `exe.jpg`.
pub fn steers_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_of_known_length() {
        assert_eq!(one_line(" a\r\n\t b\u{0}c ", 100), "a b c");
        assert_eq!(one_line("ąćę łóź", 5), "ąćę ł");
        assert_eq!(one_line("ąćę łóź", 4), "ąćę");
        assert_eq!(one_line("abc", 0), "");
        assert_eq!(one_line("faktura\u{202e}fdp.exe", 100), "fakturafdp.exe");
    }

    #[test]
    fn paragraphs_keep_their_lines_and_lose_what_harms() {
        assert_eq!(paragraphs("\r\n  \r\n  a\r\nb\u{0}\rc\n\n", 100), "  a\nb\nc");
        assert_eq!(paragraphs("a\r\r\nb\r\rc", 100), "a\nb\n\nc");
        assert_eq!(paragraphs("zażółć", 5), "zaż");
        assert_eq!(cut("zażółć", 3), "za");
    }
}
