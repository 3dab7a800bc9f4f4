//! Who gives permissions: where they are asked, for what, and as which client.

use crate::email::server::{Password, is_loopback};

/// Whose endpoints they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Gmail and Google Workspace.
    Google,
    /// Microsoft 365 and Outlook.com.
    Microsoft,
    /// The operator's own.
    Own,
}

impl Kind {
    /// The word for settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Microsoft => "microsoft",
            Self::Own => "own",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Google, Self::Microsoft, Self::Own].into_iter().find(|kind| kind.word() == word)
    }
}

/// A provider's endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Whose they are.
    pub kind: Kind,
    /// Where somebody gives the permission.
    pub authorize_url: String,
    /// Where tokens are had.
    pub token_url: String,
    /// Where a device begins; `None` where there is no such thing, or not for mail.
    pub device_url: Option<String>,
    /// What is asked for.
    pub scope: String,
}

impl Provider {
    /// Google. Its device flow does not give the scope for mail.
    pub fn google() -> Self {
        Self {
            kind: Kind::Google,
            authorize_url: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            token_url: "https://oauth2.googleapis.com/token".to_owned(),
            device_url: None,
            scope: "https://mail.google.com/".to_owned(),
        }
    }

    /// Microsoft, for a directory (`common`, `organizations`, `consumers`, its id or one of its domains).
    pub fn microsoft(tenant: &str) -> Self {
        let at = |what: &str| format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/{what}");
        Self {
            kind: Kind::Microsoft,
            authorize_url: at("authorize"),
            token_url: at("token"),
            device_url: Some(at("devicecode")),
            scope:
                "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
                    .to_owned(),
        }
    }

    /// Whether a permission of this scope allows all that was asked for. Microsoft says neither that it lasts offline nor
    /// always whose the parts are (`IMAP.AccessAsUser.All`).
    pub fn is_covered_by(&self, granted: &str) -> bool {
        let same = |granted: &str, asked: &str| {
            let [granted, asked] = [granted, asked].map(|scope| scope.trim_end_matches('/'));
            let last = asked.rsplit('/').next().unwrap_or(asked);
            granted.eq_ignore_ascii_case(asked) || granted.eq_ignore_ascii_case(last)
        };
        let mut asked = self.scope.split_ascii_whitespace().filter(|scope| *scope != "offline_access");
        asked.all(|asked| granted.split_ascii_whitespace().any(|granted| same(granted, asked)))
    }

    /// The address to which the browser comes back on this machine (RFC 8252, 7.3). Microsoft matches the name
    /// `localhost` whatever its port, Google the number.
    pub fn redirect(&self, port: u16) -> String {
        match self.kind {
            Kind::Microsoft => format!("http://localhost:{port}"),
            Kind::Google | Kind::Own => format!("http://127.0.0.1:{port}"),
        }
    }
}

/// Whether secrets may be sent to this address: encrypted, or to this very machine.
pub fn is_safe_endpoint(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => true,
        ("http", Some(host)) => is_loopback(host),
        _ => false,
    }
}

/// A client that the operator registered with a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The provider.
    pub provider: Provider,
    /// The client's id.
    pub id: String,
    /// Its secret, where it has one.
    pub secret: Option<Password>,
}

impl Client {
    /// The address at which somebody gives the permission; `challenge` is PKCE's (RFC 7636, S256).
    pub fn authorize_address(&self, redirect: &str, state: &str, challenge: &str, user: &str) -> Option<String> {
        let mut url = reqwest::Url::parse(&self.provider.authorize_url).ok()?;
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("response_type", "code")
                .append_pair("client_id", &self.id)
                .append_pair("redirect_uri", redirect)
                .append_pair("scope", &self.provider.scope)
                .append_pair("state", state)
                .append_pair("code_challenge", challenge)
                .append_pair("code_challenge_method", "S256")
                .append_pair("login_hint", user);
            if self.provider.kind == Kind::Google {
                // Without both, Google gives a refresh token only the very first time.
                query.append_pair("access_type", "offline").append_pair("prompt", "consent");
            }
        }
        Some(url.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_all_that_the_documents_ask_for() {
        let client = Client { provider: Provider::google(), id: "id.apps".to_owned(), secret: Some("tajne".into()) };
        let address = client.authorize_address("http://127.0.0.1:7", "s&t", "ch", "a+b@example.com").unwrap();
        assert_eq!(
            address,
            "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=id.apps\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A7&scope=https%3A%2F%2Fmail.google.com%2F&state=s%26t\
             &code_challenge=ch&code_challenge_method=S256&login_hint=a%2Bb%40example.com\
             &access_type=offline&prompt=consent"
        );
        let microsoft = Provider::microsoft("common");
        assert_eq!(microsoft.redirect(7), "http://localhost:7");
        assert_eq!(microsoft.token_url, "https://login.microsoftonline.com/common/oauth2/v2.0/token");
        assert!(!format!("{client:?}").contains("tajne"));
    }

    #[test]
    fn a_permission_that_leaves_something_out_is_known() {
        let (google, microsoft) = (Provider::google(), Provider::microsoft("common"));
        assert!(google.is_covered_by("openid https://mail.google.com/"));
        assert!(!google.is_covered_by("openid email") && !google.is_covered_by(""));
        let both = "https://outlook.office.com/SMTP.Send https://outlook.office.com/IMAP.AccessAsUser.All";
        assert!(microsoft.is_covered_by(both) && microsoft.is_covered_by("imap.accessasuser.all SMTP.Send profile"));
        assert!(!microsoft.is_covered_by("https://outlook.office.com/IMAP.AccessAsUser.All"));
    }

    #[test]
    fn secrets_go_out_encrypted_or_not_at_all() {
        for safe in
            ["https://login.example.com/token", "http://127.0.0.1:8080/token", "http://localhost/t", "http://[::1]/t"]
        {
            assert!(is_safe_endpoint(safe), "{safe}");
        }
        for not in [
            "http://login.example.com/token",
            "ftp://localhost/t",
            "login.example.com",
            "http://127.0.0.1.example.com/",
        ] {
            assert!(!is_safe_endpoint(not), "{not}");
        }
    }
}
