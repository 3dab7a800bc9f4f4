//! A device with one passkey, in software: what a browser and the fingerprint reader behind it would answer (W3C Web
//! Authentication, level 3; ES256, no attestation).
//!
//! In: what a page was told to ask, as JSON. Out: the answer that its script would send. What it claims can be bent before
//! it answers, as a forger would.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Somebody touched it.
const PRESENT: u8 = 0x01;
/// It made sure who.
const VERIFIED: u8 = 0x04;
/// A public key comes with it.
const ATTESTED: u8 = 0x40;

/// The device. A copy has the same key.
#[derive(Clone, Debug)]
pub struct Device {
    /// Where its browser thinks it is.
    pub origin: String,
    /// Whether it makes sure who holds it.
    pub verifies: bool,
    /// How often it signed.
    pub counter: u32,
    /// As whom the house knows its holder, in base64url.
    pub holder: String,
    key: Vec<u8>,
    credential: Vec<u8>,
}

impl Device {
    /// A new one, in a browser at an origin such as `https://desk.example`.
    ///
    /// # Panics
    /// When the machine has no randomness.
    pub fn at(origin: &str) -> Self {
        let random = SystemRandom::new();
        let mut credential = vec![0; 32];
        random.fill(&mut credential).expect("randomness");
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        Self {
            origin: origin.to_owned(),
            verifies: true,
            counter: 0,
            holder: String::new(),
            key: key.as_ref().to_vec(),
            credential,
        }
    }

    /// Makes its passkey, as `navigator.credentials.create` would.
    pub fn make(&mut self, options: &Value) -> String {
        self.holder = options["user"]["id"].as_str().expect("a holder").to_owned();
        let asked = options["rp"]["id"].as_str().expect("a relying party").to_owned();
        let client = self.client("webauthn.create", options);
        let mut said = self.said(&asked, ATTESTED);
        said.extend([0; 16]);
        said.extend(u16::try_from(self.credential.len()).expect("a short id").to_be_bytes());
        said.extend(&self.credential);
        said.extend(self.public());
        // CBOR (RFC 8949): {"fmt": "none", "attStmt": {}, "authData": said}.
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(said.len()).expect("short"));
        object.extend(said);
        let response = json!({ "clientDataJSON": letters(client.as_bytes()), "attestationObject": letters(&object) });
        self.answer(&response)
    }

    /// Signs with it, as `navigator.credentials.get` would.
    pub fn sign(&mut self, options: &Value) -> String {
        self.counter += 1;
        let asked = options["rpId"].as_str().expect("a relying party").to_owned();
        let client = self.client("webauthn.get", options);
        let said = self.said(&asked, 0);
        let mut signed = said.clone();
        signed.extend(Sha256::digest(client.as_bytes()));
        let signature = self.pair().sign(&SystemRandom::new(), &signed).expect("signed");
        let response = json!({
            "clientDataJSON": letters(client.as_bytes()),
            "authenticatorData": letters(&said),
            "signature": letters(signature.as_ref()),
            "userHandle": self.holder,
        });
        self.answer(&response)
    }

    fn answer(&self, response: &Value) -> String {
        let id = letters(&self.credential);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    fn client(&self, kind: &str, options: &Value) -> String {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    /// The authenticator's own words: for whom, what it made sure of, how often it signed.
    fn said(&self, asked: &str, more: u8) -> Vec<u8> {
        let mut said = Sha256::digest(asked.as_bytes()).to_vec();
        said.push(PRESENT | if self.verifies { VERIFIED } else { 0 } | more);
        said.extend(self.counter.to_be_bytes());
        said
    }

    /// The public key in COSE (RFC 9052): {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    fn public(&self) -> Vec<u8> {
        let pair = self.pair();
        let point = pair.public_key().as_ref();
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend(&point[1..33]);
        key.extend(b"\x22\x58\x20");
        key.extend(&point[33..65]);
        key
    }

    fn pair(&self) -> EcdsaKeyPair {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.key, &SystemRandom::new()).expect("a key")
    }
}

fn letters(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
