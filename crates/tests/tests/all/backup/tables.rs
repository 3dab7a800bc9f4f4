//! No table is forgotten, and no kind of cell changes on the road between the engines.

use std::collections::BTreeSet;

use store::backup::schema;
use store::{Conn, Place, Store};
use testkit::clock::FakeClock;
use testkit::on_both;

use super::{Empty, aside, take_of};

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

/// Writes two rows into every table that a backup holds: one in which nothing is missing, one of the least.
fn fill(conn: &mut Conn, place: &Place) {
    let postgres = matches!(place, Place::Postgres { .. });
    for table in schema::KEPT {
        let columns = conn.text_rows(&if postgres {
            format!(
                "SELECT column_name, data_type, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END FROM information_schema.columns
                 WHERE table_name = '{table}' AND table_schema = current_schema() ORDER BY ordinal_position"
            )
        } else {
            format!("SELECT name, type, \"notnull\" + pk FROM pragma_table_info('{table}')")
        });
        let columns = columns.expect("the columns");
        for (row, full) in [(1, true), (2, false)] {
            let cells: Vec<String> = columns.iter().map(|column| cell(table, column, row, full)).collect();
            let insert = format!("INSERT INTO {table} VALUES ({})", cells.join(", "));
            conn.text_rows(&insert).unwrap_or_else(|error| panic!("{insert}: {error}"));
        }
    }
}

/// A value for a column: one that another engine, or another charset, might change.
fn cell(table: &str, column: &[String], row: i64, full: bool) -> String {
    let (name, kind, needed) = (&column[0], column[1].to_lowercase(), column[2] != "0");
    match kind.as_str() {
        _ if !full && !needed => "NULL".to_owned(),
        "text" if full => format!("'{row}: zażółć ''„\u{1f4e6}” \\n % {table}.{name}'"),
        "text" => format!("'{row}'"),
        // As long as a fingerprint.
        "blob" => format!("x'00ff275c{row:024}'"),
        "bytea" => format!("'\\x00ff275c{row:024}'"),
        // Beyond what fits into a double, and into 32 bits.
        _ if full => format!("{}", 9_007_199_254_740_993 + row),
        _ => row.to_string(),
    }
}

/// A store with rows in every table, there and back again.
async fn takes_the_road(from: Empty) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(&from.settings.folder).expect("its folder");
    aside(|| {
        let store = Store::open(&from.settings, &FakeClock::at(testkit::clock::MONDAY_MORNING)).expect("a new store");
        fill(&mut store.own_connection().expect("a connection"), &from.settings.place);
    });
    let first = take_of(&from.settings, folder.path()).expect("a backup");
    for table in schema::KEPT {
        assert!(first.manifest.rows(table) >= 2, "{table} is empty");
    }
    let there = Empty::other(&from.settings).await;
    there.restore(&first.path).expect("every digest is the same on the other engine");
}

#[tokio::test]
async fn every_kind_of_row_goes_from_sqlite_to_postgresql() {
    takes_the_road(Empty::sqlite()).await;
}

#[tokio::test]
async fn every_kind_of_row_goes_from_postgresql_to_sqlite() {
    takes_the_road(Empty::postgres().await).await;
}
