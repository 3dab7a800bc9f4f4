//! What a device answered about a passkey, read and checked (W3C Web Authentication, level 3, 7.1 and 7.2).
//!
//! In: a browser's answer as it came, and what was asked. Out: the new passkey, or that it may be used; else in words of
//! ours what is wrong. No attestation is asked for, so none is checked: which device somebody chose is their own matter. It
//! does no I/O, and its signatures are checked by ring, as all of ours are.

mod cbor;
mod key;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use cbor::Item;
pub(super) use key::ALGORITHMS;
use key::Key;

/// The longest answer that is read: a browser's has one or two thousand bytes.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// The longest id of a passkey (level 3, 4, "Credential ID").
const MAX_ID_BYTES: usize = 1_023;

/// Somebody touched the device.
const PRESENT: u8 = 0x01;
/// It made sure who.
const VERIFIED: u8 = 0x04;
/// The passkey may be kept elsewhere too.
const MAY_BE_BACKED_UP: u8 = 0x08;
/// It is.
const BACKED_UP: u8 = 0x10;
/// A public key comes with it.
const ATTESTED: u8 = 0x40;
/// Extensions come with it.
const EXTENDED: u8 = 0x80;

/// Why an answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Wrong {
    #[error("it cannot be read")]
    Unreadable,
    #[error("it answers something else")]
    Challenge,
    #[error("it was used at another address")]
    Origin,
    #[error("the device did not make sure who holds it")]
    Unverified,
    #[error("its key is of a kind that was not asked for")]
    Key,
    #[error("it names somebody else")]
    Holder,
    #[error("it is not the kind of passkey that was added")]
    Backup,
    #[error("the signature is wrong")]
    Signature,
    #[error("its counter did not go on: there may be a copy of it")]
    Counter,
}

/// What was asked, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The challenge, in base64url.
    pub challenge: &'a str,
    /// The origin at which browsers find us.
    pub origin: &'a str,
    /// The name in it.
    pub name: &'a str,
}

/// A passkey, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Credential {
    /// Its id, in base64url.
    pub id: String,
    /// Its public key in COSE, in base64url.
    key: String,
    /// How often the device signed; 0 where it does not count.
    counter: u32,
    /// Whether it may be kept on several devices: that never changes.
    syncs: bool,
}

/// A browser's answer, with whatever else it says left out.
#[derive(Debug, Deserialize)]
pub(super) struct Answer<R> {
    #[serde(rename = "rawId")]
    id: String,
    #[serde(rename = "type")]
    kind: String,
    response: R,
}

/// A new passkey.
#[derive(Debug, Deserialize)]
pub(super) struct Made {
    #[serde(rename = "clientDataJSON")]
    client: String,
    #[serde(rename = "attestationObject")]
    object: String,
}

/// A passkey that was used.
#[derive(Debug, Deserialize)]
pub(super) struct Signed {
    #[serde(rename = "clientDataJSON")]
    client: String,
    #[serde(rename = "authenticatorData")]
    said: String,
    signature: String,
    #[serde(rename = "userHandle")]
    holder: Option<String>,
}

impl<R: serde::de::DeserializeOwned> Answer<R> {
    /// Reads one; it is not checked yet.
    pub(super) fn read(text: &str) -> Result<Self, Wrong> {
        if text.len() > MAX_ANSWER_BYTES {
            return Err(Wrong::Unreadable);
        }
        let answer: Self = serde_json::from_str(text).map_err(|_| Wrong::Unreadable)?;
        if answer.kind == "public-key" { Ok(answer) } else { Err(Wrong::Unreadable) }
    }

    /// The id that the passkey's maker gave it.
    pub(super) fn credential_id(&self) -> Result<Vec<u8>, Wrong> {
        bytes(&self.id).ok().filter(|id| !id.is_empty() && id.len() <= MAX_ID_BYTES).ok_or(Wrong::Unreadable)
    }
}

impl Answer<Made> {
    /// The new passkey, where it answers what was asked.
    pub(super) fn check(&self, asked: Asked<'_>) -> Result<Credential, Wrong> {
        client(&bytes(&self.response.client)?, "webauthn.create", asked)?;
        let object = bytes(&self.response.object)?;
        let (object, rest) = cbor::read(&object).ok_or(Wrong::Unreadable)?;
        let said =
            object.named("authData").and_then(Item::bytes).filter(|_| rest.is_empty()).ok_or(Wrong::Unreadable)?;
        let said = Said::read(said)?;
        said.check(asked.name)?;
        let (id, key) = said.passkey.ok_or(Wrong::Unreadable)?;
        cbor::read(key).and_then(|(key, _)| Key::of(&key).map(drop)).ok_or(Wrong::Key)?;
        if id != self.credential_id()? {
            return Err(Wrong::Unreadable);
        }
        let syncs = said.has(MAY_BE_BACKED_UP);
        Ok(Credential { id: letters(id), key: letters(key), counter: said.counter, syncs })
    }
}

