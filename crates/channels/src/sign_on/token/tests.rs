//! Tables: what a token says, and whether it is believed.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::*;

const NOW_S: i64 = 1_795_000_000;

struct Provider {
    pair: EcdsaKeyPair,
    chance: SystemRandom,
}

impl Provider {
    fn new() -> Self {
        let chance = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &chance).unwrap();
        Self { pair, chance }
    }

    fn key(&self, kid: &str) -> Key {
        let point = self.pair.public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..]].map(|part| URL_SAFE_NO_PAD.encode(part));
        serde_json::from_value(json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": x, "y": y }))
            .unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let input = format!("{header}.{claims}");
        let signature = self.pair.sign(&self.chance, input.as_bytes()).unwrap();
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn claims(change: Value) -> Value {
    let mut claims = json!({
        "iss": "https://login.example", "sub": "248289761001", "aud": "kontuar", "nonce": "n-0S6", "iat": NOW_S,
        "exp": NOW_S + 300, "email": "ola@kontuar.example", "email_verified": true,
    });
    for (name, value) in change.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

fn expected() -> Expected<'static> {
    Expected { issuer: "https://login.example", client: "kontuar", nonce: "n-0S6", now: Millis::new(NOW_S * 1_000) }
}

#[test]
fn claims_are_believed_when_all_of_them_are_right() {
    let provider = Provider::new();
    let keys = [provider.key("a")];
    let read =
        |change| read(&provider.sign(&json!({ "alg": "ES256", "kid": "a" }), &claims(change)), &keys, &expected());
    let subject = read(json!({})).unwrap();
    assert_eq!(
        (subject.subject.as_str(), subject.verified_email.as_deref()),
        ("248289761001", Some("ola@kontuar.example"))
    );
    for good in [
        json!({ "aud": ["kontuar"] }),
        json!({ "aud": ["kontuar", "other"], "azp": "kontuar" }),
        json!({ "exp": NOW_S - 59 }),
        json!({ "iat": NOW_S + 59 }),
        json!({ "exp": 1_795_000_300.5 }),
        json!({ "email_verified": "true" }),
    ] {
        assert!(read(good.clone()).is_ok(), "{good}");
    }
    for (bad, why) in [
        (json!({ "iss": "https://login.example/" }), Unbelieved::Issuer),
        (json!({ "aud": "other" }), Unbelieved::Audience),
        (json!({ "aud": [] }), Unbelieved::Audience),
        (json!({ "aud": ["kontuar", "other"] }), Unbelieved::Audience),
        (json!({ "azp": "other" }), Unbelieved::Audience),
        (json!({ "exp": NOW_S - 60 }), Unbelieved::Time),
        (json!({ "iat": NOW_S + 61 }), Unbelieved::Time),
        (json!({ "iat": NOW_S - 601 }), Unbelieved::Time),
        (json!({ "nbf": NOW_S + 61 }), Unbelieved::Time),
        (json!({ "nonce": "another" }), Unbelieved::Nonce),
        (json!({ "nonce": null }), Unbelieved::Nonce),
        (json!({ "sub": "" }), Unbelieved::Unreadable),
        (json!({ "sub": "x".repeat(256) }), Unbelieved::Unreadable),
        (json!({ "exp": -1 }), Unbelieved::Unreadable),
        (json!({ "exp": "soon" }), Unbelieved::Unreadable),
    ] {
        assert_eq!(read(bad.clone()), Err(why), "{bad}");
    }
    for unverified in
        [json!({ "email_verified": false }), json!({ "email_verified": null }), json!({ "email_verified": 1 })]
    {
        assert_eq!(read(unverified.clone()).unwrap().verified_email, None, "{unverified}");
    }
}

#[test]
fn only_a_published_key_of_the_right_kind_signs() {
    let (provider, stranger) = (Provider::new(), Provider::new());
    let keys = [provider.key("a"), stranger.key("b")];
    let told = |header: Value, by: &Provider| read(&by.sign(&header, &claims(json!({}))), &keys, &expected()).map(drop);
    assert_eq!(told(json!({ "alg": "ES256" }), &provider), Ok(()), "a key needs no name");
    assert_eq!(told(json!({ "alg": "ES256", "kid": "b" }), &provider), Err(Unbelieved::Signature));
    assert_eq!(told(json!({ "alg": "ES256", "kid": "c" }), &provider), Err(Unbelieved::Signature));
    assert_eq!(told(json!({ "alg": "RS256", "kid": "a" }), &provider), Err(Unbelieved::Signature));
    for alg in ["none", "HS256", "ES384", "es256"] {
        assert_eq!(told(json!({ "alg": alg }), &provider), Err(Unbelieved::Algorithm), "{alg}");
    }
    assert_eq!(told(json!({ "alg": "ES256", "crit": ["exp"] }), &provider), Err(Unbelieved::Algorithm));
    let good = provider.sign(&json!({ "alg": "ES256" }), &claims(json!({})));
    let (head, rest) = good.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    let other = URL_SAFE_NO_PAD.encode(claims(json!({ "sub": "another" })).to_string());
    assert_eq!(read(&format!("{head}.{other}.{signature}"), &keys, &expected()), Err(Unbelieved::Signature));
    assert_eq!(read(&format!("{head}.{other}."), &keys, &expected()), Err(Unbelieved::Signature));
    for broken in ["", "..", "a.b", "a.b.c.d", &good.replace('.', "="), &"x".repeat(MAX_BYTES + 1)] {
        assert_eq!(read(broken, &keys, &expected()), Err(Unbelieved::Unreadable), "{broken:.20}");
    }
    let mut encrypting = provider.key("a");
    if let Key::Curve { usage, .. } = &mut encrypting {
        *usage = Some("enc".to_owned());
    }
    assert_eq!(read(&good, &[encrypting], &expected()), Err(Unbelieved::Signature), "a key for something else");
}
