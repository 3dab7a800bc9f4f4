//! `[sign_on]`: what is written, and the sentence it is answered with.

use super::*;

#[test]
fn a_provider_is_read_and_its_secret_never_shown() {
    let file = "[sign_on]\nname = \"Google\"\nissuer = \"https://accounts.google.com\"\nclient_id = \"c\"\n\
                client_secret_file = \"secret\"\n";
    let config = with(file, &Flags::default(), &[]).unwrap();
    assert!(!format!("{config:?}").contains("tajne"));
    let sign_on = config.sign_on.unwrap();
    assert_eq!((sign_on.name.as_str(), sign_on.issuer.as_str()), ("Google", "https://accounts.google.com"));
    assert_eq!(sign_on.client_secret, Some("tajne hasło".into()));
    for (written, sentence) in [
        (
            "[sign_on]\nissuer = \"https://i.example\"\nname = \"I\"",
            "kontuar.toml, line 1: [sign_on] needs `client_id`: the client's id, as the provider shows it",
        ),
        (
            "[sign_on]\nissuer = \"http://i.example\"\nname = \"I\"\nclient_id = \"c\"",
            "kontuar.toml, line 2: `issuer` is an https:// address of an identity provider, not `http://i.example`",
        ),
        (
            "[sign_on]\nisuer = \"https://i.example\"\nname = \"I\"\nclient_id = \"c\"",
            "kontuar.toml, line 2: there is no key `isuer` in [sign_on]; did you mean `issuer`?",
        ),
    ] {
        assert!(complaints(&format!("{written}\n")).iter().any(|said| said == sentence), "{written}");
    }
}
