//! Templates of answers: chosen with the keyboard where one answers, written and mended on pages of their own.

use domain::id::{Id, TemplateId};
use domain::template::Draft;
use engine::templates::{self, Saved};
use testkit::app::TestApp;
use testkit::browser::{Browser, Key};

use super::{SENT, reply_field, value, wait_for_value};
use crate::pages::people::entered;
use crate::pages::{desk, forgive, opened, wait_for_number};

const OPEN: &str = ".template-box:popover-open";
const OFFER: &str = ".template-box .offer";

async fn kept(app: &TestApp, name: &str, text: &str) -> TemplateId {
    let draft = Draft { name: name.to_owned(), text: text.to_owned(), ..Draft::default() };
    match templates::add(&app.engine, app.jan(), draft).await.expect("it is taken") {
        Saved::Done(id) => id,
        other => panic!("{other:?}"),
    }
}

fn uses(app: &TestApp, id: TemplateId) -> i64 {
    app.number(&format!("SELECT uses FROM template WHERE id = {}", id.raw()))
}

async fn press(browser: &Browser, key: Key) {
    browser.press(key.value().to_string()).await;
}

async fn wait_for_offers(browser: &Browser, offers: u64) {
    let script = "return document.querySelectorAll(arguments[0]).length === arguments[1]";
    browser.wait_until(&format!("{offers} templates are offered"), script, &[OFFER.into(), offers.into()]).await;
}