impl Answer<Signed> {
    /// How the passkey stands from now on, where `holder` used it to answer what was asked.
    pub(super) fn check(&self, asked: Asked<'_>, kept: &Credential, holder: &str) -> Result<Credential, Wrong> {
        if letters(&self.credential_id()?) != kept.id {
            return Err(Wrong::Unreadable);
        }
        // A device that was asked for no passkey by name says whose it is.
        if self.response.holder.as_deref() != Some(holder) {
            return Err(Wrong::Holder);
        }
        let client_bytes = bytes(&self.response.client)?;
        client(&client_bytes, "webauthn.get", asked)?;
        let said_bytes = bytes(&self.response.said)?;
        let said = Said::read(&said_bytes)?;
        said.check(asked.name)?;
        if said.has(MAY_BE_BACKED_UP) != kept.syncs {
            return Err(Wrong::Backup);
        }
        let key = bytes(&kept.key)?;
        let (key, _) = cbor::read(&key).ok_or(Wrong::Key)?;
        let signed = [said_bytes.as_slice(), &Sha256::digest(&client_bytes)].concat();
        if !Key::of(&key).ok_or(Wrong::Key)?.signed(&signed, &bytes(&self.response.signature)?) {
            return Err(Wrong::Signature);
        }
        let counts = said.counter != 0 || kept.counter != 0;
        if counts && said.counter <= kept.counter {
            return Err(Wrong::Counter);
        }
        Ok(Credential { counter: said.counter, ..kept.clone() })
    }
}

/// What the browser says of itself (level 3, 5.8.1).
#[derive(Deserialize)]
struct Client {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    is_framed: bool,
}

fn client(bytes: &[u8], kind: &str, asked: Asked<'_>) -> Result<(), Wrong> {
    let client: Client = serde_json::from_slice(bytes).map_err(|_| Wrong::Unreadable)?;
    if client.kind != kind || client.challenge != asked.challenge {
        return Err(Wrong::Challenge);
    }
    if client.origin != asked.origin || client.is_framed { Err(Wrong::Origin) } else { Ok(()) }
}

/// What the authenticator says (level 3, 6.1).
struct Said<'a> {
    house: &'a [u8],
    flags: u8,
    counter: u32,
    /// The id and the public key in COSE.
    passkey: Option<(&'a [u8], &'a [u8])>,
}

impl<'a> Said<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Wrong> {
        Self::parts(bytes).ok_or(Wrong::Unreadable)
    }

    fn parts(bytes: &'a [u8]) -> Option<Self> {
        let (house, rest) = bytes.split_at_checked(32)?;
        let (&[flags], rest) = rest.split_first_chunk()?;
        let (counter, mut rest) = rest.split_first_chunk()?;
        let mut passkey = None;
        if flags & ATTESTED != 0 {
            // The maker's own number of the model comes first; nobody asked for it.
            let (size, behind) = rest.get(16..)?.split_first_chunk()?;
            let (id, behind) = behind.split_at_checked(usize::from(u16::from_be_bytes(*size)))?;
            (_, rest) = cbor::read(behind)?;
            passkey = Some((id, behind.get(..behind.len() - rest.len())?));
        }
        if flags & EXTENDED != 0 {
            (_, rest) = cbor::read(rest)?;
        }
        rest.is_empty().then_some(Self { house, flags, counter: u32::from_be_bytes(*counter), passkey })
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn check(&self, name: &str) -> Result<(), Wrong> {
        if self.house != Sha256::digest(name.as_bytes()).as_slice() {
            return Err(Wrong::Origin);
        }
        if !self.has(PRESENT) || !self.has(VERIFIED) {
            return Err(Wrong::Unverified);
        }
        if self.has(BACKED_UP) && !self.has(MAY_BE_BACKED_UP) {
            return Err(Wrong::Unreadable);
        }
        Ok(())
    }
}

/// The bytes behind letters of base64url (RFC 4648, 5), without padding, as browsers write them.
fn bytes(letters: &str) -> Result<Vec<u8>, Wrong> {
    URL_SAFE_NO_PAD.decode(letters).map_err(|_| Wrong::Unreadable)
}

/// Bytes in letters of base64url.
pub(super) fn letters(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
