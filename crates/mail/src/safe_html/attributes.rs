//! The attributes of a tag, written anew.

use std::fmt::Write;

use super::element::{self, Element, GENERAL};
use super::tokens::Tag;
use super::{address, style};

/// Characters of the words in place of a picture.
const MAX_WORDS: usize = 300;

/// Wider than this, in pixels, a table gives way to the frame it is shown in.
const FIRM_PX: u32 = 400;

/// The attributes that stay, each with a blank before it.
pub(super) fn kept(element: &Element, tag: &Tag<'_>) -> String {
    let mut kept = String::new();
    let mut style = tag.value("style").map(|style| style::filter(&style)).unwrap_or_default();
    let wide = wide(element, tag, &style);
    if let Some(width) = wide {
        let declarations = style.split(';').filter(|one| !one.starts_with("width:") && !one.starts_with("min-width:"));
        style = declarations.filter(|one| !one.is_empty()).map(|one| format!("{one};")).collect();
        style.push_str(&format!("width:100%;max-width:{width}px"));
    }
    if let Some((width, height)) = proportions(element, tag, &style) {
        style.push_str(&format!("{}aspect-ratio:{width}/{height}", if style.is_empty() { "" } else { ";" }));
    }
    let mut keep = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = write!(kept, " {name}=\"{}\"", escape(value));
    };
    if !style.is_empty() {
        keep("style", &style);
    }
    for name in GENERAL.iter().chain(element.attributes).filter(|name| **name != "style") {
        let Some(value) = tag.value(name).filter(|_| *name != "width" || wide.is_none()) else { continue };
        if let Some(value) = element::plain(name, &value) {
            keep(name, value);
        }
    }
    if element.name == "a"
        && let Some(to) = tag.value("href").and_then(|href| address::link(&href))
    {
        keep("href", &to);
    }
    kept
}

/// The proportions that a picture's attributes give it: it keeps them in a frame that is narrower than it, and whatever is
/// loaded in its place.
fn proportions(element: &Element, tag: &Tag<'_>, style: &str) -> Option<(u32, u32)> {
    let side =
        |name| tag.value(name)?.trim().trim_end_matches("px").parse().ok().filter(|size| (1..10_000).contains(size));
    let styled = style.split(';').any(|one| one.starts_with("width:") || one.starts_with("height:"));
    if element.name == "img" && !styled { side("width").zip(side("height")) } else { None }
}

/// The width in pixels of a table or a box that is made for a wide window.
fn wide(element: &Element, tag: &Tag<'_>, style: &str) -> Option<u32> {
    if !matches!(element.name, "table" | "div") {
        return None;
    }
    let styled = style.split(';').find_map(|one| one.strip_prefix("width:")?.strip_suffix("px")?.parse().ok());
    let given = || tag.value("width").filter(|_| element.name == "table")?.trim().trim_end_matches("px").parse().ok();
    styled.or_else(given).filter(|width| *width > FIRM_PX)
}

/// The words of an attribute, escaped.
pub(super) fn words(tag: &Tag<'_>, name: &str) -> String {
    let words = tag.value(name).unwrap_or_default();
    escape(&crate::parse::text::one_line(&words, MAX_WORDS))
}

/// `text` for the inside of a quoted attribute, or between tags.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
