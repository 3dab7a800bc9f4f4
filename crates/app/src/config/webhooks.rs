//! `[webhooks]`: where webhooks may lead besides the public internet.

use channels::email::smtp_in::IpNet;

use super::sheet::Section;
use super::value::read_networks;

/// What an operator decides about webhooks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhooksConfig {
    /// Private networks that may be posted to, with TLS or without.
    pub allow_private: Vec<IpNet>,
}

pub(super) fn read(top: &Section<'_>) -> WebhooksConfig {
    let Some(section) = top.part("webhooks", "[webhooks]") else { return WebhooksConfig::default() };
    let allow_private = read_networks(&section, "allow_private");
    section.finish();
    WebhooksConfig { allow_private }
}
