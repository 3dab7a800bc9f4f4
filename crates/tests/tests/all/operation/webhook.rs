//! Webhooks of the built program: by command, through a death between posting and recording, tested by hand.

use testkit::letter::Letter;
use testkit::net::{PostAnswer, Receiver};
use testkit::servers::ready;

use super::shop::Shop;

const ALLOWED: &str = "[webhooks]\nallow_private = [\"127.0.0.0/8\"]\n";

#[tokio::test]
async fn what_was_told_when_the_program_died_is_told_again_under_the_same_id() {
    let receiver = Receiver::start().await;
    let mut shop = Shop::set_up(|settings| settings.section(ALLOWED)).await;
    let ola = shop.open().await;
    let add = ["webhook", "add", "--name", "ERP", "--url", &receiver.url(), "--kind", "message.received"];
    let added = shop.program.run(&add).await;
    assert!(added.status.success(), "{}{}", added.stdout, added.stderr);
    let secret = added.stdout.lines().last().expect("a secret").to_owned();
    let id = added.stdout.split_whitespace().next().expect("an id").to_owned();
    assert!(secret.starts_with("whsec_") && id.starts_with("whk_"), "{}", added.stdout);

    receiver.hold();
    shop.writes(&Letter::new("a@example.org").subject("Gdzie paczka?")).await;
    shop.sees(&ola, "Gdzie paczka?").await;
    came(&receiver, 1).await;
    // It is being posted, and nothing of it is recorded.
    shop.program.kill();
    receiver.open();
    shop.program.start().await;
    came(&receiver, 2).await;
    let posted = receiver.posted();
    assert_eq!(posted[0].id, posted[1].id);
    assert_eq!(posted[0].body, posted[1].body);
    assert!(posted.iter().all(|told| told.is_signed_with(&secret)));

    let tested = shop.program.run(&["webhook", "test", &id]).await;
    assert!(tested.stdout.contains("took it (204)"), "{}{}", tested.stdout, tested.stderr);
    let test = receiver.posted().pop().expect("a POST");
    assert!(test.is_signed_with(&secret) && test.json()["kind"] == "webhook.test", "{}", test.body);
    receiver.will([PostAnswer::Status(500)]);
    let refused = shop.program.run(&["webhook", "test", &id]).await;
    assert!(!refused.status.success() && refused.stderr.contains("answered with 500: Nie dziś."), "{}", refused.stderr);

    let listed = shop.program.run(&["webhook", "list"]).await.stdout;
    assert!(listed.contains(&id) && listed.contains("active") && !listed.contains(&secret), "{listed}");
    for (command, words) in [("stop", "stopped"), ("start", "active"), ("rotate", "whsec_"), ("remove", "gone")] {
        let done = shop.program.run(&["webhook", command, &id]).await;
        assert!(done.status.success() && done.stdout.contains(words), "{command}: {}{}", done.stdout, done.stderr);
    }
    let unknown = shop.program.run(&["webhook", "stop", &id]).await;
    assert!(unknown.stderr.contains("There is no webhook"), "{}", unknown.stderr);
    shop.program.stop();
    let said = shop.program.said();
    assert!(!said.contains(&secret) && !said.contains(&receiver.url()), "{said}");
    shop.program.check().await;
}

async fn came(receiver: &Receiver, count: usize) {
    ready::until("a POST", ready::START, async || (receiver.posted().len() >= count).then_some(())).await;
}
