//! What the attributes of a tag say about how its content is shown.

/// Bytes of a value that are kept.
const MAX_VALUE_BYTES: usize = 2_000;

/// A start tag, with those of its attributes that are asked for; a tag may have any number of them.
#[derive(Default)]
pub(super) struct Tag {
    pub(super) name: Vec<u8>,
    /// The values of [`ASKED_FOR`], where they stand in the tag.
    values: [Option<String>; ASKED_FOR.len()],
    /// Which of them is being read.
    current: Option<usize>,
}

const ASKED_FOR: [&str; 5] = ["style", "hidden", "type", "class", "alt"];

impl Tag {
    pub(super) fn begin(&mut self, name: &[u8]) {
        *self = Self { name: name.to_vec(), ..Self::default() };
    }

    /// The first of two attributes of one name counts (WHATWG HTML 13.2.5.33).
    pub(super) fn attribute(&mut self, name: &[u8]) {
        let known = ASKED_FOR.iter().position(|asked| asked.as_bytes() == name);
        self.current = known.filter(|at| self.values[*at].is_none());
        if let Some(at) = self.current {
            self.values[at] = Some(String::new());
        }
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        if let Some(Some(kept)) = self.current.map(|at| &mut self.values[at]) {
            let value = String::from_utf8_lossy(&value[..value.len().min(MAX_VALUE_BYTES)]);
            kept.push_str(super::cut(&value, MAX_VALUE_BYTES.saturating_sub(kept.len())));
        }
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    let at = ASKED_FOR.iter().position(|asked| *asked == name)?;
    tag.values[at].as_deref()
}

/// The style without blanks, in lower case.
fn style(tag: &Tag) -> String {
    let given = attribute(tag, "style").unwrap_or_default();
    given.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether the element is not shown: preheaders, and what is kept for other programs.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    if attribute(tag, "hidden").is_some() {
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
pub(super) fn is_quote(tag: &Tag) -> bool {
    let said = attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"));
    let style = style(tag);
    said || !(style.contains("border:none") || style.contains("border:0"))
}

/// Whether a `p` stands without empty lines around it, as word processors write every line.
pub(super) fn is_tight(tag: &Tag) -> bool {
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
pub(super) fn picture_sign(tag: &Tag) -> Option<String> {
    let alt = attribute(tag, "alt")?;
    let is_sign = alt.chars().count() <= 8 && !alt.is_ascii() && !alt.chars().any(char::is_alphanumeric);
    is_sign.then(|| alt.to_owned())
}
