//! Which lines are the history, and which the answer.
//!
//! In: the lines of a message. Out: the part each belongs to. A program's marker with words above it ends the answer; with
//! none above it, the answer stands below the quotes or between them. A message that would be left without any words is all
//! answer. One pass, each line looked at a bounded number of times.

use super::attribution;
use super::closing;
use super::header_block;
use super::lines::{Line, Mark};
use super::words::WORDS;
use crate::labels::{self, fold};

/// Where a line belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// New words.
    Reply,
    /// What a program or a habit puts below them.
    Signature,
    /// What was written before.
    Quoted,
}

/// What is done with quotes that stand between answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// They stay: without them the answers say little, and a `>` may be the writer's own.
    Kept,
    /// They go: an element of the program's own surely quotes.
    Dropped,
}

/// Lines below a quote that are a footer rather than an answer, where the answer stands above.
const MAX_FOOTER_LINES: usize = 6;
/// Bytes of the longest line that asks to write above it.
const MAX_CEILING_BYTES: usize = 200;
/// Characters of a quoted line that a program was about to wrap.
const WRAPPED_CHARS: usize = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Attribution,
    Header,
    Separator,
    Cut,
}

/// Lines that say where history begins.
#[derive(Clone, Copy, Debug)]
struct Marker {
    start: usize,
    end: usize,
    kind: Kind,
}

