//! How the domain of an inbox stands with those who receive its mail: one look for the command line, `doctor` and the pages.
//!
//! In: the settings of an inbox, name servers. Out: what is found, each with the record that puts it right where that is known.

use channels::dns::Names;
use channels::email::dkim::Record;
use channels::email::preset;
use channels::email::standing::{Advice, Finding, Question, advise};

use crate::commands::Failure;
use crate::config::InboxConfig;

/// Looks at the domain of an inbox. `selector` names the key that is looked for; `None`: ours.
///
/// # Errors
/// When a key cannot be used.
pub async fn look(
    names: &dyn Names,
    inbox: &InboxConfig,
    selector: Option<&str>,
) -> Result<Vec<(Finding, Option<Advice>)>, Failure> {
    let domain = inbox.address.host();
    let wanted = preset::by_host(&inbox.smtp.host).and_then(|preset| preset.spf);
    let own = own_keys(inbox)?;
    let (handed_to, wanted_include) = (inbox.smtp.host.as_str(), wanted.as_deref());
    let question = Question { domain, handed_to, wanted_include, selector, own: &own };
    let findings = channels::email::standing::look(names, question).await;
    let advised = advise(names, question, &findings).await;
    Ok(findings.into_iter().zip(advised).collect())
}

/// What must stand in the DNS so that our own signatures are worth something.
fn own_keys(inbox: &InboxConfig) -> Result<Vec<(String, Record)>, Failure> {
    let keys = inbox.dkim.iter().flat_map(|dkim| &dkim.keys);
    keys.map(|key| Ok((key.selector.clone(), key.read().map_err(Failure)?.record()))).collect()
}
