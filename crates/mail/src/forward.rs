//! The mail inside a forwarded mail, and who really wrote it.
//!
//! In: subject and text of a mail (made from its HTML where it has no text). Out: the [`Forward`], where the text surely is
//! one. The outermost counts: what was forwarded before stays in its body, as its writer sent it.
//!
//! What decides: a line that says "forwarded message" above a header block does so alone. A bare header block, an "original
//! message" or an attribution ("Anna pisze:") stand above an answer's history as well; they count where the subject says it
//! was forwarded. History that comes first ends the search: a forward inside it belongs to the mail that was answered.
//!
//! Must not: guess. A reply taken for a forward would put the shop's own words into a customer's mouth.

mod attribution;
mod glued;
mod header;
mod lines;
mod people;
#[cfg(test)]
mod tests;

use domain::reading::{Forward, Person};

use crate::labels::{self, Prefix, Separator};
use header::Header;
use lines::Line;

/// Blank lines between a separator and its header block.
const MAX_GAP: usize = 4;

/// The mail that was forwarded; `None` when the text is none.
pub fn forward(subject: &str, text: &str) -> Option<Forward> {
    let lines = lines::lines(text);
    let says = Says::of(subject);
    let found = (0..lines.len()).find_map(|at| candidate(&lines, at))?;
    if !accepts(&says, &found, &lines) {
        return None;
    }
    let (mut mail, mut end) = (found.header, found.end);
    if wraps(mail.subject.as_deref(), lines.get(end), says.rest) {
        mail.subject = None;
        end += 1;
    }
    mail.subject = mail.subject.or_else(|| (!says.rest.is_empty()).then(|| says.rest.to_owned()));
    let message = lines::message(&lines[..found.start]);
    let body = lines::body(&lines[end..], found.kind == Kind::Attribution);
    let (from, to, cc) = (mail.from, mail.to, mail.cc);
    Some(Forward { from, to, cc, subject: mail.subject, date: mail.date, body, message })
}

/// What stands above a mail inside the text.
struct Found {
    kind: Kind,
    /// The first line of it.
    start: usize,
    /// The first line of the mail's own text.
    end: usize,
    header: Header,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Forward,
    Original,
    /// A header block below a ruled line, or below words between dashes that we do not know.
    Ruled,
    Bare,
    Attribution,
}

/// What the subject says of the mail.
struct Says<'a> {
    prefix: Option<Vec<(Prefix, &'static str)>>,
    /// The subject behind its first prefix.
    rest: &'a str,
}

impl<'a> Says<'a> {
    fn of(subject: &'a str) -> Self {
        match labels::prefix(subject) {
            Some((prefix, rest)) => Self { prefix: Some(prefix), rest: rest.trim_end() },
            None => Self { prefix: None, rest: subject.trim() },
        }
    }

    /// Whether it was forwarded, as far as the subject says. "VS:" forwards in Danish and answers in Finnish: then the
    /// language of the block decides.
    fn forwarded(&self, languages: &[&str]) -> bool {
        let Some(prefix) = &self.prefix else { return false };
        let speaks = |wanted| {
            prefix.iter().any(|(kind, language)| *kind == wanted && languages.iter().any(|known| known == language))
        };
        let says = |wanted| prefix.iter().any(|(kind, _)| *kind == wanted);
        says(Prefix::Forward) && (!says(Prefix::Reply) || speaks(Prefix::Forward) || !speaks(Prefix::Reply))
    }

    fn is_empty(&self) -> bool {
        self.prefix.is_none() && self.rest.is_empty()
    }
}

fn accepts(says: &Says<'_>, found: &Found, lines: &[Line<'_>]) -> bool {
    let forwarded = says.forwarded(&found.header.languages);
    let replied = says.prefix.is_some() && !forwarded;
    let quoted = lines[found.start].depth > 0;
    match found.kind {
        // An answer may quote a forward without saying whom it quotes.
        Kind::Forward => !(replied && quoted),
        // Open-Xchange quotes what it forwards; nobody quotes the "original message" of an answer.
        Kind::Original => forwarded || (quoted && !replied && found.header.is_whole()),
        Kind::Ruled => forwarded || (says.is_empty() && found.header.is_whole()),
        Kind::Bare => forwarded || (quoted && says.is_empty() && found.header.is_whole()),
        Kind::Attribution => forwarded,
    }
}

/// The mail that begins at line `at`, if one does.
fn candidate(lines: &[Line<'_>], at: usize) -> Option<Found> {
    let line = &lines[at];
    if line.text.is_empty() {
        return None;
    }
    if let Some((separator, rest)) = labels::separator(line.text) {
        let kind = if separator == Separator::Forward { Kind::Forward } else { Kind::Original };
        return below(lines, at, rest).map(|(end, header)| Found { kind, start: at, end, header });
    }
    if lines::is_rule(line.text) || lines::is_framed(line.text) {
        let next = (at + 1..lines.len().min(at + 1 + MAX_GAP)).find(|next| !lines[*next].text.is_empty())?;
        let (end, header) = header::header(lines, next)?;
        return header.is_certain().then_some(Found { kind: Kind::Ruled, start: at, end, header });
    }
    if let Some((end, header)) = header::header(lines, at) {
        return header.is_certain().then_some(Found { kind: Kind::Bare, start: at, end, header });
    }
    let (end, header) = attribution::attribution(lines, at)?;
    Some(Found { kind: Kind::Attribution, start: at, end, header })
}

/// The header block below the separator at line `at`, or on the same line behind it.
fn below(lines: &[Line<'_>], at: usize, rest: &str) -> Option<(usize, Header)> {
    if let Some(header) = glued::header(rest) {
        return Some((at + 1, header));
    }
    let next = (at + 1..lines.len().min(at + 1 + MAX_GAP)).find(|next| !lines[*next].text.is_empty())?;
    header::header(lines, next)
}

/// Whether `next` is the second line of a wrapped subject: only the mail's own subject can tell it from the text below.
fn wraps(subject: Option<&str>, next: Option<&Line<'_>>, whole: &str) -> bool {
    let (Some(subject), Some(next)) = (subject, next) else { return false };
    !next.text.is_empty() && labels::fold(&format!("{subject} {}", next.text)) == labels::fold(whole)
}

/// Whether somebody is named at all.
fn is_known(person: &Person) -> bool {
    person.name.is_some() || person.address.is_some()
}
