//! `[tls]`: what is written, and the sentence it is answered with.

use super::*;

const MISTAKES: &[(&str, &str)] = &[
    (
        "public_url = \"https://k.example\"\n[tls]\nredirect_listen = \"0.0.0.0:80\"",
        "kontuar.toml, line 2: [tls] needs `certificate_file` and `key_file`, or a section [tls.acme]",
    ),
    (
        "[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"",
        "kontuar.toml, line 1: [tls] needs `public_url`, an https:// address: where it leads, and whose certificate is shown",
    ),
    (
        "public_url = \"https://k.example\"\n[tls]\ncertificate_file = \"c\"",
        "kontuar.toml, line 3: `certificate_file` needs `key_file`: the certificate's private key",
    ),
    (
        "public_url = \"https://k.example\"\n[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"\n[tls.acme]",
        "kontuar.toml, line 2: [tls] has both files and [tls.acme]; the certificate comes from one of them",
    ),
    (
        "public_url = \"https://k.example\"\n[tls.acme]\ndirectory = \"http://acme.example\"",
        "kontuar.toml, line 3: `directory` is an https:// address of an ACME server, not `http://acme.example`",
    ),
    (
        "public_url = \"https://k.example\"\n[tls.acme]\ncontact = \"owner\"",
        "kontuar.toml, line 3: `contact` is an e-mail address, not `owner`",
    ),
    (
        "public_url = \"https://192.0.2.7\"\n[tls.acme]",
        "kontuar.toml, line 2: [tls.acme] needs a public name in `public_url`; nobody certifies `192.0.2.7`",
    ),
    (
        "public_url = \"https://k.example\"\n[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"\nredirect_listen = \"80\"",
        "kontuar.toml, line 5: `redirect_listen` is an address and a port such as 0.0.0.0:80, not `80`",
    ),
    (
        "public_url = \"https://k.example\"\n[tls]\ncertificate_fil = \"c\"\nkey_file = \"k\"",
        "kontuar.toml, line 3: there is no key `certificate_fil` in [tls]; did you mean `certificate_file`?",
    ),
];

#[test]
fn every_mistake_about_tls_gets_its_sentence() {
    for (written, sentence) in MISTAKES {
        let said = complaints(&format!("{written}\n"));
        assert!(said.iter().any(|said| said == sentence), "{written}: {said:#?}");
    }
}

#[test]
fn with_tls_the_door_may_be_open_to_all() {
    let files = "listen = \"0.0.0.0:443\"\npublic_url = \"https://k.example\"\n\
                 [tls]\ncertificate_file = \"c.pem\"\nkey_file = \"k.pem\"\nredirect_listen = \"0.0.0.0:80\"\n";
    let tls = with(files, &Flags::default(), &[]).unwrap().tls.unwrap();
    assert_eq!(tls.certificate, CertificateSource::Files("c.pem".into(), "k.pem".into()));
    assert_eq!(tls.redirect.unwrap().port(), 80);
    let acme = "listen = \"443\"\npublic_url = \"https://k.example:443\"\n[tls.acme]\ncontact = \"o@k.example\"\n";
    let tls = with(acme, &Flags::default(), &[]).unwrap().tls.unwrap();
    let CertificateSource::Acme(acme) = tls.certificate else { panic!("it is asked for") };
    assert_eq!((acme.domain.as_str(), acme.contact.as_deref()), ("k.example", Some("o@k.example")));
    assert!(acme.directory.starts_with("https://acme-v02.api.letsencrypt.org/"));
}
