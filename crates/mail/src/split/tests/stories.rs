//! What each rule is for, told in small texts.

use crate::split::{split, visible};

fn check(text: &str, new: &str, history_starts: &str) {
    let (visible, quoted) = visible(text);
    assert_eq!(visible, new, "{text:?}");
    assert!(
        quoted.trim_start().starts_with(history_starts) && quoted.is_empty() == history_starts.is_empty(),
        "{quoted:?}"
    );
}

#[test]
fn history_below_an_answer_is_split_off() {
    for start in [
        "On Mon, 2 Nov 2026 at 10:00, Sklep <sklep@x.pl> wrote:",
        "On Mon, 2 Nov 2026 at 10:00, Sklep\n<sklep@x.pl> wrote:",
        "W dniu 2.11.2026 o 10:00, Sklep pisze:",
        "W dniu 02.11.2026 o 10:00 Sklep <sklep@x.pl>\nnapisał(a):",
        "pon., 2 lis 2026 o 10:00 Sklep <sklep@x.pl> napisał(a):",
        "Dnia 2 listopada 2026 10:00 Sklep <sklep@x.pl> napisał:",
        "-----Original Message-----",
        "-------- Wiadomość oryginalna --------",
        "________________________________\nFrom: Sklep <sklep@x.pl>\nSent: Monday, 2 November 2026",
        "________________________________\n\nOd: Sklep <sklep@x.pl>\nTemat: Re",
    ] {
        let first = start.lines().next().unwrap();
        check(&format!("Dziękuję!\n\n{start}\nstary tekst\n"), "Dziękuję!", first);
        check(&format!("Dziękuję!\n\n{start}\n> stary\n>\n> tekst\n"), "Dziękuję!", first);
    }
    check("Tak.\n\n> Czy wysłać?\n>> Proszę.\n", "Tak.", "> Czy");
}

#[test]
fn what_may_be_new_stays_visible() {
    for text in [
        "",
        "Dzień dobry, gdzie paczka?",
        "> Czy wysłać?\nTak, proszę.",
        "Witam\n> Czy wysłać?\nTak.\n> Kiedy?\nJutro.\n",
        "On Mon, Sklep wrote:\n> Czy wysłać?\n\nTak, proszę.",
        "Hi\nOn Monday I ordered shoes.\nYou wrote:\nthey are here",
        "W dniu wczorajszym zamówiłem buty\n\ni nic.",
        "> sam cytat\n> i nic więcej",
        "-----Original Message-----\nFrom: a\n\nprzekazane",
        "kwota -- 20 zł\n__________\npodpis",
    ] {
        check(text, text, "");
    }
}

#[test]
fn the_two_parts_make_up_the_text_and_long_threads_are_quick() {
    let text = format!("Tak.\n\nW dniu 1.1 Jan pisze:\n{}", "> stare\n".repeat(100_000));
    let (new, quoted) = visible(&text);
    assert_eq!((new, quoted.len()), ("Tak.", text.len() - 6));
    let mixed = "On a wrote:\n> x\ny\n".repeat(50_000);
    assert_eq!(visible(&mixed), (mixed.as_str(), ""));
    assert!(split(&mixed).reply.contains('y'));
}
