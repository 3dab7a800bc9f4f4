//! The attributes of a tag, written anew.

use std::fmt::Write;

use super::element::{self, Element, GENERAL};
use super::tokens::Tag;
use super::{address, style};

/// Characters of the words in place of a picture.
const MAX_WORDS: usize = 300;

/// The attributes that stay, each with a blank before it.
pub(super) fn kept(element: &Element, tag: &Tag<'_>) -> String {
    let mut kept = String::new();
    let mut keep = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = write!(kept, " {name}=\"{}\"", escape(value));
    };
    for name in GENERAL.iter().chain(element.attributes) {
        let Some(value) = tag.value(name) else { continue };
        match *name {
            "style" => {
                let style = style::filter(&value);
                if !style.is_empty() {
                    keep(name, &style);
                }
            }
            name => {
                if let Some(value) = element::plain(name, &value) {
                    keep(name, value);
                }
            }
        }
    }
    if element.name == "a"
        && let Some(to) = tag.value("href").and_then(|href| address::link(&href))
    {
        keep("href", &to);
    }
    kept
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
