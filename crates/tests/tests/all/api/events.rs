//! The log, as another program follows it.

use domain::permission::Role;
use domain::scope::Scope;
use engine::people::{NewAgent, create_agent};
use serde_json::json;
use testkit::app::TestApp;
use testkit::letter::Letter;
use testkit::on_both;

use super::jan;

async fn owner(app: &TestApp) -> testkit::app::Guest {
    let new = NewAgent {
        team: app.team,
        role: Role::Owner,
        name: "Ewa".to_owned(),
        login: domain::identity::Address::parse("ewa@example.com").expect("an address"),
        password: None,
        language: "pl".to_owned(),
    };
    let ewa = create_agent(&app.engine, new).await.expect("an agent");
    app.guest(ewa, &[Scope::EventsRead]).await
}

on_both!(whoever_reads_on_misses_nothing, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let owner = owner(&app).await;
    let (mut after, mut kinds) = (0, Vec::new());
    loop {
        let page = owner.get(&format!("/events?after={after}&limit=2")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        for event in page.json["items"].as_array().expect("items") {
            after += 1;
            assert_eq!(event["position"], json!(after), "no gaps, nothing twice");
            kinds.push(event["kind"].as_str().expect("a kind").to_owned());
        }
        assert_eq!(page.json["after"], json!(after));
        if page.json["head"] == json!(after) {
            break;
        }
    }
    assert!(kinds.contains(&"brand.created".to_owned()) && kinds.contains(&"message.received".to_owned()));
    assert_eq!(app.number("SELECT position FROM log_head"), after);

    let messages = owner.get("/events?kind=message").await;
    let items = messages.json["items"].as_array().expect("items");
    assert!(items.len() == 1 && items[0]["conversation"] == json!(id.to_string()), "{}", messages.text);
    assert_eq!(messages.json["after"], json!(after), "what was left out was looked through");
    let quiet = owner.get(&format!("/events?after={after}")).await;
    assert_eq!((&quiet.json["items"], &quiet.json["after"]), (&json!([]), &json!(after)));
});

on_both!(a_team_hears_of_its_own_conversations_only, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let told = jan(&app).await.get("/events").await;
    let items = told.json["items"].as_array().expect("items");
    assert!(!items.is_empty());
    assert!(items.iter().all(|event| event["conversation"] == json!(id.to_string())), "{}", told.text);
    assert_eq!(told.json["after"], told.json["head"], "the others were passed over");
});

on_both!(one_conversation_is_followed_alone, |app| {
    let first = app.receive(&Letter::new("a@example.org")).await;
    app.receive(&Letter::new("b@example.org").from("b@example.org")).await;
    let jan = jan(&app).await;
    let told = jan.get(&format!("/events?conversation={first}")).await;
    let items = told.json["items"].as_array().expect("items");
    assert!(!items.is_empty() && items.iter().all(|event| event["conversation"] == json!(first.to_string())));
    assert_eq!(told.json["after"], told.json["head"]);
    assert_eq!(jan.get("/events?conversation=cnv_0000000000009").await.status, 404);
});
