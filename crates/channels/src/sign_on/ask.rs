//! The questions to an identity provider, each bounded in time and in what is read; none follows a redirect.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use serde::Deserialize;

use super::token::Key;
use super::{Registration, SignOnError};
use crate::email::oauth::is_safe_endpoint;

/// How long a provider may take for an answer: three of them have room in the time that a page has.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// So many of its keys are looked at.
const MAX_KEYS: usize = 32;

/// What is used of the discovery document (OpenID Connect Discovery 1.0, 3).
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    pub(super) authorize: Url,
    token: Url,
    keys: Url,
    /// Whether the client's secret goes into the form, because the provider does not take it in a header.
    secret_in_form: bool,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// What the provider says of itself.
pub(super) async fn discover(issuer: &str) -> Result<Metadata, SignOnError> {
    const WHAT: &str = "discovery document";
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let (status, body) = read(WHAT, &url, |client, url| client.get(url)).await?;
    if status != 200 {
        return Err(SignOnError::Unreachable { what: WHAT, why: format!("it answered with {status}") });
    }
    let wrong = |why| SignOnError::NotUnderstood { what: WHAT, why };
    let document: Document = serde_json::from_slice(&body).map_err(|_| wrong("it lacks what is needed"))?;
    // Exactly (4.3): another's document must not speak for this one.
    if document.issuer != issuer {
        return Err(wrong("it is about another issuer than the settings name"));
    }
    let endpoint = |url: &str| {
        let url = Url::parse(url).ok().filter(|url| is_safe_endpoint(url.as_str()));
        url.ok_or_else(|| wrong("one of its addresses is not encrypted"))
    };
    let methods = document.token_endpoint_auth_methods_supported.unwrap_or_default();
    let takes = |method: &str| methods.iter().any(|known| known == method);
    Ok(Metadata {
        authorize: endpoint(&document.authorization_endpoint)?,
        token: endpoint(&document.token_endpoint)?,
        keys: endpoint(&document.jwks_uri)?,
        secret_in_form: takes("client_secret_post") && !takes("client_secret_basic"),
    })
}

#[derive(Deserialize)]
struct Given {
    id_token: Option<String>,
}

#[derive(Deserialize)]
struct Complaint {
    error: String,
}

/// The identity token for a code (OpenID Connect Core 1.0, 3.1.3).
pub(super) async fn exchange(
    registration: &Registration,
    metadata: &Metadata,
    code: &str,
    verifier: &str,
) -> Result<String, SignOnError> {
    const WHAT: &str = "token";
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &registration.redirect),
        ("code_verifier", verifier),
        ("client_id", &registration.client_id),
    ];
    let mut authorization = None;
    match &registration.client_secret {
        Some(secret) if metadata.secret_in_form => form.push(("client_secret", secret.reveal())),
        Some(secret) => authorization = Some(basic(&registration.client_id, secret.reveal())),
        None => {}
    }
    let ask = |client: &Client, url: Url| {
        let asked = client.post(url).form(&form);
        authorization.iter().fold(asked, |asked, value| asked.header("authorization", value))
    };
    let (status, body) = read(WHAT, metadata.token.as_str(), ask).await?;
    if status != 200 {
        let said = serde_json::from_slice::<Complaint>(&body).map(|complaint| complaint.error).unwrap_or_default();
        let word = |said: &String| said.len() <= 64 && said.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        return Err(SignOnError::Refused(Some(said).filter(word).unwrap_or_else(|| status.to_string())));
    }
    let given: Option<Given> = serde_json::from_slice(&body).ok();
    let wrong = SignOnError::NotUnderstood { what: WHAT, why: "there is no identity token in its answer" };
    given.and_then(|given| given.id_token).ok_or(wrong)
}

/// A client's id and secret as RFC 6749, 2.3.1 writes them: encoded as in a form, then as RFC 7617 has it.
fn basic(id: &str, secret: &str) -> String {
    let encode = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte);
        let letters =
            text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
        letters.collect::<String>()
    };
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(id), encode(secret))))
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// The keys under which it signs now (RFC 7517); what we cannot use is left out.
pub(super) async fn keys(metadata: &Metadata) -> Result<Vec<Key>, SignOnError> {
    const WHAT: &str = "keys";
    let (status, body) = read(WHAT, metadata.keys.as_str(), |client, url| client.get(url)).await?;
    if status != 200 {
        return Err(SignOnError::Unreachable { what: WHAT, why: format!("it answered with {status}") });
    }
    let wrong = SignOnError::NotUnderstood { what: WHAT, why: "they are no set of keys" };
    let set: KeySet = serde_json::from_slice(&body).map_err(|_| wrong)?;
    Ok(set.keys.into_iter().take(MAX_KEYS).filter_map(|key| serde_json::from_value(key).ok()).collect())
}

/// Status and body. A connection for each question: people sign in seldom.
async fn read(
    what: &'static str,
    url: &str,
    ask: impl FnOnce(&Client, Url) -> RequestBuilder,
) -> Result<(u16, Vec<u8>), SignOnError> {
    // The error's own words would repeat the address only.
    let failed = |error: reqwest::Error| SignOnError::Unreachable {
        what,
        why: if error.is_timeout() { "it did not answer in time" } else { "the connection failed" }.to_owned(),
    };
    let url = Url::parse(url).ok().filter(|url| is_safe_endpoint(url.as_str()));
    let unsafe_address = || SignOnError::Unreachable { what, why: "its address is not encrypted".to_owned() };
    let url = url.ok_or_else(unsafe_address)?;
    let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).build().map_err(failed)?;
    let mut response = ask(&client, url).header("accept", "application/json").send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(SignOnError::NotUnderstood { what, why: "it is too long" });
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_written_as_the_standard_has_it() {
        // RFC 6749, 2.3.1, with what a form would encode.
        assert_eq!(basic("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw"), "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3");
        assert_eq!(basic("a:b", "ż"), format!("Basic {}", STANDARD.encode("a%3Ab:%C5%BC")));
    }
}
