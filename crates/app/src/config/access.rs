//! `[access]`: from which networks pages and API are used.
//!
//! It stands in this file alone, so that nobody locks themself out on a page: whoever may change it sits at the machine.

use channels::email::smtp_in::IpNet;

use super::sheet::Section;
use super::value::read_networks;

/// Networks that are let in; `None`: all are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessConfig {
    /// To the pages, signing in included.
    pub pages: Option<Vec<IpNet>>,
    /// To the API.
    pub api: Option<Vec<IpNet>>,
}

pub(super) fn read(top: &Section<'_>) -> AccessConfig {
    let Some(section) = top.part("access", "[access]") else { return AccessConfig::default() };
    let read = |key: &'static str| {
        let networks = read_networks(&section, key);
        if section.has(key) && section.texts(key).is_empty() {
            let words =
                format_args!("`{key}` names no network, so nobody could come in: name some, or remove the line");
            section.complain(&section.place(), words);
        }
        section.has(key).then_some(networks)
    };
    let read = AccessConfig { pages: read("pages"), api: read("api") };
    section.finish();
    read
}
