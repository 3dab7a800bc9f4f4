//! What is known of mail providers: how programs reach them. Data (`providers.toml`), looked up by domain, then by MX.
//!
//! How to add one: a `[[provider]]` in `providers.toml`; what is not found in the provider's own words is left out.

use domain::identity::Address;
use serde::Deserialize;

use super::oauth::Kind;
use super::server::Tls;
use crate::dns::is_below;

const DATA: &str = include_str!("providers.toml");

/// What opens the mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// The mailbox's password.
    Password,
    /// A password that is made for one program in the provider's panel.
    AppPassword,
    /// A permission; no passwords are taken.
    Oauth,
}

/// What the server takes as a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum User {
    /// The whole address.
    Address,
    /// What stands before the @.
    Name,
}

/// One of a provider's servers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    host: String,
    tls: String,
}

/// A mail provider.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// What people call it.
    pub name: String,
    #[serde(default)]
    domains: Vec<String>,
    mx: Vec<String>,
    imap: Server,
    smtp: Server,
    user: User,
    /// What opens the mailbox.
    pub secret: Secret,
    oauth: Option<String>,
    /// Whether the server puts into Sent what it was handed by SMTP.
    #[serde(default)]
    pub files_sent: bool,
    /// How many messages it takes in an hour, where that is known.
    pub per_hour: Option<u32>,
    source: Option<String>,
    read_on: Option<String>,
    /// Whether the hosts are the same for all of its customers.
    pub same_for_all: bool,
    /// What the provider asks to be included in a domain's SPF record.
    pub spf: Option<String>,
}

#[derive(Deserialize)]
struct List {
    provider: Vec<Preset>,
}

/// How one mailbox is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The IMAP server, and how it is encrypted.
    pub imap: (String, Tls),
    /// The submission server, and how it is encrypted.
    pub smtp: (String, Tls),
    /// The user name.
    pub user: String,
    /// Whose permission is needed, where no passwords are taken.
    pub oauth: Option<Kind>,
}

/// All of them. Empty when the data cannot be read, which a test rules out.
pub fn all() -> Vec<Preset> {
    toml::from_str::<List>(DATA).map(|list| list.provider).unwrap_or_default()
}

/// The provider of an address whose domain is its own.
pub fn by_domain(address: &Address) -> Option<Preset> {
    let (_, domain) = address.as_str().rsplit_once('@')?;
    all().into_iter().find(|preset| preset.domains.iter().any(|own| own == domain))
}

/// The provider whose mail exchangers these are: the first that is known.
pub fn by_exchangers(exchangers: &[String]) -> Option<Preset> {
    let known = all();
    exchangers
        .iter()
        .find_map(|exchanger| known.iter().find(|preset| preset.mx.iter().any(|end| is_below(exchanger, end))).cloned())
}

/// The provider whose server this is.
pub fn by_host(host: &str) -> Option<Preset> {
    all()
        .into_iter()
        .find(|preset| host.eq_ignore_ascii_case(&preset.smtp.host) || preset.mx.iter().any(|end| is_below(host, end)))
}

impl Preset {
    /// How `address` is reached there; `exchanger` is its domain's first mail exchanger, where it was asked for.
    pub fn reached(&self, address: &Address, exchanger: Option<&str>) -> Option<Reached> {
        let (name, domain) = address.as_str().rsplit_once('@')?;
        let place = |server: &Server| {
            let host = server.host.replace("{mx}", exchanger.unwrap_or(domain)).replace("{domain}", domain);
            Some((host, Tls::from_word(&server.tls)?))
        };
        Some(Reached {
            imap: place(&self.imap)?,
            smtp: place(&self.smtp)?,
            user: if self.user == User::Name { name.to_owned() } else { address.to_string() },
            oauth: self.oauth.as_deref().and_then(Kind::from_word),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn every_provider_is_whole() {
        let list: List = toml::from_str(DATA).unwrap();
        assert!(list.provider.len() >= 17);
        for preset in list.provider {
            let reached = preset.reached(&address("a@shop.example"), Some("mx.example")).unwrap();
            assert_eq!(preset.secret == Secret::Oauth, reached.oauth.is_some(), "{}", preset.name);
            assert!(reached.imap.1 != Tls::None && reached.smtp.1 != Tls::None, "{}", preset.name);
            let sourced = preset.source.is_some() && preset.read_on.is_some();
            assert_eq!(preset.per_hour.is_some(), sourced, "{}: a limit needs its source and its day", preset.name);
            let own_hosts = !preset.imap.host.contains('{') && !preset.smtp.host.contains('{');
            assert_eq!(own_hosts, preset.same_for_all, "{}", preset.name);
        }
    }

    #[test]
    fn providers_are_found_by_domain_and_by_exchanger() {
        let wp = by_domain(&address("sklep@wp.pl")).unwrap();
        assert_eq!(wp.reached(&address("sklep@wp.pl"), None).unwrap().user, "sklep");
        assert_eq!(by_domain(&address("sklep@wp.pl.example")), None);
        let named = |exchanger: &str| by_exchangers(&[exchanger.to_owned()]).map(|preset| preset.name);
        assert_eq!(named("aspmx.l.google.com").as_deref(), Some("Google Workspace, Gmail"));
        assert_eq!(named("shop-example.mail.protection.outlook.com.").as_deref(), Some("Microsoft 365, Outlook.com"));
        assert_eq!(named("MX1.mail.ovh.net").as_deref(), Some("OVHcloud"));
        assert_eq!(named("notgoogle.com"), None);
        assert_eq!(named("mail.shop.example"), None);
        let lh = by_exchangers(&["s7.lh.pl".to_owned()]).unwrap();
        assert_eq!(lh.reached(&address("a@shop.example"), Some("s7.lh.pl")).unwrap().imap.0, "s7.lh.pl");
    }
}
