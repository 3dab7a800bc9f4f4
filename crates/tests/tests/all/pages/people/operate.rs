//! How the installation is run, on its pages: tokens, webhooks, retention, status. By a visitor without scripts.

use domain::conversation::Status;
use domain::permission::Role;
use domain::time::DAY_MS;
use engine::commands::{self, SetStatus};
use testkit::letter::Letter;
use testkit::program::Visitor;

use super::{entered, hire, led, page, shop};

/// What stands between two words of a page.
fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let rest = page.split_once(before).unwrap_or_else(|| panic!("{before} is not there: {page}")).1;
    rest.split_once(after).expect("an end").0
}

async fn sent(visitor: &mut Visitor, path: &str, form: &[(&str, &str)]) -> String {
    let answer = visitor.post(path, form).await.expect("an answer");
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

#[tokio::test]
async fn a_token_is_made_shown_once_and_ended() {
    let (app, pages, owner, mut visitor) = shop().await;
    assert!(page(&mut visitor, "/tokens").await.contains("No tokens"));
    let (owner, ola) = (owner.to_string(), app.ola.to_string());
    let new = [
        ("name", "ERP"),
        ("agent", ola.as_str()),
        ("days", "30"),
        ("scope", "directory:read"),
        ("scope", "events:read"),
    ];
    let made = sent(&mut visitor, "/tokens", &new).await;
    let secret = between(&made, "readonly value=\"", "\"").to_owned();
    assert!(secret.starts_with("kontuar_"), "{secret}");
    let list = page(&mut visitor, "/tokens").await;
    assert!(!list.contains(&secret) && list.contains("not used yet") && list.contains("<code>events:read</code>"));
    let guest = app.stranger().with(&secret);
    assert_eq!(guest.get("/brands").await.status, 200);
    assert_eq!(guest.get("/conversations").await.problem(), Some("scope-missing"));
    assert!(page(&mut visitor, "/tokens").await.contains("last used:"));
    let path = format!("/tokens/{}/end", between(&list, "<li id=\"tok_", "\"").to_owned().replace("tok_", ""));
    let path = path.replace("/tokens/", "/tokens/tok_");
    for _ in 0..2 {
        assert_eq!(led(&mut visitor, &path, &[]).await, "/tokens?outcome=ended", "a second click changes nothing");
    }
    assert_eq!(guest.get("/brands").await.status, 401);

    for (wrong, words) in [
        ([("name", " "), ("days", "30"), ("scope", "events:read")], "needs a name"),
        ([("name", "ERP"), ("days", "0"), ("scope", "events:read")], "1 to 3650 days"),
        ([("name", "ERP"), ("days", "30"), ("x", "y")], "at least one thing"),
    ] {
        let form = [&[("agent", ola.as_str())], &wrong[..]].concat();
        assert!(sent(&mut visitor, "/tokens", &form).await.contains(words), "{words}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM token WHERE revoked_at IS NULL"), 0);
    hire(&app, "adam@example.com", Role::Admin, app.team).await;
    let mut admin = entered(&pages, "adam@example.com").await;
    let form = [("name", "x"), ("agent", owner.as_str()), ("days", "30"), ("scope", "events:read")];
    let refused = admin.post("/tokens", &form).await.expect("an answer");
    assert_eq!(refused.status, 403, "nobody gets an owner's rights by a token");
    assert!(!page(&mut admin, "/tokens").await.contains(&format!("value=\"{owner}\"")));
    pages.close().await;
}

#[tokio::test]
async fn a_webhook_is_set_up_stopped_started_and_told_again() {
    let (app, pages, _, mut visitor) = shop().await;
    app.receive(&Letter::new("a@example.org")).await;
    assert!(page(&mut visitor, "/webhooks").await.contains("No webhooks"));
    let wrong = [("name", "ERP"), ("url", "erp.example"), ("kind", "message")];
    assert!(sent(&mut visitor, "/webhooks", &wrong).await.contains("Nothing was set up"));
    let right = [("name", "ERP"), ("url", "https://erp.example/hook"), ("kind", "message"), ("kind", "conversation")];
    let made = sent(&mut visitor, "/webhooks", &right).await;
    let secret = between(&made, "readonly value=\"", "\"").to_owned();
    assert!(secret.starts_with("whsec_"), "{secret}");
    let list = page(&mut visitor, "/webhooks").await;
    assert!(!list.contains(&secret) && list.contains("<code>conversation</code>"));
    let place = format!("/webhooks/whk_{}", between(&list, "<li id=\"whk_", "\""));
    assert!(page(&mut visitor, &place).await.contains("Nothing yet"));

    let stopped = led(&mut visitor, &format!("{place}/state"), &[("on", "no")]).await;
    assert!(page(&mut visitor, &stopped).await.contains("Stopped: what happens meanwhile waits."));
    let started = led(&mut visitor, &format!("{place}/state"), &[("on", "yes")]).await;
    assert!(page(&mut visitor, &started).await.contains("Is told what happens"));
    let head = app.number("SELECT position FROM log_head").to_string();
    for (from, to, outcome) in [("0", "5", "range"), ("x", "", "range"), ("9", "3", "range"), ("1", "99999", "range")] {
        let to = led(&mut visitor, &format!("{place}/resends"), &[("from", from), ("to", to)]).await;
        assert!(to.contains(&format!("outcome={outcome}")), "{from}: {to}");
    }
    let told = led(&mut visitor, &format!("{place}/resends"), &[("from", "1"), ("to", &head)]).await;
    let shown = page(&mut visitor, &told).await;
    assert!(shown.contains("events are sent again.") && shown.contains("<code>message.received</code>"), "{shown}");
    assert!(!shown.contains("<code>brand.created</code>"), "only what it is told");
    let rotated = sent(&mut visitor, &format!("{place}/secrets"), &[]).await;
    assert_ne!(between(&rotated, "readonly value=\"", "\""), secret);
    for _ in 0..2 {
        assert_eq!(led(&mut visitor, &format!("{place}/end"), &[]).await, "/webhooks?outcome=removed");
    }
    assert_eq!(visitor.get(&place).await.expect("an answer").status, 404);
    pages.close().await;
}

#[tokio::test]
async fn a_rule_is_offered_with_what_it_would_take() {
    let (app, pages, owner, mut visitor) = shop().await;
    let conversation = app.receive(&Letter::new("a@example.org").text("Dawny sekret")).await;
    let solved = SetStatus { conversation, to: Status::Solved, until: None };
    commands::set_status(&app.engine, app.ola(), solved).await.expect("solved");
    app.clock.advance_ms(40 * DAY_MS);
    // Whoever was away so long comes in anew.
    let mut visitor = match visitor.get("/retention").await.expect("an answer").status {
        200 => visitor,
        _ => entered(&pages, super::OWNER).await,
    };
    let tried = page(&mut visitor, "/retention?class=solved&days=31").await;
    let goes = between(&tried, "<ul class=\"goes\">", "</ul>");
    assert!(goes.contains("<b>1</b> conversations lose their words"), "{goes}");
    assert!(page(&mut visitor, "/retention?class=spam&days=31").await.contains("Nothing would go"));
    for days in ["3", "", "-1", "x", "99999999999999999999"] {
        let wrong = page(&mut visitor, &format!("/retention?class=solved&days={days}")).await;
        assert!(wrong.contains("Nothing was changed") && !wrong.contains("id=\"tried\""), "{days}");
    }
    assert_eq!(visitor.get("/retention?class=everything&days=31").await.expect("an answer").status, 404);
    assert_eq!(app.number("SELECT COUNT(*) FROM retention WHERE days IS NOT NULL"), 0, "trying changes nothing");
    for _ in 0..2 {
        let on = led(&mut visitor, "/retention/solved", &[("days", "31")]).await;
        assert!(page(&mut visitor, on.split('#').next().expect("a path")).await.contains("in the coming night"));
    }
    assert_eq!(
        app.number("SELECT COUNT(*) FROM event WHERE kind = 'retention.set'"),
        1,
        "a second click changes nothing"
    );
    let who = app.texts("SELECT actor FROM event WHERE kind = 'retention.set'");
    assert_eq!(who[0][0], owner.to_string());
    let refused = led(&mut visitor, "/retention/solved", &[("days", "3")]).await;
    assert!(refused.contains("outcome=days"));
    let off = led(&mut visitor, "/retention/solved", &[("days", "")]).await;
    assert!(page(&mut visitor, off.split('#').next().expect("a path")).await.contains("Switched off"));
    pages.close().await;
}

#[tokio::test]
async fn those_who_lead_read_how_everything_fares() {
    let (app, pages, _, mut owner) = shop().await;
    let well = page(&mut owner, "/status").await;
    for words in ["Kontuar ", "reads and writes", "One node works", "Everything that came is read", "Up to date"] {
        assert!(well.contains(words), "{words}: {well}");
    }
    assert!(well.contains("Everything works."), "{well}");
    app.arrive_raw("imap:1:8", b"Subject: nobody\r\n\r\ntext".to_vec(), false).await;
    let lead = entered(&pages, "jan@example.com").await;
    let seen =
        testkit::servers::ready::until("the quarantine is told of", std::time::Duration::from_secs(20), || async {
            let mut lead = lead.clone();
            let seen = page(&mut lead, "/status").await;
            seen.contains("One mail could not be read").then_some(seen)
        });
    let seen = seen.await;
    assert!(seen.contains("something wants a look") && !seen.contains("href=\"/tokens\""));
    let mut agent = entered(&pages, "ola@example.com").await;
    assert_eq!(agent.get("/status").await.expect("an answer").status, 404);
    pages.close().await;
}