/// The part each of `lines` belongs to; `None` where no new words stand around what a program introduces.
pub(super) fn divide(lines: &[Line<'_>], between: Between) -> Option<Vec<Part>> {
    let mut parts = vec![Part::Reply; lines.len()];
    let mut from = 0;
    if let Some(marker) = quoted_attribution(lines) {
        answer_below(lines, &mut parts, marker, between)?;
        return Some(finish(lines, parts, between));
    }
    while let Some(marker) = next_marker(lines, from) {
        let above = lines[from..marker.start].iter().any(Line::is_text);
        if above {
            answer_above(lines, &mut parts, marker, between);
            return Some(finish(lines, parts, between));
        }
        match marker.kind {
            Kind::Header if next_is_quote(lines, marker.end) => {
                answer_below(lines, &mut parts, marker, between)?;
                return Some(finish(lines, parts, between));
            }
            Kind::Header => {
                let below = lines[marker.end..].iter().any(Line::is_text);
                if !below {
                    return None;
                }
                parts[marker.start..marker.end].fill(Part::Quoted);
                from = marker.end;
            }
            Kind::Attribution => {
                answer_below(lines, &mut parts, marker, between)?;
                return Some(finish(lines, parts, between));
            }
            Kind::Separator | Kind::Cut => return None,
        }
    }
    Some(finish(lines, parts, between))
}

/// Whether what follows line `at` is quoted.
fn next_is_quote(lines: &[Line<'_>], at: usize) -> bool {
    lines[at..].iter().find(|line| !line.is_blank()).is_some_and(Line::is_quote)
}

/// The attribution that opens the message inside its quote, as Apple Mail writes it.
fn quoted_attribution(lines: &[Line<'_>]) -> Option<Marker> {
    let start = lines.iter().position(|line| !line.is_blank()).filter(|at| lines[*at].is_quote())?;
    let inner = lines[start..].iter().take(attribution::MAX_LINES + 1).take_while(|line| line.is_quote());
    let inner = inner.map(|line| Line { text: line.text.trim_start_matches(['>', ' ']), mark: Mark::Plain, ..*line });
    let end = attribution::end(&inner.collect::<Vec<_>>(), 0)?;
    Some(Marker { start, end: start + end, kind: Kind::Attribution })
}

/// The first marker at or behind line `from`.
fn next_marker(lines: &[Line<'_>], from: usize) -> Option<Marker> {
    let mut no_block_before = from;
    (from..lines.len()).find_map(|at| marker(lines, at, from, &mut no_block_before))
}

fn marker(lines: &[Line<'_>], at: usize, from: usize, no_block_before: &mut usize) -> Option<Marker> {
    let line = &lines[at];
    if line.mark == Mark::Cut {
        return Some(Marker { start: at, end: at + 1, kind: Kind::Cut });
    }
    if !line.is_text() {
        return None;
    }
    if line.mark == Mark::Attribution {
        let count = lines[at..].iter().take_while(|line| line.mark == Mark::Attribution).count();
        return Some(Marker { start: at, end: at + count, kind: Kind::Attribution });
    }
    if labels::separator(line.text).is_some() || is_ceiling(line.text) {
        return Some(Marker { start: header_block::above(lines, at).max(from), end: at + 1, kind: Kind::Separator });
    }
    if at >= *no_block_before {
        match header_block::end(lines, at) {
            Ok(end) => {
                return Some(Marker { start: header_block::start(lines, at).max(from), end, kind: Kind::Header });
            }
            Err(tried) => *no_block_before = tried,
        }
    }
    let end = attribution::end(lines, at)?;
    Some(Marker { start: header_block::above(lines, at).max(from), end, kind: Kind::Attribution })
}

/// The line a help desk draws above what it sent: "##- Please type your reply above this line -##".
fn is_ceiling(line: &str) -> bool {
    let line = line.trim();
    let drawn = line.starts_with(['#', '-', '=', '_', '*', '~', '—', '─']);
    drawn && line.len() <= MAX_CEILING_BYTES && WORDS.is_ceiling(&fold(line))
}

/// Words stand above the marker: they are the answer, and what stands below is history or a footer.
fn answer_above(lines: &[Line<'_>], parts: &mut [Part], marker: Marker, between: Between) {
    if marker.kind != Kind::Attribution || !next_is_quote(lines, marker.end) {
        parts[marker.start..].fill(Part::Quoted);
        return;
    }
    let runs = Runs::below(lines, marker.end);
    let above = &lines[..marker.start];
    let single = runs.texts.first().filter(|_| runs.texts.len() == 1 && !runs.quoted_after_text);
    let footer = single.is_some_and(|(start, end)| {
        let count = lines[*start..*end].iter().filter(|line| line.is_text()).count();
        let signs_off = count == 1 && lines[*start..*end].iter().any(|line| closing::is_closing(line.text));
        count <= MAX_FOOTER_LINES && !signs_off && !closing::announces_answers(above)
    });
    if runs.texts.is_empty() || footer {
        parts[marker.start..].fill(Part::Quoted);
        if let Some((start, end)) = single {
            parts[*start..*end].fill(Part::Signature);
        }
        parts[runs.tail..runs.stop].fill(Part::Signature);
    } else {
        keep_between(parts, marker, &runs, between);
    }
}

/// Nothing stands above the marker: the answers stand below the quotes, or there are none.
fn answer_below(lines: &[Line<'_>], parts: &mut [Part], marker: Marker, between: Between) -> Option<()> {
    if !next_is_quote(lines, marker.end) {
        return None;
    }
    let runs = Runs::below(lines, marker.end);
    match runs.texts.as_slice() {
        [] => return None,
        [(start, _)] if !runs.quoted_after_text => {
            parts[marker.start..*start].fill(Part::Quoted);
            parts[runs.tail..runs.stop].fill(Part::Signature);
            parts[runs.stop..].fill(Part::Quoted);
        }
        _ => keep_between(parts, marker, &runs, between),
    }
    Some(())
}

/// Answers stand between quotes: only the attribution and what follows the last answer goes.
fn keep_between(parts: &mut [Part], marker: Marker, runs: &Runs, between: Between) {
    parts[marker.start..marker.end].fill(Part::Quoted);
    let last = runs.texts.last().map_or(marker.end, |(_, end)| *end);
    parts[last..runs.tail].fill(Part::Quoted);
    parts[runs.tail..runs.stop].fill(Part::Signature);
    parts[runs.stop..].fill(Part::Quoted);
    let single = runs.texts.len() == 1 && !runs.quoted_after_text;
    if between == Between::Dropped || single {
        parts[marker.end..last].fill(Part::Quoted);
        for (start, end) in &runs.texts {
            parts[*start..*end].fill(Part::Reply);
        }
    }
}

/// Runs of own words among the quotes below a marker.
#[derive(Debug, Default)]
struct Runs {
    /// Where each begins and ends.
    texts: Vec<(usize, usize)>,
    /// Whether quotes follow the last one.
    quoted_after_text: bool,
    /// Where a signature below everything begins.
    tail: usize,
    /// Where the next marker begins, below which all is history.
    stop: usize,
}

impl Runs {
    fn below(lines: &[Line<'_>], from: usize) -> Self {
        let stop = next_marker(lines, from).map_or(lines.len(), |marker| marker.start);
        let last_quote = lines[..stop].iter().rposition(Line::is_quote).map_or(from, |at| at + 1);
        let tail = (last_quote..stop).find(|at| super::signature::is_delimiter(lines, *at)).unwrap_or(stop);
        let mut runs = Self { stop, tail, ..Self::default() };
        let mut at = from;
        while at < tail {
            if !lines[at].is_text() || is_wrapped(lines, at) {
                runs.quoted_after_text |= lines[at].is_quote() && !runs.texts.is_empty();
                at += 1;
                continue;
            }
            let start = at;
            let mut end = at;
            while at < tail && !lines[at].is_quote() {
                end = if lines[at].is_text() { at + 1 } else { end };
                at += 1;
            }
            runs.texts.push((start, end));
            runs.quoted_after_text = false;
        }
        runs
    }
}

/// Whether line `at` is the end of the quoted line above it, which a program wrapped.
fn is_wrapped(lines: &[Line<'_>], at: usize) -> bool {
    let Some(above) = at.checked_sub(1).and_then(|above| lines.get(above)).filter(|line| line.is_quote()) else {
        return false;
    };
    if !lines.get(at + 1).is_some_and(Line::is_quote) {
        return false;
    }
    let text = lines[at].text.trim();
    let piece = text.trim_end_matches(['>', ' ']);
    let of_link = !piece.contains(' ') && piece.contains(['/', '=', '&', '(', ')', '?']);
    of_link || above.text.chars().count() >= WRAPPED_CHARS
}

/// What is true of every message: quotes at its end go where words remain, and none is left without words.
fn finish(lines: &[Line<'_>], mut parts: Vec<Part>, between: Between) -> Vec<Part> {
    let own = |(at, line): (usize, &Line<'_>), parts: &[Part]| line.is_text() && parts[at] == Part::Reply;
    let Some(last) = (0..lines.len()).rev().find(|at| own((*at, &lines[*at]), &parts)) else {
        return vec![Part::Reply; lines.len()];
    };
    for at in 0..lines.len() {
        let goes = at > last || between == Between::Dropped;
        if parts[at] == Part::Reply && goes && lines[at].is_quote() {
            parts[at] = Part::Quoted;
        }
    }
    parts
}
