//! What is left of a `style` attribute: properties that colour, space and align, with plain values.
//!
//! In: hostile declarations, character references resolved. Out: declarations of which no property moves anything out of
//! its place and no value names an address, a function beyond colours and sums, or a number beyond any screen.

use crate::parse::text::cut;

/// The longest style that is read, in bytes.
const LONGEST: usize = 4_000;
/// The longest value.
const LONGEST_VALUE: usize = 200;
/// Digits of a number before its point.
const MOST_DIGITS: usize = 4;
/// The functions that a value may call.
const FUNCTIONS: [&str; 5] = ["rgb", "rgba", "hsl", "hsla", "calc"];

/// What may be said. Neither `position` nor `transform` nor anything that fetches; `background` only as a colour.
pub(super) const PROPERTIES: &[&str] = &[
    "aspect-ratio",
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "box-sizing",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "overflow",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "visibility",
    "white-space",
    "width",
    "word-break",
    "word-wrap",
];

/// The declarations of `style` that may stay, as `name:value;…`; empty when none may.
pub(super) fn filter(style: &str) -> String {
    let mut kept = String::new();
    for declaration in cut(style, LONGEST).split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        if PROPERTIES.binary_search(&name.as_str()).is_err() {
            continue;
        }
        if let Some(value) = plain(value) {
            kept.push_str(&format!("{name}:{value};"));
        }
    }
    kept.truncate(kept.trim_end_matches(';').len());
    kept
}

/// The value in small letters outside quotes, without `!important`; nothing where it holds more than words, numbers,
/// colours and the names of fonts.
fn plain(value: &str) -> Option<String> {
    let value = value.trim();
    let value = value.rsplit_once('!').map_or(value, |(value, _)| value).trim();
    let allowed = |c: char| c.is_ascii_alphanumeric() || " #%.,-+*/()'\"_".contains(c);
    if value.is_empty() || value.len() > LONGEST_VALUE || !value.chars().all(allowed) || value.contains("/*") {
        return None;
    }
    let quotes_end = ['\'', '"'].iter().all(|quote| value.matches(*quote).count() % 2 == 0);
    let brackets_end = value.matches('(').count() == value.matches(')').count();
    let small = value.to_ascii_lowercase();
    (quotes_end && brackets_end && calls_known(&small) && numbers_fit(&small) && !names_code(&small)).then_some(small)
}

/// Whether every bracket opens one of [`FUNCTIONS`], or a group inside one.
fn calls_known(value: &str) -> bool {
    value.match_indices('(').all(|(at, _)| {
        let name = value[..at].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        FUNCTIONS.contains(&name) || (name.is_empty() && value[..at].contains("calc("))
    })
}

fn numbers_fit(value: &str) -> bool {
    let whole = |number: &str| number.split('.').next().unwrap_or_default().trim_start_matches('0').len();
    let colour = |at: usize| value[..at].ends_with('#');
    let mut at = 0;
    while let Some(start) = value[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + start;
        let end = value[start..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(value.len(), |end| start + end);
        if whole(&value[start..end]) > MOST_DIGITS && !colour(start) && !in_colour(&value[..start]) {
            return false;
        }
        at = end;
    }
    true
}

/// Whether a colour such as `#a1b2c3` has begun and not ended.
fn in_colour(before: &str) -> bool {
    before.rsplit_once('#').is_some_and(|(_, digits)| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Words of old browsers that made a value a program; none of them is a value of any property above.
fn names_code(value: &str) -> bool {
    ["url", "expression", "javascript", "vbscript", "behavior", "binding", "import"]
        .iter()
        .any(|word| value.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found_by_halves() {
        assert!(PROPERTIES.is_sorted());
    }

    #[test]
    fn what_is_plain_stays_and_all_else_goes() {
        for (style, kept) in [
            ("color:#FF0000; FONT-SIZE : 12PX !important", "color:#ff0000;font-size:12px"),
            ("font-family:'Segoe UI', Arial", "font-family:'segoe ui', arial"),
            ("background:#f4f4f4 url(http://x.example/a.png)", ""),
            ("background-image:url(x)", ""),
            ("position:fixed;top:0;color:red", "color:red"),
            ("width:expression(alert(1))", ""),
            ("width:calc((100% - 10px) / 2)", "width:calc((100% - 10px) / 2)"),
            ("color:rgba(0, 0, 0, .5)", "color:rgba(0, 0, 0, .5)"),
            ("color:var(--x);background:image-set('a' 1x)", ""),
            ("width:999999px;height:60px", "height:60px"),
            ("color:#123456", "color:#123456"),
            ("color:#a12345", "color:#a12345"),
            ("color:re\\64", ""),
            ("color:r/**/ed", ""),
            ("font-family:'a;color:red", "color:red"),
            ("-moz-binding:url(x);behavior:url(x)", ""),
            ("color", ""),
            ("", ""),
        ] {
            assert_eq!(filter(style), kept, "{style}");
            assert_eq!(filter(kept), kept, "again: {style}");
        }
    }
}
