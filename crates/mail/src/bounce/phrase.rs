//! Patterns of words, as data: which class a server's answer belongs to.
//!
//! In: a table (`phrases/*.txt`; the format stands in `reasons.txt`) and a normalised text. Out: the first section with a
//! hit. One pass over the text for all patterns together, whatever their number.

use aho_corasick::AhoCorasick;

/// A compiled table. Sections keep their order.
pub(super) struct Table {
    pieces: AhoCorasick,
    /// Per piece: whether a word must end behind it.
    word_ends: Vec<bool>,
    /// Per pattern: its section and its pieces in order.
    patterns: Vec<(usize, Vec<usize>)>,
    sections: Vec<&'static str>,
}

/// Where a piece was seen: the end of its first and the start of its last occurrence.
#[derive(Clone, Copy)]
struct Seen {
    first_end: usize,
    last_start: usize,
}

impl Table {
    /// Compiles a table that is part of the program.
    pub(super) fn compile(source: &'static str) -> Self {
        let (mut words, mut word_ends, mut patterns, mut sections) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for line in source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                // Words that servers print in brackets are patterns, names of sections are plain.
                if name.chars().all(|c| c.is_ascii_lowercase()) {
                    sections.push(name);
                    continue;
                }
            }
            let mut pieces = Vec::new();
            for piece in line.split(" * ") {
                let (word, ends) = piece.strip_suffix('|').map_or((piece, false), |word| (word, true));
                words.push(word);
                word_ends.push(ends);
                pieces.push(words.len() - 1);
            }
            patterns.push((sections.len().saturating_sub(1), pieces));
        }
        let pieces = AhoCorasick::new(words).expect("the tables are part of the program and far below the limits");
        Self { pieces, word_ends, patterns, sections }
    }

    /// The name of the first section that `text` (lower case) hits.
    pub(super) fn section(&self, text: &str) -> Option<&'static str> {
        self.section_where(text, |_| true)
    }

    /// The same among the sections that `counts`.
    pub(super) fn section_where(&self, text: &str, counts: impl Fn(&str) -> bool) -> Option<&'static str> {
        let seen = self.seen(text);
        self.patterns
            .iter()
            .filter(|(section, pieces)| counts(self.sections[*section]) && in_order(&seen, pieces))
            .map(|(section, _)| *section)
            .min()
            .map(|section| self.sections[section])
    }

    fn seen(&self, text: &str) -> Vec<Option<Seen>> {
        let bytes = text.as_bytes();
        let mut seen: Vec<Option<Seen>> = vec![None; self.word_ends.len()];
        for hit in self.pieces.find_overlapping_iter(text) {
            let piece = hit.pattern().as_usize();
            let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
            let starts_inside = letter(hit.start()) && hit.start().checked_sub(1).is_some_and(letter);
            if starts_inside || (self.word_ends[piece] && letter(hit.end())) {
                continue;
            }
            let seen = seen[piece].get_or_insert(Seen { first_end: hit.end(), last_start: hit.start() });
            seen.last_start = hit.start();
        }
        seen
    }
}

/// Whether the pieces stand in this order. Pieces in the middle need to lie behind the first end before them; that their
/// last occurrence does is enough for tables of two or three pieces.
fn in_order(seen: &[Option<Seen>], pieces: &[usize]) -> bool {
    let mut from = 0;
    pieces.iter().all(|piece| {
        seen[*piece].is_some_and(|piece| {
            let fits = piece.last_start >= from;
            from = piece.first_end.max(from);
            fits
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_section_with_a_hit_decides() {
        let table = Table::compile("# a comment\n[full]\nquota exceeded\nube|\n[unknown]\nuser * unknown\n[ts0]\n");
        assert_eq!(table.section("the user is unknown; quota exceeded"), Some("full"));
        assert_eq!(table.section("the user a@b is unknown"), Some("unknown"));
        assert_eq!(table.section("unknown user"), None, "the order of the pieces counts");
        assert_eq!(table.section("youtube"), None, "a piece starts a word");
        assert_eq!(table.section("ubell"), None, "and ends one where it says so");
        assert_eq!(table.section("rejected, ube."), Some("full"));
        assert_eq!(table.section("[ts0] messages deferred"), Some("unknown"), "brackets with digits are a pattern");
        assert_eq!(table.section_where("ube user unknown", |name| name != "full"), Some("unknown"));
        assert_eq!(table.section(""), None);
    }
}
