//! How we sign in to a mail server: a password, or an access token that somebody else keeps fresh.
//!
//! Neither ever shows up in `Debug` or in an error. A token is asked for at every sign-in and never kept here.

use std::fmt;
use std::sync::Arc;

use domain::channel::BoxFuture;

use super::Password;

/// Who we are to the server, and how we prove it.
#[derive(Clone)]
pub enum Login {
    /// A user name and a password: LOGIN in IMAP (RFC 3501), AUTH PLAIN or LOGIN in SMTP (RFC 4954).
    Password {
        /// User name.
        user: String,
        /// Password.
        password: Password,
    },
    /// An OAuth 2.0 access token: XOAUTH2, or OAUTHBEARER (RFC 7628) where only that is offered.
    Bearer {
        /// The mailbox. For a shared one it is the shared address, while the token is its user's own.
        user: String,
        /// Where tokens come from.
        tokens: Arc<dyn AccessTokens>,
    },
}

impl Login {
    /// A user name and a password.
    pub fn password(user: impl Into<String>, password: impl Into<Password>) -> Self {
        Self::Password { user: user.into(), password: password.into() }
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password { user, password } => {
                f.debug_struct("Password").field("user", user).field("password", password).finish()
            }
            Self::Bearer { user, .. } => f.debug_struct("Bearer").field("user", user).finish_non_exhaustive(),
        }
    }
}

/// Where access tokens come from.
pub trait AccessTokens: Send + Sync {
    /// A token that the server should take now. May ask the provider for a new one.
    ///
    /// # Errors
    /// Why there is none, see [`TokenError`].
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>>;

    /// The server did not take this token, whatever its time: it must not be given out again.
    fn refused<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, ()>;
}

/// An access token; shown to nobody but the server.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

impl AccessToken {
    /// Wraps a token. `None` for what is none by RFC 6750 (`b64token`), so that it cannot break out of a command.
    pub fn new(token: impl Into<String>) -> Option<Self> {
        let token = token.into();
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
        (!token.is_empty() && token.len() <= MAX_TOKEN_BYTES && token.chars().all(fits)).then_some(Self(token))
    }

    /// The token itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// The longest token that is taken, in bytes. Microsoft's have about two thousand.
const MAX_TOKEN_BYTES: usize = 16 * 1024;

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(withheld)")
    }
}

/// Why there is no token. `Display` is a plain sentence without its dot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nobody allowed us to use the mailbox yet.
    #[error(
        "nobody gave the permission to use this mailbox yet; run `kontuar mailbox authorize {mailbox}`, or give it in the pages if it was connected there"
    )]
    Missing {
        /// The inbox's address.
        mailbox: String,
    },
    /// Somebody took the permission back, or it ran out (`invalid_grant`, RFC 6749, 5.2).
    #[error(
        "the permission was withdrawn; run `kontuar mailbox authorize {mailbox}` again, or give it in the pages if it was connected there"
    )]
    Withdrawn {
        /// The inbox's address.
        mailbox: String,
    },
    /// The provider does not know our client, or not for this.
    #[error(
        "the provider does not accept our client: {reason}. Check client_id and client secret, in [inbox.oauth] or in the pages"
    )]
    Client {
        /// The provider's code for it.
        reason: String,
    },
    /// It did not work this time.
    #[error("no new access token could be had: {reason}")]
    Later {
        /// What went wrong.
        reason: String,
    },
}

/// The mechanisms for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BearerMechanism {
    /// Google's and Microsoft's own.
    Xoauth2,
    /// RFC 7628.
    OauthBearer,
}

impl BearerMechanism {
    /// Its SASL name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Xoauth2 => "XOAUTH2",
            Self::OauthBearer => "OAUTHBEARER",
        }
    }

    /// The first response, before it is put into base64. `None` when the user name cannot stand in it.
    pub(crate) fn response(self, user: &str, token: &AccessToken, host: &str, port: u16) -> Option<String> {
        if user.contains(|c: char| c.is_control()) {
            return None;
        }
        let token = token.reveal();
        Some(match self {
            Self::Xoauth2 => format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"),
            Self::OauthBearer => {
                // A `saslname` (RFC 5801) has its commas and equals signs written out.
                let user = user.replace('=', "=3D").replace(',', "=2C");
                format!("n,a={user},\u{1}host={host}\u{1}port={port}\u{1}auth=Bearer {token}\u{1}\u{1}")
            }
        })
    }

    /// What the challenge that tells of an error is answered with, so that the server says its NO.
    pub(crate) fn after_error(self) -> &'static str {
        match self {
            Self::Xoauth2 => "",
            Self::OauthBearer => "\u{1}",
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Gives out tokens in turn; remembers which were refused.
    #[derive(Default)]
    pub(crate) struct Purse {
        pub(crate) tokens: Mutex<Vec<&'static str>>,
        pub(crate) refused: Mutex<Vec<String>>,
    }

    impl Purse {
        pub(crate) fn of(tokens: &[&'static str]) -> Arc<Self> {
            let purse = Self::default();
            purse.tokens.lock().unwrap().extend(tokens.iter().rev());
            Arc::new(purse)
        }
    }

    impl AccessTokens for Purse {
        fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
            let next = self.tokens.lock().unwrap().pop().and_then(AccessToken::new);
            Box::pin(
                async move { next.ok_or_else(|| TokenError::Withdrawn { mailbox: "anna@example.com".to_owned() }) },
            )
        }

        fn refused<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, ()> {
            self.refused.lock().unwrap().push(token.reveal().to_owned());
            Box::pin(async {})
        }
    }

    #[test]
    fn tokens_are_words_and_stay_hidden() {
        for good in ["ya29.a0Af_BwE", "EwB4A8l6BAAU/+==", "a"] {
            assert!(AccessToken::new(good).is_some(), "{good}");
        }
        let long = "a".repeat(MAX_TOKEN_BYTES + 1);
        for bad in ["", "a b", "a\r\nNOOP", "a\u{1}user=b", "ż", &long] {
            assert!(AccessToken::new(bad).is_none(), "{bad:?}");
        }
        let bearer = Login::Bearer { user: "anna".to_owned(), tokens: Purse::of(&["tajne"]) };
        let shown = format!("{bearer:?} {:?} {:?}", AccessToken::new("tajne"), Login::password("anna", "tajne"));
        assert!(shown.contains("anna") && !shown.contains("tajne"), "{shown}");
    }

    #[test]
    fn responses_are_those_of_the_documents() {
        let token = AccessToken::new("vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==").unwrap();
        let with = |mechanism: BearerMechanism, user| mechanism.response(user, &token, "server.example.com", 143);
        assert_eq!(
            with(BearerMechanism::OauthBearer, "user@example.com").as_deref(),
            Some(
                "n,a=user@example.com,\u{1}host=server.example.com\u{1}port=143\u{1}\
                 auth=Bearer vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==\u{1}\u{1}"
            ),
            "RFC 7628, 4.1"
        );
        assert_eq!(
            with(BearerMechanism::Xoauth2, "user@example.com").as_deref(),
            Some("user=user@example.com\u{1}auth=Bearer vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==\u{1}\u{1}")
        );
        assert!(with(BearerMechanism::OauthBearer, "a,b=c").unwrap().starts_with("n,a=a=2Cb=3Dc,"));
        assert_eq!(with(BearerMechanism::Xoauth2, "a\u{1}b"), None);
    }
}
