//! `[[brand]]`.

use super::*;

const SHARED: &str = "\n[[brand]]\nname = \"Leśna Chata\"\nsender = \"{agent} z {brand}\"\nsignature = \"{agent}\"\n";

#[test]
fn an_inbox_has_its_shop_s_words_where_it_has_none() {
    let config = with(&format!("{GOOD}{SHARED}"), &Flags::default(), &[]).unwrap();
    let [inbox] = config.inboxes.as_slice() else { panic!("one inbox") };
    assert_eq!((inbox.sender.as_str(), inbox.signature.as_deref()), ("{agent} z {brand}", Some("{agent}")));
    let own = GOOD.replace("[inbox.imap]", "sender = \"Sklep\"\nsignature = \"Ola\"\n[inbox.imap]");
    let config = with(&format!("{own}{SHARED}"), &Flags::default(), &[]).unwrap();
    assert_eq!((config.inboxes[0].sender.as_str(), config.inboxes[0].signature.as_deref()), ("Sklep", Some("Ola")));
}

#[test]
fn a_shop_without_an_inbox_or_with_two_sections_is_a_mistake() {
    let said = complaints(&format!("{GOOD}{}", SHARED.replace("Leśna", "Lesna")));
    assert!(
        said.len() == 1 && said[0].contains("no [[inbox]] has `brand = \"Lesna Chata\"`; did you mean `Leśna Chata`?"),
        "{said:?}"
    );
    let said = complaints(&format!("{GOOD}{SHARED}{SHARED}"));
    assert!(said.len() == 1 && said[0].contains("has a [[brand]] already"), "{said:?}");
    let said = complaints(&format!("{GOOD}\n[[brand]]\nsender = \"x\"\n"));
    assert!(said.len() == 1 && said[0].contains("[[brand]] needs `name`"), "{said:?}");
}
