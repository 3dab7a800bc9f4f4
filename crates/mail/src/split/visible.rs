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
    let own = |(at, line): (usize, &lines::Line<'_>)| (line.is_text() && parts[at] != Part::Quoted).then_some(at);
    let last = lines.iter().enumerate().filter_map(own).last();
    let first = (0..lines.len()).find(|at| parts[*at] == Part::Quoted && !lines[*at].is_blank());
    let (Some(last), Some(first)) = (last, first) else { return (text, "") };
    if first < last {
        return (text, "");
    }
    let start = lines[first].text.as_ptr() as usize - text.as_ptr() as usize;
    let (new, history) = text.split_at(start);
    (new.trim_end(), history)
}
