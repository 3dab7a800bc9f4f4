//! `kontuar mailbox domain`: how an inbox's domain stands with those who receive its mail.

use channels::dns::System;
use channels::email::dkim::{Key, Record};
use channels::email::preset;
use channels::email::standing::words::Language;
use channels::email::standing::{Finding, Question, Weight, look};
use domain::identity::Address;

use super::{configured, runtime};
use crate::commands::{Failure, say};
use crate::config::{Config, InboxConfig};

/// Looks at the domain of a configured mailbox and says what to do.
///
/// # Errors
/// When something is wrong that loses mail; what it is was said by then.
pub fn standing(config: &Config, address: &Address, selector: Option<&str>) -> Result<(), Failure> {
    let findings = findings(configured(config, address)?, selector)?;
    for finding in &findings {
        let mark = match finding.weight() {
            Weight::Good => "ok  ",
            Weight::Note => "note",
            Weight::Bad => "BAD ",
        };
        say(&format!("{mark}  {}", finding.sentence(Language::English)))?;
    }
    let domain = address.host();
    match findings.iter().filter(|finding| finding.weight() == Weight::Bad).count() {
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
    let domain = inbox.address.host();
    let wanted = preset::by_host(&inbox.smtp.host).and_then(|preset| preset.spf);
    let own = own_keys(inbox)?;
    let (handed_to, wanted_include) = (inbox.smtp.host.as_str(), wanted.as_deref());
    let question = Question { domain, handed_to, wanted_include, selector, own: &own };
    runtime()?.block_on(async {
        let names = System::new().map_err(|error| Failure(format!("Nothing can be asked: {error}.")))?;
        Ok(look(&names, question).await)
    })
}

/// What must stand in the DNS so that our own signatures are worth something.
fn own_keys(inbox: &InboxConfig) -> Result<Vec<(String, Record)>, Failure> {
    let keys = inbox.dkim.iter().flat_map(|dkim| &dkim.keys);
    let records = keys.map(|key| {
        let read = Key::read(key.pem.reveal());
        let read = read.map_err(|error| Failure(format!("{} cannot be used: {error}.", key.file.display())))?;
        Ok((key.selector.clone(), read.record()))
    });
    records.collect()
}
