//! What is asked for where a mailbox opens by its provider's permission.

use serde::Serialize;

use crate::setup::connector::Client;

/// The form, as it was typed. A secret is not shown again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Permission {
    /// Whose permission: the end of a key.
    pub provider: String,
    /// The account that gives it.
    pub who: String,
    /// The client's id.
    pub id: String,
    /// The directory, with Microsoft.
    pub tenant: String,
    /// Where the permission is given, with a provider of one's own.
    pub authorize_url: String,
    /// Where tokens are had, with the same.
    pub token_url: String,
    /// What is asked for, with the same.
    pub scope: String,
    /// The address to copy into the provider's console.
    pub redirect: String,
    /// Where the pages are to be opened instead: Microsoft takes no number as the name of this machine.
    pub instead: Option<String>,
    /// Whether the secret that is kept stays when none is typed.
    pub has_secret: bool,
    /// Why the provider gave none: the end of a key, and what it called that.
    pub refused: Option<(&'static str, String)>,
}

impl Permission {
    /// For a client, as it is known.
    pub fn of(client: Client, who: &str, redirect: &str) -> Self {
        let Client { provider, id, tenant, authorize_url, token_url, scope, .. } = client;
        let port = redirect.strip_prefix("http://127.0.0.1").or_else(|| redirect.strip_prefix("http://[::1]"));
        let port = port.and_then(|rest| rest.split('/').next());
        let instead = port.filter(|_| provider == "microsoft").map(|port| format!("http://localhost{port}/"));
        let (who, redirect) = (who.to_owned(), redirect.to_owned());
        Self { provider, who, id, tenant, authorize_url, token_url, scope, redirect, instead, ..Self::default() }
    }

    /// An empty one for a provider.
    pub fn blank(provider: &str, who: &str, redirect: &str) -> Self {
        Self::of(Client { provider: provider.to_owned(), ..Client::default() }, who, redirect)
    }
}

/// What can be typed wrong of it: the ends of keys.
pub const PERMISSION_WRONGS: [&str; 7] =
    ["who", "client-id", "client-secret", "tenant", "endpoint", "scope", "no-random"];
