//! Mail of our own, damaged and mangled mail, properties over any bytes, hostile shapes, and the shared collections.

mod collections;
mod damaged;

use domain::channel::{Inbound, Nature};
use proptest::prelude::*;

use super::*;

const ORDER: &str = "Return-Path: <anna@example.pl>\r\n\
    Received: from mx.example.pl by sklep.example; Mon, 2 Nov 2026 10:00:00 +0100\r\n\
    Message-ID: <abc.1@example.pl>\r\n\
    In-Reply-To: <k.7@sklep.example>\r\n\
    References: <k.1@sklep.example>\r\n <k.7@sklep.example>\r\n\
    From: =?utf-8?Q?Anna_Nowak-=C5=81ysa?= <Anna@Example.PL>\r\n\
    Reply-To: a@example.pl, \"B, C\" <b@example.pl>\r\n\
    To: sklep@sklep.example, Biuro <biuro@sklep.example>\r\n\
    Cc: Jan <jan@example.pl>\r\n\
    Subject: =?utf-8?B?Wndyb3Qg?=\r\n =?utf-8?B?YnV0w7N3?= 4471\r\n\
    Date: Mon, 2 Nov 2026 09:59:58 +0100\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=out\r\n\r\n\
    --out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n\
    --in\r\nContent-Type: text/plain; charset=iso-8859-2\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
    Dzie=F1 dobry,\r\nodsy=B3am buty.\r\n\
    --in\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
    <p>Dzień dobry,</p><p>odsyłam buty. <img src=\"cid:foto@x\"></p>\r\n--in--\r\n\
    --out\r\nContent-Type: image/png; name=\"buty.png\"\r\nContent-ID: <foto@x>\r\nContent-Disposition: inline\r\n\
    Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
    --out\r\nContent-Type: text/csv; charset=windows-1250\r\n\
    Content-Disposition: attachment; filename=\"../dane.csv\"\r\n\r\nabc;1\r\n\
    --out\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.pl\r\nSubject: stary\r\n\r\ntekst\r\n\
    --out--\r\n";

fn mail(raw: impl AsRef<[u8]>) -> Inbound {
    parse(raw.as_ref()).unwrap()
}

#[test]
fn a_customers_mail_is_read_whole() {
    let mail = mail(ORDER);
    assert_eq!(mail.message_id.as_deref(), Some("abc.1@example.pl"));
    assert_eq!(mail.in_reply_to, ["k.7@sklep.example"]);
    assert_eq!(mail.references, ["k.1@sklep.example", "k.7@sklep.example"]);
    let from = mail.from.unwrap();
    assert_eq!((from.name.as_deref(), from.address.as_str()), (Some("Anna Nowak-Łysa"), "anna@example.pl"));
    let addresses =
        |people: &[domain::channel::Party]| people.iter().map(|p| p.address.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(addresses(&mail.reply_to), ["a@example.pl", "b@example.pl"]);
    assert_eq!(mail.reply_to[1].name.as_deref(), Some("B, C"));
    assert_eq!(addresses(&mail.to), ["sklep@sklep.example", "biuro@sklep.example"]);
    assert_eq!(addresses(&mail.cc), ["jan@example.pl"]);
    assert_eq!(mail.subject, "Zwrot butów 4471");
    assert_eq!(mail.text, "Dzień dobry,\nodsyłam buty.");
    assert!(mail.html.unwrap().contains("odsyłam buty."));
    assert_eq!(mail.sent_at.unwrap().get(), 1_793_609_998_000);
    assert_eq!(mail.nature, Nature::Person);
    let files: Vec<_> = mail.attachments.iter().map(|f| (f.name.as_str(), f.media_type.as_str(), f.inline)).collect();
    assert_eq!(
        files,
        [("buty.png", "image/png", true), ("dane.csv", "text/csv", false), ("message.eml", "message/rfc822", false)]
    );
    assert_eq!(mail.attachments[0].content_id.as_deref(), Some("foto@x"));
    assert_eq!(mail.attachments[0].bytes, b"\x89PNG\r\n\x1a\n");
    assert_eq!(mail.attachments[1].bytes, b"abc;1");
    assert_eq!(mail.attachments[2].bytes, b"From: x@y.pl\r\nSubject: stary\r\n\r\ntekst");
}

#[test]
fn html_alone_becomes_text() {
    let mail = mail("From: a@b.pl\r\nContent-Type: text/html\r\n\r\n<div>Gdzie jest</div><div>paczka?</div>");
    assert_eq!(mail.text, "Gdzie jest\npaczka?");
    assert!(mail.html.is_some());
}

#[test]
fn missing_and_empty_things_are_absent() {
    let mail = mail("Message-ID: <>\r\nFrom: nobody\r\nTo: undisclosed-recipients:;\r\nDate: soon\r\n\r\n");
    assert_eq!((mail.message_id, mail.from, mail.sent_at), (None, None, None));
    assert!(mail.to.is_empty() && mail.text.is_empty() && mail.html.is_none() && mail.subject.is_empty());
    assert_eq!(self::mail("  \r\n\nSubject: a\r\n\r\nb").subject, "a");
    assert!(parse(b"").is_err());
    assert!(parse(b"\r\n\r\n").is_err());
}

#[test]
fn base64_cut_off_in_the_middle_is_still_read() {
    let cut = mail(
        "From: a@b.pl\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; \
         charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nRHppZcWEIGRvYnJ5LCBnZHppZSBqZXN0IHBhY3p",
    );
    assert_eq!(cut.text, "Dzień dobry, gdzie jest pacz");
}

#[test]
fn everything_is_bounded_and_free_of_nul() {
    let people: String = (0..2_000).map(|n| format!("p{n}@example.pl, ")).collect();
    let raw = format!(
        "From: \"{name}\" <a@b.pl>\r\nTo: {people}z@example.pl\r\nSubject: {subject}\0\r\nContent-Type: multipart/mixed; \
         boundary=b\r\n\r\n--b\r\n\r\n{text}\0\r\n{files}--b--\r\n",
        name = "n".repeat(3_000),
        subject = "s ".repeat(3_000),
        text = "zażółć ".repeat(200_000),
        files = "--b\r\nContent-Type: application/pdf\r\n\r\n\r\n".repeat(500),
    );
    let mail = mail(raw);
    check_bounds(&mail);
    assert_eq!((mail.to.len(), mail.attachments.len()), (MAX_PEOPLE, MAX_ATTACHMENTS));
    assert!(mail.text.len() > MAX_TEXT_BYTES - 20);
}

#[test]
fn hostile_shapes_neither_overflow_nor_hang() {
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    let digests: String =
        (0..20_000).map(|n| format!("Content-Type: multipart/digest; boundary=b{n}\r\n\r\n--b{n}\r\n\r\n")).collect();
    let words = format!("Subject: {}\r\n\r\nx", "=?utf-8?Q?a".repeat(50_000));
    let parts = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(50_000));
    let lost = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n{}",
        "--b\r\nContent-Type: multipart/mixed; boundary=lost\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            .repeat(4_000)
    );
    let addresses = format!("From: {}\r\n\r\nx", "<a@b.pl>, (".repeat(50_000));
    let comments = format!("From: {}a@b.pl\r\n\r\nx", "(".repeat(500_000));
    let tags = format!("Content-Type: text/html\r\n\r\n{}", "<div><!--</div>".repeat(100_000));
    for raw in [nested, digests, words, parts, lost, addresses, comments, tags] {
        if let Ok(mail) = parse(raw.as_bytes()) {
            check_bounds(&mail);
        }
    }
}

