//! The elements that a shown mail may consist of, and which attributes each may carry.
//!
//! In: a name as the mail spells it. Out: the element under our own spelling, or nothing: then its tags are left out and
//! what stands between them is shown. Nothing here runs, fetches, asks or frames.

/// How an element takes part in the nesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Has no content.
    Void,
    /// Stands in a line, and nothing special happens when it stays open.
    Line,
    /// Stands in a line, and is opened anew by browsers where blocks cut it (HTML standard, 13.2.4.3).
    Format,
    /// Ends an open paragraph.
    Block,
    /// A list's item, or a term or its definition: ends the one before.
    Item,
    /// A heading: ends an open one.
    Heading,
    /// A table.
    Table,
    /// A group of rows.
    Group,
    /// A row.
    Row,
    /// A cell.
    Cell,
}

/// An element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    /// Its name, as we spell it.
    pub name: &'static str,
    /// How it nests.
    pub kind: Kind,
    /// Its attributes beside [`GENERAL`], each of a plain value.
    pub attributes: &'static [&'static str],
}

/// Attributes of every element. `style` is filtered, the others are plain.
pub(super) const GENERAL: [&str; 4] = ["align", "dir", "lang", "style"];

const NONE: &[&str] = &[];
const CELL: &[&str] = &["bgcolor", "colspan", "height", "nowrap", "rowspan", "valign", "width"];
const ROW: &[&str] = &["bgcolor", "height", "valign"];

const fn element(name: &'static str, kind: Kind, attributes: &'static [&'static str]) -> Element {
    Element { name, kind, attributes }
}

/// Every element, sorted by name. `href`, `src`, `alt` and `title` are written apart.
pub(super) const ELEMENTS: &[Element] = &[
    element("a", Kind::Format, NONE),
    element("abbr", Kind::Line, NONE),
    element("address", Kind::Block, NONE),
    element("article", Kind::Block, NONE),
    element("b", Kind::Format, NONE),
    element("bdi", Kind::Line, NONE),
    element("bdo", Kind::Line, NONE),
    element("big", Kind::Format, NONE),
    element("blockquote", Kind::Block, NONE),
    element("br", Kind::Void, NONE),
    element("center", Kind::Block, NONE),
    element("cite", Kind::Line, NONE),
    element("code", Kind::Format, NONE),
    element("dd", Kind::Item, NONE),
    element("del", Kind::Line, NONE),
    element("div", Kind::Block, NONE),
    element("dl", Kind::Block, NONE),
    element("dt", Kind::Item, NONE),
    element("em", Kind::Format, NONE),
    element("figcaption", Kind::Block, NONE),
    element("figure", Kind::Block, NONE),
    element("font", Kind::Format, &["color", "face", "size"]),
    element("footer", Kind::Block, NONE),
    element("h1", Kind::Heading, NONE),
    element("h2", Kind::Heading, NONE),
    element("h3", Kind::Heading, NONE),
    element("h4", Kind::Heading, NONE),
    element("h5", Kind::Heading, NONE),
    element("h6", Kind::Heading, NONE),
    element("header", Kind::Block, NONE),
    element("hr", Kind::Void, &["color", "size", "width"]),
    element("i", Kind::Format, NONE),
    element("img", Kind::Void, &["border", "height", "hspace", "vspace", "width"]),
    element("ins", Kind::Line, NONE),
    element("kbd", Kind::Line, NONE),
    element("li", Kind::Item, NONE),
    element("main", Kind::Block, NONE),
    element("mark", Kind::Line, NONE),
    element("ol", Kind::Block, &["start", "type"]),
    element("p", Kind::Block, NONE),
    element("pre", Kind::Block, NONE),
    element("q", Kind::Line, NONE),
    element("s", Kind::Format, NONE),
    element("section", Kind::Block, NONE),
    element("small", Kind::Format, NONE),
    element("span", Kind::Line, NONE),
    element("strike", Kind::Format, NONE),
    element("strong", Kind::Format, NONE),
    element("sub", Kind::Line, NONE),
    element("sup", Kind::Line, NONE),
    element("table", Kind::Table, &["bgcolor", "border", "cellpadding", "cellspacing", "height", "width"]),
    element("tbody", Kind::Group, NONE),
    element("td", Kind::Cell, CELL),
    element("tfoot", Kind::Group, NONE),
    element("th", Kind::Cell, CELL),
    element("thead", Kind::Group, NONE),
    element("tr", Kind::Row, ROW),
    element("tt", Kind::Format, NONE),
    element("u", Kind::Format, NONE),
    element("ul", Kind::Block, &["type"]),
    element("wbr", Kind::Void, NONE),
];

/// The place of an element in [`ELEMENTS`].
pub(super) fn find(name: &str) -> Option<usize> {
    const LONGEST: usize = 10;
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_ascii_lowercase();
    ELEMENTS.binary_search_by(|element| element.name.cmp(name.as_str())).ok()
}

/// The value of an attribute that says a size, a colour, a side or a font; nothing where it says more.
pub(super) fn plain<'a>(name: &str, value: &'a str) -> Option<&'a str> {
    const LONGEST: usize = 100;
    const WIDEST_SPAN: u16 = 100;
    let value = value.trim();
    let allowed = |c: char| c.is_ascii_alphanumeric() || " #%.,-_'".contains(c);
    let fits = value.len() <= LONGEST && value.chars().all(allowed);
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    match name {
        "colspan" | "rowspan" => value.parse::<u16>().is_ok_and(|span| span <= WIDEST_SPAN).then_some(value),
        "face" | "bgcolor" | "color" => (fits && !value.is_empty()).then_some(value),
        _ => (fits && !value.is_empty() && digits <= 4).then_some(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_however_they_are_spelled() {
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
        assert_eq!(find("TD").map(|at| ELEMENTS[at].name), Some("td"));
        for gone in
            ["script", "svg", "form", "input", "iframe", "object", "embed", "base", "meta", "link", "style", "x"]
        {
            assert!(find(gone).is_none(), "{gone}");
        }
    }

    #[test]
    fn attributes_say_little() {
        assert_eq!(plain("width", " 100% "), Some("100%"));
        assert_eq!(plain("bgcolor", "#123456"), Some("#123456"));
        assert_eq!(plain("width", "99999"), None);
        assert_eq!(plain("rowspan", "65534"), None);
        assert_eq!(plain("align", "x\" onclick=\"y"), None);
    }
}
