//! What is kept opens in its place, whichever version sealed it.

use domain::id::{Id, InboxId};
use engine::mailbox::secret_of;

use super::*;

/// What the first version sealed.
const FIRST: &str = r#"{"user":"sklep@example.com","password":"pelargonia","imap":{"host":"mail.example.com","port":993,"tls":"implicit"},"smtp":{"host":"mail.example.com","port":465,"tls":"implicit"}}"#;

/// What this one seals when everything is set.
const WHOLE: &str = r#"{"user":"sklep@example.com","password":"pelargonia","imap":{"host":"mail.example.com","port":993,"tls":"implicit"},"smtp":{"host":"mail.example.com","port":465,"tls":"implicit"},"folders":{"spam":"Śmieci","sent":"none","file_sent":"no"},"limits":{"connections":2,"per_hour":100,"per_day":null,"give_up_hours":12},"dkim":{"selector":"kontuar","domain":"example.com","pem":"PEM","signs":true}}"#;

fn inbox() -> Inbox {
    Inbox {
        id: InboxId::from_raw(7),
        brand: Id::from_raw(1),
        team: Id::from_raw(2),
        name: "Sklep".to_owned(),
        address: Address::parse("sklep@example.com").unwrap(),
        sender: "Dzban".to_owned(),
        auto_reply: None,
        signature: Some("{agent}".to_owned()),
    }
}

fn wanted() -> Wanted {
    let at = |port| At { host: "mail.example.com".to_owned(), port, tls: "implicit".to_owned() };
    Wanted {
        address: Address::parse("sklep@example.com").unwrap(),
        place: Place::default(),
        user: "sklep@example.com".to_owned(),
        password: "pelargonia".to_owned(),
        imap: at(993),
        smtp: at(465),
    }
}

#[test]
fn what_is_kept_opens_in_its_place_and_shows_no_password() {
    let wanted = wanted();
    assert!(!format!("{wanted:?}").contains("pelargonia"));
    let (sealer, name) = (Sealer::new(&[3; 32]), secret_of(InboxId::from_raw(7)));
    let sealed = Kept::of(&wanted).seal(&sealer, &name).unwrap();
    assert!(!sealed.windows(10).any(|window| window == b"pelargonia"));
    let kept = store::secret::Kept { version: 1, sealed, at: domain::time::Millis::new(0) };
    assert!(Kept::open(&sealer, &name, &kept).is_ok_and(|opened| opened == Kept::of(&wanted)));
    assert!(Kept::open(&sealer, "mailbox:other", &kept).is_err());
    assert!(Kept::open(&Sealer::new(&[4; 32]), &name, &kept).is_err());
}

#[test]
fn what_the_first_version_sealed_is_used_as_it_was() {
    let old: Kept = serde_json::from_str(FIRST).unwrap();
    assert!(old == Kept::of(&wanted()));
    assert_eq!(serde_json::to_string(&old).unwrap(), FIRST, "an older node reads it too");
    let config = old.config(inbox(), "Dzban".to_owned());
    let imap = config.imap.unwrap();
    assert_eq!((imap.folders.spam, imap.folders.sent), (FolderChoice::Auto, FolderChoice::Auto));
    assert_eq!((imap.file_sent, config.smtp.connections, config.smtp.give_up_hours), (None, 4, 48));
    assert_eq!((config.smtp.per_hour, config.smtp.per_day, config.dkim), (None, None, None));
    assert_eq!((config.id, config.signature.as_deref()), (Some(InboxId::from_raw(7)), Some("{agent}")));
    let mut at_wp = wanted();
    at_wp.smtp.host = "smtp.wp.pl".to_owned();
    let usual = Kept::of(&at_wp).config(inbox(), String::new()).smtp.per_hour;
    let preset = preset::by_host("smtp.wp.pl").and_then(|preset| preset.per_hour);
    assert_eq!(usual, preset, "what its provider allows");
}

#[test]
fn everything_that_is_set_is_said_as_a_file_would() {
    let whole: Kept = serde_json::from_str(WHOLE).unwrap();
    assert_eq!(serde_json::to_string(&whole).unwrap(), WHOLE);
    let moved = whole.reached(&Wanted { password: "geranium".to_owned(), ..wanted() });
    assert_eq!(serde_json::to_string(&moved).unwrap(), WHOLE.replace("pelargonia", "geranium"), "the rest stays");
    let config = whole.config(inbox(), "Dzban".to_owned());
    let imap = config.imap.unwrap();
    assert_eq!(imap.folders.spam, FolderChoice::Named("Śmieci".to_owned()));
    assert_eq!((imap.folders.sent, imap.file_sent), (FolderChoice::None, Some(false)));
    let smtp = config.smtp;
    assert_eq!((smtp.connections, smtp.per_hour, smtp.per_day, smtp.give_up_hours), (2, Some(100), None, 12));
    assert_eq!(config.dkim.map(|dkim| (dkim.domain, dkim.keys.len())), Some(("example.com".to_owned(), 1)));
}

#[test]
fn what_a_newer_version_added_is_left_aside() {
    let newer = FIRST.replace("\"user\"", "\"colour\":\"blue\",\"user\"");
    assert!(serde_json::from_str::<Kept>(&newer).is_ok_and(|kept| kept == Kept::of(&wanted())));
}

#[test]
fn a_key_that_waits_signs_nothing() {
    let pem = channels::email::dkim::make().unwrap();
    let signing = Signing { selector: "k1".to_owned(), domain: "example.com".to_owned(), pem, signs: false };
    let (name, record) = signing.record().unwrap();
    assert_eq!(name, "k1._domainkey.example.com");
    assert!(record.to_string().starts_with("v=DKIM1; k=ed25519; p="));
    let kept = Kept::of(&wanted()).signing(Some(signing));
    assert_eq!(kept.config(inbox(), String::new()).dkim, None);
}

#[test]
fn a_mailbox_by_permission_has_no_password_and_tells_its_client_as_a_file_would() {
    use domain::id::AgentId;
    use domain::time::Millis;
    use web::setup::connector::Client;
    let client = |id: &str, secret: &str| Client {
        provider: "microsoft".to_owned(),
        tenant: "kamionka.example".to_owned(),
        id: id.to_owned(),
        secret: secret.to_owned(),
        ..Client::default()
    };
    let of = |client| Permitted::of(client, "anna@example.com".to_owned(), AgentId::from_raw(5), Millis::new(9));
    let permitted = of(client("app", "tajne"));
    let kept = Kept::by_permission(&wanted(), permitted.clone());
    let text = serde_json::to_string(&kept).unwrap();
    assert!(!text.contains("pelargonia") && !text.contains("token_url"), "{text}");
    assert!(serde_json::from_str::<Kept>(&text).is_ok_and(|read| read == kept));
    assert!(permitted.shown().secret.is_empty() && permitted.given() == (AgentId::from_raw(5), Millis::new(9)));
    let config = kept.config(inbox(), String::new());
    let oauth = config.oauth.unwrap();
    assert_eq!((oauth.user.as_str(), oauth.client.id.as_str()), ("anna@example.com", "app"));
    assert!(oauth.client.provider.token_url.contains("/kamionka.example/"), "{}", oauth.client.provider.token_url);
    assert!(config.imap.is_some_and(|imap| imap.password.is_none()) && config.smtp.login.is_none());
    assert!(of(client("app", "")).keeping_secret(&permitted).is_some_and(|kept| kept.client() == permitted.client()));
    assert!(of(client("other", "")).keeping_secret(&permitted).is_none(), "another client does not get it");
}
