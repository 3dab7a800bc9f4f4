//! What can be put into a text and what cannot, and that nothing is ever left open in what a customer reads.

use proptest::prelude::*;

use super::*;

const ANNA: Values<'_> =
    Values {
        customer: Some("Anna Żak"), agent: Some("Ola Kowalska"), brand: Some("Leśna Chata"), number: Some(4_471)
    };

fn filled(text: &str, values: Values<'_>, tongue: Tongue) -> String {
    Pattern::parse(text).unwrap().fill(values, tongue)
}

#[test]
fn variables_stand_where_the_text_asks_for_them() {
    for (text, tongue, expected) in [
        ("Dzień dobry, {customer}!", Tongue::Polish, "Dzień dobry, Anna Żak!"),
        ("Hi {customer},", Tongue::English, "Hi Anna,"),
        ("{agent}\n{brand}", Tongue::Polish, "Ola\nLeśna Chata"),
        ("nr {number}", Tongue::Polish, "nr 4471"),
        ("{ customer | Państwo }", Tongue::Polish, "Anna Żak"),
        ("{customer}{customer}", Tongue::English, "AnnaAnna"),
        ("bez zmiennych", Tongue::Polish, "bez zmiennych"),
        ("", Tongue::Polish, ""),
    ] {
        assert_eq!(filled(text, ANNA, tongue), expected, "{text}");
    }
}

#[test]
fn where_nothing_is_known_stands_what_is_behind_the_bar_or_a_safe_word() {
    let nobody = Values::default();
    for (text, tongue, expected) in [
        ("{customer|Dzień dobry}", Tongue::Polish, "Dzień dobry"),
        ("{customer| a | b }", Tongue::Polish, "a | b"),
        ("{customer}, tu {brand}", Tongue::Polish, "Szanowni Państwo, tu nasz sklep"),
        ("Dear {customer}, {number}", Tongue::English, "Dear customer, without a number"),
        ("{agent}", Tongue::English, "Customer service"),
    ] {
        assert_eq!(filled(text, nobody, tongue), expected, "{text}");
    }
}

#[test]
fn a_customer_is_called_by_what_is_a_name() {
    let called = |name: &str, tongue| filled("{customer|?}", Values { customer: Some(name), ..ANNA }, tongue);
    for (name, polish, english) in [
        ("Jean-Luc O'Neill", "Jean-Luc O'Neill", "Jean-Luc"),
        ("Hurtownia Kwiat Sp. z o.o.", "Hurtownia Kwiat Sp. z o.o.", "Hurtownia Kwiat Sp. z o.o."),
        ("sklep 24", "sklep 24", "sklep 24"),
        ("anna@example.org", "?", "?"),
        ("600 100 200", "?", "?"),
        (" \u{7} ", "?", "?"),
        ("{agent}\nBcc: x", "agent Bcc: x", "agent Bcc: x"),
    ] {
        assert_eq!(
            (called(name, Tongue::Polish).as_str(), called(name, Tongue::English).as_str()),
            (polish, english),
            "{name}"
        );
    }
    assert_eq!(called(&"ż".repeat(500), Tongue::Polish).chars().count(), 100);
}

#[test]
fn what_is_wrong_is_named_with_the_nearest_that_there_is() {
    let unknown = |name: &str, near| Wrong::Unknown { name: name.to_owned(), near };
    for (text, wrong) in [
        ("Hi {custmer}", unknown("custmer", Some(Variable::Customer))),
        ("{Customer}", unknown("Customer", Some(Variable::Customer))),
        ("{klient}", unknown("klient", Some(Variable::Customer))),
        ("{imię}", unknown("imię", Some(Variable::Customer))),
        ("{shop_name|x}", unknown("shop_name", None)),
        ("{order}", unknown("order", None)),
        ("{}", unknown("", None)),
        ("{{customer}}", Wrong::Unclosed { after: "{customer}}".to_owned() }),
        ("Dzień {customer\nTak.}", Wrong::Unclosed { after: "customer".to_owned() }),
        ("{", Wrong::Unclosed { after: String::new() }),
        ("Tak.\nProszę}", Wrong::Unopened { before: "Proszę".to_owned() }),
        ("{customer|}", Wrong::Hole { variable: Variable::Customer }),
        ("{brand| }", Wrong::Hole { variable: Variable::Brand }),
    ] {
        assert_eq!(Pattern::parse(text), Err(wrong), "{text}");
    }
    let told = Pattern::parse("{custmer}").unwrap_err().to_string();
    assert_eq!(told, "there is no variable {custmer}, did you mean {customer}?");
    assert_eq!(Pattern::parse("x}").unwrap_err().to_string(), "a brace is closed that was not opened: x}");
}

proptest! {
    /// Whatever is typed and whoever writes: either it is told what is wrong, or no brace and no hole is left.
    #[test]
    fn no_brace_and_no_hole_reaches_a_customer(
        pieces in prop::collection::vec(prop_oneof![
            Just("{customer}".to_owned()), Just("{agent|Zespół}".to_owned()), Just("{brand}".to_owned()),
            Just("{number}".to_owned()), "[a-zż{}| \n]{0,6}",
        ], 0..12),
        customer in prop::option::of("\\PC{0,20}"), agent in prop::option::of("[ {}a-z]{0,6}"),
        brand in prop::option::of("[ {}a-z]{0,6}"), number in prop::option::of(1_i64..9_999),
    ) {
        let text = pieces.concat();
        let values = Values { customer: customer.as_deref(), agent: agent.as_deref(), brand: brand.as_deref(), number };
        if let Ok(pattern) = Pattern::parse(&text) {
            for tongue in Tongue::ALL {
                let letter = pattern.fill(values, *tongue);
                prop_assert!(!letter.contains(['{', '}']), "{letter}");
                let asks = text.matches('{').count();
                prop_assert!(letter.chars().filter(|c| !c.is_whitespace()).count() >= asks, "{letter}");
            }
        } else {
            prop_assert!(text.contains(['{', '}']), "{text}");
        }
    }
}