fn check_bounds(mail: &Inbound) {
    let id = |id: &String| !id.is_empty() && id.len() <= 900 && !id.contains(['<', '>', '\0', ' ', '\n']);
    assert!(mail.message_id.iter().chain(&mail.in_reply_to).chain(&mail.references).all(id));
    assert!(mail.references.len() <= MAX_REFERENCES && mail.in_reply_to.len() <= MAX_REFERENCES);
    for people in [&mail.to, &mail.cc, &mail.reply_to] {
        assert!(people.len() <= MAX_PEOPLE);
    }
    for party in mail.to.iter().chain(&mail.cc).chain(&mail.reply_to).chain(&mail.from) {
        let name = party.name.as_deref().unwrap_or("x");
        assert!(!name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.contains(char::is_control));
    }
    assert!(mail.subject.chars().count() <= MAX_SUBJECT_CHARS && !mail.subject.contains(char::is_control));
    assert!(mail.text.len() <= MAX_TEXT_BYTES && !mail.text.contains('\0'));
    assert!(mail.html.as_deref().is_none_or(|html| html.len() <= MAX_HTML_BYTES && !html.contains('\0')));
    assert!(mail.attachments.len() <= MAX_ATTACHMENTS);
    for file in &mail.attachments {
        assert!(!file.name.is_empty() && file.name.chars().count() <= MAX_FILE_NAME_CHARS);
        assert!(!file.name.contains(['/', '\\', '\0', '\n']));
        assert!(file.media_type.contains('/') && file.media_type == file.media_type.to_lowercase());
    }
}

/// Mails put together from pieces that matter to a MIME parser.
fn shaped() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(&b"--b\r\n"[..]),
        Just(&b"--b--\r\n"[..]),
        Just(&b"Content-Type: multipart/mixed; boundary=b\r\n"[..]),
        Just(&b"Content-Type: multipart/digest; boundary=\"b\"\r\n"[..]),
        Just(&b"Content-Type: message/rfc822\r\n"[..]),
        Just(&b"Content-Type: text/html; charset=iso-8859-2\r\n"[..]),
        Just(&b"Content-Type: text/plain; name*0*=utf-8''%c5%82; name*1=\"/x\"\r\n"[..]),
        Just(&b"Content-Transfer-Encoding: base64\r\n"[..]),
        Just(&b"Content-Transfer-Encoding: quoted-printable\r\n"[..]),
        Just(&b"Content-Disposition: attachment; filename=\"..\\x\0y\"\r\n"[..]),
        Just(&b"Message-ID: <a\0b@x> <c@x>\r\nReferences: <\xc5\x82@x\r\n"[..]),
        Just(&b"From: =?utf-8?B?xYI=?= <a@b.pl>, (\xff\r\n"[..]),
        Just(&b"Subject: =?iso-8859-2?Q?=B3?= \0\x1b\r\n"[..]),
        Just(&b"Date: Fri, 31 Feb 99999 25:61:61 -9999\r\n"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"<div>&#x110000;&lt;<!-- </div>=C5=82 xYLFgg==\r\n"[..]),
        Just(&b"\xc5"[..]),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_within_bounds_or_refused(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        if let Ok(mail) = read(&raw, &[]) {
            check_bounds(&mail);
        }
    }

    #[test]
    fn any_shape_of_mail_is_read_within_bounds(raw in shaped(), noise in any::<u8>(), at in any::<proptest::sample::Index>()) {
        let mut damaged = raw.clone();
        if !damaged.is_empty() {
            let at = at.index(damaged.len());
            damaged[at] = noise;
        }
        for raw in [raw, damaged] {
            if let Ok(mail) = parse(&raw) {
                check_bounds(&mail);
            }
        }
    }
}
