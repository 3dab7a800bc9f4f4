//! Files written byte by byte after the specification, whole and damaged.

use super::*;

fn attribute_of(level: u8, id: u32, content: &[u8]) -> Vec<u8> {
    let sum = content.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
    [&[level][..], &id.to_le_bytes(), &(content.len() as u32).to_le_bytes(), content, &sum.to_le_bytes()].concat()
}

fn file(attributes: &[Vec<u8>]) -> Vec<u8> {
    [&SIGNATURE.to_le_bytes()[..], &1_u16.to_le_bytes(), &attributes.concat()].concat()
}

fn property(kind: u16, tag: u16, value: &[u8]) -> Vec<u8> {
    let mut bytes = [kind.to_le_bytes(), tag.to_le_bytes()].concat();
    if matches!(kind, 0x1e | 0x1f | 0x0d | 0x102) {
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend((value.len() as u32).to_le_bytes());
    }
    bytes.extend_from_slice(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn properties(list: &[Vec<u8>]) -> Vec<u8> {
    [&(list.len() as u32).to_le_bytes()[..], &list.concat()].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

fn stored_rtf(rtf: &str) -> Vec<u8> {
    let length = rtf.len() as u32;
    [&(length + 12).to_le_bytes()[..], &length.to_le_bytes(), b"MELA", &[0; 4], rtf.as_bytes()].concat()
}

fn outlooks() -> Vec<u8> {
    let named = [
        &0x0003_u16.to_le_bytes()[..],
        &0x8001_u16.to_le_bytes(),
        &[7; 16],
        &1_u32.to_le_bytes(),
        &6_u32.to_le_bytes(),
        &wide("ab"),
        &[0; 2],
        &5_u32.to_le_bytes(),
    ]
    .concat();
    let of_message = properties(&[
        named,
        property(0x03, tag::INTERNET_CODEPAGE, &1250_u32.to_le_bytes()),
        property(0x0b, 0x0e06, &[1, 0]),
        property(0x102, tag::HTML, b"<p>Dzie\xf1 dobry \xb9</p>"),
    ]);
    let of_file = properties(&[
        property(0x1f, tag::LONG_FILE_NAME, &wide("faktura za październik 2026.pdf")),
        property(0x1e, tag::MEDIA_TYPE, b"application/PDF\0"),
        property(0x1f, tag::CONTENT_ID, &wide("foto@x")),
    ]);
    file(&[
        attribute_of(1, attribute::OEM_CODEPAGE, &1250_u32.to_le_bytes()),
        attribute_of(1, attribute::SUBJECT, b"Zwrot but\xf3w\0"),
        attribute_of(1, attribute::MESSAGE_PROPERTIES, &of_message),
        attribute_of(2, attribute::ATTACHMENT_BEGINS, &[0; 14]),
        attribute_of(2, attribute::ATTACHMENT_TITLE, b"FAKTUR~1.PDF\0"),
        attribute_of(2, attribute::ATTACHMENT_DATA, b"%PDF-1"),
        attribute_of(2, attribute::ATTACHMENT_PROPERTIES, &of_file),
        attribute_of(2, attribute::ATTACHMENT_BEGINS, &[0; 14]),
        attribute_of(2, attribute::ATTACHMENT_TITLE, b"zdj\xeacie.jpg\0"),
        attribute_of(2, attribute::ATTACHMENT_DATA, b"jpg"),
    ])
}

#[test]
fn what_outlook_wraps_is_unwrapped() {
    let tnef = read(&outlooks()).unwrap();
    assert_eq!((tnef.subject.as_deref(), tnef.text.as_deref(), tnef.is_whole), (Some("Zwrot butów"), None, true));
    assert_eq!(tnef.html.as_deref(), Some("<p>Dzień dobry ą</p>"));
    let files: Vec<_> =
        tnef.files.iter().map(|f| (f.name.as_str(), f.media_type.as_str(), f.bytes.as_slice())).collect();
    assert_eq!(
        files,
        [
            ("faktura za październik 2026.pdf", "application/pdf", &b"%PDF-1"[..]),
            ("zdjęcie.jpg", "application/octet-stream", b"jpg")
        ]
    );
    assert_eq!(tnef.files[0].content_id.as_deref(), Some("foto@x"));
}

#[test]
fn rich_text_is_read_as_what_was_put_into_it() {
    let html = r"{\rtf1\ansi\ansicpg1250\fromhtml1 {\fonttbl{\f0\fcharset238 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Dzie\'f1 dobry {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 \u347 ?wiecie{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}}";
    let text = r"{\rtf1\ansi\ansicpg1252\fromtext{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}{\*\generator x;}{\colortbl;\red0;}\f1 Za\'bf\'f3\'b3\'e6\par \f0 g\'eb \{x\}\tab y\u-10179 ?\u-8704 ?}";
    for (rtf, expected) in
        [(html, (None, Some("<p>Dzień dobry <b>świecie</b></p>"))), (text, (Some("Zażółć\ngë {x}\ty😀"), None))]
    {
        let list = properties(&[property(0x102, tag::RTF_COMPRESSED, &stored_rtf(rtf))]);
        let tnef = read(&file(&[attribute_of(1, attribute::MESSAGE_PROPERTIES, &list)])).unwrap();
        assert_eq!((tnef.text.as_deref(), tnef.html.as_deref()), expected);
    }
}

#[test]
fn messages_inside_are_opened_to_a_depth() {
    let mut inner = file(&[
        attribute_of(1, attribute::SUBJECT, b"stary\0"),
        attribute_of(1, attribute::BODY, b"tekst\0"),
        attribute_of(2, attribute::ATTACHMENT_BEGINS, &[]),
        attribute_of(2, attribute::ATTACHMENT_TITLE, b"a.txt\0"),
        attribute_of(2, attribute::ATTACHMENT_DATA, b"a"),
    ]);
    for _ in 0..20 {
        let id = [0x07, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];
        let object = property(0x0d, tag::ATTACHMENT_DATA, &[&id[..], &inner].concat());
        let one = file(&[
            attribute_of(1, attribute::SUBJECT, b"stary\0"),
            attribute_of(1, attribute::BODY, b"tekst\0"),
            attribute_of(2, attribute::ATTACHMENT_BEGINS, &[]),
            attribute_of(2, attribute::ATTACHMENT_PROPERTIES, &properties(&[object])),
        ]);
        inner = one;
    }
    let tnef = read(&inner).unwrap();
    assert_eq!(tnef.files.iter().filter(|file| file.name == "stary.txt" && file.bytes == b"tekst").count(), MAX_DEPTH);
    assert!(tnef.files.len() <= MAX_DEPTH + 1);
}

#[test]
fn damage_ends_the_reading_and_keeps_what_was_read() {
    let whole = outlooks();
    for end in 0..whole.len() {
        let cut = read(&whole[..end]);
        assert!(cut.is_none() || cut.is_some_and(|tnef| tnef.files.len() <= 2));
    }
    let cut = read(&whole[..whole.len() - 3]).unwrap();
    assert!(!cut.is_whole && cut.files.len() == 2 && cut.files[0].bytes == b"%PDF-1");
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        read(&damaged);
    }
    assert_eq!(read(b"not one"), None);
}

#[test]
fn numbers_that_promise_more_than_there_is_are_not_believed() {
    for kind in [0x1001_u16, 0x1003, 0x101e, 0x1102, 0x1000, 0x10ff] {
        let endless = [&kind.to_le_bytes()[..], &tag::BODY.to_le_bytes(), &u32::MAX.to_le_bytes(), &[0; 64]].concat();
        let bytes = file(&[attribute_of(1, attribute::MESSAGE_PROPERTIES, &properties(&[endless]))]);
        assert!(!read(&bytes).unwrap().is_whole, "{kind:#x}");
    }
    let many = [&u32::MAX.to_le_bytes()[..], &[0; 64]].concat();
    assert!(!read(&file(&[attribute_of(1, attribute::MESSAGE_PROPERTIES, &many)])).unwrap().is_whole);
}

#[test]
fn a_mail_shows_what_its_winmail_holds() {
    let encoded = outlooks().iter().map(|byte| format!("={byte:02X}")).collect::<Vec<_>>().join("");
    let lines: String =
        encoded.as_bytes().chunks(72).map(|line| format!("{}=\r\n", String::from_utf8_lossy(line))).collect();
    let raw = format!(
        "From: a@b.pl\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\nContent-Type: application/ms-tnef; \
         name=winmail.dat\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{lines}\r\n--b--\r\n"
    );
    let mail = crate::parse::parse(raw.as_bytes()).unwrap();
    assert_eq!(mail.text, "Dzień dobry ą");
    let names: Vec<_> = mail.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["faktura za październik 2026.pdf", "zdjęcie.jpg"]);
    assert_eq!(mail.problems, [crate::parse::problem::WINMAIL]);
}
