//! What is kept about a person is handed to them, and an erasure is certified.

use testkit::letter::{ANNA, Letter};

use super::shop::Shop;

#[tokio::test]
async fn a_person_gets_everything_but_what_colleagues_noted_and_an_erasure_is_certified() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let mut ola = shop.open().await;
    shop.writes(&Letter::new("a@example.org").subject("Rabarbar <b>").text("Gdzie jest & co z nim?")).await;
    shop.writes(&Letter::new("z@example.org").from("Zofia <zofia@tajna.example>").subject("Cudze")).await;
    let path = shop.sees(&ola, "Rabarbar").await;
    shop.sees(&ola, "Cudze").await;
    assert_eq!(shop.answers(&mut ola, &path, "Jest w drodze.", "1").await, 303);
    let note = [("text", "Trudny klient."), ("once", "note")];
    assert_eq!(ola.post(&format!("{path}/notes"), &note).await.expect("an answer").status, 303);

    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_str().expect("a path");
    let done = shop.program.run(&["contact", "export", ANNA, "--to", place]).await;
    assert!(done.status.success(), "{}{}", done.stdout, done.stderr);
    let files: Vec<&str> = done.stdout.lines().filter(|line| line.starts_with(place)).collect();
    let read = |ending: &str| {
        let place = files.iter().find(|file| file.ends_with(ending)).expect("a file");
        std::fs::read_to_string(place).expect("it can be read")
    };
    let (json, page) = (read(".json"), read(".html"));
    for text in [&json, &page] {
        assert!(text.contains("Jest w drodze.") && text.contains(ANNA), "{text}");
        assert!(!text.contains("Trudny klient") && !text.contains("Zofia") && !text.contains("Cudze"), "{text}");
    }
    assert!(page.contains("Rabarbar &lt;b&gt;") && page.contains("Gdzie jest &amp; co z nim?"), "{page}");
    let told: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(told["conversations"][0]["messages"].as_array().map(Vec::len), Some(2), "{json}");
    let again = shop.program.run(&["contact", "export", ANNA, "--to", place]).await;
    assert!(!again.status.success() && again.stderr.contains("cannot be written"), "files that are there stay");
    let other = tempfile::tempdir().expect("a folder");
    let with = ["contact", "export", ANNA, "--notes", "--to", other.path().to_str().expect("a path")];
    assert!(shop.program.run(&with).await.status.success());
    let mut noted = std::fs::read_dir(other.path()).expect("files").map(|file| file.expect("a file").path());
    assert!(noted.any(|file| std::fs::read_to_string(file).expect("text").contains("Trudny klient")));

    let erased = shop.program.run(&["contact", "erase", ANNA, "--yes"]).await.stdout;
    let certificate = erased.lines().find_map(|line| line.strip_prefix("Certificate: ")).expect("a certificate");
    let told: serde_json::Value = serde_json::from_str(certificate).expect("JSON");
    assert_eq!((&told["conversations"], &told["messages"]), (&1.into(), &3.into()), "{certificate}");
    assert!(told["erased_at"].is_string() && told["contact"].is_string(), "{certificate}");
    assert_eq!(told["seal"].as_str().map(str::len), Some(32), "{certificate}");
    assert!(!certificate.contains(ANNA));
    shop.program.stop();
    shop.program.check().await;
}
