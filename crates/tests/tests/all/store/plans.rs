//! No list sorts a table: whatever is ordered comes in that order from an index.

use testkit::on_both;

/// Ordered statements whose few rows may be sorted: never a list that grows with the shop.
const SMALL: &[&str] = &[];

on_both!(no_statement_sorts, |app| {
    let sorting: Vec<String> = app.with(|conn| {
        if conn.engine() == store::Engine::Postgres {
            // On empty tables a sort is as cheap as an index: what is left with these off has no index.
            conn.text_rows("SET enable_seqscan = off").expect("a setting");
            conn.text_rows("SET enable_sort = off").expect("a setting");
            conn.text_rows("SET enable_bitmapscan = off").expect("a setting");
        }
        let ordered = store::statement::all().filter(|statement| statement.sql.contains("ORDER BY"));
        let mut sorting = Vec::new();
        for statement in ordered.filter(|statement| !SMALL.contains(&statement.name)) {
            let plan = conn.plan(statement).unwrap_or_else(|error| panic!("{}: {error}", statement.name));
            if plan.iter().any(|step| step.contains("TEMP B-TREE") || step.contains("Sort")) {
                sorting.push(format!("{}: {plan:#?}", statement.name));
            }
        }
        sorting
    });
    assert!(sorting.is_empty(), "{sorting:#?}");
});
