//! How people end a letter, and how they announce answers further down.
//!
//! In: single lines. Out: yes or no.

use super::lines::Line;
use super::words::WORDS;
use crate::labels::fold;

/// Words of the longest closing with the name behind it: "Z poważaniem Anna Maria Nowak".
const MAX_WORDS: usize = 6;
/// Bytes of the longest line that is looked at.
const MAX_BYTES: usize = 90;

/// Whether `line` ends a letter: "Pozdrawiam,", "Best regards, Roman".
pub(super) fn is_closing(line: &str) -> bool {
    after(line).is_some()
}

/// The words behind the closing by which `line` begins; empty where it stands alone.
pub(super) fn after(line: &str) -> Option<String> {
    let line = line.trim();
    if line.len() > MAX_BYTES {
        return None;
    }
    let folded = fold(line);
    if !WORDS.may_close(&folded) {
        return None;
    }
    let words = folded.split(' ').collect::<Vec<_>>();
    if words.len() > MAX_WORDS {
        return None;
    }
    (1..=words.len()).rev().find_map(|count| {
        let phrase = words[..count].join(" ");
        let phrase = phrase.trim_end_matches([',', '.', '!', ';', ':', ' ', '-']);
        is_phrase(phrase).then(|| words[count..].join(" "))
    })
}

/// One closing, or two joined: "Z góry dziękuję i pozdrawiam".
fn is_phrase(phrase: &str) -> bool {
    const JOINTS: [&str; 7] = [" i ", ", ", " and ", " und ", " et ", " y ", " & "];
    let both = |joint: &&str| {
        let pair = phrase.split_once(*joint);
        pair.is_some_and(|(one, other)| WORDS.is_closing(one) && WORDS.is_closing(other))
    };
    WORDS.is_closing(phrase) || JOINTS.iter().any(both)
}

/// Whether `line` is a closing and nothing else.
pub(super) fn stands_alone(line: &str) -> bool {
    after(line).is_some_and(|rest| rest.is_empty())
}

/// Whether the writer says that the answers stand further down.
pub(super) fn announces_answers(lines: &[Line<'_>]) -> bool {
    const WORDS: [&str; 19] = [
        "below",
        "inline",
        "in-line",
        "interleaved",
        "poniżej",
        "w treści",
        "w tekście",
        "unten",
        "ci-dessous",
        "más abajo",
        "abaixo",
        "di seguito",
        "hieronder",
        "nedan",
        "nedenfor",
        "alla",
        "níže",
        "nižšie",
        "ниже",
    ];
    let last = lines.iter().rev().filter(|line| line.is_text()).take(4);
    last.into_iter().any(|line| {
        let head = &line.text[..line.text.floor_char_boundary(200)];
        let folded = fold(head);
        WORDS.iter().any(|word| {
            let word = fold(word);
            folded.match_indices(&word).any(|(at, _)| {
                !folded[..at].ends_with(char::is_alphanumeric)
                    && !folded[at + word.len()..].starts_with(char::is_alphanumeric)
            })
        })
    })
}
