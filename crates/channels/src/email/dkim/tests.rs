//! What is signed can be checked by whoever knows RFC 6376: a checker of its own, written from the document.

use ring::digest::{SHA256, digest};
use ring::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// A throw-away key.
const RSA: &str = include_str!("tests/rsa.pem");

const MAIL: &str = "From: Kamionka <sklep@kamionka.example>\r\nTo: anna@poczta.example\r\nSubject: =?utf-8?b?\r\n Wnc=?=\r\n\
                    Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@kamionka.example>\r\n\r\nDzie=C5=84 dobry,  \r\n\r\n\
                    ju=C5=BC \t jutro.\r\n\r\n\r\n";

/// A field as `relaxed` has it (3.4.2), without its line end.
fn relaxed(field: &str) -> String {
    let (name, value) = field.split_once(':').unwrap();
    format!("{}:{}", name.trim().to_lowercase(), value.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The fields of a head, unfolded no further than to know where each ends.
fn fields(head: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in head.split_inclusive("\r\n") {
        match fields.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(field) => field.push_str(line),
            None => fields.push(line.to_owned()),
        }
    }
    fields
}

fn tag(field: &str, name: &str) -> String {
    let tags = field.split_once(':').unwrap().1.split(';').filter_map(|tag| tag.split_once('='));
    let value = tags.filter(|(tag, _)| tag.trim() == name).map(|(_, value)| value).next().unwrap();
    value.split_whitespace().collect()
}

/// Whether the first signature of a mail is right (RFC 6376, 6.1.3), by this public key.
fn holds(mail: &str, record: &str) -> bool {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let fields = fields(&format!("{head}\r\n"));
    let signature = fields.iter().find(|field| field.starts_with("DKIM-Signature:")).unwrap();
    let lines = body.split("\r\n").map(|line| {
        let words = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if line.starts_with([' ', '\t']) { format!(" {words}") } else { words }
    });
    let body = lines.collect::<Vec<_>>().join("\r\n");
    let body = format!("{}\r\n", body.trim_end_matches("\r\n"));
    if BASE64.encode(digest(&SHA256, body.as_bytes())) != tag(signature, "bh") {
        return false;
    }
    let mut left: Vec<&String> = fields.iter().filter(|field| !field.starts_with("DKIM-Signature:")).collect();
    let mut signed = String::new();
    for name in tag(signature, "h").split(':') {
        let is = |field: &&String| field.split_once(':').unwrap().0.eq_ignore_ascii_case(name);
        if let Some(at) = left.iter().rposition(is) {
            signed.push_str(&relaxed(left.remove(at)));
            signed.push_str("\r\n");
        }
    }
    let given = BASE64.decode(tag(signature, "b")).unwrap();
    let at = signature.rfind("b=").unwrap() + 2;
    signed.push_str(relaxed(&format!("{};", &signature[..at])).trim_end_matches(';'));
    signed.push(';');
    let public = BASE64.decode(record.split_once("p=").unwrap().1).unwrap();
    match tag(signature, "a").as_str() {
        "ed25519-sha256" => {
            let key = UnparsedPublicKey::new(&ED25519, public);
            key.verify(digest(&SHA256, signed.as_bytes()).as_ref(), &given).is_ok()
        }
        // 24 bytes say that it is an RSA key.
        _ => {
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &public[24..]).verify(signed.as_bytes(), &given).is_ok()
        }
    }
}

fn keys() -> [(Key, String); 2] {
    [make().unwrap(), RSA.to_owned()].map(|pem| {
        let key = Key::read(&pem).unwrap();
        let record = key.record().to_string();
        (key, record)
    })
}

#[test]
fn a_signature_holds_and_one_changed_byte_breaks_it() {
    for (key, record) in keys() {
        let signer = Signer::new(key, "kamionka.example", "kontuar");
        let field = signer.sign(MAIL.as_bytes()).unwrap();
        assert!(field.starts_with("DKIM-Signature: ") && field.ends_with("\r\n"), "{field}");
        assert!(field.lines().all(|line| line.len() < 100), "{field}");
        assert_eq!((tag(&field, "d"), tag(&field, "s")), ("kamionka.example".to_owned(), "kontuar".to_owned()));
        let mail = format!("{field}{MAIL}");
        assert!(holds(&mail, &record), "{mail}");
        for (from, to) in [("jutro", "jutrp"), ("anna@", "anne@"), ("Kamionka", "Kamionki"), ("12:00:00", "12:00:01")] {
            assert!(!holds(&mail.replacen(from, to, 1), &record), "{from}");
        }
        assert!(holds(&mail.replace("Subject: ", "subject:   "), &record), "a relay may fold and blank as it likes");
    }
}

#[test]
fn nobody_adds_a_second_sender_or_recipient() {
    for (key, record) in keys() {
        let signer = Signer::new(key, "kamionka.example", "kontuar");
        let mail = signer.sign(MAIL.as_bytes()).unwrap() + MAIL;
        for added in ["From: x@y.example", "Subject: x", "Reply-To: x@y.example", "Cc: x@y.example", "To: x@y.example"]
        {
            // On top, where a program that takes the first one sees it, and below.
            let (head, body) = mail.split_once("\r\n\r\n").unwrap();
            for changed in [format!("{added}\r\n{mail}"), format!("{head}\r\n{added}\r\n\r\n{body}")] {
                assert!(!holds(&changed, &record), "{added}");
            }
        }
        assert!(holds(&format!("Received: from a by b\r\n{mail}"), &record));
    }
}

#[test]
fn the_record_is_the_one_of_the_documents() {
    // RFC 8463, A.2, its secret key as PKCS#8 (RFC 8410, 7).
    let seed = BASE64.decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=").unwrap();
    let der = [&[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20][..], &seed].concat();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64.encode(der));
    let record = Key::read(&pem).unwrap().record();
    assert_eq!(record.to_string(), "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    assert_eq!(record.in_strings(), format!("\"{record}\""));
    assert!(record.is("v=DKIM1;k=ed25519;t=s; p=11qYAYKxCrfVS/7TyWQ HOg7hcvPapiMlrwIaaPcHURo="));
    assert!(!record.is("v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=") && !record.is(""));

    let rsa = Key::read(RSA).unwrap().record();
    let strings: Vec<String> = rsa.in_strings().split("\" \"").map(|piece| piece.replace('"', "")).collect();
    assert_eq!((strings.concat(), strings[0].len()), (rsa.to_string(), 255));
    assert!(rsa.to_string().starts_with("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"), "{rsa}");
}

#[test]
fn what_is_no_key_is_told_by_its_fault() {
    let key = make().unwrap();
    for (text, fault) in [
        ("", KeyError::NotPem),
        ("hello", KeyError::NotPem),
        ("-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----\n", KeyError::NotPem),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", KeyError::Unfit),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", KeyError::Public),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", KeyError::Encrypted),
        (&key[..key.len() / 2], KeyError::NotPem),
    ] {
        assert_eq!(Key::read(text).err(), Some(fault), "{text}");
    }
    let shown = format!("{:?} {:?}", Key::read(&key).unwrap(), Signer::new(Key::read(&key).unwrap(), "a.pl", "s"));
    assert!(!shown.contains(&key[40..60]), "{shown}");
}

#[test]
fn names_of_keys_are_labels() {
    for good in ["kontuar", "2026-11", "s1._x.mail"] {
        assert!(is_name(good), "{good}");
    }
    for bad in ["", ".", "a..b", "-a", "a-", "a b", "ż", "a;b", &"a".repeat(64)] {
        assert!(!is_name(bad), "{bad}");
    }
}
