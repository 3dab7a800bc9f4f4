//! The line a program writes above what it quotes: "On … wrote:", "W dniu … pisze:", "… のメール:".
//!
//! In: the lines of a text and where to look. Out: where such an attribution begins and ends. It may run over five lines;
//! no language decides alone: a moment or an address must stand in it, in the place programs put it. People write "On
//! Monday you wrote:" too, so where neither a time, a year nor an address is named only a quote below makes it one.

use super::lines::Line;
use super::moment::{self, Moment};
use super::words::WORDS;
use crate::labels::fold;

/// Lines of the longest attribution.
pub(super) const MAX_LINES: usize = 5;
/// Bytes of the longest attribution.
const MAX_BYTES: usize = 500;
/// Bytes of the longest verb that stands alone on its line.
const MAX_LONE_VERB_BYTES: usize = 24;
/// Words of the longest name in front of an address.
const MAX_NAME_WORDS: usize = 6;
/// Words in front of a moment: "Wiadomość napisana w dniu".
const MAX_START_WORDS: usize = 3;

/// The line behind the attribution that begins at line `at`.
pub(super) fn end(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let first = lines.get(at).filter(|line| line.is_text())?;
    // Nearly every line leaves here: none near it ends as an attribution does.
    lines[at..].iter().take(MAX_LINES).take_while(|line| line.is_text()).find(|line| may_end(line.text))?;
    let opening = Opening::of(first.text)?;
    let mut joined = String::new();
    for (index, line) in lines.iter().enumerate().skip(at).take(MAX_LINES) {
        if !line.is_text() || joined.len() + line.text.len() > MAX_BYTES {
            return None;
        }
        if index > at && !opening.goes_on(&joined, line.text) {
            return None;
        }
        if index > at && !joined.ends_with('<') {
            joined.push(' ');
        }
        joined.push_str(line.text.trim());
        if !may_end(line.text) {
            continue;
        }
        let quoted = lines[index + 1..].iter().take(3).find(|line| !line.is_blank()).is_some_and(Line::is_quote);
        let quoted = quoted || lines.get(index + 2).is_some_and(|line| line.text.starts_with("| "));
        if is_attribution(opening, &joined, quoted) {
            return Some(index + 1);
        }
    }
    None
}

/// Whether an attribution may end with `line`, told by its last characters: one without a colon names an address, is
/// drawn between dashes, or leaves its verb alone on the line.
fn may_end(line: &str) -> bool {
    let line = line.trim_end();
    let bare = line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '-' | '—' | ']' | '\''));
    bare.ends_with([':', '：', '>', ')'])
        || bare.len() < line.len()
        || bare.contains('@')
        || bare.len() <= MAX_LONE_VERB_BYTES && WORDS.before_verb(&fold(bare)).is_some()
}

/// Where in `line` an attribution begins behind words of the writer: "yes On Wed, Apr 4, 2012 at 3:59 PM, bob wrote:".
pub(super) fn shared(line: &str) -> Option<usize> {
    const STARTS: [&str; 13] =
        ["On ", "W dniu ", "Dnia ", "Am ", "Le ", "El ", "Il ", "Op ", "Em ", "Den ", "På ", "Dne ", "Vào "];
    if line.len() > MAX_BYTES || !line.trim_end().ends_with(':') {
        return None;
    }
    let places = STARTS.iter().flat_map(|start| line.match_indices(start)).map(|(at, _)| at);
    let mut places = places.filter(|at| line[..*at].ends_with([' ', '-'])).collect::<Vec<_>>();
    places.sort_unstable();
    places.into_iter().take(8).find(|at| {
        let tail = &line[*at..];
        let sure = Moment::of(&fold(tail)).is_sure() || tail.contains('@');
        sure && matches!(Opening::of(tail), Some(Opening::Moment)) && is_attribution(Opening::Moment, tail, false)
    })
}

/// How the first line of an attribution begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    /// With a moment, or the words in front of one.
    Moment,
    /// With a name and its address.
    Address,
    /// With words of its own: "Wiadomość napisana przez".
    Phrase,
    /// With a name alone.
    Name,
}

impl Opening {
    fn of(line: &str) -> Option<Self> {
        let line = undecorated(line);
        let head = fold(&line[..line.floor_char_boundary(120)]);
        if begins_with_moment(&head) {
            return Some(Self::Moment);
        }
        if WORDS.is_opened(&head) {
            return Some(Self::Phrase);
        }
        let address = head.find('@').filter(|at| head[..*at].ends_with(char::is_alphanumeric));
        if let Some(at) = head.find('<').into_iter().chain(address).min() {
            let name = &head[..at];
            let sentence = name.contains(['!', '?', ';', ':']) || name.contains(". ") && name.len() > 40;
            return (name.split(' ').count() <= MAX_NAME_WORDS && !sentence).then_some(Self::Address);
        }
        (!line.starts_with(char::is_lowercase) && head.len() < 120).then_some(Self::Name)
    }

