//! What the elements of mail programs say: this is quoted, this signs, here history begins.
//!
//! In: a start tag. Out: its [`Role`]. How to add a program: its class or id in one of the lists below.

use html5gum::StartTag;

/// What an element says of its content, or of what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What it holds is quoted.
    Quote,
    /// What it holds is a signature.
    Signature,
    /// What it holds introduces a quote.
    Attribution,
    /// It holds an attribution and a quote, and says nothing of other words in it.
    Region,
    /// All below its start is history.
    Cut,
}

/// Classes and ids of elements below which all is history: Outlook (desktop, web, mobile), Yahoo, Zoho, Zimbra, Thunderbird's forwards.
const CUTS: [&str; 19] = [
    "divrplyfwdmsg",
    "appendonsend",
    "olk_src_body_section",
    "outlookmessageheader",
    "mail-editor-reference-message-container",
    "replyforwardmessage",
    "yahoo_quoted",
    "yqtfd",
    "zmail_extra",
    "zwchr",
    "stopspelling",
    "moz-forward-container",
    "isforwardcontent",
    "gwquote",
    "reply-separator",
    "ntes-mailmaster-quote",
    "isreplycontent",
    "origbody",
    "_origmsg_",
];
/// Of lines that introduce a quote: Gmail, Thunderbird, Roundcube, Outlook for Mac, eM Client.
const ATTRIBUTIONS: [&str; 8] = [
    "gmail_attr",
    "moz-cite-prefix",
    "reply-intro",
    "mail_quote_header",
    "cite_head",
    "wisestamp_quote",
    "moz-email-headers-table",
    "quoteheader",
];
/// Of elements around an attribution and its quote: Gmail, Proton, Spark, GMX.
const REGIONS: [&str; 8] = [
    "gmail_quote",
    "gmail_quote_container",
    "protonmail_quote",
    "messagereplysection",
    "quote",
    "gmail_extra",
    "tutanota_quote",
    "front-blockquote",
];
/// Of signatures: Gmail, Thunderbird, Outlook, Proton, Samsung, Apple, Windows Mail.
const SIGNATURES: [&str; 14] = [
    "gmail_signature",
    "gmail_signature_prefix",
    "moz-signature",
    "signature",
    "protonmail_signature_block",
    "composer_signature",
    "applemailsignature",
    "ms-outlook-mobile-signature",
    "messagesignaturesection",
    "ymail_android_signature",
    "ydpsignature",
    "outlooksignature",
    "_rc_sig",
    "bloop_sign",
];

/// What `tag` says; `in_region` when it stands in a [`Role::Region`].
pub(super) fn role(tag: &StartTag<()>, in_region: bool) -> Option<Role> {
    let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).to_lowercase());
    let names = ["id", "class", "name", "data-smartmail"].iter().filter_map(|name| attribute(name.as_bytes()));
    let names = names.collect::<Vec<_>>().join(" ");
    let has = |list: &[&str]| names.split_whitespace().take(16).any(|name| list.contains(&name));
    let style = attribute(b"style").unwrap_or_default();
    if &tag.name[..] == b"blockquote" {
        // Gmail's button for a quote of the writer's own makes the same element, outside its region.
        let own = names.split_whitespace().any(|name| name == "gmail_quote") && !in_region;
        let indent =
            style.contains("border:none") || style.contains("border: none") || style.contains("border-width:0");
        return (!own && !indent).then_some(Role::Quote);
    }
    let divider = attribute(b"data-marker").is_some_and(|value| value == "__divider__");
    if has(&CUTS) || divider || is_outlook_rule(&style) {
        return Some(Role::Cut);
    }
    if has(&ATTRIBUTIONS) {
        return Some(Role::Attribution);
    }
    if has(&SIGNATURES) || attribute(b"data-signatureblock").is_some_and(|value| value == "true") {
        return Some(Role::Signature);
    }
    (&tag.name[..] == b"div" && has(&REGIONS)).then_some(Role::Region)
}

/// The line Outlook draws above the labels of what it quotes.
fn is_outlook_rule(style: &str) -> bool {
    const COLOURS: [&str; 3] = ["#e1e1e1", "#b5c4df", "#e5e5e5"];
    let style = style.chars().filter(|c| !c.is_whitespace()).take(300).collect::<String>();
    if style.contains("border-top-color:rgb(229,229,229)") && style.contains("padding-top:5px") {
        return true;
    }
    let drawn = style.find("border-top:solid").map(|at| &style[at..]);
    drawn.is_some_and(|rest| COLOURS.iter().any(|colour| rest["border-top:solid".len()..].starts_with(colour)))
        && style.contains("border:none")
}

/// Elements whose content nobody reads.
pub(super) fn is_unseen(name: &[u8]) -> bool {
    matches!(
        name,
        b"style"
            | b"script"
            | b"title"
            | b"template"
            | b"noscript"
            | b"svg"
            | b"math"
            | b"object"
            | b"iframe"
            | b"select"
    )
}

/// Elements without content and end.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(name, b"br" | b"hr" | b"img" | b"input" | b"meta" | b"link" | b"area" | b"base" | b"wbr" | b"col")
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &[u8]) -> bool {
    const BLOCKS: [&[u8]; 30] = [
        b"address",
        b"article",
        b"aside",
        b"blockquote",
        b"body",
        b"center",
        b"dd",
        b"div",
        b"dl",
        b"dt",
        b"fieldset",
        b"figure",
        b"footer",
        b"form",
        b"h1",
        b"h2",
        b"h3",
        b"h4",
        b"h5",
        b"h6",
        b"header",
        b"hr",
        b"li",
        b"ol",
        b"p",
        b"pre",
        b"section",
        b"table",
        b"tr",
        b"ul",
    ];
    BLOCKS.contains(&name)
}
