//! A mailbox that is to be connected by its provider's permission: what was typed, and whether it can be asked for.
//!
//! In: the form of the first run, of the page of the mailboxes, and of one mailbox. Out: a permission that is asked for, and the
//! browser on its way; or the form again with what is wrong. It must not: show a client's secret again.

mod back;

use domain::identity::Address;
use serde::Deserialize;

use super::connector::{Client, Connector, Place, Purpose, Unfit, Wanted, Wish};
use super::trying::{Reach, details, fits, is_password, is_user, reached, server, told};
use crate::fault::Fault;
use crate::pages::setup::{Details, Permission, Wrong};
use crate::sessions::SignedIn;

pub(crate) use back::Back;

/// Where the provider's page is left for.
pub(crate) const PAGE: &str = "/mailboxes/permission";
/// The longest id, directory or address of a client, in characters.
const MAX_CHARS: usize = 254;
/// The longest scope, in characters.
const MAX_SCOPE_CHARS: usize = 1_000;

/// The form.
#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    address: String,
    provider: String,
    who: String,
    client_id: String,
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    tenant: String,
    #[serde(default)]
    authorize_url: String,
    #[serde(default)]
    token_url: String,
    #[serde(default)]
    scope: String,
    #[serde(flatten)]
    reach: Reach,
}

impl Typed {
    /// The client, without the blanks around what was typed.
    fn client(&self) -> Client {
        let tidy = |text: &str| text.trim().to_owned();
        let own = |text: &str| if self.provider == "own" { tidy(text) } else { String::new() };
        Client {
            provider: self.provider.clone(),
            tenant: if self.provider == "microsoft" { tidy(&self.tenant) } else { String::new() },
            id: tidy(&self.client_id),
            secret: tidy(&self.client_secret),
            authorize_url: own(&self.authorize_url),
            token_url: own(&self.token_url),
            scope: own(&self.scope),
        }
    }
}

/// Whether a client can be one; or which field makes no sense: the end of a key. What is unencrypted is on this machine, so its
/// owner has to sit there too: `redirect` tells.
fn check(client: &Client, who: &str, redirect: &str) -> Result<(), &'static str> {
    let plain = |text: &str, most| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_graphic());
    let tenant = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    let scope = |letter: char| letter.is_ascii_graphic() || letter == ' ';
    let own = client.provider == "own";
    let start = if redirect.starts_with("https://") { "https://" } else { "http" };
    let endpoints = [&client.authorize_url, &client.token_url];
    match () {
        () if !is_user(who) => Err("who"),
        () if client.id.is_empty() || !plain(&client.id, MAX_CHARS) => Err("client-id"),
        () if !client.secret.is_empty() && !is_password(&client.secret) => Err("client-secret"),
        () if client.tenant.len() > MAX_CHARS || !client.tenant.chars().all(tenant) => Err("tenant"),
        () if own && !endpoints.iter().all(|url| url.starts_with(start) && plain(url, MAX_SCOPE_CHARS)) => {
            Err("endpoint")
        }
        () if own && !(fits(&client.scope, MAX_SCOPE_CHARS) && client.scope.chars().all(scope)) => Err("scope"),
        () => Ok(()),
    }
}

/// What came of the form.
pub(crate) enum Begun {
    /// It is asked for: the browser goes on to [`PAGE`].
    Asked,
    /// The mailbox is connected already.
    Taken(Address),
    /// Something makes no sense: the form again.
    Not(Address, Box<Details>),
}

/// What the mailbox is for, and what stands beside what opens it.
pub(crate) struct About {
    pub(crate) purpose: Purpose,
    /// The address of one that is there; `None`: as it was typed.
    pub(crate) address: Option<Address>,
    pub(crate) place: Place,
}

