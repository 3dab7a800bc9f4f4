//! The HTML of a mail, made fit to be shown.
//!
//! In: hostile HTML. Out: HTML without anything that runs, fetches, asks for words or reaches out of its place, for a
//! sandboxed frame whose policy forbids the same once more. Remote pictures are held back until somebody asks: loading one
//! tells its server who reads what and when. Pictures that are only there for that are always left out.
//!
//! Two passes that share nothing but their lists: [`tokens`] and [`write`] spell every tag anew, nested and bounded, so that
//! no tree builder has anything to mend; [`fence`] parses that by the HTML standard and holds it against the lists again.
//! Linear in the input, bounded in depth, elements and bytes.
//!
//! Must not: show a picture that nobody asked for, or trust a name, an address or a nesting of the mail's.

mod address;
mod attributes;
mod element;
mod fence;
mod fold;
mod nesting;
mod picture;
mod quote;
mod style;
#[cfg(test)]
mod tests;
mod tokens;
mod write;

use crate::parse::text::cut;

/// Bytes of HTML that are read, pictures it holds included; what is longer is cut.
pub const MAX_INPUT_BYTES: usize = 6_000_000;
/// Bytes that are written, without pictures.
pub const MAX_OUTPUT_BYTES: usize = 1_000_000;
/// Bytes of pictures that the HTML holds itself (`data:`).
pub const MAX_PICTURE_BYTES: usize = 5_000_000;

/// How a mail is wanted.
pub struct Wanted<'w> {
    /// Whether pictures on other servers are loaded.
    pub remote: bool,
    /// Where the part with this Content-ID (RFC 2392, without brackets) is served, as a path of ours.
    pub part: &'w dyn Fn(&str) -> Option<String>,
    /// The words on the fold over quoted history; `None`: nothing is folded.
    pub fold: Option<&'w str>,
}

impl std::fmt::Debug for Wanted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted").field("remote", &self.remote).field("fold", &self.fold).finish_non_exhaustive()
    }
}

/// HTML that may be shown in a frame of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeHtml {
    /// The content of a body.
    pub html: String,
    /// How many pictures were held back.
    pub blocked: usize,
    /// How many pictures were left out because they only watch.
    pub trackers: usize,
    /// Whether the mail was longer than what is shown.
    pub cut: bool,
}

/// Makes the HTML of a mail fit to be shown.
pub fn make_safe(html: &str, wanted: &Wanted<'_>) -> SafeHtml {
    let read = cut(html, MAX_INPUT_BYTES);
    let mut writer = write::Writer::new(wanted);
    writer.write(read);
    let (blocked, trackers) = (writer.blocked, writer.trackers);
    let cut = writer.cut || read.len() < html.len();
    SafeHtml { html: fence::hold(&writer.finish(), wanted.remote), blocked, trackers, cut }
}
