//! What the attributes of a tag say about how its content is shown.

use html5gum::StartTag;

fn attribute<'t>(tag: &'t StartTag<()>, name: &str) -> Option<std::borrow::Cow<'t, str>> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value))
}

/// The style without blanks, in lower case; the first 2,000 bytes of it.
fn style(tag: &StartTag<()>) -> String {
    let given = attribute(tag, "style").unwrap_or_default();
    super::cut(&given, 2_000).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether the element is not shown: preheaders, and what is kept for other programs.
pub(super) fn is_hidden(tag: &StartTag<()>) -> bool {
    if tag.attributes.contains_key(&b"hidden"[..]) {
        return true;
    }
    style(tag).split(';').any(|rule| {
        let rule = rule.trim_end_matches("!important");
        matches!(
            rule,
            "display:none" | "visibility:hidden" | "mso-hide:all" | "max-height:0" | "max-height:0px" | "opacity:0"
        )
    })
}

/// Whether a `blockquote` quotes. Gmail indents what a person writes with one that has no border.
pub(super) fn is_quote(tag: &StartTag<()>) -> bool {
    let said = attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"));
    let style = style(tag);
    said || !(style.contains("border:none") || style.contains("border:0"))
}

/// Whether a `p` stands without empty lines around it, as word processors write every line.
pub(super) fn is_tight(tag: &StartTag<()>) -> bool {
    let class = attribute(tag, "class").unwrap_or_default();
    let style = style(tag);
    class.split(' ').any(|word| word.starts_with("Mso"))
        || style.split(';').any(|rule| {
            rule.strip_prefix("margin:")
                .or_else(|| rule.strip_prefix("margin-bottom:"))
                .is_some_and(|v| v.starts_with('0'))
        })
}

/// The sign that a picture stands for: an emoji is often sent as one.
pub(super) fn picture_sign(tag: &StartTag<()>) -> Option<String> {
    let alt = attribute(tag, "alt")?;
    let is_sign = alt.chars().count() <= 8 && !alt.is_ascii() && !alt.chars().any(char::is_alphanumeric);
    is_sign.then(|| alt.into_owned())
}