#[tokio::test]
async fn one_is_chosen_by_a_slash_filled_sent_and_counted() {
    let (app, id, pages, browser) = opened().await;
    let address = kept(&app, "Adres do zwrotu", "Dzień dobry, {customer},\nLeśna 1.\n{agent}").await;
    let parcel = kept(&app, "Paczka w drodze", "Paczka jest u kuriera.").await;
    let field = reply_field(id);
    browser.type_into(&field, "/").await;
    wait_for_offers(&browser, 2).await;
    browser.press("zwrotu").await;
    wait_for_offers(&browser, 1).await;
    press(&browser, Key::Enter).await;
    let filled = "Dzień dobry, Anna Wiśniewska,\nLeśna 1.\nOla";
    wait_for_value(&browser, &field, filled).await;
    browser.wait_gone(OPEN).await;
    assert_eq!((uses(&app, address), uses(&app, parcel)), (0, 0), "it is only inserted");

    // The next one with the arrows, from the button; both go along, also over a reload.
    browser.press("\n").await;
    browser.click("a[data-templates]").await;
    wait_for_offers(&browser, 2).await;
    press(&browser, Key::Down).await;
    press(&browser, Key::Enter).await;
    let both = format!("{filled}\nPaczka jest u kuriera.");
    wait_for_value(&browser, &field, &both).await;
    browser.reload().await;
    wait_for_value(&browser, &field, &both).await;
    browser.click(".reply [data-default]").await;
    wait_for_value(&browser, &field, "").await;
    wait_for_number(&app, "sending", SENT, 1).await;
    assert_eq!((uses(&app, address), uses(&app, parcel)), (1, 1));
    assert_eq!(value(&browser, ".reply input[name=templates]").await, "", "the next answer begins with none");

    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn a_slash_that_means_itself_is_written() {
    let (app, id, pages, browser) = opened().await;
    kept(&app, "Adres do zwrotu", "Leśna 1.").await;
    let field = reply_field(id);
    browser.type_into(&field, "12/7, i/lub").await;
    assert_eq!(browser.count(OPEN).await, 0, "within a word it is a stroke");
    browser.press(" /").await;
    wait_for_offers(&browser, 1).await;
    press(&browser, Key::Escape).await;
    browser.wait_gone(OPEN).await;
    browser.press("x").await;
    assert_eq!(value(&browser, &field).await, "12/7, i/lub /x", "whoever leaves writes on");
    browser.press(" /").await;
    wait_for_offers(&browser, 1).await;
    browser.press(" ").await;
    browser.wait_gone(OPEN).await;
    wait_for_value(&browser, &field, "12/7, i/lub /x / ").await;
    // What fits nothing says so, and Enter does nothing.
    browser.press("/").await;
    wait_for_offers(&browser, 1).await;
    browser.press("nie ma").await;
    browser.wait_for_text(".template-box .none", "Nic takiego").await;
    press(&browser, Key::Enter).await;
    assert_eq!(browser.count(OPEN).await, 1);
    browser.close().await;
    pages.close().await;
    drop(app);
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_what_was_typed() {
    let (app, _, pages, browser) = desk().await;
    let mut jan = entered(&pages, "jan@example.com").await;
    let typed = |text: &'static str, version: &'static str| {
        [("version", version), ("name", "Zwrot"), ("folder", "Zwroty"), ("text", text), ("language", "pl")]
    };
    let wrong = jan.post("/templates", &typed("Dzień dobry, {klient}", "0")).await.expect("a page");
    assert_eq!(wrong.status, 422);
    for words in ["There is no variable {klient}.", "Did you mean {customer}?", "Dzień dobry, {klient}</textarea>"] {
        assert!(wrong.body.contains(words), "{words}:\n{}", wrong.body);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM template"), 0);
    let made = jan.post("/templates", &typed("Leśna 1", "0")).await.expect("an answer");
    assert!(made.location().is_some_and(|to| to.starts_with("/templates?outcome=made")), "{made:?}");
    let again = jan.post("/templates", &typed("Leśna 1", "0")).await.expect("an answer");
    assert!(again.location().is_some_and(|to| to.starts_with("/templates?outcome=same")), "{again:?}");
    let taken = jan.post("/templates", &typed("Leśna 2", "0")).await.expect("a page");
    assert!(taken.status == 422 && taken.body.contains("has a template of this name"), "{}", taken.body);

    let id: TemplateId = Id::from_raw(app.number("SELECT id FROM template"));
    let place = format!("/templates/{id}");
    jan.post(&place, &typed("Leśna 3", "1")).await.expect("changed");
    let stale = jan.post(&place, &typed("Leśna 4", "1")).await.expect("a page");
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("Leśna 3") && stale.body.contains("Leśna 4"), "both are shown:\n{}", stale.body);
    let preview = [("then", "preview")].into_iter().chain(typed("Hi {customer|there}", "2")).collect::<Vec<_>>();
    let shown = jan.post(&place, &preview).await.expect("a page");
    assert!(shown.status == 200 && shown.body.contains("Hi there"), "{}", shown.body);
    assert_eq!(app.texts("SELECT text FROM template"), [["Leśna 3"]]);

    let gone = jan.post(&format!("{place}/end"), &[("version", "2")]).await.expect("an answer");
    let list = jan.get(gone.location().expect("the list")).await.expect("a page");
    assert!(list.body.contains("There are no templates yet") && list.body.contains("/restoration"), "{}", list.body);
    jan.post(&format!("{place}/restoration"), &[]).await.expect("back");
    assert_eq!(app.number("SELECT COUNT(*) FROM template WHERE removed_at IS NULL"), 1);
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}

#[tokio::test]
async fn without_scripts_one_is_chosen_on_a_page_and_a_file_is_taken_in() {
    let (app, id, pages, browser) = desk().await;
    let template = kept(&app, "Adres", "Dzień dobry, {customer}").await;
    let mut ola = entered(&pages, "ola@example.com").await;
    let list = ola.get(&format!("/conversations/{id}/templates?q=ADRES")).await.expect("a page");
    let chosen = format!("/conversations/{id}?template={template}");
    assert!(list.body.contains(&format!("{id}?template={template}")), "{}", list.body);
    let page = ola.get(&chosen).await.expect("a page");
    assert!(page.status == 200 && page.body.contains("Dzień dobry, Anna Wiśniewska</textarea>"), "{}", page.body);
    assert!(page.body.contains(&format!("name=\"templates\" value=\"{template}\"")), "{}", page.body);
    let used = template.to_string();
    let form = [("text", "Dzień dobry, Anna"), ("once", "1"), ("templates", used.as_str())];
    ola.post(&format!("/conversations/{id}/replies"), &form).await.expect("sent");
    assert_eq!(uses(&app, template), 1);
    wait_for_number(&app, "sending", SENT, 1).await;

    let mut jan = entered(&pages, "jan@example.com").await;
    let file = jan.get("/templates.csv").await.expect("a file").body;
    assert!(file.contains("\"Adres\",\"Dzień dobry, {customer}\""), "{file}");
    let bad = "name,text\nZwrot,Leśna 1\nInny,{klient}\n";
    for then in ["plan", "import"] {
        let told = jan.post("/templates/import", &[("text", bad), ("then", then)]).await.expect("a page");
        assert_eq!(told.status, 422);
        for words in ["Line 3", "There is no variable {klient}.", "nothing is taken in"] {
            assert!(told.body.contains(words), "{words}:\n{}", told.body);
        }
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM template"), 1, "nothing half-done");
    let good = [("text", "name,text\nZwrot,Leśna 1\n"), ("then", "import")];
    let done = jan.post("/templates/import", &good).await.expect("a page");
    assert!(done.status == 200 && done.body.contains("The templates are taken in."), "{}", done.body);
    assert_eq!(app.number("SELECT COUNT(*) FROM template"), 2);
    forgive(&browser).await;
    browser.close().await;
    pages.close().await;
}
