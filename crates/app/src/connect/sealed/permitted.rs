//! The client that a provider's permission was given to, as it is sealed beside the servers.

use channels::email::oauth::{self, Kind, Provider, is_safe_endpoint};
use channels::email::server::Password;
use domain::id::{AgentId, Id};
use domain::time::Millis;
use serde::{Deserialize, Serialize};
use web::setup::connector::Client;

use crate::config::OauthConfig;

/// The client, who was asked, and by whom. It holds a secret, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::connect) struct Permitted {
    provider: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    tenant: String,
    id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    secret: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    authorize_url: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    token_url: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    scope: String,
    who: String,
    by: i64,
    at: i64,
}

impl Permitted {
    /// A client that `who` is asked to give the permission to, by a colleague.
    pub fn of(client: Client, who: String, by: AgentId, at: Millis) -> Self {
        let Client { provider, tenant, id, secret, authorize_url, token_url, scope } = client;
        Self { provider, tenant, id, secret, authorize_url, token_url, scope, who, by: by.raw(), at: at.get() }
    }

    /// With the secret of another one, where both are the same provider's: it is sent to nobody who has not had it.
    pub fn keeping_secret(self, before: &Self) -> Option<Self> {
        let place = |of: &Self| (of.provider.clone(), of.tenant.clone(), of.token_url.clone(), of.id.clone());
        (place(&self) == place(before)).then(|| Self { secret: before.secret.clone(), ..self })
    }

    /// Whether the client has a secret.
    pub fn has_secret(&self) -> bool {
        !self.secret.is_empty()
    }

    /// Whether it is a client of a provider that we know nothing of.
    pub fn is_own(&self) -> bool {
        self.provider == Kind::Own.word()
    }

    /// The client, without its secret.
    pub fn shown(&self) -> Client {
        let Self { provider, tenant, id, authorize_url, token_url, scope, .. } = self.clone();
        Client { provider, tenant, id, secret: String::new(), authorize_url, token_url, scope }
    }

    /// The account that is asked.
    pub fn who(&self) -> &str {
        &self.who
    }

    /// The colleague who asked, and when.
    pub fn given(&self) -> (AgentId, Millis) {
        (AgentId::from_raw(self.by), Millis::new(self.at))
    }

    /// As it is spoken to the provider; `None`: the endpoints are none, or a newer version knows this provider.
    pub fn client(&self) -> Option<oauth::Client> {
        let provider = match Kind::from_word(&self.provider)? {
            Kind::Google => Provider::google(),
            Kind::Microsoft if self.tenant.is_empty() => Provider::microsoft("common"),
            Kind::Microsoft => Provider::microsoft(&self.tenant),
            Kind::Own => Provider {
                kind: Kind::Own,
                authorize_url: self.authorize_url.clone(),
                token_url: self.token_url.clone(),
                device_url: None,
                scope: self.scope.clone(),
            },
        };
        let safe = is_safe_endpoint(&provider.authorize_url) && is_safe_endpoint(&provider.token_url);
        let secret = self.has_secret().then(|| Password::new(self.secret.clone()));
        safe.then(|| oauth::Client { provider, id: self.id.clone(), secret })
    }

    /// The same as settings of a file would say it.
    pub fn config(&self) -> Option<OauthConfig> {
        Some(OauthConfig { client: self.client()?, user: self.who.clone() })
    }
}

/// What the pages show of a client of the settings file.
pub(in crate::connect) fn shown(client: &oauth::Client) -> Client {
    let oauth::Client { provider, id, .. } = client;
    Client { provider: provider.kind.word().to_owned(), id: id.clone(), ..Client::default() }
}
