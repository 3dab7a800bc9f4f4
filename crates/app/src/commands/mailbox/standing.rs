//! `kontuar mailbox domain`: how an inbox's domain stands with those who receive its mail.

use channels::dns::System;
use channels::email::preset;
use channels::email::standing::words::Language;
use channels::email::standing::{Question, Weight, look};
use domain::identity::Address;

use super::{configured, runtime};
use crate::commands::{Failure, say};
use crate::config::Config;

/// Looks at the domain of a configured mailbox and says what to do.
///
/// # Errors
/// When something is wrong that loses mail; what it is was said by then.
pub fn standing(config: &Config, address: &Address, selector: Option<&str>) -> Result<(), Failure> {
    let inbox = configured(config, address)?;
    let domain = address.as_str().rsplit_once('@').map_or("", |(_, domain)| domain);
    let wanted = preset::by_host(&inbox.smtp.host).and_then(|preset| preset.spf);
    let question = Question { domain, handed_to: &inbox.smtp.host, wanted_include: wanted.as_deref(), selector };
    let findings = runtime()?.block_on(async {
        let names = System::new().map_err(|error| Failure(format!("Nothing can be asked: {error}.")))?;
        Ok::<_, Failure>(look(&names, question).await)
    })?;
    for finding in &findings {
        let mark = match finding.weight() {
            Weight::Good => "ok  ",
            Weight::Note => "note",
            Weight::Bad => "BAD ",
        };
        say(&format!("{mark}  {}", finding.sentence(Language::English)))?;
    }
    match findings.iter().filter(|finding| finding.weight() == Weight::Bad).count() {
        0 => Ok(()),
        1 => Err(Failure(format!("One thing about {domain} needs to be put right."))),
        count => Err(Failure(format!("{count} things about {domain} need to be put right."))),
    }
}
