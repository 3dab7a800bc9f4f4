//! The work of a counter, done by a program.

use domain::scope::Scope;
use serde_json::json;
use testkit::letter::Letter;
use testkit::on_both;

use super::jan;

on_both!(a_program_answers_and_closes, |app| {
    let id = app.receive(&Letter::new("a@example.org").subject("Gdzie paczka?")).await;
    let ola = app.guest(app.ola, Scope::ALL).await;

    let listed = ola.get("/views/to_answer/conversations").await;
    assert_eq!(listed.status, 200, "{}", listed.text);
    let item = &listed.json["items"][0];
    assert_eq!((item["id"].as_str(), item["subject"].as_str()), (Some(&*id.to_string()), Some("Gdzie paczka?")));
    assert!(listed.json["next"].is_null() && item["assignee"].is_null());

    let place = format!("/conversations/{id}");
    let messages = ola.get(&format!("{place}/messages")).await;
    let seen = messages.json["items"][0]["id"].clone();
    assert_eq!(messages.json["items"][0]["kind"], "received");
    let sent = ola.post(&format!("{place}/messages"), json!({"text": "W drodze.", "then": "open", "seen": seen})).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    assert!(sent.json["text"].as_str().is_some_and(|text| text.starts_with("W drodze.")));
    assert_eq!(sent.json["agent"], json!(app.ola.to_string()));
    let location = sent.header("location").and_then(|place| place.strip_prefix("/api/v1")).expect("a place");
    assert_eq!(ola.get(location).await.json, sent.json);

    let delivery = sent.json["delivery"].as_str().expect("a way out").to_owned();
    let waiting = ola.get("/deliveries").await;
    assert_eq!(waiting.json["items"][0]["id"], json!(delivery), "{}", waiting.text);
    app.settle().await;
    assert_eq!(ola.get(&format!("/deliveries/{delivery}")).await.json["state"], "sent");
    let attempts = ola.get(&format!("/deliveries/{delivery}/attempts")).await;
    assert_eq!(attempts.json["items"][0]["outcome"], "sent", "{}", attempts.text);

    let noted = ola.post(&format!("{place}/notes"), json!({"text": "Zadzwonić."})).await;
    assert_eq!((noted.status, noted.json["kind"].as_str()), (201, Some("note")));
    let tag = ola.post(&format!("{place}/tags"), json!({"name": "Reklamacja"})).await;
    assert_eq!((tag.status, tag.json["name"].as_str()), (200, Some("reklamacja")), "{}", tag.text);
    assert_eq!(ola.get(&place).await.json["tags"], json!([tag.json["id"]]));
    let off = ola.ask("DELETE", &format!("{place}/tags/{}", tag.json["id"].as_str().expect("an id")), &[], None).await;
    assert_eq!((off.status, off.text.as_str()), (204, ""));

    let closed = ola.patch(&place, json!({"status": "solved", "priority": "high"})).await;
    assert_eq!((closed.status, closed.json["status"].as_str()), (200, Some("solved")), "{}", closed.text);
    assert_eq!(
        (closed.json["priority"].as_str(), closed.json["assignee"].as_str()),
        (Some("high"), Some(&*app.ola.to_string()))
    );
    assert_eq!(ola.get("/conversations?status=solved").await.json["items"][0]["id"], json!(id.to_string()));
    assert_eq!(ola.get("/conversations?status=open").await.json["items"], json!([]));
});

on_both!(all_of_a_change_happens_or_nothing, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let (jan, place) = (jan(&app).await, format!("/conversations/{id}"));
    let taken = jan.patch(&place, json!({"assignee": app.jan.to_string()})).await;
    assert_eq!(taken.json["assignee"], json!(app.jan.to_string()), "{}", taken.text);

    let head = app.number("SELECT position FROM log_head");
    let late = json!({"priority": "urgent", "assignee": app.ola.to_string(), "expected_assignee": null});
    let late = jan.patch(&place, late).await;
    assert_eq!((late.status, late.problem()), (409, Some("taken")));
    assert_eq!(late.json["holder"], json!(app.jan.to_string()));
    for (change, problem) in [
        (json!({"priority": "urgent", "status": "snoozed"}), "invalid"),
        (json!({"priority": "urgent", "status": "snoozed", "snoozed_until": "2026-01-01T00:00:00Z"}), "invalid"),
        (json!({"priority": "urgent", "snoozed_until": "2026-12-01T00:00:00Z"}), "invalid"),
        (json!({"priority": "urgent", "assignee": "agt_0000000000009"}), "invalid"),
    ] {
        let told = jan.patch(&place, change.clone()).await;
        assert_eq!((told.status, told.problem()), (422, Some(problem)), "{change}: {}", told.text);
    }
    assert_eq!(app.number("SELECT position FROM log_head"), head, "nothing of any of it happened");

    let until = json!({"status": "snoozed", "snoozed_until": "2026-11-24T08:00:00+01:00", "assignee": null});
    let snoozed = jan.patch(&place, until).await;
    assert_eq!(snoozed.json["snoozed_until"], "2026-11-24T07:00:00Z", "{}", snoozed.text);
    assert!(snoozed.json["assignee"].is_null());
});

