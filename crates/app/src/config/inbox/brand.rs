//! `[[brand]]`: what all inboxes of a shop share, where they say nothing of their own.

use domain::letterhead::MAX_SIGNATURE_CHARS;

use super::bounded;
use crate::config::sheet::{Place, Section};

/// What the inboxes of a shop share.
#[derive(Debug)]
pub(super) struct BrandConfig {
    /// The shop's name.
    pub name: String,
    /// The name customers see as the sender.
    pub sender: Option<String>,
    /// What stands below agents' answers.
    pub signature: Option<String>,
    /// Where it was given.
    pub place: Place,
}

pub(super) fn read_all(top: &Section<'_>) -> Vec<BrandConfig> {
    let mut brands: Vec<BrandConfig> = Vec::new();
    for section in top.parts("brand", "[[brand]]") {
        let place = section.place();
        let name = section.needed_text("name", "the shop's name, as its inboxes have it as `brand`");
        let sender = section.text("sender").map(|given| given.value.trim().to_owned());
        let signature = bounded(&section, "signature", MAX_SIGNATURE_CHARS);
        section.finish();
        let Some(name) = name.map(|given| given.value.trim().to_owned()) else { continue };
        if brands.iter().any(|other| other.name == name) {
            top.complain(&place, format_args!("the shop {name} has a [[brand]] already"));
        }
        brands.push(BrandConfig { name, sender, signature, place });
    }
    brands
}
