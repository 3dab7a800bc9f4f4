//! A wish that names itself happens once.

use serde_json::json;
use testkit::letter::Letter;
use testkit::on_both;

use super::jan;

on_both!(the_same_wish_again_is_the_same_answer, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let (jan, place) = (jan(&app).await, format!("/conversations/{id}/messages"));
    let body = json!({"text": "W drodze."}).to_string();
    let key = [("idempotency-key", "8e03978e-40d5-43dd-bc93-6894a57f9324")];
    let send = async || jan.ask("POST", &place, &key, Some(body.clone())).await;
    let (first, second) = tokio::join!(send(), send());
    assert_eq!((first.status, second.status), (201, 201), "{} {}", first.text, second.text);
    assert_eq!(first.json["id"], second.json["id"]);
    assert_eq!(app.number("SELECT COUNT(*) FROM delivery"), 1, "one answer goes out");

    let other = jan.ask("POST", &place, &key, Some(json!({"text": "Inaczej."}).to_string())).await;
    assert_eq!((other.status, other.problem()), (422, Some("key-reused")));
    let note = jan.ask("POST", &format!("/conversations/{id}/notes"), &key, Some(body.clone())).await;
    assert_eq!((note.status, note.problem()), (422, Some("key-reused")), "the same words elsewhere are another wish");
    let theirs = jan.given(&app, app.jan, domain::scope::Scope::ALL).await;
    assert_eq!(theirs.ask("POST", &place, &key, Some(body.clone())).await.status, 201, "keys belong to a token");
    assert_eq!(app.number("SELECT COUNT(*) FROM delivery"), 2);

    app.clock.advance_ms(domain::time::DAY_MS - 1);
    assert_eq!(send().await.json["id"], first.json["id"], "within a day");
    app.clock.advance_ms(2);
    // Jan's token has ended by now, as it was good for a day.
    let later = jan.given(&app, app.jan, domain::scope::Scope::ALL).await;
    assert_ne!(later.ask("POST", &place, &key, Some(body)).await.json["id"], first.json["id"]);
    app.settle().await;
});

on_both!(a_refused_wish_may_be_asked_for_again, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let (jan, place) = (jan(&app).await, format!("/conversations/{id}"));
    let key = [("idempotency-key", "\"k\"")];
    let body = json!({"assignee": app.ola.to_string(), "expected_assignee": app.jan.to_string()}).to_string();
    let refused = jan.ask("PATCH", &place, &key, Some(body.clone())).await;
    assert_eq!((refused.status, refused.problem()), (409, Some("taken")));
    jan.patch(&place, json!({"assignee": app.jan.to_string()})).await;
    let taken = jan.ask("PATCH", &place, &key, Some(body.clone())).await;
    assert_eq!(taken.json["assignee"], json!(app.ola.to_string()), "{}", taken.text);
    jan.patch(&place, json!({"assignee": null})).await;
    let again = jan.ask("PATCH", &place, &key, Some(body)).await;
    assert!(again.status == 200 && again.json["assignee"].is_null(), "it is not done again: {}", again.text);
});

on_both!(wishes_without_a_body_have_keys_too, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let (jan, place) = (jan(&app).await, format!("/conversations/{id}/tags"));
    let tag = jan.post(&place, json!({"name": "pilne"})).await.json["id"].as_str().expect("a tag").to_owned();
    let key = [("idempotency-key", "off")];
    let off = async || jan.ask("DELETE", &format!("{place}/{tag}"), &key, None).await;
    assert_eq!(off().await.status, 204);
    jan.post(&place, json!({"name": "pilne"})).await;
    assert_eq!(off().await.status, 204);
    assert_eq!(
        jan.get(&format!("/conversations/{id}")).await.json["tags"],
        json!([tag]),
        "the tag was put on after it"
    );
});
