//! `kontuar mailbox domain`: how an inbox's domain stands with those who receive its mail.

use channels::dns::System;
use channels::email::standing::words::Language;
use channels::email::standing::{Advice, Finding, Weight};
use domain::identity::Address;

use super::{Inboxes, runtime};
use crate::commands::{Failure, say};
use crate::config::{Config, InboxConfig};
use crate::standing::look;

/// Looks at the domain of a mailbox and says what to do.
///
/// # Errors
/// When something is wrong that loses mail; what it is was said by then.
pub fn standing(config: &Config, address: &Address, selector: Option<&str>) -> Result<(), Failure> {
    let findings = advised(Inboxes::read(config).find(address)?, selector)?;
    for (finding, advice) in &findings {
        let mark = match finding.weight() {
            Weight::Good => "ok  ",
            Weight::Note => "note",
            Weight::Bad => "BAD ",
        };
        say(&format!("{mark}  {}", finding.sentence(Language::English)))?;
        if let Some(Advice { name, value }) = advice {
            say(&format!("      {name} TXT \"{value}\""))?;
        }
    }
    let domain = address.host();
    match findings.iter().filter(|(finding, _)| finding.weight() == Weight::Bad).count() {
        0 => Ok(()),
        1 => Err(Failure(format!("One thing about {domain} needs to be put right."))),
        count => Err(Failure(format!("{count} things about {domain} need to be put right."))),
    }
}

/// What is found about the domain of an inbox.
///
/// # Errors
/// When nothing can be asked, or a key cannot be used.
pub(in crate::commands) fn findings(inbox: &InboxConfig, selector: Option<&str>) -> Result<Vec<Finding>, Failure> {
    Ok(advised(inbox, selector)?.into_iter().map(|(finding, _)| finding).collect())
}

fn advised(inbox: &InboxConfig, selector: Option<&str>) -> Result<Vec<(Finding, Option<Advice>)>, Failure> {
    runtime()?.block_on(async {
        let names = System::new().map_err(|error| Failure(format!("Nothing can be asked: {error}.")))?;
        look(&names, inbox, selector).await
    })
}
