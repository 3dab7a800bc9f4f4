//! What is an order's number, and what is not.

use proptest::prelude::*;

use super::*;

fn check(text: &str, expected: &[&str]) {
    assert_eq!(order_numbers("", text), expected, "in the text: {text:?}");
    let line = text.replace('\n', " ");
    assert_eq!(order_numbers(&line, ""), expected, "in the subject: {line:?}");
}

#[test]
fn numbers_behind_words_for_an_order_are_orders() {
    for (text, expected) in [
        ("Zamówienie nr 1234", &["1234"][..]),
        ("zamówienia #4471", &["4471"]),
        ("Pytanie do ZAMÓWIENIA 4471", &["4471"]),
        ("Order #1001", &["1001"]),
        ("My order number is 1001.", &["1001"]),
        ("order no. 1001, please", &["1001"]),
        ("nr zam. 2026/11/4471", &["2026/11/4471"]),
        ("Zam. nr 88", &["88"]),
        ("w zamówieniu 12345/2026 brakuje", &["12345/2026"]),
        ("numer zamówienia: 4471", &["4471"]),
        ("Numer zamówienia\n4471\nData", &["4471"]),
        ("zamówienie o numerze 4471 nie dotarło", &["4471"]),
        ("zamówienie z dnia 12.11.2026 nr 4471", &["4471"]),
        ("zamówienie z Allegro nr a1b2c3d4-1111-2222-3333-444455556666", &["a1b2c3d4-1111-2222-3333-444455556666"]),
        ("zamówienia 9d8c7b6a-1111-11ef-9333-444455556666", &["9d8c7b6a-1111-11ef-9333-444455556666"]),
        ("Mein Auftrag Nr. 5512", &["5512"]),
        ("Bestellnummer: DE-5512", &["DE-5512"]),
        ("Bestell-Nr. 5512", &["5512"]),
        ("zu meiner Bestellung 551234", &["551234"]),
        ("objednávka č. 1, order_id=99812", &["99812"]),
        ("zamówienie nr XKBKNABJK", &["XKBKNABJK"]),
        ("zamówienia nr 1234, 1235 i 1236", &["1234", "1235", "1236"]),
        ("zamówienie nr ORD-2026-17 (opłacone)", &["ORD-2026-17"]),
        ("zamówienie nr 12/11/2026", &["12/11/2026"]),
        ("Zamówienie: 123", &["123"]),
        ("zamowienie 5512345 z BaseLinkera", &["5512345"]),
        ("zamówienie 4471 i zamówienie 4471", &["4471"]),
        ("(zamówienie #4471)", &["4471"]),
    ] {
        check(text, expected);
    }
    assert_eq!(order_numbers("", "Amazon 305-1234567-1234567 nicht da"), ["305-1234567-1234567"]);
    for subject in ["#1001", "Re: #1001", "Fwd: Re: #1001 zwrot", "Question about #1001", "[Buty] #1001"] {
        assert_eq!(order_numbers(subject, ""), ["1001"], "{subject}");
    }
}

#[test]
fn other_numbers_are_not() {
    for text in [
        "zamówienie 2 sztuk",
        "zamówienie 500 sztuk długopisów",
        "zamówienie 1250 zł",
        "zamówienie na 1250,00 zł",
        "zamówienie 129,99",
        "zamówienie: 129.99 PLN",
        "zamówienie z 12.11.2026",
        "zamówienie 12.11.2026",
        "zamówienie: 2026-11-12",
        "zamówienie 2026",
        "w sprawie zamówienia, tel. 600100200",
        "zamówienie 600 100 200",
        "CALL TO ORDER: 1-402-597-4111",
        "order: 597-4111",
        "https://amazon.example/ref=x/104-0366981-9801540?v=glance",
        "zamówienie +48600100200",
        "zamówienie, NIP 123-456-32-18",
        "zamówienie 123-456-32-18",
        "zamówienie na konto PL61109010140000071219812874",
        "zamówienie nr PL61109010140000071219812874",
        "zamówienie 00-950 Warszawa",
        "zamówienie nr 520000014433330021832563",
        "zamówienie 13129800123456",
        "In order to get 1234 points",
        "zamówienie zostało złożone 1234 dni temu",
        "zamówiłem 1234 rzeczy",
        "reorder1234 border 1234",
        "zamówienie anna1@example.pl",
        "rabat 10% na zamówienie",
        "faktura nr 1234",
        "order 66",
        "order 24h",
        "zamówienie 3 z 12",
        "Zamówienie. Mam 2000 pytań",
    ] {
        check(text, &[]);
    }
    assert_eq!(order_numbers("", "zamówienie\n\n\n\n1234"), [""; 0]);
    for subject in [
        "[Ticket #12345] Zwrot",
        "Faktura #123",
        "Wyprzedaż #sale #2026x",
        "C#100",
        "Zgłoszenie #4471",
        "Digest, Vol 1 #659",
        "Forum #136",
    ] {
        assert_eq!(order_numbers(subject, ""), [""; 0], "{subject}");
    }
}

#[test]
fn the_new_part_comes_before_the_history_and_nine_more_at_most() {
    let text = "Chodzi o zamówienie 5002.\n\nW dniu 1.11.2026 o 10:00 Sklep pisze:\n> zamówienie nr 5001\n> dziękujemy";
    assert_eq!(order_numbers("Re: Zamówienie nr 5000", text), ["5000", "5002", "5001"]);
    let many: String = (1_000..2_000).map(|n| format!("zamówienie nr {n}\n")).collect();
    assert_eq!(order_numbers("", &many).len(), MAX_ORDERS);
}

#[test]
fn parcels_are_told_by_shape_or_by_words() {
    for (text, expected) in [
        ("Paczka 520000014433330021832563 czeka", &["520000014433330021832563"][..]),
        ("nr 00259007733123456789", &["00259007733123456789"]),
        ("RR473124829PL", &["RR473124829PL"]),
        ("RR473124828PL", &[]),
        ("1Z999AA10123456784", &["1Z999AA10123456784"]),
        ("Numer przesyłki: 13129800123456U", &["13129800123456U"][..0]),
        ("Numer przesyłki: 1312980012345U", &["1312980012345U"]),
        ("list przewozowy 12345678901", &["12345678901"]),
        ("Zamówienie 1234567890", &[]),
        ("paczka, tel 48600100200", &[]),
        ("61109010140000071219812874", &[]),
        ("520000014433330021832563 i 520000014433330021832563", &["520000014433330021832563"]),
    ] {
        assert_eq!(parcel_numbers(text), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_within_bounds(subject in ".{0,80}", text in "(zam(ówienie)?|order|nr|#|[0-9]{1,6}|[ \n:./-]|\\PC){0,60}") {
        for order in order_numbers(&subject, &text) {
            prop_assert!(order.len() <= 40 && !order.contains('#') && !order.contains(char::is_whitespace));
        }
        prop_assert!(parcel_numbers(&text).len() <= 10);
    }
}