    /// Whether an attribution that so far says `joined` may go on with `line`.
    fn goes_on(self, joined: &str, line: &str) -> bool {
        let head = fold(&undecorated(line)[..undecorated(line).floor_char_boundary(120)]);
        if begins_with_moment(&head) && Moment::of(&head).is_sure() && self != Self::Address {
            return false;
        }
        match self {
            Self::Moment | Self::Phrase => true,
            // Words above an attribution are not its name: the name ends with an address, or a moment follows it at once.
            Self::Address => joined.ends_with(['>', ')', '<', ',']) || !begins_with_moment(&head),
            Self::Name => joined.contains(|c: char| c.is_ascii_digit()),
        }
    }
}

/// `line` without the marks in front of it: "- On", "---- On", "[Quoting".
fn undecorated(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | '*' | '_' | '[' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    })
}

fn begins_with_moment(head: &str) -> bool {
    if moment::begins(head) {
        return true;
    }
    // A start may be glued to its moment: "于2017年4月3日".
    let mut end = 0;
    for (count, word) in head.split(' ').take(MAX_START_WORDS + 1).enumerate() {
        end += word.len() + usize::from(count > 0);
        let phrase = head[..end].trim_end_matches([',', ':']);
        if WORDS.is_start(phrase) && moment::begins(head[end..].trim_start_matches([' ', ','])) {
            return true;
        }
    }
    let first = head.chars().next().map_or(0, char::len_utf8);
    WORDS.is_start(&head[..first]) && head[first..].starts_with(|c: char| c.is_ascii_digit())
}

fn is_attribution(opening: Opening, joined: &str, quoted: bool) -> bool {
    let folded = fold(undecorated(joined));
    let text = folded.trim_end_matches(['*', '_', ' ', '-', '—', ']', '\'']);
    let body = text.trim_end_matches([':', '：', ' ']);
    let ruled = joined.trim_start().starts_with("--") && joined.trim_end().ends_with("--");
    let closed = body.len() < text.len() || ruled;
    let address = text.contains('@') || text.contains("[mailto");
    let moment = Moment::of(text);
    let verb = said(body, closed);
    match opening {
        Opening::Moment if verb => {
            let sure = moment.time || moment.year || address;
            if !quoted && !address && is_sentence(joined) {
                return false;
            }
            (closed || address || folded.len() > text.len()) && (sure && moment.date || quoted && (sure || moment.date))
        }
        Opening::Moment => {
            address && names_address_last(body) && (closed && (moment.date || moment.time) || moment.year && quoted)
        }
        Opening::Address => address && closed && (verb || moment.is_sure() && said_somewhere(body)),
        Opening::Phrase => closed && (address || moment.is_sure() || quoted && verb),
        Opening::Name => {
            let named =
                undecorated(joined).split_whitespace().take(2).all(|word| !word.starts_with(char::is_lowercase));
            closed
                && verb
                && (quoted && body.len() <= 100 || ruled || named && moment.is_sure() && address_or_name(body))
        }
    }
}

/// Whether a verb stands anywhere in `body`: "Matti <a@b.fi> kirjoitti 3.4.2017 kello 12.00".
fn said_somewhere(body: &str) -> bool {
    body.match_indices(' ').any(|(at, _)| WORDS.before_verb(&body[..at]).is_some())
}

/// Whether a person tells what happened: behind the moment stand words, and no name among them.
fn is_sentence(joined: &str) -> bool {
    let words = joined.split_whitespace().rev().skip(1).take_while(|word| !word.contains(|c: char| c.is_ascii_digit()));
    let words = words.collect::<Vec<_>>();
    words.len() >= 3 && words.iter().all(|word| word.starts_with(char::is_lowercase))
}

/// Whether `body` says that somebody wrote.
fn said(body: &str, closed: bool) -> bool {
    const FIRST_PERSON: [&str; 8] = ["ich", "wir", "ik", "wij", "jeg", "jag", "vi", "i"];
    if WORDS.before_verb(body).is_some_and(|before| !before.trim_end().ends_with(" i")) {
        return true;
    }
    closed
        && WORDS.after_inner_verb(body).is_some_and(|rest| {
            let next = rest.split_whitespace().next().unwrap_or_default();
            !FIRST_PERSON.contains(&next)
        })
}

/// Whether `body` ends with an address in brackets, or bare.
fn names_address_last(body: &str) -> bool {
    let last = body.rsplit(' ').next().unwrap_or_default();
    last.contains('@') || body.ends_with(['>', ')'])
}

/// Whether a name can stand in front: few words before the first digit.
fn address_or_name(body: &str) -> bool {
    let head = body.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    head.split_whitespace().count() <= MAX_NAME_WORDS
}
