//! Where a signature begins: what a program, a company or a habit puts below the words.
//!
//! In: the lines of an answer, the history taken away. Out: the first line that belongs to the signature; all below it does
//! too. Sure signs count wherever they stand: `-- ` (RFC 3676, 4.3), "Sent from my …", a company's legal text. A name, a
//! closing or contact data count at the end only. A closing that nothing proves stays with the words it closes.

use super::closing;
use super::device;
use super::header_block::is_rule;
use super::lines::Line;
use super::words::WORDS;
use crate::labels::fold;

/// Lines with words below `-- `; more of them is no signature.
const MAX_LINES: usize = 60;
/// Lines with words below a rule that people draw between paragraphs too.
const MAX_LINES_BELOW_RULE: usize = 12;
/// Lines with words of a closing, a name and contact data.
const MAX_CONTACT_LINES: usize = 12;
/// Characters of the longest line of contact data.
const MAX_CONTACT_CHARS: usize = 100;
/// Words of the longest name.
const MAX_NAME_WORDS: usize = 3;

/// The line at which the signature of an answer begins; `last` says that no history follows it.
pub(super) fn start(lines: &[Line<'_>], last: bool) -> Option<usize> {
    let mut below = lines.iter().filter(|line| line.is_text()).count();
    let mut sure = None;
    for (at, line) in lines.iter().enumerate() {
        if !line.is_text() {
            continue;
        }
        below -= 1;
        if is_sure(lines, at, below) {
            sure = Some(at);
            break;
        }
    }
    let end = sure.unwrap_or(lines.len());
    let device = last && sure.is_some_and(|at| at > 0 && lines[at - 1].is_text() && device::is_sent(lines[at].text));
    let starts = [personal(&lines[..end], last, device), sure];
    starts.into_iter().flatten().find(|start| lines[..*start].iter().any(Line::is_text))
}

fn is_sure(lines: &[Line<'_>], at: usize, below: usize) -> bool {
    let text = lines[at].text;
    if !text.starts_with(char::is_alphanumeric) && is_delimiter(lines, at) {
        let drawn = is_rule(text) && !text.trim().starts_with('_');
        return below <= if drawn { MAX_LINES_BELOW_RULE } else { MAX_LINES };
    }
    device::is_sent(text) || is_footer(text)
}

/// Whether line `at` parts a signature from what stands above: `-- `, `—`, a rule.
pub(super) fn is_delimiter(lines: &[Line<'_>], at: usize) -> bool {
    let line =
        lines[at].text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'));
    if matches!(line, "--" | "—" | "––" | "—-" | "-—" | "—–" | "__") {
        return true;
    }
    if is_ornament(line) {
        return true;
    }
    if !is_rule(line) {
        return false;
    }
    // A rule right below words underlines them, and with words below as well it belongs to a table.
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    line.starts_with('_') || above.is_none_or(|line| line.is_blank() || closing::is_closing(line.text))
}

/// Marks of several kinds, as mailing lists and trackers draw them: `__._,_.___`, `-+-+-`, Gmail's `ᐧ`.
fn is_ornament(line: &str) -> bool {
    let mark = |c: char| matches!(c, '-' | '_' | '=' | '+' | '~' | '#' | '*' | '—');
    let drawn = line.len() >= 3 && line.contains(mark) && line.chars().all(|c| mark(c) || matches!(c, ',' | '.'));
    line == "ᐧ" || drawn && !is_rule(line)
}

fn is_footer(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '*', '_', '"', '(', '[']);
    WORDS.is_footer(&fold(&line[..line.floor_char_boundary(80)]))
}

/// Where name, closing and contact data at the end of `lines` begin; `device` says that a program's line stands right below.
fn personal(lines: &[Line<'_>], last: bool, device: bool) -> Option<usize> {
    let end = lines.iter().rposition(Line::is_text)? + 1;
    if is_dashed_name(lines, end - 1) {
        return Some(end - 1);
    }
    let block = (0..end).rev().filter(|at| lines[*at].is_text()).take(MAX_CONTACT_LINES);
    let block = block.take_while(|at| is_short(lines[*at].text)).collect::<Vec<_>>();
    let closing = block.iter().copied().find(|at| closing::stands_alone(lines[*at].text));
    if let Some(at) = closing {
        let below = lines[at + 1..end].iter().filter(|line| line.is_text()).collect::<Vec<_>>();
        let named = lines.get(at + 1).is_some_and(|line| is_name(line.text));
        let contact = below.iter().any(|line| is_contact(line.text) || is_place(line.text));
        return (contact || last && named && below.len() <= 4).then_some(at);
    }
    let paragraph = lines[..end].iter().rposition(|line| !line.is_text()).map_or(0, |at| at + 1);
    let below = &lines[paragraph..end];
    if below.len() > MAX_CONTACT_LINES || !below.iter().all(|line| is_short(line.text)) || !is_name(below[0].text) {
        return None;
    }
    let contacts = below.iter().filter(|line| is_contact(line.text)).count();
    (contacts >= 2 || device && below.len() == 1).then_some(paragraph)
}

fn is_short(line: &str) -> bool {
    line.chars().count() <= MAX_CONTACT_CHARS && !line.trim_end().ends_with('?')
}

/// `-Roman`, `- roman`, `/John`; not an item of a list.
fn is_dashed_name(lines: &[Line<'_>], at: usize) -> bool {
    let line = lines[at].text.trim();
    let Some(mark) = line.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '/')) else { return false };
    let name = line[mark.len_utf8()..].trim();
    let above = lines[..at].iter().rev().find(|line| line.is_text()).map_or("", |line| line.text.trim());
    let listed = above.starts_with([mark, '*', '•']) || above.ends_with(':') || above.is_empty();
    let single = name.starts_with(char::is_uppercase) || !name.contains(' ');
    !listed && single && is_name(name) && !name.starts_with(mark)
}

/// One to three words of letters, as names are.
fn is_name(line: &str) -> bool {
    let line = line.trim().trim_matches('*');
    let words = line.split_whitespace().count();
    (1..=MAX_NAME_WORDS).contains(&words)
        && line.chars().count() <= 50
        && line.starts_with(char::is_alphabetic)
        && line
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | ',' | '\u{300}'..='\u{36f}'))
        && !line.ends_with(',')
}

/// A postal code, which proves a signature below a closing only: people write where to send a parcel.
fn is_place(line: &str) -> bool {
    let code = |word: &str| {
        let word = word.trim_matches(',');
        word.len() == 6
            && word.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b'-' } else { byte.is_ascii_digit() })
    };
    line.split_whitespace().take(8).any(code)
}

/// A telephone number, an address, a site.
fn is_contact(line: &str) -> bool {
    let lower = line.to_lowercase();
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    let phone = (7..=15).contains(&digits)
        && (digits >= letters || ["tel", "mob", "phone", "kom", "fax"].iter().any(|word| lower.contains(word)));
    let address = lower.contains('@') && letters > 3 && lower.split_whitespace().count() <= 4;
    let site = (lower.contains("www.") || lower.contains("http")) && lower.split_whitespace().count() <= 3;
    phone || address || site
}
