//! The record in which receivers look a public key up (RFC 6376, 3.6; RFC 8463, 4).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// The most bytes of one string of a TXT record (RFC 1035, 3.3). A longer text is several strings.
const MAX_STRING_BYTES: usize = 255;

/// `rsaEncryption` with its NULL, in DER (RFC 8017, A.1).
const RSA_ENCRYPTION: [u8; 15] = [0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];

/// The text of the record; `Display` gives it in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record(String);

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Record {
    pub(super) fn ed25519(public: &[u8]) -> Self {
        Self(format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(public)))
    }

    /// `public` is an `RSAPublicKey` (RFC 8017); what is written is a `SubjectPublicKeyInfo`, which is what receivers read.
    pub(super) fn rsa(public: &[u8]) -> Self {
        let bits = der(3, &[&[0], public].concat());
        let info = der(0x30, &[&RSA_ENCRYPTION[..], &bits].concat());
        Self(format!("v=DKIM1; k=rsa; p={}", BASE64.encode(info)))
    }

    /// As a zone file has it: in strings in quotes.
    pub fn in_strings(&self) -> String {
        // The text is ASCII.
        let pieces = self.0.as_bytes().chunks(MAX_STRING_BYTES).map(String::from_utf8_lossy);
        pieces.map(|piece| format!("\"{piece}\"")).collect::<Vec<_>>().join(" ")
    }

    /// Whether `found` is this record: the same kind and key, whatever the blanks.
    pub fn is(&self, found: &str) -> bool {
        let tag = |text: &str, name: &str| {
            let tags = text.split(';').filter_map(|tag| tag.split_once('='));
            let mut values = tags.filter(|(tag, _)| tag.trim() == name).map(|(_, value)| value.to_owned());
            values.next().map(|value| value.split_whitespace().collect::<String>())
        };
        let kind = |text: &str| tag(text, "k").unwrap_or_else(|| "rsa".to_owned());
        tag(&self.0, "p") == tag(found, "p") && kind(&self.0) == kind(found)
    }
}

/// Whether `selector` can be the name of a key: labels of a host name (RFC 6376, 3.1).
pub fn is_name(selector: &str) -> bool {
    let is_label = |label: &str| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    selector.len() <= 200 && selector.split('.').all(is_label)
}

/// A value with its tag and length in DER (X.690, 8.1).
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut value = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short @ 0..0x80) => value.push(short),
        _ => {
            let bytes: Vec<u8> = content.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            // A length has at most eight bytes.
            value.push(0x80 | u8::try_from(bytes.len()).unwrap_or(8));
            value.extend(bytes);
        }
    }
    value.extend_from_slice(content);
    value
}
