//! What the timeline shows of a message, and the history it folds away.
//!
//! In: the text of a message with LF line ends. Out: two slices that, with the blanks between them, are the text.

use super::history::Part;
use super::lines;

/// Splits `text` into the new part and the quoted rest, which is empty when nothing is surely quoted. Where in doubt nothing
/// is folded: a line too many is read over, a line too few is an unanswered question. Answers written between quoted lines
/// therefore stay whole.
pub fn visible(text: &str) -> (&str, &str) {
    let lines = lines::of_text(text);
    let parts = super::parts(&lines, super::Between::Kept);
    let last = (0..lines.len()).rev().find(|at| lines[*at].is_text() && parts[*at] != Part::Quoted);
    let first = (0..lines.len()).find(|at| parts[*at] == Part::Quoted && !lines[*at].is_blank());
    let (Some(last), Some(first)) = (last, first) else { return (text, "") };
    if first < last {
        return (text, "");
    }
    let (new, history) = text.split_at(lines[first].at);
    (new.trim_end(), history)
}
