//! What the provider signs with, and what it says of that.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

use super::Lie;

/// A key that signs nothing else, so that tests need not wait for one to be drawn.
const RSA_KEY: &[u8] = include_bytes!("key.pem");

/// Its keys.
pub(super) struct Keys {
    rsa: RsaKeyPair,
    curve: EcdsaKeyPair,
    stranger: EcdsaKeyPair,
    chance: SystemRandom,
}

impl Keys {
    pub(super) fn draw() -> Self {
        let chance = SystemRandom::new();
        let curve = || {
            let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).expect("a key is drawn");
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &chance).expect("it was drawn")
        };
        let rsa = PrivatePkcs8KeyDer::from_pem_slice(RSA_KEY).expect("it is in PEM form");
        let rsa = RsaKeyPair::from_pkcs8(rsa.secret_pkcs8_der()).expect("it is a key");
        Self { rsa, curve: curve(), stranger: curve(), chance }
    }

    pub(super) fn published(&self) -> Value {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let rsa = PublicKeyComponents::<Vec<u8>>::from(self.rsa.public());
        let point = self.curve.public_key().as_ref();
        json!({ "keys": [
            { "kty": "oct", "kid": "none of ours", "k": "AA" },
            { "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "r",
              "n": encode(&rsa.n),
              "e": encode(&rsa.e) },
            { "kty": "EC", "use": "sig", "crv": "P-256", "kid": "c",
              "x": encode(&point[1..33]), "y": encode(&point[33..]) },
        ]})
    }

    pub(super) fn sign(&self, rsa: bool, lie: Option<Lie>, claims: &Value) -> String {
        let header = match (lie, rsa) {
            (Some(Lie::Unsigned), _) => json!({ "alg": "none" }),
            (_, true) => json!({ "alg": "RS256", "kid": "r", "typ": "JWT" }),
            (_, false) => json!({ "alg": "ES256", "kid": "c", "typ": "JWT" }),
        };
        let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let input = format!("{header}.{claims}");
        let bytes = input.as_bytes();
        let signature = match (lie, rsa) {
            (Some(Lie::Unsigned), _) => Vec::new(),
            (Some(Lie::Key), _) => self.stranger.sign(&self.chance, bytes).expect("it signs").as_ref().to_vec(),
            (_, true) => {
                let mut signature = vec![0; self.rsa.public().modulus_len()];
                self.rsa.sign(&RSA_PKCS1_SHA256, &self.chance, bytes, &mut signature).expect("it signs");
                signature
            }
            (_, false) => self.curve.sign(&self.chance, bytes).expect("it signs").as_ref().to_vec(),
        };
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
