//! Which elements and attributes an HTML part has, how they are written, and about how often.

use domain::spam::Class;

use super::Shown;

/// Bytes that are looked at.
const MAX_BYTES: usize = 32_000;
/// Bytes of one tag.
const MAX_TAG_BYTES: usize = 400;
/// Different ones that are counted.
const MAX_KINDS: usize = 150;
/// From how many on a further feature is given.
const STEPS: [u32; 5] = [1, 3, 8, 20, 50];
/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 8;
const MAX_NAME_BYTES: usize = 16;

pub(super) fn look(shown: &mut Shown, html: &str) {
    let html = crate::parse::text::cut(html, MAX_BYTES);
    let mut counts: std::collections::HashMap<u32, u32> = std::collections::HashMap::new();
    let mut written = String::new();
    let mut count = |text: &str| {
        let feature = Class::Markup.feature(text);
        if counts.len() < MAX_KINDS || counts.contains_key(&feature) {
            *counts.entry(feature).or_default() += 1;
        }
    };
    for tag in html.split('<').skip(1) {
        let tag = crate::parse::text::cut(tag, MAX_TAG_BYTES);
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        if end == 0 || end > MAX_NAME_BYTES {
            continue;
        }
        let (name, rest) = tag.split_at(end);
        count(name);
        for attribute in rest.split_ascii_whitespace().take(MAX_ATTRIBUTES) {
            let Some((attribute, value)) = attribute.split_once('=') else { continue };
            if attribute.is_empty() || attribute.len() > MAX_NAME_BYTES {
                continue;
            }
            written.clear();
            written.push_str(name);
            written.push(' ');
            written.push_str(attribute);
            written.push('=');
            written.push_str(kind(value));
            count(&written);
        }
    }
    for (feature, count) in counts {
        for step in STEPS.iter().filter(|step| count >= **step) {
            shown.pair(Class::Markup, feature, *step);
        }
    }
}

/// Whether it is quoted, and what it is.
fn kind(value: &str) -> &'static str {
    let bare = value.trim_matches(['"', '\'']);
    let quoted = bare.len() < value.len();
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    match (bare.as_bytes().first(), quoted) {
        (None, _) => "",
        (Some(b'#'), true) => "\"#",
        (Some(b'#'), false) => "#",
        (Some(b'0'..=b'9'), true) if bare.ends_with('%') => "\"%",
        (Some(b'0'..=b'9'), false) if bare.ends_with('%') => "%",
        (_, true) if digits == bare.len() => "\"0",
        (_, false) if digits == bare.len() => "0",
        (_, true) => "\"a",
        (_, false) => "a",
    }
}
