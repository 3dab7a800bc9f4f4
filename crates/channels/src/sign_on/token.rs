//! An identity token (OpenID Connect Core 1.0, 2): a JWS in compact form (RFC 7515) whose claims are believed when its
//! signature, its issuer, its audience, its time and its nonce are right.
//!
//! Two algorithms are taken, RS256 (which every provider has) and ES256; a token chooses among them only as far as a
//! published key of that kind exists. `none` and every other are refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::{MINUTE_MS, Millis};
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

use super::Subject;

/// The longest token that is read, in bytes.
const MAX_BYTES: usize = 32 * 1024;

/// How far the provider's clock may be from ours.
const APART_MS: i64 = MINUTE_MS;

/// How old a token may be: it was made while its browser was on the way.
const OLD_MS: i64 = 10 * MINUTE_MS;

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbelieved {
    /// It is no JWS, or lacks a claim.
    #[error("it cannot be read")]
    Unreadable,
    /// Its algorithm is none that we take.
    #[error("it is signed in a way that is not taken")]
    Algorithm,
    /// No published key fits the signature.
    #[error("its signature is not the provider's")]
    Signature,
    /// Another provider made it.
    #[error("another issuer made it")]
    Issuer,
    /// It was made for another client.
    #[error("it was made for another client")]
    Audience,
    /// It is over, not good yet, or too old. Is our clock right?
    #[error("its time is over, or not come")]
    Time,
    /// It answers another question than ours.
    #[error("it was not made for this sign-in")]
    Nonce,
}

/// A key that the provider published (RFC 7517, RFC 7518, 6).
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kty")]
pub enum Key {
    /// RSA.
    #[serde(rename = "RSA")]
    Rsa {
        /// Its name.
        kid: Option<String>,
        /// What it is for; `None`: anything.
        #[serde(rename = "use")]
        usage: Option<String>,
        /// The modulus.
        n: String,
        /// The exponent.
        e: String,
    },
    /// An elliptic curve.
    #[serde(rename = "EC")]
    Curve {
        /// Its name.
        kid: Option<String>,
        /// What it is for; `None`: anything.
        #[serde(rename = "use")]
        usage: Option<String>,
        /// Which curve.
        crv: String,
        /// The point.
        x: String,
        /// The point.
        y: String,
    },
}

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// Who makes them.
    pub issuer: &'e str,
    /// For whom it is.
    pub client: &'e str,
    /// Which question it answers.
    pub nonce: &'e str,
    /// What time it is.
    pub now: Millis,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that must be understood (RFC 7515, 4.1.11): we know none.
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: OneOrMore,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    email: Option<String>,
    email_verified: Option<serde_json::Value>,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// Whom a token is about.
///
/// # Errors
/// Why it is not believed.
pub fn read(token: &str, keys: &[Key], expected: &Expected<'_>) -> Result<Subject, Unbelieved> {
    let claims: Claims = serde_json::from_slice(&signed(token, keys)?).map_err(|_| Unbelieved::Unreadable)?;
    if claims.iss != expected.issuer {
        return Err(Unbelieved::Issuer);
    }
    let audiences = match &claims.aud {
        OneOrMore::One(one) => std::slice::from_ref(one),
        OneOrMore::More(more) => more.as_slice(),
    };
    let is_ours = audiences.iter().any(|audience| audience == expected.client);
    let party = claims.azp.as_deref();
    if !is_ours || party.is_some_and(|party| party != expected.client) || (audiences.len() > 1 && party.is_none()) {
        return Err(Unbelieved::Audience);
    }
    let [ends, made] = [claims.exp, claims.iat].map(seconds);
    let (Some(ends), Some(made)) = (ends, made) else { return Err(Unbelieved::Unreadable) };
    let begins = claims.nbf.map_or(Some(made), seconds).ok_or(Unbelieved::Unreadable)?;
    let now = expected.now;
    let early = made.since_ms(now).max(begins.since_ms(now)) > APART_MS;
    if early || now.since_ms(ends) >= APART_MS || now.since_ms(made) > OLD_MS {
        return Err(Unbelieved::Time);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(Unbelieved::Nonce);
    }
    // At most 255 ASCII characters (2).
    if claims.sub.is_empty() || claims.sub.len() > 255 || !claims.sub.is_ascii() {
        return Err(Unbelieved::Unreadable);
    }
    let is_verified = matches!(&claims.email_verified, Some(serde_json::Value::Bool(true)))
        || claims.email_verified.as_ref().and_then(serde_json::Value::as_str) == Some("true");
    Ok(Subject {
        issuer: claims.iss,
        subject: claims.sub,
        verified_email: claims.email.filter(|_| is_verified),
        name: claims.name,
    })
}

/// The payload of a token whose signature fits.
fn signed(token: &str, keys: &[Key]) -> Result<Vec<u8>, Unbelieved> {
    if token.len() > MAX_BYTES {
        return Err(Unbelieved::Unreadable);
    }
    let (input, signature) = token.rsplit_once('.').ok_or(Unbelieved::Unreadable)?;
    let (header, payload) = input.split_once('.').ok_or(Unbelieved::Unreadable)?;
    let [header, payload, signature] = [header, payload, signature].map(decode);
    let (Some(header), Some(payload), Some(signature)) = (header, payload, signature) else {
        return Err(Unbelieved::Unreadable);
    };
    let header: Header = serde_json::from_slice(&header).map_err(|_| Unbelieved::Unreadable)?;
    if header.crit.is_some() || !matches!(header.alg.as_str(), "RS256" | "ES256") {
        return Err(Unbelieved::Algorithm);
    }
    let fits = keys.iter().filter(|key| key.is_for(&header)).any(|key| key.fits(input.as_bytes(), &signature));
    if fits { Ok(payload) } else { Err(Unbelieved::Signature) }
}

impl Key {
    fn is_for(&self, header: &Header) -> bool {
        let (kid, usage, alg) = match self {
            Self::Rsa { kid, usage, .. } => (kid, usage, "RS256"),
            Self::Curve { kid, usage, .. } => (kid, usage, "ES256"),
        };
        let named = header.kid.is_none() || kid.is_none() || header.kid == *kid;
        header.alg == alg && named && usage.as_deref().is_none_or(|usage| usage == "sig")
    }

    fn fits(&self, input: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa { n, e, .. } => {
                let [Some(n), Some(e)] = [n, e].map(|part| decode(part)) else { return false };
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, input, signature).is_ok()
            }
            Self::Curve { crv, x, y, .. } => {
                let [Some(x), Some(y)] = [x, y].map(|part| decode(part)) else { return false };
                if crv != "P-256" || x.len() != 32 || y.len() != 32 {
                    return false;
                }
                // SEC 1, 2.3.3: an uncompressed point.
                let point = [&[4], x.as_slice(), &y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(input, signature).is_ok()
            }
        }
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// A moment as JSON Web Tokens write it: seconds, maybe with a fraction (RFC 7519, 2).
fn seconds(moment: f64) -> Option<Millis> {
    if !(0.0..1e11).contains(&moment) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within some thousand years, as was just checked")]
    let ms = (moment * 1_000.0) as i64;
    Some(Millis::new(ms))
}

#[cfg(test)]
mod tests;
