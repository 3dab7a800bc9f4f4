//! What a mail shows, and that the shipped model judges mails of today.

use domain::spam::Sign;

use crate::parse::parse;

fn shows(raw: &str) -> Vec<u32> {
    parse(raw.as_bytes()).unwrap().features
}

fn signs(raw: &str) -> Vec<&'static str> {
    shows(raw).into_iter().filter_map(Sign::of).map(Sign::name).collect()
}

#[test]
fn headers_show_what_they_lack_and_what_they_claim() {
    let found = signs(
        "Received: from x9 (203-0-113-7.dial.example [203.0.113.7]) by mx.shop.example with SMTP id a1;\r\n \
         Sun, 1 Nov 2026 10:00:00 +0100\r\n\
         From: \"GREAT DEALS\" <q7w8e9@deals.example>\r\nTo: undisclosed-recipients:;\r\nReply-To: <win@other.example>\r\n\
         Subject: =?utf-8?Q?HUGE_WIN!!!?=\r\nX-Priority: 1\r\nDate: Tue, 3 Nov 2026 10:00:00 +0100\r\n\r\nHello\r\n",
    );
    for name in [
        "no_message_id",
        "to_undisclosed",
        "reply_elsewhere",
        "subject_shouts",
        "subject_exclaims_twice",
        "priority_high",
        "subject_needlessly_encoded",
        "hop_one_word",
        "hop_home",
        "date_ahead",
        "from_name_shouts",
        "from_digits",
        "no_mime_version",
        "text_short",
        "links_none",
        "html_plain",
    ] {
        assert!(found.contains(&name), "{name} in {found:?}");
    }
    let honest = signs(
        "Received: from mail.example.pl (mail.example.pl [198.51.100.7]) by mx.shop.example with ESMTPS id a1;\r\n \
         Sun, 1 Nov 2026 10:00:02 +0100\r\n\
         From: Anna Nowak <anna.nowak@example.pl>\r\nTo: Sklep <sklep@shop.example>\r\nSubject: Zwrot\r\n\
         Message-ID: <1@example.pl>\r\nMIME-Version: 1.0\r\nDate: Sun, 1 Nov 2026 10:00:00 +0100\r\n\r\nPrzesyłam.\r\n",
    );
    let expected =
        ["to_named", "from_named", "one_hop", "hop_secret", "text_short", "links_none", "html_plain", "charset_none"];
    assert_eq!(honest.len(), expected.len(), "{honest:?}");
    assert!(expected.iter().all(|name| honest.contains(name)), "{honest:?}");
}
