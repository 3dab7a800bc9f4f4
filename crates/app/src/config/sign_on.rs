//! `[sign_on]`: the identity provider through which colleagues may sign in.

use std::path::Path;

use channels::email::oauth::is_safe_endpoint;
use channels::email::server::Password;

use super::Surroundings;
use super::inbox::read_secret;
use super::sheet::Section;

/// The keys of which one may hold the client's secret.
const SECRETS: [&str; 3] = ["client_secret", "client_secret_file", "client_secret_env"];

/// The longest name on a button, in characters.
const MAX_NAME_CHARS: usize = 40;

/// The provider, and the client that the operator registered there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOnConfig {
    /// The words on the button.
    pub name: String,
    /// The issuer.
    pub issuer: String,
    /// The client's id.
    pub client_id: String,
    /// Its secret, where it has one.
    pub client_secret: Option<Password>,
}

pub(super) fn read(top: &Section<'_>, around: &Surroundings<'_>, base: &Path) -> Option<SignOnConfig> {
    let part = top.part("sign_on", "[sign_on]")?;
    let issuer = part.needed_text("issuer", "the provider's address, exactly as it names itself");
    let client_id = part.needed_text("client_id", "the client's id, as the provider shows it");
    let client_secret = read_secret(&part, SECRETS, "client secret", around, base);
    let secret_given = SECRETS.iter().any(|key| part.has(key));
    let name = part.needed_text("name", "what people call the provider: the words on the button");
    let issuer = issuer.filter(|given| {
        let fits = is_safe_endpoint(given.value) && !given.value.contains(['?', '#']);
        if !fits {
            let words = format_args!("`issuer` is an https:// address of an identity provider, not `{}`", given.value);
            part.complain(&given.place, words);
        }
        fits
    });
    let name = name.filter(|given| {
        let fits = given.value.chars().count() <= MAX_NAME_CHARS && !given.value.contains(char::is_control);
        if !fits {
            part.complain(&given.place, format_args!("`name` has {MAX_NAME_CHARS} characters at most, on one line"));
        }
        fits
    });
    part.finish();
    if secret_given && client_secret.is_none() {
        return None;
    }
    Some(SignOnConfig {
        name: name?.value.trim().to_owned(),
        issuer: issuer?.value.to_owned(),
        client_id: client_id?.value.to_owned(),
        client_secret,
    })
}
