//! What becomes of a picture: shown, held back until somebody asks, or left out.

use super::address::{self, Source};
use super::tokens::Tag;
use super::{MAX_PICTURE_BYTES, Wanted, style};

/// Up to this size, in pixels, a picture is there to be counted, not to be seen.
const PIXEL: u32 = 2;
/// The largest empty place that is kept for a picture, in pixels.
const LARGEST_PLACE: u32 = 800;

/// A picture.
#[derive(Debug)]
pub(super) enum Picture {
    /// To be loaded from here.
    Shown(String),
    /// On a server that must not learn that somebody reads; with the attributes of the place it will take.
    Blocked(String),
    /// Nowhere to be found.
    Missing,
    /// There to tell the sender that the mail was opened.
    Tracker,
}

/// Judges a picture. `bytes` is what those before it brought along.
pub(super) fn judge(tag: &Tag<'_>, wanted: &Wanted<'_>, bytes: &mut usize) -> Picture {
    let source = tag.value("src").and_then(|source| address::source(&source));
    let (width, height) = (side(tag, "width"), side(tag, "height"));
    match source {
        Some(Source::Remote(_)) if is_pixel(width, height) || is_hidden(tag) => Picture::Tracker,
        Some(Source::Remote(from)) if wanted.remote => Picture::Shown(from),
        Some(Source::Remote(_)) => Picture::Blocked(place(width, height)),
        Some(Source::Part(id)) => (wanted.part)(&id).map_or(Picture::Missing, Picture::Shown),
        Some(Source::Whole(picture)) if *bytes + picture.len() <= MAX_PICTURE_BYTES => {
            *bytes += picture.len();
            Picture::Shown(picture)
        }
        Some(Source::Whole(_)) | None => Picture::Missing,
    }
}

/// A width or a height in pixels, from the attribute or the style.
fn side(tag: &Tag<'_>, name: &str) -> Option<u32> {
    let pixels = |value: &str| {
        let value = value.trim();
        value.strip_suffix("px").unwrap_or(value).trim().parse::<f32>().ok().filter(|n| (0.0..10_000.0).contains(n))
    };
    let styled = tag.value("style").map(|style| style::filter(&style));
    let styled = styled.as_deref().into_iter().flat_map(|style| style.split(';'));
    let styled = styled.filter_map(|one| one.split_once(':')).find(|(own, _)| *own == name);
    let size = styled.and_then(|(_, value)| pixels(value)).or_else(|| pixels(&tag.value(name)?));
    // In range by the filter above.
    size.map(|size| size as u32)
}

fn is_pixel(width: Option<u32>, height: Option<u32>) -> bool {
    width == Some(0) || height == Some(0) || matches!((width, height), (Some(w), Some(h)) if w <= PIXEL && h <= PIXEL)
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    let style = tag.value("style").map(|style| style::filter(&style)).unwrap_or_default();
    style.split(';').any(|one| matches!(one, "display:none" | "visibility:hidden"))
}

fn place(width: Option<u32>, height: Option<u32>) -> String {
    let of = |name: &str, size: Option<u32>| {
        size.map(|size| format!("{name}:{}px", size.min(LARGEST_PLACE))).into_iter().collect::<Vec<_>>()
    };
    let style = [of("width", width), of("height", height)].concat().join(";");
    if style.is_empty() { style } else { format!(" style=\"{style}\"") }
}
