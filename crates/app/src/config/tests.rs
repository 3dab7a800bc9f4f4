//! Tables: what is written, and the sentence it is answered with.

mod access;
mod alarm;
mod brand;
mod dkim;
mod example;
mod receive;
mod sign_on;
mod tls;

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::*;

const GOOD: &str = r#"data = "/srv/kontuar"
listen = "127.0.0.1:9000"

[[inbox]]
brand = "Leśna Chata"
address = "Sklep@lesna-chata.example"

[inbox.imap]
host = "mail.example"
password_file = "secret"

[inbox.smtp]
host = "mail.example"
port = 587
tls = "starttls"
user = "sklep"
password_env = "SMTP_PASSWORD"
"#;

fn with(file: &str, flags: &Flags, variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let read = |path: &Path| match path.to_str() {
        Some("kontuar.toml") => Ok(file.to_owned()),
        Some("secret") => Ok("tajne hasło\n".to_owned()),
        Some("not-a-certificate") => Ok("hello".to_owned()),
        _ => Err(Error::new(ErrorKind::NotFound, "no such file")),
    };
    let mut all = vec![("SMTP_PASSWORD".to_owned(), "p2".to_owned())];
    all.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    load(flags, &Surroundings { variables: all, read: &read }).map_err(|error| error.0)
}

fn complaints(file: &str) -> Vec<String> {
    with(file, &Flags::default(), &[]).expect_err("it should be complained of")
}

#[test]
fn a_whole_file_is_read() {
    let config = with(GOOD, &Flags::default(), &[]).unwrap();
    assert_eq!(config.data, Path::new("/srv/kontuar"));
    assert_eq!(config.listen.to_string(), "127.0.0.1:9000");
    let [inbox] = config.inboxes.as_slice() else { panic!("one inbox") };
    assert_eq!(inbox.address.as_str(), "sklep@lesna-chata.example");
    assert_eq!((inbox.name.as_str(), inbox.sender.as_str()), ("Leśna Chata", "Leśna Chata"));
    let imap = inbox.imap.as_ref().unwrap();
    assert_eq!((imap.port, imap.user.as_str()), (993, "sklep@lesna-chata.example"));
    assert_eq!(imap.password, Some("tajne hasło".into()));
    assert_eq!((inbox.smtp.port, inbox.smtp.tls.word()), (587, "starttls"));
    assert_eq!(inbox.smtp.login, Some(("sklep".to_owned(), "p2".into())));
}

#[test]
fn a_provider_stands_in_for_passwords() {
    let oauth = "[inbox.oauth]\nprovider = \"microsoft\"\ntenant = \"shop.example\"\nclient_id = \"c\"\n\
                 client_secret_file = \"secret\"\nuser = \"anna@lesna-chata.example\"\n\n[inbox.smtp]";
    let file = GOOD.replace("password_file = \"secret\"\n", "").replace("[inbox.smtp]", oauth);
    let config = with(&file, &Flags::default(), &[]).unwrap();
    let oauth = config.inboxes[0].oauth.as_ref().unwrap();
    assert_eq!(oauth.client.provider.token_url, "https://login.microsoftonline.com/shop.example/oauth2/v2.0/token");
    assert_eq!(oauth.client.secret, Some("tajne hasło".into()));
    let imap = config.inboxes[0].imap.as_ref().unwrap();
    assert_eq!((oauth.user.as_str(), &imap.password), ("anna@lesna-chata.example", &None));
    assert!(!format!("{config:?}").contains("tajne"));
}

#[test]
fn nothing_at_all_is_enough_to_start() {
    let config = with("", &Flags::default(), &[]).unwrap();
    assert_eq!((config.listen, config.inboxes.len()), (DEFAULT_LISTEN, 0));
    assert_eq!(config.time_zone.iana_name(), Some("Europe/Warsaw"));
}

#[test]
fn flags_win_over_variables_and_those_over_the_file() {
    let variables = [("KONTUAR_LISTEN", "127.0.0.1:7"), ("KONTUAR_DATA", "/from/env"), ("KONTUAR_LOG_LEVEL", "debug")];
    let config = with(GOOD, &Flags::default(), &variables).unwrap();
    assert_eq!((config.listen.port(), config.data.as_path()), (7, Path::new("/from/env")));
    assert_eq!(config.log.level, tracing::Level::DEBUG);
    let flags = Flags { listen: Some("8".into()), data: Some("/from/flag".into()), ..Flags::default() };
    let config = with(GOOD, &flags, &variables).unwrap();
    assert_eq!((config.listen.port(), config.data.as_path()), (8, Path::new("/from/flag")));
}