/// Begins to ask for what was typed.
///
/// # Errors
/// The address or the provider is none: no browser sends that.
pub(crate) async fn begin(
    me: &SignedIn,
    connector: &dyn Connector,
    Back(redirect): Back,
    about: About,
    typed: Typed,
) -> Result<Begun, Fault> {
    let About { purpose, address, place } = about;
    let address = address.or_else(|| Address::parse(typed.address.trim())).ok_or(Fault::Unreadable)?;
    if !["google", "microsoft", "own"].contains(&typed.provider.as_str()) {
        return Err(Fault::Unreadable);
    }
    let (client, who) = (typed.client(), typed.who.trim().to_owned());
    let (user, imap, smtp) = typed.reach.tidied();
    let at = check(&client, &who, &redirect).and_then(|()| reached(&user, &imap, &smtp));
    let permission = Permission::of(client.clone(), &who, &redirect);
    let wrong = match at {
        Err(wrong) => wrong,
        Ok((imap, smtp)) => {
            let password = String::new();
            let wanted = Wanted { address: address.clone(), place, user: user.clone(), password, imap, smtp };
            let wish = Wish { purpose, wanted, who, client, redirect };
            match connector.seek(me.by(), me.token, wish).await? {
                Ok(()) => return Ok(Begun::Asked),
                Err("taken") => return Ok(Begun::Taken(address)),
                Err(wrong) => wrong,
            }
        }
    };
    let known = known(connector, &address, &permission).await;
    let wrong = Wrong { field: Some(wrong), ..Wrong::default() };
    let shown = Details { user, imap, smtp, permission: Some(permission), wrong, ..known };
    Ok(Begun::Not(address, Box::new(shown)))
}

/// The form of something that came to nothing, as it was typed.
pub(crate) async fn again(connector: &dyn Connector, wish: Wish, unfit: Unfit) -> (Wanted, Details) {
    let Wish { wanted, who, client, redirect, .. } = wish;
    let permission = Permission::of(client, &who, &redirect);
    let (refused, wrong) = match unfit {
        Unfit::Permission(trouble) => (Some((trouble.code, trouble.said)), Wrong::default()),
        Unfit::Servers(looked) => (None, told(looked)),
    };
    let known = known(connector, &wanted.address, &permission).await;
    let (imap, smtp) = (server(wanted.imap.clone()), server(wanted.smtp.clone()));
    let permission = Some(Permission { refused, ..permission });
    let shown = Details { user: wanted.user.clone(), imap, smtp, permission, wrong, ..known };
    (wanted, shown)
}

async fn known(connector: &dyn Connector, address: &Address, permission: &Permission) -> Details {
    details(address, connector.find(address, Some(&permission.provider)).await, &permission.redirect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_read_strictly() {
        let of = |provider: &str| Client { provider: provider.to_owned(), id: "id".to_owned(), ..Client::default() };
        let who = "anna@example.com";
        let check = |client: &Client, who| check(client, who, "https://kontuar.example.com/mailboxes");
        assert_eq!(check(&of("google"), who), Ok(()));
        assert_eq!(check(&of("google"), ""), Err("who"));
        assert_eq!(check(&Client { id: "a b".to_owned(), ..of("google") }, who), Err("client-id"));
        assert_eq!(check(&Client { secret: "a\nb".to_owned(), ..of("google") }, who), Err("client-secret"));
        assert_eq!(check(&Client { tenant: "a/b".to_owned(), ..of("microsoft") }, who), Err("tenant"));
        assert_eq!(check(&of("own"), who), Err("endpoint"));
        let url = || "https://login.example.com/".to_owned();
        let own = Client { authorize_url: url(), token_url: url(), ..of("own") };
        assert_eq!(check(&own, who), Err("scope"));
        let own = Client { scope: "mail offline_access".to_owned(), ..own };
        assert_eq!(check(&own, who), Ok(()));
        for url in ["http://127.0.0.1:8080/token", "ftp://login.example.com/", "https://a b", ""] {
            assert_eq!(check(&Client { token_url: url.to_owned(), ..own.clone() }, who), Err("endpoint"), "{url}");
        }
        let here = Client { token_url: "http://127.0.0.1:8080/token".to_owned(), ..own };
        assert_eq!(super::check(&here, who, "http://localhost:8025/mailboxes"), Ok(()), "on the very machine");
    }
}
