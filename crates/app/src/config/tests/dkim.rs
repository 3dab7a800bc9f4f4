//! `[inbox.dkim]`.

use super::*;

const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
                   -----END PRIVATE KEY-----\n";

fn signing(section: &str, key: std::io::Result<&'static str>) -> Result<Config, Vec<String>> {
    let file = format!("{GOOD}\n[inbox.dkim]\n{section}");
    let read = |path: &Path| match (path.to_str(), &key) {
        (Some("kontuar.toml"), _) => Ok(file.clone()),
        (Some("secret"), _) => Ok("tajne".to_owned()),
        (_, Ok(key)) => Ok((*key).to_owned()),
        (_, Err(error)) => Err(error.kind().into()),
    };
    let variables = vec![("SMTP_PASSWORD".to_owned(), "p2".to_owned())];
    load(&Flags::default(), &Surroundings { variables, read: &read }).map_err(|error| error.0)
}

#[test]
fn mail_is_signed_for_the_address_s_domain_or_one_above() {
    let config = signing("selector = \"k1\"\nkey_file = \"dkim.pem\"", Ok(KEY)).unwrap();
    let dkim = config.inboxes[0].dkim.as_ref().unwrap();
    assert_eq!((dkim.domain.as_str(), dkim.keys.len()), ("lesna-chata.example", 1));
    assert_eq!((dkim.keys[0].selector.as_str(), dkim.keys[0].file.as_deref()), ("k1", Some(Path::new("dkim.pem"))));
    assert!(!format!("{config:?}").contains("MC4CAQAw"));
    let two = "selector = \"k1\"\nkey_file = \"dkim.pem\"\ndomain = \"Example\"\n[inbox.dkim.second]\nselector = \"k2\"\nkey_file = \"b\"";
    let dkim = signing(two, Ok(KEY)).unwrap().inboxes.remove(0).dkim.unwrap();
    assert_eq!((dkim.domain.as_str(), dkim.keys[1].selector.as_str()), ("example", "k2"));
}

#[test]
fn what_cannot_sign_is_complained_of() {
    let good = "selector = \"k1\"\nkey_file = \"dkim.pem\"\n";
    for (section, key, words) in [
        ("selector = \"k1\"", Ok(KEY), "[inbox.dkim] needs `key_file`"),
        ("key_file = \"dkim.pem\"", Ok(KEY), "[inbox.dkim] needs `selector`"),
        ("selector = \"a b\"\nkey_file = \"dkim.pem\"", Ok(KEY), "`selector` has letters, digits, dashes and dots"),
        (good, Ok("hello"), "`key_file` of [inbox.dkim] cannot be used: it holds no private key"),
        (good, Err(ErrorKind::NotFound.into()), "`key_file`: dkim.pem cannot be read: entity not found"),
        (good, Err(ErrorKind::PermissionDenied.into()), "`key_file`: dkim.pem cannot be read: permission denied"),
        (&format!("{good}domain = \"other.example\""), Ok(KEY), "`domain` is lesna-chata.example or a domain above it"),
        (&format!("{good}[inbox.dkim.second]\n{good}"), Ok(KEY), "both keys have the same `selector`"),
        (&format!("{good}[inbox.dkim.second]\nselector = \"k2\""), Ok(KEY), "[inbox.dkim.second] needs `key_file`"),
        (&format!("{good}selektor = \"k\""), Ok(KEY), "did you mean `selector`?"),
    ] {
        let said = signing(section, key).expect_err(section);
        assert!(said.len() == 1 && said[0].contains(words), "{section}: {said:?}");
    }
}
