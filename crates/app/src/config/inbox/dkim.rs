//! `[inbox.dkim]`: the keys that mail is signed with, where the mail server does not sign by itself.

use std::path::{Path, PathBuf};

use channels::email::dkim::{Key, is_name};
use channels::email::server::Password;
use domain::identity::Address;

use super::server::read_file;
use crate::config::Surroundings;
use crate::config::sheet::Section;

/// How mail is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkimConfig {
    /// The domain that signs: the address's own, or one that it stands below.
    pub domain: String,
    /// The keys, one or two, each with its own signature.
    pub keys: Vec<DkimKey>,
}

/// A key and where its public half is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkimKey {
    /// The name under which receivers find it.
    pub selector: String,
    /// The file it was read from; `None`: it is kept in the store.
    pub file: Option<PathBuf>,
    /// The private key in PEM form. It was read once, so it can be used.
    pub pem: Password,
}

impl DkimKey {
    /// The key, ready for use.
    ///
    /// # Errors
    /// That it is none, in a sentence; the settings were read so that it is one.
    pub fn read(&self) -> Result<Key, String> {
        let name = || self.file.as_ref().map_or_else(|| self.selector.clone(), |file| file.display().to_string());
        Key::read(self.pem.reveal()).map_err(|error| format!("The key {} cannot be used: {error}.", name()))
    }
}

pub(super) fn read(
    part: Section<'_>,
    address: Option<&Address>,
    around: &Surroundings<'_>,
    base: &Path,
) -> Option<DkimConfig> {
    let domain = part.text("domain").map(|given| given.map(|domain| domain.trim().to_ascii_lowercase()));
    let own = address.map(Address::host);
    let domain = match (domain, own) {
        (Some(given), Some(own)) if !channels::dns::is_below(own, &given.value) || !is_name(&given.value) => {
            let words = "a receiver counts a signature only of the address's own domain, or of one it stands below";
            part.complain(
                &given.place,
                format_args!("`domain` is {own} or a domain above it, not `{}`: {words}", given.value),
            );
            None
        }
        (Some(given), _) => Some(given.value),
        (None, own) => own.map(str::to_owned),
    };
    let first = read_key(&part, "[inbox.dkim]", around, base);
    let second = part.part("second", "[inbox.dkim.second]").map(|second| {
        let key = read_key(&second, "[inbox.dkim.second]", around, base);
        if let (Some(key), Some(first)) = (&key, &first)
            && key.selector == first.selector
        {
            second.complain(&second.place(), "both keys have the same `selector`; each needs a name of its own");
        }
        second.finish();
        key
    });
    let has_second = part.has("second");
    part.finish();
    let mut keys = vec![first?];
    if has_second {
        keys.push(second.flatten()?);
    }
    Some(DkimConfig { domain: domain?, keys })
}

fn read_key(part: &Section<'_>, heading: &str, around: &Surroundings<'_>, base: &Path) -> Option<DkimKey> {
    let selector = part.needed_text("selector", "the key's name, which stands before ._domainkey in the DNS");
    let file = part.needed_text("key_file", "a file with the private key; `kontuar mailbox dkim-key` makes one");
    let selector = selector.and_then(|given| {
        let name = given.value.trim();
        if !is_name(name) {
            let words = format_args!("`selector` has letters, digits, dashes and dots, not `{name}`");
            part.complain(&given.place, words);
        }
        is_name(name).then(|| name.to_owned())
    });
    let file = file?;
    let pem = read_file(part, "key_file", file.value, &file.place, around, base)?;
    if let Err(error) = Key::read(&pem) {
        part.complain(&file.place, format_args!("`key_file` of {heading} cannot be used: {error}"));
        return None;
    }
    Some(DkimKey { selector: selector?, file: Some(base.join(file.value)), pem: Password::new(pem) })
}