/// Each: a line of [`GOOD`] (or `""`: add at the end), what stands there instead, the one complaint.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("data = ", "dta = ", "kontuar.toml, line 1: there is no key `dta` here; did you mean `data`?"),
    (
        "host = \"mail.example\"\npassword_file",
        "host = \"mail.example\"\nimap_port = 993\npassword_file",
        "kontuar.toml, line 10: there is no key `imap_port` in [inbox.imap]; did you mean `port`?",
    ),
    (
        "host = \"mail.example\"\npassword_file",
        "host = \"mail.example\"\npol_seconds = 9\npassword_file",
        "kontuar.toml, line 10: there is no key `pol_seconds` in [inbox.imap]; did you mean `poll_seconds`?",
    ),
    ("brand = ", "colour = \"red\"\nbrand = ", "kontuar.toml, line 5: there is no key `colour` in [[inbox]]"),
    ("port = 587", "port = \"587\"", "kontuar.toml, line 14: `port` is a number from 1 to 65535, not a text"),
    ("port = 587", "port = 70000", "kontuar.toml, line 14: `port` is a number from 1 to 65535, not 70000"),
    ("port = 587", "port = 465", "kontuar.toml, line 14: port 465 needs `tls = \"implicit\"`, not \"starttls\""),
    ("brand = \"Leśna Chata\"\n", "", "kontuar.toml, line 4: [[inbox]] needs `brand`: the name of the shop"),
    ("\"Leśna Chata\"", "\" \"", "kontuar.toml, line 5: `brand` is empty; write its value or remove the line"),
    ("\"Leśna Chata\"", "7", "kontuar.toml, line 5: `brand` is a text in quotes, not a number"),
    ("Sklep@", "Sklep", "kontuar.toml, line 6: `address` is an e-mail address, not `Skleplesna-chata.example`"),
    ("\"starttls\"", "\"ssl\"", "kontuar.toml, line 15: `tls` is implicit, starttls or none, not `ssl`"),
    (
        "\"starttls\"",
        "\"none\"",
        "kontuar.toml, line 15: the password and all mail would travel to mail.example unencrypted; \
         `tls` is \"none\" only for servers on this machine",
    ),
    ("host = \"mail.example\"\nport", "port", "kontuar.toml, line 12: [inbox.smtp] needs `host`: the server's name"),
    (
        "password_file = \"secret\"",
        "",
        "kontuar.toml, line 8: [inbox.imap] needs `password_file`, `password_env` or `password`",
    ),
    (
        "password_file = \"secret\"",
        "password_file = \"nowhere\"",
        "kontuar.toml, line 10: `password_file`: nowhere cannot be read: no such file",
    ),
    (
        "\"SMTP_PASSWORD\"",
        "\"NO_SUCH\"",
        "kontuar.toml, line 17: the environment has no variable NO_SUCH, or it is empty",
    ),
    ("user = \"sklep\"\n", "", "kontuar.toml, line 12: [inbox.smtp] has a password, so it needs `user`"),
    (
        "user = \"sklep\"\n",
        "user = \"sklep\"\npassword = \"x\"\n",
        "kontuar.toml, line 18: there are two passwords; remove `password_env` or the other one",
    ),
    (
        "user = \"sklep\"\n",
        "user = \"sklep\"\nca_file = \"not-a-certificate\"\n",
        "kontuar.toml, line 17: `ca_file` names a file that holds no certificate in PEM form",
    ),
    (
        "\n[inbox.smtp]",
        "\n[inbox.oauth]\nprovider = \"google\"\nclient_id = \"c\"\n[inbox.smtp]",
        "kontuar.toml, line 8: [inbox.imap] has a password, and [inbox.oauth] is there: remove one of the two",
    ),
    (
        "password_file = \"secret\"\n",
        "[inbox.oauth]\nprovider = \"yahoo\"\nclient_id = \"c\"\n",
        "kontuar.toml, line 11: `provider` is google, microsoft or own, not `yahoo`",
    ),
    (
        "password_file = \"secret\"\n",
        "[inbox.oauth]\nprovider = \"google\"\nclient_id = \"c\"\ntenant = \"x\"\n",
        "kontuar.toml, line 13: `tenant` is for provider = \"microsoft\" only",
    ),
    (
        "password_file = \"secret\"\n",
        "[inbox.oauth]\nprovider = \"microsoft\"\nclient_id = \"c\"\ntenant = \"a/b\"\n",
        "kontuar.toml, line 13: `tenant` is common, organizations, consumers, a directory's id or its domain",
    ),
    (
        "password_file = \"secret\"\n",
        "[inbox.oauth]\nprovider = \"own\"\nclient_id = \"c\"\nauthorize_url = \"http://a.example/\"\n",
        "kontuar.toml, line 13: `authorize_url` is an address that begins with https://",
    ),
    (
        "password_file = \"secret\"\n",
        "[inbox.oauth]\nprovider = \"google\"\n",
        "kontuar.toml, line 10: [inbox.oauth] needs `client_id`: the client's id, as its provider shows it",
    ),
    (
        "[inbox.imap]",
        "[inbox.impa]",
        "kontuar.toml, line 4: [[inbox]] needs [inbox.imap]: where its mail is fetched, unless [receive] takes it",
    ),
    ("[[inbox]]", "[inbox]", "kontuar.toml, line 4: `inbox` is a list: write [[inbox]] above each, not a section"),
    (
        "127.0.0.1:9000",
        "127.0.0.1",
        "kontuar.toml, line 2: `listen` is an address and a port such as 127.0.0.1:8025, not `127.0.0.1`",
    ),
    (
        "127.0.0.1:9000",
        "0.0.0.0:9000",
        "kontuar.toml, line 2: `listen` is 0.0.0.0:9000, which others can reach, and passwords would travel unencrypted: \
         put a proxy with HTTPS before it and write its address as `public_url`, or let Kontuar speak HTTPS itself ([tls]), \
         or listen on 127.0.0.1",
    ),
    (
        "\n[[inbox]]",
        "public_url = \"http://kontuar.example\"\n[[inbox]]",
        "kontuar.toml, line 3: `public_url` must begin with https://: passwords and customers' mail would travel to \
         kontuar.example unencrypted",
    ),
    (
        "\n[[inbox]]",
        "public_url = \"kontuar.example\"\n[[inbox]]",
        "kontuar.toml, line 3: `public_url` is an address such as https://kontuar.example.com, not `kontuar.example`",
    ),
    (
        "\n[[inbox]]",
        "time_zone = \"Europe/Warszawa\"\n[[inbox]]",
        "kontuar.toml, line 3: `time_zone` is a name such as Europe/Warsaw; there is no zone `Europe/Warszawa`",
    ),
    (
        "\n[[inbox]]",
        "log.level = \"loud\"\n[[inbox]]",
        "kontuar.toml, line 3: `level` is error, warn, info, debug or trace, not `loud`",
    ),
    (
        "\n[[inbox]]",
        "log.levle = \"info\"\n[[inbox]]",
        "kontuar.toml, line 3: there is no key `levle` in [log]; did you mean `level`?",
    ),
];

