//! Every statement of the product can be prepared, and no list sorts a table.

use testkit::app::TestApp;
use testkit::on_both;

on_both!(every_statement_can_be_prepared, |app| {
    let failed: Vec<String> = app.with(|conn| {
        let tried = store::statement::all().map(|statement| (statement.name, conn.prepare(statement)));
        tried.filter_map(|(name, done)| done.err().map(|error| format!("{name}: {error}"))).collect()
    });
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(store::statement::all().count() > 100);
});

on_both!(names_of_statements_are_unique, |app| {
    let mut names: Vec<&str> = store::statement::all().map(|statement| statement.name).collect();
    let before = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), before);
    drop(app);
});

#[tokio::test]
async fn a_store_from_the_future_is_refused_plainly() {
    let app = TestApp::start().await;
    let settings = app.settings().clone();
    app.texts("INSERT INTO migration (version, name, at) VALUES (999, 'later', 0) RETURNING version");
    let error = store::Store::open(&settings, &*app.clock).expect_err("a newer store");
    assert!(error.to_string().contains("newer program"), "{error}");
}
