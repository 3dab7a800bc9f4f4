//! How the domain of a mailbox stands with those who receive its mail: what a look found, and asking for another.
//!
//! In: findings in words, of whoever watches the mailbox. Out: JSON for the store, bounded. It must not: ask name servers.

use domain::id::InboxId;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::mailbox::standing;

use super::may;
use crate::Engine;
use crate::commands::By;
use crate::error::Result;

/// The most findings that are kept of a look.
const MOST_FOUND: usize = 40;

/// The longest sentence or record that is kept, in characters.
const MAX_CHARS: usize = 1_000;

/// What a look found, as the store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// What was found, in the order of MX, SPF, DKIM and DMARC.
    pub findings: Vec<Found>,
    /// Whose domain it is, where it is a mail provider's own: then its owner is nobody here.
    pub provider: Option<String>,
}

/// One thing that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// `mx`, `spf`, `dkim`, `dmarc`, or `dns`: nobody answers.
    pub about: String,
    /// `good`, `note` or `bad`.
    pub weight: String,
    /// What it means and what to do about it, in English.
    pub en: String,
    /// The same in Polish.
    pub pl: String,
    /// The TXT record that puts it right, where that is known: its name and its text.
    pub record: Option<(String, String)>,
}

impl Standing {
    /// As the store keeps it: what strangers' name servers said is cut to size.
    pub fn to_text(&self) -> String {
        let cut = |text: &String| text.chars().take(MAX_CHARS).collect::<String>();
        let findings = self.findings.iter().take(MOST_FOUND).map(|found| Found {
            en: cut(&found.en),
            pl: cut(&found.pl),
            // Half a record would be a wrong one.
            record: found.record.clone().filter(|(name, value)| name.len() + value.len() <= MAX_CHARS),
            ..found.clone()
        });
        let bounded = Self { findings: findings.collect(), provider: self.provider.clone() };
        serde_json::to_string(&bounded).unwrap_or_default()
    }

    /// Read back; `None` when nobody looked, or an older version did.
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Whether no name server answered anything.
    pub fn is_silent(&self) -> bool {
        let mut told = self.findings.iter().filter(|found| found.about != "dkim" || found.weight != "note");
        told.all(|found| found.about == "dns")
    }
}

/// Asks to look anew how the mailbox's domain stands; `selector` names the key that its provider signs with.
///
/// # Errors
/// Refused when there is no such mailbox, or it is not the asker's to mend.
pub async fn ask_for_standing(engine: &Engine, by: By, inbox: InboxId, selector: Option<String>) -> Result<()> {
    let now = engine.now();
    let write = move |tx: &mut Tx<'_>| -> Result<()> {
        may(tx, by, inbox)?;
        Ok(standing::ask(tx, inbox, selector.as_deref(), now)?)
    };
    engine.store().write(write).await?;
    tracing::info!(%inbox, agent = %by.agent, "how the domain of a mailbox stands is looked at");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_said_is_cut_to_size() {
        let long = "x".repeat(5_000);
        let found = Found {
            en: long.clone(),
            pl: long.clone(),
            record: Some(("shop.example".to_owned(), long)),
            ..Found::default()
        };
        let standing = Standing { findings: vec![found; 100], provider: None };
        let kept = Standing::from_text(&standing.to_text()).expect("it reads back");
        assert_eq!(kept.findings.len(), MOST_FOUND);
        assert!(kept.findings.iter().all(|found| found.en.len() == MAX_CHARS && found.record.is_none()));
        assert_eq!(Standing::from_text("[not ours]"), None);
    }

    #[test]
    fn silence_is_told_from_answers() {
        let found = |about: &str, weight: &str| Found {
            about: about.to_owned(),
            weight: weight.to_owned(),
            ..Found::default()
        };
        let standing = |findings| Standing { findings, provider: None };
        assert!(standing(vec![found("dns", "note"), found("dkim", "note"), found("dns", "note")]).is_silent());
        assert!(!standing(vec![found("dns", "note"), found("spf", "good")]).is_silent());
    }
}
