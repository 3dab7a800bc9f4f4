//! The form of a template: what was typed, and what of it can be kept.

use domain::template::{Draft, Tongue};
use serde::Deserialize;

use crate::fault::Fault;
use crate::pages::templates::Typed;

/// The form.
#[derive(Deserialize)]
pub(super) struct Written {
    /// The version that was seen.
    #[serde(default)]
    pub(super) version: i64,
    name: String,
    #[serde(default)]
    folder: String,
    text: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    brand: String,
    #[serde(default)]
    team: String,
    /// `preview`, or anything else to keep it.
    #[serde(default)]
    pub(super) then: String,
}

/// What is empty is nothing; what is something else than it can be was not chosen on our page.
fn chosen<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Fault> {
    match text {
        "" => Ok(None),
        text => read(text).map(Some).ok_or(Fault::Unreadable),
    }
}

impl Written {
    /// What is to be kept.
    pub(super) fn draft(&self) -> Result<Draft, Fault> {
        Ok(Draft {
            name: self.name.clone(),
            folder: self.folder.clone(),
            text: self.text.clone(),
            tongue: chosen(&self.language, Tongue::from_word)?,
            brand: chosen(&self.brand, |text| text.parse().ok())?,
            team: chosen(&self.team, |text| text.parse().ok())?,
        })
    }

    /// What was typed, for the form that shows it again.
    pub(super) fn typed(self) -> Typed {
        let Self { name, folder, text, language, brand, team, .. } = self;
        Typed { name, folder, text, language, brand, team }
    }
}

/// What is kept, as a form shows it.
pub(super) fn kept(draft: &Draft) -> Typed {
    Typed {
        name: draft.name.clone(),
        folder: draft.folder.clone(),
        text: draft.text.clone(),
        language: draft.tongue.map_or("", Tongue::word).to_owned(),
        brand: draft.brand.map(|id| id.to_string()).unwrap_or_default(),
        team: draft.team.map(|id| id.to_string()).unwrap_or_default(),
    }
}
