//! What is new in a message, its signature, and the history quoted around it.
//!
//! In: a text, or an HTML body. Out: a [`Split`] whose parts hold every word of it, or for the timeline the two slices of
//! [`visible`]. Linear in the length; no language is asked for, all are known (`split/words.txt`, `labels/words.txt`).
//!
//! - What mail programs write decides: attributions ([`attribution`]), blocks of labels ([`header_block`]), separators
//!   ([`crate::labels`]), quote marks and the elements of HTML ([`container`]).
//! - An answer above its quotes is what stands above; one below them is what stands below; answers between them stay with
//!   the quotes they answer. A message with nothing else is all answer.
//! - A closing ("Pozdrawiam, Jan") is signature where it ends the whole mail or contact data stand below it; above a
//!   history it is the end of the answer. The published sets judge it so, and a reader of either part misses nothing.
//!
//! Must not: drop words, or judge who wrote them.

mod attribution;
mod closing;
mod container;
mod device;
mod header_block;
mod history;
mod html;
mod lines;
mod moment;
mod signature;
mod visible;
mod words;

#[cfg(test)]
mod tests;

use history::{Between, Part};
use lines::{Line, Mark};

pub use visible::visible;

/// The parts of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Split {
    /// The new words, without quotes and signature.
    pub reply: String,
    /// What stands below them and says who wrote: a name, a company, a device, a legal text.
    pub signature: Option<String>,
    /// What was written before, with the lines that introduce it.
    pub quoted: Option<String>,
}

/// Rounds in which an answer is divided further; what one takes away may bare a quote or a signature above it.
const MAX_ROUNDS: usize = 3;

/// Splits a plain text.
pub fn split(text: &str) -> Split {
    assemble(&lines::of_text(text), Between::Kept)
}

/// Splits an HTML body; the parts are text.
pub fn split_html(html: &str) -> Split {
    let shown = html::shown(html);
    assemble(&html::of_shown(&shown), Between::Dropped)
}

/// Splits what a mail says: its text, or its HTML where the text was made from that.
pub fn of(mail: &domain::channel::Inbound) -> Split {
    match &mail.html {
        Some(html) if mail.text_from_html => split_html(html),
        _ => split(&mail.text),
    }
}

/// The part each of `lines` belongs to.
fn parts(lines: &[Line<'_>], between: Between) -> Vec<Part> {
    let mut parts = vec![Part::Reply; lines.len()];
    let mut last = true;
    for _ in 0..MAX_ROUNDS {
        let places = (0..lines.len()).filter(|at| parts[*at] == Part::Reply).collect::<Vec<_>>();
        let left = places.iter().map(|at| lines[*at]).collect::<Vec<_>>();
        let found = round(&left, between, &mut last);
        let before = places.len();
        for (at, part) in places.iter().zip(&found) {
            parts[*at] = *part;
        }
        if found.iter().filter(|part| **part == Part::Reply).count() == before {
            break;
        }
    }
    parts
}

fn round(lines: &[Line<'_>], between: Between, last: &mut bool) -> Vec<Part> {
    let Some(mut parts) = history::divide(lines, between) else { return vec![Part::Reply; lines.len()] };
    let reply_ends = (0..lines.len()).rev().find(|at| parts[*at] == Part::Reply && lines[*at].is_text()).unwrap_or(0);
    let below = lines.iter().zip(&parts).skip(reply_ends);
    *last &= !below.into_iter().any(|(line, part)| *part == Part::Quoted && !line.is_blank());
    let marked = |line: &Line<'_>| line.mark == Mark::Signature;
    let own = lines.iter().zip(&parts).any(|(line, part)| line.is_text() && *part == Part::Reply && !marked(line));
    if own {
        for (line, part) in lines.iter().zip(&mut parts).filter(|(line, part)| marked(line) && **part == Part::Reply) {
            *part = if line.is_blank() { *part } else { Part::Signature };
        }
    }
    let places = (0..lines.len()).filter(|at| parts[*at] == Part::Reply).collect::<Vec<_>>();
    let reply = places.iter().map(|at| lines[*at]).collect::<Vec<_>>();
    let is_device = |line: &Line<'_>| device::is_sent(line.text);
    let only_device = || parts.contains(&Part::Quoted) && reply.iter().filter(|line| line.is_text()).all(is_device);
    if let Some(start) = signature::start(&reply, *last).or_else(|| only_device().then_some(0)) {
        for at in &places[start..] {
            parts[*at] = Part::Signature;
        }
    }
    parts
}

fn assemble(lines: &[Line<'_>], between: Between) -> Split {
    let parts = parts(lines, between);
    let take = |part: Part| {
        let own = lines.iter().zip(&parts).filter(|(_, found)| **found == part).map(|(line, _)| line.text);
        let own = own.collect::<Vec<_>>();
        let start = own.iter().position(|line| !lines::is_blank(line))?;
        let end = own.iter().rposition(|line| !lines::is_blank(line))? + 1;
        Some(own[start..end].join("\n").trim().to_owned())
    };
    Split { reply: take(Part::Reply).unwrap_or_default(), signature: take(Part::Signature), quoted: take(Part::Quoted) }
}
