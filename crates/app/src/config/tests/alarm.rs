//! `[alarm]`: what is written, and the sentence it is answered with.

use domain::identity::Address;

use super::*;

const INBOX: &str = "\n[[inbox]]\nbrand = \"A\"\naddress = \"sklep@example.com\"\n[inbox.imap]\nhost = \"imap.example.com\"\n\
    password = \"x\"\n[inbox.smtp]\nhost = \"smtp.example.com\"\n";

const MISTAKES: &[(&str, &str)] = &[
    ("alarm = {}", "kontuar.toml, line 1: [alarm] needs `to` or `webhook`"),
    ("alarm.to = \"owner\"", "kontuar.toml, line 1: `to` is an e-mail address, not `owner`"),
    (
        "alarm.to = \"SKLEP@example.com\"",
        "kontuar.toml, line 1: `to` is somebody's own address: sklep@example.com is an [[inbox]], and may be the one that is \
         silent",
    ),
    (
        "alarm = { mailbox = \"hurt@example.com\", to = \"a@example.org\" }",
        "kontuar.toml, line 1: `mailbox` is the address of an [[inbox]]; hurt@example.com is none",
    ),
    (
        "alarm = { mailbox = \"sklep@example.com\", webhook = \"https://example.org\" }",
        "kontuar.toml, line 1: `mailbox` needs `to`: who gets the mail",
    ),
    (
        "alarm.webhook = \"http://example.org/geheim\"",
        "kontuar.toml, line 1: `webhook` is an address that begins with https://",
    ),
];

#[test]
fn every_mistake_about_the_alarm_gets_its_sentence() {
    for (written, sentence) in MISTAKES {
        assert_eq!(complaints(&format!("{written}\n{INBOX}")).first().map(String::as_str), Some(*sentence));
    }
}

#[test]
fn the_alarm_is_read_and_keeps_its_secret() {
    let text =
        "alarm = { mailbox = \"sklep@example.com\", to = \"a@example.org\", webhook = \"https://example.org/geheim\" }";
    let alarm = with(&format!("{text}\n{INBOX}"), &Flags::default(), &[]).unwrap().alarm;
    assert_eq!(alarm.to.as_ref().map(Address::as_str), Some("a@example.org"));
    assert_eq!(alarm.mailbox.as_ref().map(Address::as_str), Some("sklep@example.com"));
    assert_eq!(alarm.webhook.as_deref(), Some("https://example.org/geheim"));
    assert!(!format!("{alarm:?}").contains("geheim"));
    assert_eq!(with("", &Flags::default(), &[]).unwrap().alarm, AlarmConfig::default());
}
