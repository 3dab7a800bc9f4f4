//! The second look: what was written is read once more by the HTML standard's own algorithm, and held against the same
//! lists by a crate that does nothing else.
//!
//! In: what [`super::write`] wrote. Out: the same, unless there was a mistake in it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::address::{self, Source};
use super::element::{ELEMENTS, GENERAL};
use super::style;

/// What every link says to the browser: the page it leads to learns nothing, and reaches nothing here.
const REL: &str = "noopener noreferrer nofollow ugc";

/// Keeps what the lists allow.
pub(super) fn hold(html: &str, remote: bool) -> String {
    let mut builder = Builder::empty();
    let tags: HashSet<&str> = ELEMENTS.iter().map(|element| element.name).chain(["details", "summary"]).collect();
    let mut attributes: HashMap<&str, HashSet<&str>> =
        ELEMENTS.iter().map(|element| (element.name, element.attributes.iter().copied().collect())).collect();
    attributes.entry("img").or_default().extend(["src", "alt"]);
    attributes.entry("a").or_default().extend(["href", "target"]);
    attributes.entry("details").or_default().insert("open");
    let classes =
        HashMap::from([("span", HashSet::from(["blocked", "missing"])), ("details", HashSet::from(["quote"]))]);
    builder
        .tags(tags)
        .tag_attributes(attributes)
        .generic_attributes(GENERAL.into_iter().collect())
        .allowed_classes(classes)
        .url_schemes(["http", "https", "mailto", "tel", "data"].into())
        .url_relative(UrlRelative::PassThrough)
        .clean_content_tags(["script", "style", "iframe", "title", "textarea", "svg", "math"].into())
        .filter_style_properties(style::PROPERTIES.iter().copied().collect())
        .link_rel(Some(REL))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(move |element, name, value| attribute(element, name, value, remote));
    builder.clean(html).to_string()
}

fn attribute<'v>(element: &str, name: &str, value: &'v str, remote: bool) -> Option<Cow<'v, str>> {
    let allowed = match (element, name) {
        (_, "style") => {
            let style = style::filter(value);
            return (!style.is_empty()).then_some(Cow::Owned(style));
        }
        ("a", "href") => address::link(value).is_some(),
        ("img", "src") => match address::source(value) {
            Some(Source::Remote(_)) => remote,
            Some(Source::Whole(_)) => true,
            Some(Source::Part(_)) => false,
            // A place of our own, where the parts of the mail are.
            None => value.starts_with('/') && !value.starts_with("//"),
        },
        _ => true,
    };
    allowed.then_some(Cow::Borrowed(value))
}
