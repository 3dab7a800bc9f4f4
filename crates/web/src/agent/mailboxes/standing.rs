//! How a mailbox's domain stands with those who receive its mail: shown as it was looked at last, and asked for anew.

use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::id::InboxId;
use domain::identity::Address;
use engine::mailbox::{self, Found, ask_for_standing};
use serde::Deserialize;
use store::mailbox::standing::Standing;

use super::{id, may};
use crate::fault::Fault;
use crate::language::Language;
use crate::pages::mailboxes::{Domain, Finding, Record};
use crate::respond;
use crate::sessions::SignedIn;
use crate::web::Web;

/// The longest name of a key, in characters (RFC 6376, 3.1: labels of a host name).
const MAX_SELECTOR_CHARS: usize = 200;

/// How the domain of an address stands, as the page shows it.
pub(super) fn domain_of(address: &Address, known: Option<&Standing>, language: Language) -> Domain {
    let found = known.and_then(|known| known.found.as_deref()).and_then(mailbox::Standing::from_text);
    let looked = found.unwrap_or_default();
    let bad = looked.findings.iter().filter(|found| found.weight == "bad").count();
    let is_kept = known.is_some_and(|known| known.looked_at.is_some());
    Domain {
        name: address.host().to_owned(),
        state: match () {
            () if !is_kept => "unseen",
            () if looked.is_silent() => "silent",
            () if looked.provider.is_some() => "provider",
            () if bad > 0 => "bad",
            () => "good",
        },
        bad: i64::try_from(bad).unwrap_or(i64::MAX),
        asked: known.is_some_and(|known| known.asked_at.is_some()),
        looked_at: known.and_then(|known| known.looked_at),
        selector: known.and_then(|known| known.selector.clone()).unwrap_or_default(),
        provider: looked.provider.clone(),
        findings: looked.findings.into_iter().map(|found| finding(found, language)).collect(),
    }
}

fn finding(found: Found, language: Language) -> Finding {
    Finding {
        weight: ["good", "bad"].into_iter().find(|word| *word == found.weight).unwrap_or("note"),
        words: match language {
            Language::Pl => found.pl,
            Language::En => found.en,
        },
        record: found.record.map(|(name, value)| Record { name, value }),
    }
}

/// Which key the provider signs with, where somebody knows.
#[derive(Deserialize)]
pub(in crate::agent) struct Asked {
    #[serde(default)]
    selector: String,
}

/// `POST /mailboxes/{inbox}/standing`: "look again".
pub(in crate::agent) async fn look(
    State(web): State<Web>,
    me: SignedIn,
    Path(asked): Path<String>,
    Form(Asked { selector }): Form<Asked>,
) -> Result<Response, Fault> {
    may(&me)?;
    let (inbox, selector): (InboxId, _) = (id(&asked)?, selector.trim());
    let outcome = if selector.is_empty() || is_selector(selector) {
        let selector = Some(selector.to_owned()).filter(|name| !name.is_empty());
        ask_for_standing(web.engine(), me.by(), inbox, selector).await?;
        "standing"
    } else {
        "selector"
    };
    Ok(respond::see(&format!("/mailboxes?outcome={outcome}#{inbox}")))
}

/// Whether it can be the name of a key: labels of a host name.
pub(super) fn is_selector(text: &str) -> bool {
    let is_label = |label: &str| {
        let fits = (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
        fits && label.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
    };
    text.len() <= MAX_SELECTOR_CHARS && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_labels_of_a_host_name() {
        for good in ["google", "selector1", "k1.2026", "s_1"] {
            assert!(is_selector(good), "{good}");
        }
        for bad in ["", "a b", "a..b", "-a", "a-", "ą", "a\n", &"a".repeat(64), &"a.".repeat(120)] {
            assert!(!is_selector(bad), "{bad}");
        }
    }
}
