//! A mailbox that is to be connected: what is known of its provider, what was typed, and what came of trying it.
//!
//! In: the forms of the first run and of the page of the mailboxes. Out: a mailbox that works both ways, or the form again with
//! what is wrong. It must not: show a password again.

use std::sync::Arc;

use domain::identity::Address;
use serde::Deserialize;

use super::connector::{At, Connector, Found, Looked, Place, Wanted};
use crate::agent::MAX_PASSWORD_CHARS;
use crate::fault::Fault;
use crate::pages::setup::{Details, Permission, Server, Wrong};
use crate::web::Web;

/// The longest name of a server or user, in characters.
const MAX_CHARS: usize = 254;

/// What opens mailboxes: a password, or a permission of whom.
const WAYS: [&str; 4] = ["password", "google", "microsoft", "own"];

/// Who tries and keeps mailboxes; where nobody does, there are no such pages.
pub(crate) fn connector(web: &Web) -> Result<Arc<dyn Connector>, Fault> {
    web.settings().connector.clone().ok_or(Fault::NotFound)
}

/// The first form.
#[derive(Deserialize)]
pub(crate) struct Asked {
    pub(crate) address: String,
    /// What somebody chose to open it by; empty: as its provider does.
    #[serde(default)]
    way: String,
}

impl Asked {
    /// What it is to be opened by, where somebody chose.
    pub(crate) fn way(&self) -> Option<&'static str> {
        WAYS.into_iter().find(|way| *way == self.way)
    }
}

/// The second form.
#[derive(Deserialize)]
pub(crate) struct Typed {
    pub(crate) address: String,
    #[serde(flatten)]
    reach: Reach,
}

/// How a mailbox is reached, in any form that asks for it.
#[derive(Deserialize)]
pub(crate) struct Reach {
    user: String,
    #[serde(default)]
    pub(crate) password: String,
    imap_host: String,
    imap_port: String,
    imap_tls: String,
    smtp_host: String,
    smtp_port: String,
    smtp_tls: String,
}

impl Reach {
    /// The user, where mail is fetched and where it is handed over, without the blanks around them.
    pub(crate) fn tidied(&self) -> (String, Server, Server) {
        let imap = Server::typed(&self.imap_host, &self.imap_port, &self.imap_tls);
        let smtp = Server::typed(&self.smtp_host, &self.smtp_port, &self.smtp_tls);
        (self.user.trim().to_owned(), imap, smtp)
    }
}

/// What came of the second form.
pub(crate) enum Tried {
    /// It works both ways.
    Works(Box<Wanted>),
    /// It does not: the form again.
    Not(Address, Box<Details>),
}

/// Tries what was typed, both ways.
///
/// # Errors
/// The address is none: no browser sends that.
pub(crate) async fn try_out(connector: &dyn Connector, typed: Typed) -> Result<Tried, Fault> {
    let address = Address::parse(typed.address.trim()).ok_or(Fault::Unreadable)?;
    let (user, imap, smtp) = typed.reach.tidied();
    let wrong = match read(address.clone(), user.clone(), &imap, &smtp, typed.reach.password) {
        Err(wrong) => wrong,
        Ok(wanted) => {
            let looked = connector.look(&wanted).await;
            if looked.works() {
                return Ok(Tried::Works(Box::new(wanted)));
            }
            told(looked)
        }
    };
    let known = details(&address, connector.find(&address, Some("password")).await, "");
    Ok(Tried::Not(address, Box::new(Details { user, imap, smtp, wrong, ..known })))
}

/// The second form, filled with what is known; a provider sends browsers back to `redirect`.
pub(crate) fn details(address: &Address, found: Found, redirect: &str) -> Details {
    let by_permission = matches!(found.opened_by, "google" | "microsoft" | "own");
    let server = |at: Option<At>| at.map_or_else(Server::default, server);
    Details {
        known: found.provider.is_some(),
        certain: found.certain,
        opened_by: found.opened_by,
        user: found.user.unwrap_or_else(|| address.to_string()),
        imap: server(found.imap),
        smtp: server(found.smtp),
        permission: by_permission.then(|| Permission::blank(found.opened_by, address.as_str(), redirect)),
        provider: found.provider,
        wrong: Wrong::default(),
    }
}

/// What the form says, where it can be tried.
fn read(address: Address, user: String, imap: &Server, smtp: &Server, password: String) -> Result<Wanted, Wrong> {
    let says = |field| Wrong { field: Some(field), ..Wrong::default() };
    if !is_password(&password) {
        return Err(says(if is_user(&user) { "password" } else { "user" }));
    }
    let (imap, smtp) = reached(&user, imap, smtp).map_err(says)?;
    Ok(Wanted { address, place: Place::default(), user, password, imap, smtp })
}

pub(crate) fn fits(text: &str, most: usize) -> bool {
    !text.is_empty() && text.chars().count() <= most
}

pub(crate) fn is_user(user: &str) -> bool {
    fits(user, MAX_CHARS) && !user.contains(char::is_control)
}

/// Whether it can be a password of a mailbox.
pub(crate) fn is_password(password: &str) -> bool {
    fits(password, MAX_PASSWORD_CHARS) && !password.contains(char::is_control)
}

/// Where the servers are, as they were typed; or which field makes no sense: the end of a key.
pub(crate) fn reached(user: &str, imap: &Server, smtp: &Server) -> Result<(At, At), &'static str> {
    if !is_user(user) {
        return Err("user");
    }
    let at = |server: &Server, usual: [u16; 3]| -> Option<At> {
        let named = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ':' | '[' | ']');
        let kind = ["implicit", "starttls", "none"].iter().position(|word| *word == server.tls)?;
        let port = if server.port.is_empty() { Some(usual[kind]) } else { server.port.parse().ok() };
        let host_fits = fits(&server.host, MAX_CHARS) && server.host.chars().all(named);
        let port = port.filter(|port| host_fits && *port > 0)?;
        Some(At { host: server.host.clone(), port, tls: server.tls.clone() })
    };
    let imap = at(imap, [993, 143, 143]).ok_or("imap")?;
    Ok((imap, at(smtp, [465, 587, 25]).ok_or("smtp")?))
}

/// A server, as the form shows it.
pub(crate) fn server(At { host, port, tls }: At) -> Server {
    Server { host, port: port.to_string(), tls }
}

/// What came of trying, as the form shows it.
pub(crate) fn told(looked: Looked) -> Wrong {
    let (imap, smtp) = (looked.imap.err(), looked.smtp.err());
    Wrong {
        field: None,
        imap: imap.map(|trouble| (trouble.code, trouble.said)),
        smtp: smtp.map(|trouble| (trouble.code, trouble.said)),
        tried: true,
    }
}
