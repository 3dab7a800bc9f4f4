//! Broken frames, and what they are mended to.

use super::*;

fn mended(raw: &str) -> (String, Vec<&'static str>) {
    let mut problems = Problems::default();
    let mail = repair(raw.as_bytes(), &mut problems).into_owned();
    (String::from_utf8(mail).unwrap(), problems.into_vec())
}

#[test]
fn what_stands_in_front_is_left_out() {
    for raw in [
        "Subject: a\n\nb",
        "\r\n \n\nSubject: a\n\nb",
        "From anna@x.pl Mon Nov  2 10:00:00 2026\nSubject: a\n\nb",
        ">From - Mon Nov  2 10:00:00 2026\r\n\r\nSubject: a\n\nb",
    ] {
        assert_eq!(mended(raw), ("Subject: a\n\nb".to_owned(), vec![]), "{raw:?}");
    }
    assert_eq!(mended("From : a@b.pl\n\nx").0, "From : a@b.pl\n\nx");
}

#[test]
fn line_ends_and_headers_are_mended() {
    assert_eq!(mended("Subject: a\r\rb\rc"), ("Subject: a\n\nb\nc".to_owned(), vec![BARE_CR]));
    assert_eq!(mended("Dzień dobry,\ngdzie paczka?"), ("\nDzień dobry,\ngdzie paczka?".to_owned(), vec![NO_HEADER]));
    assert_eq!(mended("śmieci\nSubject: a\n\nb").1, [""; 0]);
    assert_eq!(mended(" \r\n"), (String::new(), vec![]));
}

#[test]
fn parts_that_never_end_are_ended() {
    let whole = "Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: multipart/alternative;\n boundary=\"in\"\n\n--in\n\na\n--in--\n--out\n\nb\n--out--\n";
    assert_eq!(mended(whole), (whole.to_owned(), vec![]));
    assert_eq!(mended(&whole.replace("--in--\n", "")), (whole.to_owned(), vec![WRONG_NESTING]));
    assert_eq!(mended(&whole.replace("--out--\n", "")).1, [NO_CLOSING_BOUNDARY]);
    assert_eq!(mended("Content-Type: multipart/mixed; boundary=b\n\n--b\n\na").1, [NO_CLOSING_BOUNDARY]);
}

#[test]
fn a_boundary_that_is_not_the_one_named_is_found() {
    let expected =
        "Content-Type: multipart/mixed; boundary=\"b1\"\nSubject: a\n\n--b1\nContent-Type: text/plain\n\nx\n--b1--\n";
    for field in [
        "multipart/mixed",
        "multipart/mixed; boundary=other",
        "multipart/mixed;\n\tboundary=\"\"",
        "multipart/mixed; charset=x",
    ] {
        let raw = expected.replace("multipart/mixed; boundary=\"b1\"", field);
        assert_eq!(mended(&raw), (expected.to_owned(), vec![WRONG_BOUNDARY]), "{field}");
    }
    let text = "Content-Type: multipart/mixed; boundary=no\n\n-- \nAnna\n--\nx";
    assert_eq!(mended(text).0, text);
}
