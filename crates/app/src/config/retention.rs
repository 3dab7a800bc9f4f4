//! `[retention]`: when rules of retention are carried out. Which there are stands in the store, on a page.

use jiff::civil::Time;

use super::backup::read_time;
use super::sheet::Section;

/// What an operator decides about retention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionConfig {
    /// The time of day, in the zone of the settings.
    pub at: Time,
}

impl Default for RetentionConfig {
    fn default() -> Self {
        Self { at: jiff::civil::time(4, 20, 0, 0) }
    }
}

pub(super) fn read(top: &Section<'_>) -> RetentionConfig {
    let usual = RetentionConfig::default();
    let Some(section) = top.part("retention", "[retention]") else { return usual };
    let at = section.text("at").and_then(|given| {
        let read = read_time(given.value);
        if read.is_none() {
            let words = format_args!("`at` is a time of day such as 04:20, not `{}`", given.value);
            section.complain(&given.place, words);
        }
        read
    });
    section.finish();
    RetentionConfig { at: at.unwrap_or(usual.at) }
}
