//! No table is forgotten.

use std::collections::BTreeSet;

use store::backup::schema;
use testkit::on_both;

on_both!(every_table_is_kept_or_left_out_with_a_reason, |app| {
    let there: BTreeSet<String> =
        app.with(|conn| schema::tables(conn).expect("the schema").into_iter().map(|table| table.name).collect());
    let left_out = schema::LEFT_OUT.iter().map(|(name, _)| *name);
    let named: BTreeSet<String> = schema::KEPT.iter().copied().chain(left_out).map(str::to_owned).collect();
    let unnamed: Vec<_> = there.difference(&named).collect();
    assert!(unnamed.is_empty(), "name them in KEPT or LEFT_OUT of crates/store/src/backup/schema.rs: {unnamed:?}");
    // Only there while a restore is under way.
    let gone: Vec<_> = named.difference(&there).filter(|name| *name != "restoring").collect();
    assert!(gone.is_empty(), "no such table: {gone:?}");
    assert_eq!(schema::KEPT.len() + schema::LEFT_OUT.len(), named.len(), "each is named once");
});
