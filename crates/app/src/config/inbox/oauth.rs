//! `[inbox.oauth]`: the client with which a provider lets us use the mailbox.

use std::path::Path;

use channels::email::oauth::{Client, Kind, Provider, is_safe_endpoint};
use domain::identity::Address;

use super::server::read_secret;
use crate::config::Surroundings;
use crate::config::sheet::{Given, Section};

/// The keys of which one may hold the client's secret.
const SECRETS: [&str; 3] = ["client_secret", "client_secret_file", "client_secret_env"];

/// The client with which a provider lets us use a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OauthConfig {
    /// The client that the operator registered.
    pub client: Client,
    /// Who gives the permission: the mailbox itself, or for a shared one somebody who may use it.
    pub user: String,
}

pub(super) fn read(
    part: Section<'_>,
    address: Option<&Address>,
    around: &Surroundings<'_>,
    base: &Path,
) -> Option<OauthConfig> {
    let provider = part.needed_text("provider", "google, microsoft or own");
    let id = part.needed_text("client_id", "the client's id, as its provider shows it");
    let secret = read_secret(&part, SECRETS, "client secret", around, base);
    let secret_given = SECRETS.iter().any(|key| part.has(key));
    let user = part.text("user").map(|given| given.value.to_owned()).or_else(|| address.map(ToString::to_string));
    let tenant = part.text("tenant");
    let own = OwnKeys {
        authorize_url: part.text("authorize_url"),
        token_url: part.text("token_url"),
        device_url: part.text("device_url"),
        scope: part.text("scope"),
    };
    let provider = provider.and_then(|given| {
        let kind = Kind::from_word(given.value);
        if kind.is_none() {
            let words = format_args!("`provider` is google, microsoft or own, not `{}`", given.value);
            part.complain(&given.place, words);
        }
        read_provider(&part, kind?, tenant, &own)
    });
    part.finish();
    if secret_given && secret.is_none() {
        return None;
    }
    Some(OauthConfig { client: Client { provider: provider?, id: id?.value.to_owned(), secret }, user: user? })
}

/// What only an own provider has.
struct OwnKeys<'s> {
    authorize_url: Option<Given<&'s str>>,
    token_url: Option<Given<&'s str>>,
    device_url: Option<Given<&'s str>>,
    scope: Option<Given<&'s str>>,
}

fn read_provider(part: &Section<'_>, kind: Kind, tenant: Option<Given<&str>>, own: &OwnKeys<'_>) -> Option<Provider> {
    if let Some(given) = tenant.as_ref().filter(|_| kind != Kind::Microsoft) {
        part.complain(&given.place, "`tenant` is for provider = \"microsoft\" only");
    }
    let keys = [
        ("authorize_url", &own.authorize_url),
        ("token_url", &own.token_url),
        ("device_url", &own.device_url),
        ("scope", &own.scope),
    ];
    if kind != Kind::Own {
        for (key, given) in keys {
            if let Some(given) = given {
                part.complain(&given.place, format_args!("`{key}` is for provider = \"own\" only"));
            }
        }
    }
    match kind {
        Kind::Google => Some(Provider::google()),
        Kind::Microsoft => {
            let Some(given) = tenant else { return Some(Provider::microsoft("common")) };
            let fits = given.value.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
            if !fits {
                part.complain(
                    &given.place,
                    "`tenant` is common, organizations, consumers, a directory's id or its domain",
                );
            }
            fits.then(|| Provider::microsoft(given.value))
        }
        Kind::Own => {
            for (key, given) in &keys[..3] {
                if let Some(given) = given.as_ref().filter(|given| !is_safe_endpoint(given.value)) {
                    part.complain(&given.place, format_args!("`{key}` is an address that begins with https://"));
                    return None;
                }
            }
            let needed = |key: &str, given: &Option<Given<&str>>| {
                if given.is_none() {
                    part.complain(&part.place(), format_args!("[inbox.oauth] needs `{key}` for provider = \"own\""));
                }
                given.as_ref().map(|given| given.value.to_owned())
            };
            let [authorize_url, token_url] = [0, 1].map(|at| needed(keys[at].0, keys[at].1));
            let scope = needed("scope", &own.scope);
            Some(Provider {
                kind,
                authorize_url: authorize_url?,
                token_url: token_url?,
                device_url: own.device_url.as_ref().map(|given| given.value.to_owned()),
                scope: scope?,
            })
        }
    }
}
