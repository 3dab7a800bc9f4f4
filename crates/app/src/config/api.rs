//! `[api]`: what other programs may ask of the REST API.

use super::sheet::Section;

/// What an operator decides about the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiConfig {
    /// How many requests a token may make in a minute, on each node.
    pub requests_per_minute: u32,
}

impl Default for ApiConfig {
    fn default() -> Self {
        Self { requests_per_minute: 600 }
    }
}

pub(super) fn read(top: &Section<'_>) -> ApiConfig {
    let usual = ApiConfig::default();
    let Some(section) = top.part("api", "[api]") else { return usual };
    let given = section.whole("requests_per_minute", 1..=1_000_000);
    section.finish();
    let read = given.and_then(|given| u32::try_from(given.value).ok());
    ApiConfig { requests_per_minute: read.unwrap_or(usual.requests_per_minute) }
}
