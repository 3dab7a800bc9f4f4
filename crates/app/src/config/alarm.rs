//! `[alarm]`: how somebody is told that a mailbox is silent, besides the pages and the log.

use std::fmt;

use channels::email::oauth::is_safe_endpoint;
use domain::identity::Address;

use super::inbox::InboxConfig;
use super::sheet::Section;

/// How an alarm goes out. Nothing goes through the mailbox that it is about.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AlarmConfig {
    /// The inbox whose mail server is asked first; `None`: any.
    pub mailbox: Option<Address>,
    /// Who gets a mail.
    pub to: Option<Address>,
    /// The address that is told by a POST. It may hold a secret.
    pub webhook: Option<String>,
}

impl fmt::Debug for AlarmConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mailbox, to, webhook } = self;
        let webhook = webhook.is_some();
        f.debug_struct("AlarmConfig").field("mailbox", mailbox).field("to", to).field("webhook", &webhook).finish()
    }
}

pub(super) fn read(top: &Section<'_>, inboxes: &[InboxConfig]) -> AlarmConfig {
    let Some(section) = top.part("alarm", "[alarm]") else { return AlarmConfig::default() };
    let address = |key: &'static str| {
        let given = section.text(key)?;
        let address = Address::parse(given.value);
        if address.is_none() {
            section.complain(&given.place, format_args!("`{key}` is an e-mail address, not `{}`", given.value));
        }
        Some((given.place, address?))
    };
    let ours = |address: &Address| inboxes.iter().any(|inbox| inbox.address == *address);
    let (mailbox, to) = (address("mailbox"), address("to"));
    if let Some((place, mailbox)) = &mailbox {
        if !ours(mailbox) {
            section.complain(place, format_args!("`mailbox` is the address of an [[inbox]]; {mailbox} is none"));
        } else if to.is_none() {
            section.complain(place, "`mailbox` needs `to`: who gets the mail");
        }
    }
    if let Some((place, to)) = &to
        && ours(to)
    {
        section.complain(
            place,
            format_args!("`to` is somebody's own address: {to} is an [[inbox]], and may be the one that is silent"),
        );
    }
    let webhook = section.text("webhook").and_then(|given| {
        let safe = is_safe_endpoint(given.value);
        if !safe {
            // Not repeated: it may hold a secret.
            section.complain(&given.place, "`webhook` is an address that begins with https://");
        }
        safe.then(|| given.value.to_owned())
    });
    if to.is_none() && !section.has("webhook") {
        section.complain(&section.place(), "[alarm] needs `to` or `webhook`");
    }
    section.finish();
    AlarmConfig { mailbox: mailbox.map(|(_, address)| address), to: to.map(|(_, address)| address), webhook }
}
