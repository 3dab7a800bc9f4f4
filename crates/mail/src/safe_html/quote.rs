//! Which element of a mail begins the history quoted in it.
//!
//! Programs mark it: by an element that holds the history and nothing else, or by one after which nothing but the history
//! comes. Elements are known by class, id and type alone; what they say is for [`crate::split`].

use super::tokens::Tag;

/// How far a quote reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// To the end of this element.
    Element,
    /// To the end of the element around it.
    Rest,
}

/// Classes of elements that hold the history: Gmail, Yahoo, Proton, Tuta, Zoho, GMX and WEB.DE, Roundcube, freenet.
const CLASSES: [&str; 9] = [
    "gmail_quote",
    "gmail_quote_container",
    "yahoo_quoted",
    "protonmail_quote",
    "tutanota_quote",
    "zmail_extra",
    "gmx_quote",
    "moz-forward-container",
    "ydp-yahoo-quoted",
];

/// Ids of elements that hold the history: Outlook for phones, Yahoo.
const HOLDERS: [&str; 3] =
    ["mail-editor-reference-message-container", "ms-outlook-mobile-body-separator-line", "yahoo_quoted"];

/// Ids of elements behind which the history comes: Outlook on the web, for Mac, for desktops.
const MARKS: [&str; 5] = ["divrplyfwdmsg", "appendonsend", "olk_src_body_section", "stopspelling", "stopspellinghere"];

/// How far the quote reaches that this element begins; nothing where it begins none.
pub(super) fn begins(tag: &Tag<'_>) -> Option<Reach> {
    let id = tag.value("id").unwrap_or_default().to_ascii_lowercase();
    // Outlook puts `x_` before what it quotes itself.
    let id = id.trim_start_matches("x_");
    if MARKS.contains(&id) {
        return Some(Reach::Rest);
    }
    let class = tag.value("class").unwrap_or_default();
    let mut classes = class.split_ascii_whitespace().map(|class| class.trim_start_matches("x_"));
    let cited = tag.name.eq_ignore_ascii_case("blockquote")
        && tag.value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"));
    if cited || HOLDERS.contains(&id) || classes.any(|class| CLASSES.contains(&class)) {
        return Some(Reach::Element);
    }
    is_desktop_header(tag).then_some(Reach::Rest)
}

/// Outlook for desktops draws a line above the header of what it quotes: a `div` with this border and padding.
fn is_desktop_header(tag: &Tag<'_>) -> bool {
    let Some(style) = tag.value("style").filter(|_| tag.name.eq_ignore_ascii_case("div")) else { return false };
    let style: String = style.chars().take(200).filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("border:none;border-top:solid#") && style.contains("1.0pt;padding:3.0pt0")
}
