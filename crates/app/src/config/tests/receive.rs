//! `[receive]`: what is written, and the sentence it is answered with.

use super::*;

const MISTAKES: &[(&str, &str)] = &[
    (
        "receive.smtp = \"0.0.0.0:25\"",
        "kontuar.toml, line 1: [receive] needs `host_name`: what this mail server is called, as in its MX record",
    ),
    ("receive.max_mail_mb = 5", "kontuar.toml, line 1: [receive] needs `smtp` or `lmtp`: where mail is taken"),
    (
        "receive = { smtp = \"25\", host_name = \"mx\" }",
        "kontuar.toml, line 1: `smtp` is an address and a port such as 0.0.0.0:25, not `25`",
    ),
    (
        "receive = { lmtp = \"24\", host_name = \"mx\" }",
        "kontuar.toml, line 1: `lmtp` is an address and a port such as 0.0.0.0:25, or the path of a socket, not `24`",
    ),
    (
        "receive = { lmtp = \"/run/l\", host_name = \"a b\" }",
        "kontuar.toml, line 1: `host_name` is a name such as mx.example.com, not `a b`",
    ),
    (
        "receive = { lmtp = \"/run/l\", host_name = \"mx\", key_file = \"k\" }",
        "kontuar.toml, line 1: `key_file` needs `certificate_file`: the certificate it belongs to",
    ),
    (
        "receive = { lmtp = \"/run/l\", host_name = \"mx\", trusted_peers = [\"ten\"] }",
        "kontuar.toml, line 1: `trusted_peers` holds networks such as \"10.0.0.0/8\", not `ten`",
    ),
    (
        "receive.authserv_ids = \"mx\"",
        "kontuar.toml, line 1: `authserv_ids` is a list of texts such as [\"a\", \"b\"], not a text",
    ),
];

#[test]
fn every_mistake_about_receiving_gets_its_sentence() {
    for (written, sentence) in MISTAKES {
        assert_eq!(complaints(&format!("{written}\n")).first().map(String::as_str), Some(*sentence));
    }
}

#[test]
fn receiving_is_read() {
    let text = "[receive]\nsmtp = \"0.0.0.0:25\"\nlmtp = \"lmtp/socket\"\nhost_name = \"mx.example.com\"\nmax_mail_mb = 10\n\
        certificate_file = \"c.pem\"\nkey_file = \"k.pem\"\ntrusted_peers = [\"10.0.0.0/8\", \"::1\"]\nauthserv_ids = [\"MX.a\"]\n";
    let receive = with(text, &Flags::default(), &[]).unwrap().receive.unwrap();
    assert_eq!(receive.smtp.unwrap().to_string(), "0.0.0.0:25");
    assert_eq!(receive.lmtp, Some(Lmtp::Unix("lmtp/socket".into())));
    assert_eq!(receive.certificate, Some(("c.pem".into(), "k.pem".into())));
    assert_eq!((receive.max_mail_bytes, receive.trusted_peers.len()), (10 << 20, 2));
    assert_eq!(receive.authserv_ids, ["mx.a"]);
    assert_eq!(with("", &Flags::default(), &[]).unwrap().receive, None);
}

#[test]
fn an_inbox_without_a_mailbox_takes_its_mail_here_or_nowhere() {
    let (before, rest) = GOOD.split_once("[inbox.imap]").unwrap();
    let alone = format!("{before}{}", &rest[rest.find("[inbox.smtp]").unwrap()..]);
    assert_eq!(
        complaints(&alone).first().map(String::as_str),
        Some(
            "kontuar.toml, line 4: [[inbox]] needs [inbox.imap]: where its mail is fetched, unless [receive] takes it"
        )
    );
    let receiving = format!("receive = {{ lmtp = \"/run/l\", host_name = \"mx\" }}\n{alone}");
    let config = with(&receiving, &Flags::default(), &[]).unwrap();
    assert_eq!((config.inboxes.len(), &config.inboxes[0].imap), (1, &None));
    let only_believing = format!("receive.authserv_ids = [\"mx\"]\n{alone}");
    assert_eq!(complaints(&only_believing).len(), 1, "nobody takes it");
    // One that is there and wrong is still complained of.
    let wrong = format!(
        "receive = {{ lmtp = \"/run/l\", host_name = \"mx\" }}\n{}",
        GOOD.replace("[inbox.imap]", "[inbox.impa]")
    );
    assert!(complaints(&wrong)[0].contains("`impa`"), "{:?}", complaints(&wrong));
}
