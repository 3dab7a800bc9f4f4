//! The inboxes and their shops: `[[brand]]`, `[[inbox]]` with `[inbox.imap]`, `[inbox.smtp]`, `[inbox.dkim]` and
//! `[inbox.oauth]`. Where mail is handed over to this program (`[receive]`), an inbox may do without a mailbox that is
//! fetched.

mod brand;
mod dkim;
mod imap;
mod oauth;
mod server;
mod smtp;

use std::path::Path;

use domain::id::InboxId;
use domain::identity::Address;
use domain::letterhead::MAX_SIGNATURE_CHARS;

use self::brand::BrandConfig;
pub use self::dkim::{DkimConfig, DkimKey};
pub use self::imap::{Folders, ImapConfig};
pub use self::oauth::OauthConfig;
pub(super) use self::server::read_secret;
pub use self::smtp::{SecondConfig, SmtpConfig};
use super::Surroundings;
use super::sheet::{Section, nearest};

/// The longest acknowledgement, in characters.
const MAX_AUTO_REPLY_CHARS: usize = 10_000;

/// A mailbox and the shop and team it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxConfig {
    /// The inbox, where it was connected in the pages: then its words stand in the store alone.
    pub id: Option<InboxId>,
    /// The shop.
    pub brand: String,
    /// The team whose conversations they are; `None`: the shop's own.
    pub team: Option<String>,
    /// Its name among colleagues.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// The name customers see as the sender.
    pub sender: String,
    /// The acknowledgement of a first message.
    pub auto_reply: Option<String>,
    /// What stands below its agents' answers.
    pub signature: Option<String>,
    /// Where its mail is fetched; `None`: nowhere, it comes to our own mail server.
    pub imap: Option<ImapConfig>,
    /// Where its mail is handed over.
    pub smtp: SmtpConfig,
    /// How its mail is signed, where its server does not do that.
    pub dkim: Option<DkimConfig>,
    /// How its provider lets us in, where that is not by passwords.
    pub oauth: Option<OauthConfig>,
}

/// All of them. `receives`: mail is handed over to this program.
pub(super) fn read_all(top: &Section<'_>, around: &Surroundings<'_>, base: &Path, receives: bool) -> Vec<InboxConfig> {
    let mut inboxes: Vec<InboxConfig> = Vec::new();
    let brands = brand::read_all(top);
    let mut all_read = true;
    for section in top.parts("inbox", "[[inbox]]") {
        let place = section.place();
        let Some(inbox) = read(section, &brands, around, base, receives) else {
            all_read = false;
            continue;
        };
        if inboxes.iter().any(|other| other.address == inbox.address) {
            top.complain(&place, format_args!("the address {} has an [[inbox]] already", inbox.address));
        }
        inboxes.push(inbox);
    }
    if !all_read {
        return inboxes;
    }
    let named: Vec<&str> = inboxes.iter().map(|inbox| inbox.brand.as_str()).collect();
    for brand in brands.iter().filter(|brand| !named.contains(&brand.name.as_str())) {
        let near = nearest(&brand.name, &named).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        top.complain(&brand.place, format_args!("no [[inbox]] has `brand = \"{}\"`{near}", brand.name));
    }
    inboxes
}

/// One mailbox; `None` when something about it was complained of.
fn read(
    section: Section<'_>,
    brands: &[BrandConfig],
    around: &Surroundings<'_>,
    base: &Path,
    receives: bool,
) -> Option<InboxConfig> {
    let brand = section.needed_text("brand", "the name of the shop");
    let address = section.needed_text("address", "the mailbox's e-mail address").and_then(|given| {
        let address = Address::parse(given.value);
        if address.is_none() {
            section.complain(&given.place, format_args!("`address` is an e-mail address, not `{}`", given.value));
        }
        address
    });
    let team = section.text("team").map(|given| given.value.trim().to_owned());
    let name = section.text("name").map(|given| given.value.trim().to_owned());
    let sender = section.text("sender").map(|given| given.value.trim().to_owned());
    let auto_reply = bounded(&section, "auto_reply", MAX_AUTO_REPLY_CHARS);
    let signature = bounded(&section, "signature", MAX_SIGNATURE_CHARS);
    let by_token = section.has("oauth");
    let oauth =
        section.part("oauth", "[inbox.oauth]").and_then(|part| oauth::read(part, address.as_ref(), around, base));
    let imap = match section.part("imap", "[inbox.imap]") {
        Some(part) => imap::read(part, address.as_ref(), by_token, around, base).map(Some),
        None if receives && !section.has("imap") => Some(None),
        None => missing_part(&section, "imap", "[inbox.imap]: where its mail is fetched, unless [receive] takes it"),
    };
    let smtp = match section.part("smtp", "[inbox.smtp]") {
        Some(part) => smtp::read(part, around, base),
        None => missing_part(&section, "smtp", "[inbox.smtp]: where answers are handed over"),
    };
    let dkim = section.part("dkim", "[inbox.dkim]").and_then(|part| dkim::read(part, address.as_ref(), around, base));
    let dkim_given = section.has("dkim");
    section.finish();
    if by_token && oauth.is_none() || dkim_given && dkim.is_none() {
        return None;
    }
    let (brand, address) = (brand?.value.trim().to_owned(), address?);
    let shared = brands.iter().find(|shared| shared.name == brand);
    Some(InboxConfig {
        id: None,
        team,
        name: name.unwrap_or_else(|| brand.clone()),
        sender: sender.or_else(|| shared?.sender.clone()).unwrap_or_else(|| brand.clone()),
        brand,
        address,
        auto_reply,
        signature: signature.or_else(|| shared?.signature.clone()),
        imap: imap?,
        smtp: smtp?,
        dkim,
        oauth,
    })
}

/// A text of many lines, at most so long.
fn bounded(section: &Section<'_>, key: &'static str, longest: usize) -> Option<String> {
    let given = section.text(key)?;
    let fits = given.value.chars().count() <= longest;
    if !fits {
        section.complain(&given.place, format_args!("`{key}` has at most {longest} characters"));
    }
    fits.then(|| given.value.trim_end().to_owned())
}

fn missing_part<T>(section: &Section<'_>, key: &str, what: &str) -> Option<T> {
    if !section.has(key) {
        section.complain(&section.place(), format_args!("[[inbox]] needs {what}"));
    }
    None
}