#[test]
fn every_mistake_gets_its_sentence() {
    for (was, now, sentence) in MISTAKES {
        assert!(GOOD.contains(was), "{was}");
        let said = complaints(&GOOD.replacen(was, now, 1));
        assert_eq!(said.first().map(String::as_str), Some(*sentence), "{said:#?}");
        let second_of_a_pair = now.contains("impa");
        assert!(said.len() == 1 || second_of_a_pair, "{said:#?}");
    }
}

#[test]
fn what_is_no_toml_is_answered_with_its_line() {
    let said = complaints("data = \"a\"\nlisten = \n");
    assert!(said[0].starts_with("kontuar.toml, line 2: this is not TOML: "), "{said:?}");
}

#[test]
fn one_address_has_one_inbox() {
    let twice = format!("{GOOD}{}", &GOOD[GOOD.find("[[inbox]]").unwrap()..]);
    assert_eq!(
        complaints(&twice),
        ["kontuar.toml, line 18: the address sklep@lesna-chata.example has an [[inbox]] already"]
    );
}

#[test]
fn all_mistakes_are_named_at_once_and_in_order() {
    let said = complaints("listen = 7\ndta = 1\ntime_zone = \"x\"\n");
    let lines: Vec<&str> = said.iter().filter_map(|sentence| sentence.split(':').next()).collect();
    assert_eq!(lines, ["kontuar.toml, line 1", "kontuar.toml, line 2", "kontuar.toml, line 3"]);
}

#[test]
fn flags_and_variables_are_answered_by_their_names() {
    let flags = Flags { listen: Some("nowhere".into()), ..Flags::default() };
    let said = with("", &flags, &[("KONTUAR_LOG_FORMAT", "xml"), ("KONTUAR_LISTN", "1")]).unwrap_err();
    assert!(said[0].starts_with("--listen: `listen` is an address and a port"), "{said:?}");
    assert_eq!(said[1], "KONTUAR_LOG_FORMAT: `format` is text or json, not `xml`");
    assert_eq!(said[2], "KONTUAR_LISTN: there is no such variable; did you mean KONTUAR_LISTEN?");
    // What an orchestrator sets for its own purposes is left alone.
    assert!(with("", &Flags::default(), &[("KONTUAR_SERVICE_HOST", "10.0.0.1")]).is_ok());
}

#[test]
fn a_named_file_must_be_there() {
    let flags = Flags { config: Some("elsewhere.toml".into()), ..Flags::default() };
    assert_eq!(with("", &flags, &[]).unwrap_err(), ["elsewhere.toml cannot be read: no such file"]);
}

#[test]
fn secrets_stay_out_of_debug_and_of_complaints() {
    let flags = Flags { database: Some("postgres://kontuar:tajne@db/kontuar".into()), ..Flags::default() };
    let shown = format!("{:?}", with(GOOD, &flags, &[]).unwrap());
    assert!(!shown.contains("tajne") && !shown.contains("\"p2\""), "{shown}");
    let flags = Flags { database: Some("mysql://kontuar:tajne@db/kontuar".into()), ..Flags::default() };
    let said = with(GOOD, &flags, &[]).unwrap_err();
    assert!(said[0].starts_with("--database: ") && !said[0].contains("tajne"), "{said:?}");
}
