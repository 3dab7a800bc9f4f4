//! What holds for every text, told by chance.

use proptest::prelude::*;

use crate::split::{Split, split, split_html, visible};

/// Pieces of mail, strange and common, to make texts of.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 28] = [
        "Dzień dobry,",
        "",
        "> cytat",
        ">> głębszy",
        "On Mon, 2 Nov 2026 at 10:00, Sklep <sklep@x.pl> wrote:",
        "W dniu 2.11.2026 o 10:00, Sklep pisze:",
        "pon., 2 lis 2026 o 10:00 Sklep",
        "<sklep@x.pl> napisał(a):",
        "-----Original Message-----",
        "________________________________",
        "From: Sklep <sklep@x.pl>",
        "Wysłane: poniedziałek, 2 listopada 2026 10:00",
        "Do: Jan",
        "Temat: Re: zamówienie",
        "-- ",
        "--",
        "—",
        "Wysłane z iPhone'a",
        "Pozdrawiam",
        "Jan Kowalski",
        "-Jan",
        "tel. 600 100 200",
        "tak On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:",
        "A> inicjały",
        "Niniejsza wiadomość jest poufna.",
        "Proszę o zwrot.",
        "====",
        "2016年4月3日(月) 12:00 田中 <a@b.jp>:",
    ];
    prop_oneof![4 => prop::sample::select(&KNOWN[..]).prop_map(str::to_owned), 1 => ".{0,30}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|lines| lines.join("\n"))
}

/// The characters of all parts, sorted, without blanks.
fn letters(parts: &[&str]) -> Vec<char> {
    let blank =
        |c: &char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}');
    let mut letters = parts.iter().flat_map(|part| part.chars()).filter(|c| !blank(c)).collect::<Vec<_>>();
    letters.sort_unstable();
    letters
}

fn parts(split: &Split) -> [&str; 3] {
    [&split.reply, split.signature.as_deref().unwrap_or_default(), split.quoted.as_deref().unwrap_or_default()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn no_letter_is_lost_or_added(text in text()) {
        prop_assert_eq!(letters(&parts(&split(&text))), letters(&[&text]));
    }

    #[test]
    fn every_line_of_a_part_stands_in_the_text(text in text()) {
        for part in parts(&split(&text)) {
            for line in part.lines() {
                prop_assert!(text.contains(line.trim()), "{:?}", line);
            }
        }
    }

    #[test]
    fn a_message_with_words_has_a_reply_or_a_device_signed_it(text in text()) {
        let found = split(&text);
        let device = found.signature.as_deref().is_some_and(|signature| signature.contains("Wysłane"));
        prop_assert_eq!(found.reply.is_empty() && !device, letters(&[&text]).is_empty());
    }

    #[test]
    fn the_slices_shown_make_up_the_text(text in text()) {
        let (new, history) = visible(&text);
        prop_assert!(text.starts_with(new) && text.ends_with(history));
        prop_assert!(text[new.len()..text.len() - history.len()].trim().is_empty());
    }

    #[test]
    fn nothing_panics(text in any::<String>(), html in "(<(div|p|blockquote|/div|/p|/blockquote|br|table|td|hr)( (class|id|style)=\"[a-z_: #]{0,20}\")?>|.{0,8}){0,40}") {
        let _ = (split(&text), split_html(&text), split_html(&html), visible(&text));
    }
}

#[test]
fn an_answer_is_not_split_again() {
    for name in
        ["Tak.\n\n> Czy wysłać?\n\n-- \nJan", "Tak.\n\n-- \nJan\n\nW dniu 2.11.2026 o 10:00, Sklep pisze:\n> Czy?"]
    {
        let found = split(name);
        assert_eq!(
            (found.reply.as_str(), split(&found.reply)),
            ("Tak.", Split { reply: "Tak.".into(), ..Split::default() })
        );
    }
}