on_both!(a_newer_message_stops_an_answer, |app| {
    let id = app.receive(&Letter::new("a@example.org")).await;
    let (jan, place) = (jan(&app).await, format!("/conversations/{id}/messages"));
    let seen = jan.get(&place).await.json["items"][0]["id"].clone();
    app.clock.advance_ms(1_000);
    app.receive(&Letter::new("b@example.org").answering("a@example.org")).await;
    let told = jan.post(&place, json!({"text": "Tak.", "seen": seen})).await;
    assert_eq!((told.status, told.problem()), (409, Some("outdated")));
});

on_both!(whoever_follows_next_sees_each_once, |app| {
    for n in 0..7 {
        app.receive(&Letter::new(&format!("{n}@example.org")).from(&format!("k{n}@example.org"))).await;
        app.clock.advance_ms(1_000);
    }
    let jan = jan(&app).await;
    let lists = [
        "/conversations?",
        "/views/to_answer/conversations?",
        "/views/unassigned/conversations?",
        "/contacts?",
        "/brands?",
    ];
    for list in lists {
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = jan.get(&format!("{list}limit=3{next}")).await;
            assert_eq!(page.status, 200, "{list}: {}", page.text);
            let items = page.json["items"].as_array().expect("items");
            assert!(items.len() <= 3);
            seen.extend(items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()));
            match page.json["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        let expected = if list == "/brands?" { 1 } else { 7 };
        assert_eq!(seen.len(), expected, "{list}");
        assert!(seen.is_sorted(), "{list}: ids rise with time");
        seen.dedup();
        assert_eq!(seen.len(), expected, "{list}: each once");
    }
    let foreign = jan.get("/contacts?limit=1").await.json["next"].as_str().expect("a next page").to_owned();
    let told = jan.get(&format!("/conversations?cursor={foreign}")).await;
    assert_eq!((told.status, told.problem()), (404, Some("no-such-page")), "a cursor of another list");
});

on_both!(a_contact_is_found_by_address, |app| {
    let id = app.receive(&Letter::new("a@example.org").from("Anna <anna@example.org>")).await;
    let jan = jan(&app).await;
    let found = jan.get("/contacts?address=ANNA@example.org").await;
    let contact = &found.json["items"][0];
    assert_eq!(contact["name"], "Anna", "{}", found.text);
    assert_eq!(contact["identities"][0]["address"], "anna@example.org");
    let of = jan.get(&format!("/contacts/{}/conversations", contact["id"].as_str().expect("an id"))).await;
    assert_eq!(of.json["items"][0]["id"], json!(id.to_string()), "{}", of.text);
    assert_eq!(jan.get("/contacts?address=nobody@example.org").await.json["items"], json!([]));
});

on_both!(what_could_not_be_read_is_decided_about, |app| {
    app.arrive_raw("imap:1:3", b"Subject: nobody\r\n\r\ntext".to_vec(), false).await;
    app.settle().await;
    let jan = jan(&app).await;
    let listed = jan.get("/quarantine").await;
    let id = listed.json["items"][0]["id"].as_str().expect("an arrival").to_owned();
    assert_eq!(listed.json["items"][0]["reason"], "no_author", "{}", listed.text);
    let source = jan.get(&format!("/quarantine/{id}/source")).await;
    assert_eq!(source.text, "Subject: nobody\r\n\r\ntext");
    assert_eq!(source.header("content-type"), Some("application/octet-stream"));
    let decide = format!("/quarantine/{id}/decisions");
    assert_eq!(jan.post(&decide, json!({"decision": "give_up"})).await.status, 204);
    assert_eq!(jan.get("/quarantine").await.json["items"], json!([]));
    assert_eq!(jan.get("/quarantine?given_up=true").await.json["items"][0]["id"], json!(id));
    assert_eq!(jan.post(&decide, json!({"decision": "take_back"})).await.status, 204);
    assert_eq!(jan.post(&decide, json!({"decision": "take_back"})).await.status, 404, "it is not there any more");
});
