//! Polish texts of all lengths in both charsets, other languages, labels that lie, and texts of several charsets.

use encoding_rs::{EUC_JP, GBK, ISO_8859_2, KOI8_R, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

use super::*;

const POLISH: [&str; 24] = [
    "Dzień dobry",
    "Proszę o zwrot",
    "Gdzie jest moja paczka? Zamówiłem buty",
    "źle działa",
    "Są za małe",
    "Kiedy będzie wysyłka?",
    "Dziękuję, wszystko się zgadza.",
    "Chciałbym złożyć reklamację, w załączeniu zdjęcie.",
    "Łódź, ul. Żwirki 5",
    "Poproszę o fakturę VAT na firmę",
    "Pozdrawiam, Małgorzata Wiśniewska",
    "ŻĄDAM ZWROTU PIENIĘDZY ZA ŹLE WYKONANĄ USŁUGĘ",
    "Przesyłka dotarła uszkodzona – proszę o kontakt.",
    "nie działa ładowarka",
    "Czy można zmienić adres dostawy na Śląsk?",
    "Grzegorz Brzęczyszczykiewicz, Chrząszczyżewoszyce",
    "Witam, proszę o anulowanie zamówienia nr 12345, ponieważ znalazłem taniej.",
    "Zamówienie opłacone wczoraj, a wciąż widnieje jako nieopłacone",
    "Odstąpienie od umowy",
    "Paczka utknęła w Gdańsku od środy.",
    "Rozmiar się nie zgadza: zamówiłam 38, a przyszło 39.",
    "Czy ta sukienka będzie jeszcze dostępna w kolorze różowym?",
    "Przyjdę w piątek",
    "Jaźń i łąka",
];

fn unlabelled(bytes: &[u8]) -> String {
    let decoded = decode(bytes, None);
    assert_eq!(decoded.problem, Some(UNDECLARED_CHARSET));
    decoded.text
}

#[test]
fn polish_is_told_apart_in_both_charsets_at_every_length() {
    let mut missed = Vec::new();
    for text in POLISH {
        for long in [1, 3, 40] {
            let text = vec![text; long].join("\r\n");
            for encoding in [WINDOWS_1250, ISO_8859_2] {
                let plain = text.replace('–', "-");
                let bytes = encoding.encode(&plain).0;
                for label in [None, Some("us-ascii"), Some("utf-8"), Some("nonsense")] {
                    if decode(&bytes, label).text != plain {
                        missed.push(format!(
                            "{} {label:?} {plain:.40}: {:.40}",
                            encoding.name(),
                            decode(&bytes, label).text
                        ));
                    }
                }
            }
            assert_eq!(decode(text.as_bytes(), None).text, text);
            let windows = WINDOWS_1250.encode(&text).0;
            if unlabelled(&windows) != text {
                missed.push(format!("{text:.40}: {:.40}", unlabelled(&windows)));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn both_charsets_under_western_and_each_others_names_come_right() {
    for text in ["Gdzie są moje książki? Miały przyjść wczoraj", "Zażółć gęślą jaźń", "Niestety źle wysłaliście paczkę"]
    {
        for (encoding, label) in [
            (WINDOWS_1250, "iso-8859-1"),
            (ISO_8859_2, "iso-8859-1"),
            (WINDOWS_1250, "windows-1252"),
            (WINDOWS_1250, "iso-8859-2"),
            (ISO_8859_2, "windows-1250"),
            (UTF_8, "iso-8859-2"),
            (UTF_8, "windows-1252"),
        ] {
            let bytes = encoding.encode(text).0;
            assert_eq!(
                decode(&bytes, Some(label)),
                Decoded { text: text.to_owned(), problem: Some(WRONG_CHARSET) },
                "{} as {label}",
                encoding.name()
            );
        }
    }
}

#[test]
fn other_languages_without_a_label_come_right() {
    for (encoding, text) in [
        (WINDOWS_1252, "Où est ma commande ? J'ai payé il y a déjà une semaine, merci de me répondre très vite."),
        (WINDOWS_1252, "Guten Tag, die Größe passt nicht, ich möchte die Schuhe zurückgeben."),
        (WINDOWS_1252, "Hola, ¿dónde está mi pedido? Lo compré hace una semana en España."),
        (WINDOWS_1252, "Jeg mangler stadig min pakke, hvornår kommer den? Søren Kjærgård"),
        (WINDOWS_1250, "Dobrý den, kde je moje zásilka? Číslo objednávky je níže, děkuji. Příště už nekoupím."),
        (ISO_8859_2, "Dobrý den, kde je moje zásilka? Už týden čekám, že přijde, děkuji."),
        (
            WINDOWS_1250,
            "Tisztelt Ügyfélszolgálat! Még mindig nem érkezett meg a csomagom, kérem válaszoljanak, köszönöm előre is.",
        ),
        (WINDOWS_1251, "Здравствуйте, где моя посылка? Заказ оплачен неделю назад."),
        (KOI8_R, "Здравствуйте, где моя посылка? Заказ оплачен неделю назад."),
        (SHIFT_JIS, "注文した商品がまだ届きません。いつ届きますか。"),
        (EUC_JP, "注文した商品がまだ届きません。いつ届きますか。"),
        (GBK, "你好,我的包裹在哪里?我一周前付款了,请尽快回复。"),
    ] {
        assert_eq!(unlabelled(&encoding.encode(text).0), text, "{}", encoding.name());
    }
}

#[test]
fn honest_labels_are_believed() {
    for (bytes, label, text) in [
        (&b"zwrot 20 \xb1 1, 5 m\xb3"[..], "iso-8859-1", "zwrot 20 ± 1, 5 m³"),
        (b"1 + 1 ~ 2", "iso-8859-1", "1 + 1 ~ 2"),
        (b"\xa9 \xe9t\xe9", "ISO-8859-1", "© été"),
        (b"Dzie\xf1 dobry", "cp-1250", "Dzień dobry"),
        (b"Dzie\xf1 dobry", "\"iso8859-2\"", "Dzień dobry"),
        (b"Zwrot +AUI- but+APM-w", "utf-7", "Zwrot ł butów"),
        (b"a\0b\0", "utf-16le", "ab"),
        (b"\x1b$B$\"\x1b(B", "iso-2022-jp", "あ"),
        (b"na\x8bve", "ibm850", "naïve"),
    ] {
        assert_eq!(decode(bytes, Some(label)), Decoded { text: text.to_owned(), problem: None }, "{label}");
    }
}

#[test]
fn several_charsets_in_one_text_and_cut_letters_are_read_line_by_line() {
    let mut bytes = "Zażółć gęślą\n".as_bytes().to_vec();
    bytes.extend_from_slice(&WINDOWS_1250.encode("Wysłano z książki, będą kłopoty\n").0);
    assert_eq!(decode(&bytes, Some("utf-8")).text, "Zażółć gęślą\nWysłano z książki, będą kłopoty\n");
    assert_eq!(unlabelled("Zażółć gęślą jaźń ł".as_bytes().split_last().unwrap().1), "Zażółć gęślą jaźń \u{fffd}");
}

#[test]
fn a_damaged_letter_does_not_cost_the_charset() {
    let text = "注文した商品がまだ届きません。いつ届きますか。".repeat(3);
    let mut bytes = SHIFT_JIS.encode(&text).0.into_owned();
    bytes.push(0x81);
    let decoded = decode(&bytes, Some("shift_jis"));
    assert_eq!((decoded.text.trim_end_matches('\u{fffd}'), decoded.problem), (text.as_str(), Some(WRONG_CHARSET)));
}

#[test]
fn letters_read_wrongly_once_before_are_repaired() {
    for (given, expected) in [
        ("Hans BÃ„KOSchÃ¶nland", Some("Hans BÄKOSchönland")),
        ("MaĹ‚gosia", Some("Małgosia")),
        ("Łódź", None),
        ("São Paulo", None),
        ("Ä", None),
    ] {
        assert_eq!(unmangled(given).as_deref(), expected, "{given}");
    }
}
