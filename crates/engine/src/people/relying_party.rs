//! Whose passkeys they are: the house under the address at which browsers find it (the "relying party" of W3C Web
//! Authentication, level 3).
//!
//! In: the address of the settings, never what a request says of itself. Out: who asks browsers and checks what they
//! answer; or why browsers would make no passkeys there. A passkey is bound to the name in the address for ever: under
//! another name it opens nothing.

use std::time::Duration;

use domain::time::MINUTE_MS;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// How long a browser may take to answer, in milliseconds: people look for their keys.
pub const ANSWER_MS: i64 = 5 * MINUTE_MS;

/// Why there can be no passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The address has no name: it is a number, or missing.
    #[error("passkeys need an address with a name, and this is none")]
    Nameless,
    /// What goes over it is not encrypted.
    #[error("passkeys need an address that begins with https://")]
    Unencrypted,
}

/// The house, as browsers know it.
#[derive(Clone, Debug)]
pub struct RelyingParty {
    origin: String,
    asks: Webauthn,
}

impl RelyingParty {
    /// The house at an address: `https://` and a name; `http://localhost` as well, which browsers trust.
    ///
    /// # Errors
    /// Says why browsers would refuse.
    pub fn at(home: &str) -> Result<Self, Unfit> {
        let url = Url::parse(home).map_err(|_| Unfit::Nameless)?;
        let name = url.domain().ok_or(Unfit::Nameless)?;
        let is_local = name == "localhost" || name.ends_with(".localhost");
        if url.scheme() != "https" && !(url.scheme() == "http" && is_local) {
            return Err(Unfit::Unencrypted);
        }
        let answer = Duration::from_millis(ANSWER_MS.unsigned_abs());
        let asks = WebauthnBuilder::new(name, &url)
            .and_then(|builder| builder.rp_name("Kontuar").timeout(answer).build())
            .map_err(|_| Unfit::Nameless)?;
        Ok(Self { origin: url.origin().ascii_serialization(), asks })
    }

    /// The one origin at which its passkeys work, as browsers spell it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Who asks and checks.
    pub(super) fn asks(&self) -> &Webauthn {
        &self.asks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_encryption() {
        for (home, origin) in [
            ("https://desk.example", "https://desk.example"),
            ("https://Desk.example:443", "https://desk.example"),
            ("https://desk.example:8443", "https://desk.example:8443"),
            ("https://żółw.example", "https://xn--w-uga1v8h.example"),
            ("http://localhost:8025", "http://localhost:8025"),
        ] {
            assert_eq!(RelyingParty::at(home).unwrap().origin(), origin);
        }
        for (home, why) in [
            ("", Unfit::Nameless),
            ("desk.example", Unfit::Nameless),
            ("http://127.0.0.1:8025", Unfit::Nameless),
            ("https://203.0.113.7", Unfit::Nameless),
            ("https://[2001:db8::7]", Unfit::Nameless),
            ("http://desk.example", Unfit::Unencrypted),
            ("http://localhost.example", Unfit::Unencrypted),
            ("ftp://desk.example", Unfit::Unencrypted),
        ] {
            assert_eq!(RelyingParty::at(home).map(drop), Err(why), "{home}");
        }
    }
}
