//! Whose passkeys they are: the house under the address at which browsers find it (the "relying party" of W3C Web
//! Authentication, level 3).
//!
//! In: the address of the settings, never what a request says of itself. Out: the name to which passkeys are bound, and the
//! origin at which they work; or why browsers would make no passkeys there. A passkey is bound to the name in the address for ever: under
//! another name it opens nothing.

use url::Url;

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
    name: String,
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
        Ok(Self { origin: url.origin().ascii_serialization(), name: name.to_owned() })
    }

    /// The one origin at which its passkeys work, as browsers spell it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The name to which its passkeys are bound.
    pub(super) fn name(&self) -> &str {
        &self.name
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
