//! Patterns of words, as data: which class a server's answer belongs to.
//!
//! In: a table (`phrases/*.txt`; the format stands in `reasons.txt`) and a normalised text. Out: the first section with a
//! hit. One pass over the text for all patterns together, whatever their number.

use aho_corasick::AhoCorasick;

/// How far apart two pieces parted by ` ~ ` may stand, in bytes.
const NEAR: usize = 32;
/// Occurrences of a piece that are looked at; an answer that says a thing more often says nothing new.
const MAX_OCCURRENCES: usize = 16;

/// A compiled table. Sections keep their order.
pub(super) struct Table {
    pieces: AhoCorasick,
    /// Per piece: whether a word must end behind it.
    word_ends: Vec<bool>,
    patterns: Vec<Pattern>,
    sections: Vec<&'static str>,
}

struct Pattern {
    section: usize,
    /// Pieces in order, each with how far behind the one before it may stand.
    pieces: Vec<(usize, usize)>,
}

/// Where the occurrences of a piece start and end.
type Occurrences = Vec<(usize, usize)>;

impl Table {
    /// Compiles a table that is part of the program.
    pub(super) fn compile(source: &'static str) -> Self {
        let (mut words, mut patterns, mut sections) = (Vec::<String>::new(), Vec::new(), Vec::new());
        for line in source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'))
                // Words that servers print in brackets are patterns, names of sections are plain.
                && name.chars().all(|c| c.is_ascii_lowercase())
            {
                sections.push(name);
                continue;
            }
            for line in alternatives(line) {
                let mut pieces = Vec::new();
                for far in line.split(" * ") {
                    for (place, piece) in far.split(" ~ ").enumerate() {
                        pieces.push((words.len(), if place == 0 { usize::MAX } else { NEAR }));
                        words.push(piece.to_owned());
                    }
                }
                patterns.push(Pattern { section: sections.len().saturating_sub(1), pieces });
            }
        }
        let word_ends = words.iter().map(|word| word.ends_with('|')).collect();
        let pieces = AhoCorasick::new(words.iter().map(|word| word.trim_end_matches('|')))
            .expect("the tables are part of the program and far below the limits");
        Self { pieces, word_ends, patterns, sections }
    }

    /// The name of the first section that `text` (lower case) hits.
    pub(super) fn section(&self, text: &str) -> Option<&'static str> {
        let seen = self.seen(text);
        // Patterns stand in the order of their sections.
        let hit = self.patterns.iter().find(|pattern| stands(&seen, &pattern.pieces, 0))?;
        self.sections.get(hit.section).copied()
    }

    fn seen(&self, text: &str) -> Vec<Occurrences> {
        let letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
        let mut seen = vec![Occurrences::new(); self.word_ends.len()];
        for hit in self.pieces.find_overlapping_iter(text) {
            let piece = hit.pattern().as_usize();
            let starts_inside = letter(hit.start()) && hit.start().checked_sub(1).is_some_and(letter);
            let ends_inside = self.word_ends[piece] && letter(hit.end());
            if !starts_inside && !ends_inside && seen[piece].len() < MAX_OCCURRENCES {
                seen[piece].push((hit.start(), hit.end()));
            }
        }
        seen
    }
}

/// Whether the pieces stand in this order behind `from`. The first piece may stand anywhere.
fn stands(seen: &[Occurrences], pieces: &[(usize, usize)], from: usize) -> bool {
    let Some(((piece, distance), rest)) = pieces.split_first() else { return true };
    seen[*piece]
        .iter()
        .filter(|(start, _)| start.checked_sub(from).is_some_and(|gap| gap <= *distance))
        .any(|(_, end)| stands(seen, rest, *end))
}

/// The lines that a line with `{this,that}` stands for.
fn alternatives(line: &str) -> Vec<String> {
    match line.split_once('{').and_then(|(front, rest)| Some((front, rest.split_once('}')?))) {
        Some((front, (words, back))) => {
            words.split(',').flat_map(|word| alternatives(&format!("{front}{word}{back}"))).collect()
        }
        None => vec![line.to_owned()],
    }
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
        let near = Table::compile("[full]\n{mailbox,folder} ~ {full|,over quota}\n");
        assert_eq!(near.section("folder of a user is over quota"), Some("full"));
        assert_eq!(near.section("mailbox and another mailbox, fully. mailbox: full"), Some("full"));
        assert_eq!(near.section("mailbox fully used"), None);
        assert_eq!(near.section("mailbox, and after a long sentence of something else: full"), None);
        assert_eq!(near.section("full mailbox"), None);
        assert_eq!(table.section(""), None);
    }
}
