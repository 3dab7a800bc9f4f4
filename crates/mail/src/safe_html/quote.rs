//! Which element of a mail begins the history quoted in it.
//!
//! Programs mark it: by an element that holds the history and nothing else, or by one after which nothing but the history
//! comes. Most are known by class, id and type; a line across the mail only by the label of the sender behind it. What else
//! a text says is for [`crate::split`].

use super::tokens::{Tag, Token, Tokens};
use crate::parse::text::cut;

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

/// The first label of a quoted header, as programs write it.
const SENDERS: [&str; 26] = [
    "from",
    "od",
    "nadawca",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "avsender",
    "lähettäjä",
    "feladó",
    "odesílatel",
    "odosielateľ",
    "od koho",
    "от",
    "от кого",
    "отправитель",
    "від",
    "kimden",
    "gönderen",
    "από",
    "expéditeur",
    "发件人",
    "差出人",
    "보낸 사람",
];

/// How far the label may stand behind the line, in tokens, and how long it may be, in bytes.
const NEAR_TOKENS: usize = 14;
const LONGEST_LABEL: usize = 40;
/// How much of what was written is searched for the line that introduces a quote, in bytes.
const NEAR_BYTES: usize = 300;

/// How far the quote reaches that this element begins; nothing where it begins none. `ahead` comes next, `before` was
/// written.
pub(super) fn begins(tag: &Tag<'_>, ahead: &Tokens<'_>, before: &str) -> Option<Reach> {
    let id = tag.value("id").unwrap_or_default().to_ascii_lowercase();
    // Outlook puts `x_` before what it quotes itself.
    let id = id.trim_start_matches("x_");
    if MARKS.contains(&id) {
        return Some(Reach::Rest);
    }
    let class = tag.value("class").unwrap_or_default();
    let mut classes = class.split_ascii_whitespace().map(|class| class.trim_start_matches("x_"));
    if HOLDERS.contains(&id) || classes.any(|class| CLASSES.contains(&class)) {
        return Some(Reach::Element);
    }
    if tag.name.eq_ignore_ascii_case("blockquote") {
        return (is_cited(tag) || is_introduced(before)).then_some(Reach::Element);
    }
    (is_desktop_header(tag) || (is_line(tag) && names_sender(ahead))).then_some(Reach::Rest)
}

/// A `blockquote` that says what it is, or has the stroke at its side that programs draw.
fn is_cited(tag: &Tag<'_>) -> bool {
    tag.value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"))
        || tag.value("style").is_some_and(|style| style.to_ascii_lowercase().contains("border-left"))
}

/// Whether what was written ends with a line such as "On 20 Nov 2026, Anna wrote:", which names a moment or an address.
fn is_introduced(before: &str) -> bool {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR_BYTES))..];
    let mut text = String::new();
    let mut inside = false;
    for letter in near.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    let text = text.trim_end();
    text.ends_with(':') && text.chars().any(|c| c.is_ascii_digit() || c == '@')
}

/// Outlook for desktops draws a line above the header of what it quotes, in every language with this border and padding.
fn is_desktop_header(tag: &Tag<'_>) -> bool {
    let Some(style) = tag.value("style").filter(|_| tag.name.eq_ignore_ascii_case("div")) else { return false };
    let style: String = style.chars().take(200).filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("border:none;border-top:solid#") && style.contains("1.0pt;padding:3.0pt0")
}

/// A line drawn across the mail: `hr`, or a box with a line above it.
fn is_line(tag: &Tag<'_>) -> bool {
    if tag.name.eq_ignore_ascii_case("hr") {
        return true;
    }
    let style = tag.value("style").filter(|_| tag.name.eq_ignore_ascii_case("div"));
    style.is_some_and(|style| {
        let style = style.to_ascii_lowercase();
        style.contains("border-top") && style.contains("solid")
    })
}

/// Whether the next words are the first label of a quoted header.
fn names_sender(ahead: &Tokens<'_>) -> bool {
    let next = ahead.clone().take(NEAR_TOKENS).find_map(|token| match token {
        Token::Text(text) => Some(text.trim_start()).filter(|text| !text.is_empty()),
        Token::Open(_) | Token::Close(_) => None,
    });
    let Some((label, _)) = next.and_then(|text| cut(text, LONGEST_LABEL).split_once([':', '：'])) else {
        return false;
    };
    let label = label.trim_matches(|c: char| c.is_whitespace() || c == '*').to_lowercase();
    SENDERS.contains(&label.as_str())
}
