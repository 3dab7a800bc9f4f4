//! Damaged, mislabelled and hostile mail of our own, and what is said of it.

use super::*;
use crate::parse::problem::*;

fn check(raw: impl AsRef<[u8]>, text: &str, problems: &[&str]) {
    let mail = mail(raw.as_ref());
    let shown = String::from_utf8_lossy(raw.as_ref()).into_owned();
    assert_eq!(mail.text, text, "{shown:.400}");
    assert_eq!(mail.problems, problems, "{shown:.400}");
    check_bounds(&mail);
}

#[test]
fn letters_come_right_whatever_the_mail_claims() {
    let text = "Dzień dobry, proszę o zwrot książki. Źle ją wysłaliście.";
    for (encoding, label, problem) in [
        (encoding_rs::WINDOWS_1250, "", UNDECLARED_CHARSET),
        (encoding_rs::ISO_8859_2, "Content-Type: text/plain\r\n", UNDECLARED_CHARSET),
        (encoding_rs::UTF_8, "Content-Type: text/plain; charset=us-ascii\r\n", UNDECLARED_CHARSET),
        (encoding_rs::WINDOWS_1250, "Content-Type: text/plain; charset=utf-8\r\n", WRONG_CHARSET),
        (encoding_rs::ISO_8859_2, "Content-Type: text/plain; charset=iso-8859-1\r\n", WRONG_CHARSET),
    ] {
        let head =
            format!("From: Małgosia Wiśniewska <m@x.pl>\r\nSubject: Proszę o zwrot książki\r\n{label}\r\n{text}\r\n");
        let mail = mail(encoding.encode(&head).0);
        assert_eq!(mail.text, text, "{}", encoding.name());
        assert_eq!(mail.subject, "Proszę o zwrot książki");
        assert_eq!(mail.from.unwrap().name.as_deref(), Some("Małgosia Wiśniewska"));
        assert!(mail.problems.contains(&problem), "{:?}", mail.problems);
    }
}

#[test]
fn a_name_in_raw_letters_of_any_charset_comes_right() {
    let field = "From: \"Hans BÄKOSchönland\" <me@bogen.net>\r\nSubject: Größe für Größe\r\n\r\nx";
    for raw in [encoding_rs::WINDOWS_1252.encode(field).0, encoding_rs::UTF_8.encode(field).0] {
        assert_eq!(mail(raw).from.unwrap().name.as_deref(), Some("Hans BÄKOSchönland"));
    }
}

#[test]
fn damaged_mails_are_read_as_far_as_they_go() {
    let part = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ntekst\r\n";
    let file = "--b\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KG";
    let head = "From: a@b.pl\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    check(format!("{head}{part}--b--\r\n"), "tekst", &[]);
    check(format!("{head}{part}"), "tekst", &[NO_CLOSING_BOUNDARY]);
    check(format!("{head}{part}{file}"), "tekst", &[NO_CLOSING_BOUNDARY, CUT_BASE64]);
    check(format!("{}{part}--b--\r\n", head.replace("boundary=b", "x=y")), "tekst", &[WRONG_BOUNDARY]);
    check("Dzień dobry,\r\ngdzie paczka?", "Dzień dobry,\ngdzie paczka?", &[NO_HEADER, UNDECLARED_CHARSET]);
    check("Subject: a", "", &[]);
    check("From a@b.pl Mon Nov  2 10:00:00 2026\nFrom: a@b.pl\n\nx", "x", &[]);
    check("From: a@b.pl\rSubject: a\r\rx\ry", "x\ny", &[BARE_CR]);
    check("From: a@b.pl\r\nSubject: a\n\nx\r\ny\nz\rw", "x\ny\nz\nw", &[]);
    check("From: a@b.pl\r\n\r\na\0b", "ab", &[NUL]);
    check("From: a@b.pl\nContent-Transfer-Encoding: quoted-printable\n\na=3", "a=3", &[DAMAGED_ENCODING]);
    check("Date: Mon, 2 Nov 99999 10:00:00 +0000\n\nx", "x", &[ABSURD_DATE]);
    check("Date: Mon, 2 Nov 0000 10:00:00 +0000\n\nx", "x", &[ABSURD_DATE]);
    let long = "a".repeat(900_000);
    check(format!("Subject: {long}\r\n\r\n{long}"), &long, &[]);
}

#[test]
fn damage_inside_a_file_leaves_its_beginning() {
    let mail = mail(
        "From: a@b.pl\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png; name=\"zdj\u{119}cie.png\"\n\
         Content-Transfer-Encoding: base64\n\niVBO!!Rw0KGgo\n--b--\n",
    );
    assert_eq!(mail.attachments[0].bytes, b"\x89PNG\r\n\x1a\n");
    assert_eq!(mail.attachments[0].name, "zdjęcie.png");
    assert_eq!(mail.problems, [DAMAGED_ENCODING]);
}

#[test]
fn a_wrapper_shows_the_text_it_wraps() {
    let inner = "From: x@y.pl\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGdzie paczka?\r\n";
    let wrap = |inner: &str| format!("From: a@b.pl\r\nContent-Type: message/rfc822\r\n\r\n{inner}");
    check(wrap(inner), "Gdzie paczka?", &[WRAPPER]);
    check(wrap(&wrap(&wrap(inner))), "Gdzie paczka?", &[WRAPPER]);
    check((0..50).fold(inner.to_owned(), |inner, _| wrap(&inner)), "", &[]);
    let mixed = format!(
        "From: a@b.pl\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    );
    check(&mixed, "Gdzie paczka?", &[WRAPPER]);
    assert_eq!(mail(&mixed).attachments.len(), 1);
    check(mixed.replace("--b\r\n\r\n\r\n", "--b\r\n\r\nPatrz niżej\r\n"), "Patrz niżej", &[UNDECLARED_CHARSET]);
}

#[test]
fn too_much_of_anything_is_cut_and_told() {
    let people: String = (0..10_000).map(|n| format!("Osoba {n} <p{n}@example.pl>,\r\n ")).collect();
    let crowd = mail(format!("From: a@b.pl\r\nTo: {people}z@example.pl\r\n\r\nx"));
    assert_eq!((crowd.to.len(), crowd.problems.as_slice()), (MAX_PEOPLE, &[TOO_MANY_RECIPIENTS][..]));
    let nested: String =
        (0..500).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
    let deep = mail(format!("From: a@b.pl\r\n{nested}\r\ntekst"));
    assert!(deep.problems.contains(&NESTED_TOO_DEEP), "{:?}", deep.problems);
    let divs =
        format!("From: a@b.pl\r\nContent-Type: text/html\r\n\r\n{}tekst{}", "<div>".repeat(300), "</div>".repeat(300));
    check(divs, "tekst", &[]);
}
