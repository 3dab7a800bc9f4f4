//! The questions to a provider, over HTTP: each bounded in time and in what is read, none follows a redirect.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::redirect::Policy;
use ring::digest::{SHA256, digest};

use super::provider::is_safe_endpoint;
use super::{Client, DeviceCode, Grant, OauthError, RefreshToken, answer};

/// How long a provider may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// PKCE's challenge for a verifier (RFC 7636, 4.2: S256).
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

/// What is asked of a provider.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// A grant for a code that a browser brought (RFC 6749, 4.1.3).
    Code {
        /// The code.
        code: &'a str,
        /// The address to which it was brought.
        redirect: &'a str,
        /// PKCE's verifier.
        verifier: &'a str,
    },
    /// A grant for a refresh token (RFC 6749, 6).
    Refresh(&'a RefreshToken),
    /// A grant for a device, once somebody typed its code (RFC 8628, 3.4).
    Device(&'a DeviceCode),
}

impl Client {
    /// Asks for a code that somebody types elsewhere.
    ///
    /// # Errors
    /// See [`OauthError`].
    pub async fn begin_device(&self) -> Result<DeviceCode, OauthError> {
        let url = self.provider.device_url.as_deref().ok_or(OauthError::NoDeviceFlow)?;
        let form = [("client_id", self.id.as_str()), ("scope", &self.provider.scope)];
        let (status, retry_after, body) = post(url, &form).await?;
        answer::device(status, retry_after.as_deref(), &body)
    }

    /// Asks for a grant.
    ///
    /// # Errors
    /// See [`OauthError`].
    pub async fn ask(&self, asked: Asked<'_>) -> Result<Grant, OauthError> {
        let mut form = vec![("client_id", self.id.as_str())];
        if let Some(secret) = &self.secret {
            form.push(("client_secret", secret.reveal()));
        }
        match asked {
            Asked::Code { code, redirect, verifier } => form.extend([
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", redirect),
                ("code_verifier", verifier),
            ]),
            Asked::Refresh(token) => form.extend([("grant_type", "refresh_token"), ("refresh_token", token.reveal())]),
            Asked::Device(device) => form.extend([
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", device.code.as_str()),
            ]),
        }
        let (status, retry_after, body) = post(&self.provider.token_url, &form).await?;
        answer::grant(status, retry_after.as_deref(), &body)
    }
}

/// Status, the header Retry-After, and the body.
type Answered = (u16, Option<String>, Vec<u8>);

/// Posts a form. A connection for each question: there is one in an hour.
async fn post(url: &str, form: &[(&str, &str)]) -> Result<Answered, OauthError> {
    if !is_safe_endpoint(url) {
        return Err(OauthError::Unreachable { why: "its address is not encrypted".to_owned() });
    }
    // The error's own words would repeat the address only; what it is about is enough.
    let failed = |error: reqwest::Error| OauthError::Unreachable {
        why: if error.is_timeout() { "it did not answer in time" } else { "the connection failed" }.to_owned(),
    };
    let client = reqwest::Client::builder().timeout(PATIENCE).redirect(Policy::none()).build().map_err(failed)?;
    let mut response = client.post(url).header("accept", "application/json").form(form).send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(OauthError::NotUnderstood { why: "it is too long" });
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, retry_after, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_standards() {
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
