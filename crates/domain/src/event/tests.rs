//! Facts of other versions, and actors, as they are read.

use super::*;

#[test]
fn actors_read_back() {
    for text in ["system", "reactor:auto_reply", "agt_01h8m3c4k5q7p", "ctc_01h8m3c4k5q7p"] {
        assert_eq!(text.parse::<Actor>().unwrap().to_string(), text);
    }
    assert_eq!("anna".parse::<Actor>(), Err(NotAnActor));
}

#[test]
fn upcasters_run_in_a_row_from_the_stored_version() {
    fn one(mut body: Value) -> Value {
        body["second"] = body["first"].take();
        body
    }
    fn two(mut body: Value) -> Value {
        body["third"] = body["second"].take();
        body
    }
    let table = [
        Upcaster { kind: "a.b", from: 1, change: one },
        Upcaster { kind: "a.b", from: 2, change: two },
        Upcaster { kind: "a.c", from: 1, change: two },
    ];
    let body = upcast(&table, "a.b", 1, serde_json::json!({"first": 7}));
    assert_eq!(body["third"], 7);
    let body = upcast(&table, "a.b", 2, serde_json::json!({"second": 8}));
    assert_eq!(body["third"], 8);
    let body = upcast(&table, "a.b", 3, serde_json::json!({"third": 9}));
    assert_eq!(body["third"], 9);
}

#[test]
fn a_fact_from_the_future_is_refused_plainly() {
    let error = read_fact(
        "note.added",
        2,
        r#"{"kind":"note.added","conversation":"cnv_01h8m3c4k5q7p","message":"msg_01h8m3c4k5q7p"}"#,
    )
    .unwrap_err();
    assert!(error.to_string().contains("newer"), "{error}");
}
