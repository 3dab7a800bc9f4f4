//! Parts of words: what inflected and disfigured forms of a word share.

use domain::spam::Class;

use super::Shown;

/// Words whose parts count.
const MAX_GRAM_WORDS: usize = 300;
/// Characters of such a part.
const GRAM_CHARS: usize = 5;

/// The parts of `word`, which stands behind `before` others.
pub(super) fn look(shown: &mut Shown, word: &str, before: usize) {
    if before >= MAX_GRAM_WORDS {
        return;
    }
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]).skip(GRAM_CHARS);
    for (start, end) in word.char_indices().map(|(at, _)| at).zip(ends) {
        shown.feature(Class::Gram, &word[start..end]);
    }
}
