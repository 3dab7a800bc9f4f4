//! Names and addresses mangled in all the ways that programs have found.

use super::*;

fn read(field: &str) -> Vec<(Option<String>, String)> {
    people(field, 500, &mut Problems::default()).into_iter().map(|p| (p.name, p.address.as_str().to_owned())).collect()
}

#[test]
fn one_person_however_written() {
    const NAME: &str = "Hans BÄKOSchönland";
    for field in [
        "\"Hans BÄKOSchönland\" <me@bogen.net>",
        "Hans BÄKOSchönland <me@bogen.net>",
        "\"Hans BÃ„KOSchÃ¶nland\" <me@bogen.net>",
        "\"=?utf-8?Q?Hans_B=C3=84KOSch=C3=B6nland?=\" <me@bogen.net>",
        "=?iso-8859-1?Q?Hans_B=C4KOSch=F6nland?= <me@bogen.net>",
        "=?utf-8?Q?Hans_B=C3?= =?utf-8?Q?=84KOSch=C3=B6nland?= <me@bogen.net>",
        "=?iso-8859-1?Q?Hans_B=C3=84KOSch=C3=B6nland?= <me@bogen.net>",
        "=?utf-8?Q?Hans_B=C4KOSch=F6nland?= <me@bogen.net>",
        "=?utf-8?Q?Hans B=C3=84KOSch=C3=B6nland?= <me@bogen.net>",
        "\"Hans BÄKOSchönland <me@bogen.net>",
        "Hans BÄKOSchönland\" <me@bogen.net>",
        "=?utf-8?B?SGFucyBCw4RLT1NjaMO2bmxhbmQ?= <me@bogen.net>",
        "Hans =?utf-8?B?QsOES09TY2jDtm5sYW5k?= <me@bogen.net>",
        "Hans=?utf-8?Q?_B=C3=84KOSch=C3=B6nland?= <me@bogen.net>",
        "'Hans BÄKOSchönland' <me@bogen.net>",
        "\"'Hans BÄKOSchönland'\" <me@bogen.net>",
        "\u{202a}Hans\u{202c} BÄKOSchönland <\u{202a}me@bogen.net\u{202c}>",
        "me@bogen.net (Hans BÄKOSchönland)",
        "Hans BÄKOSchönland (me@bogen.net)",
        "<me@bogen.net> Hans BÄKOSchönland",
        "Hans BÄKOSchönland me@bogen.net",
        "Hans BÄKOSchönland <me@bogen.net",
        "Hans BÄKOSchönland <<me@bogen.net>>",
        "Hans BÄKOSchönland <mailto:me@bogen.net>",
        "Hans BÄKOSchönland < ME @ Bogen.net >",
        "Hans BÄKOSchönland <@a.pl,@b.pl:me@bogen.net>",
        "=?utf-8?B?SGFucyBCw4RLT1NjaMO2bmxhbmQgPG1lQGJvZ2VuLm5ldD4=?=",
        "\"Hans BÄKOSchönland <me@bogen.net>\"",
        "\"Hans\r\n BÄKOSchönland\"\r\n\t<me@bogen.net>",
        "Hans BÄKOSchönland <other@x.pl> <me@bogen.net>",
    ] {
        assert_eq!(read(field), [(Some(NAME.to_owned()), "me@bogen.net".to_owned())], "{field}");
    }
}

#[test]
fn names_keep_what_is_theirs() {
    for (field, name, address) in [
        ("Nowak, Anna <a@b.pl>", Some("Nowak, Anna"), "a@b.pl"),
        ("\"Nowak, Anna\" <a@b.pl>", Some("Nowak, Anna"), "a@b.pl"),
        ("=?utf-8?Q?Nowak,_Anna?= <a@b.pl>", Some("Nowak, Anna"), "a@b.pl"),
        ("\"Anna \\\"Ania\\\" Nowak\" <a@b.pl>", Some("Anna \"Ania\" Nowak"), "a@b.pl"),
        ("Anna (Sklep) <a@b.pl>", Some("Anna (Sklep)"), "a@b.pl"),
        ("a@b.pl <a@b.pl>", None, "a@b.pl"),
        ("\"a@b.pl\" <a@b.pl>", None, "a@b.pl"),
        ("\"x@y.pl\" <a@b.pl>", Some("x@y.pl"), "a@b.pl"),
        ("x@y.pl <a@b.pl>", Some("x@y.pl"), "a@b.pl"),
        ("A@B.pl", None, "a@b.pl"),
        ("\"jan nowak\"@b.pl", None, "\"jan nowak\"@b.pl"),
        ("Zoë <zoe@żółw.pl>", Some("Zoë"), "zoe@żółw.pl"),
        ("x <zoe@xn--w-uga1v8h.pl>", Some("x"), "zoe@xn--w-uga1v8h.pl"),
        ("<a@[IPv6:2001:db8::1]>", None, "a@[ipv6:2001:db8::1]"),
        ("a(x)@b(y).pl", None, "a@b.pl"),
        ("jan.nowak@b.pl.", None, "jan.nowak@b.pl"),
        ("O'Neil <o'neil@b.pl>", Some("O'Neil"), "o'neil@b.pl"),
    ] {
        let found = read(field);
        assert_eq!(found.len(), 1, "{field}: {found:?}");
        assert!(found[0].1 == address || address.contains('('), "{field}: {found:?}");
        if field != "a(x)@b(y).pl" {
            assert_eq!(found[0].0.as_deref(), name, "{field}");
        }
    }
}

#[test]
fn lists_are_parted_where_people_end() {
    let addresses = |field: &str| read(field).into_iter().map(|(_, address)| address).collect::<Vec<_>>();
    for (field, expected) in [
        ("a@b.pl, c@d.pl", &["a@b.pl", "c@d.pl"][..]),
        ("a@b.pl; c@d.pl;", &["a@b.pl", "c@d.pl"]),
        ("a@b.pl c@d.pl", &["a@b.pl", "c@d.pl"]),
        ("A <a@b.pl> C <c@d.pl>", &["a@b.pl", "c@d.pl"]),
        ("\"A <a@b.pl>, \"C\" <c@d.pl>", &["a@b.pl", "c@d.pl"]),
        ("<a@b.pl, C <c@d.pl>", &["a@b.pl", "c@d.pl"]),
        ("Zespół: A <a@b.pl>, c@d.pl; e@f.pl", &["a@b.pl", "c@d.pl", "e@f.pl"]),
        ("undisclosed-recipients:;", &[]),
        ("nikt, a@b.pl", &["a@b.pl"]),
        ("nikt", &[]),
        ("<>", &[]),
        (",,; ,", &[]),
        ("a@b@c, <@>, x@", &[]),
    ] {
        assert_eq!(addresses(field), expected, "{field}");
    }
    assert_eq!(read("nikt, a@b.pl")[0].0, None);
}

#[test]
fn hostile_fields_cost_no_more_than_their_bytes() {
    for piece in
        ["(", "\"", "<", "<a@b.pl>, (", "\"<a@b>,", "=?", "=?utf-8?Q?", "a@[", "\\", "(\\", ":", ",", "x ", "a@b "]
    {
        let found = people(&piece.repeat(300_000), 500, &mut Problems::default());
        assert!(found.len() <= 500, "{piece}");
    }
}
