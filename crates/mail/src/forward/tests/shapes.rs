//! Programs and languages beside the data set's, and mails that only look like a forward.

use super::super::forward;
use super::people;

/// Name and address, empty where there is none.
type Named = (&'static str, &'static str);

/// `(subject, text, from, to)`: who wrote the mail inside and to whom.
const FORWARDS: &[(&str, &str, Named, &[Named])] = &[
    // Thunderbird, Croatian, German, Dutch, Finnish, Russian.
    (
        "Fwd: Povrat",
        "-------- Proslijeđena poruka --------\nNaslov: \tPovrat\nDatum: \tSat, 21 Nov 2026 14:05:00 +0100\nŠalje: \tAna <ana@k.example>\nPrima: \tshop@s.example\n\n\nDobar dan",
        ("Ana", "ana@k.example"),
        &[("", "shop@s.example")],
    ),
    (
        "Fwd: Rückgabe",
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tRückgabe\nDatum: \tSat, 21 Nov 2026\nVon: \tAnna <anna@k.example>\nAn: \tshop@s.example\n\n\nGuten Tag",
        ("Anna", "anna@k.example"),
        &[("", "shop@s.example")],
    ),
    (
        "",
        "-------- Перенаправленное сообщение --------\nТема: \tВозврат\nДата: \tSat, 21 Nov 2026\nОт: \tАнна <anna@k.example>\nКому: \tshop@s.example\n\n\nЗдравствуйте",
        ("Анна", "anna@k.example"),
        &[("", "shop@s.example")],
    ),
    // The table of a Thunderbird forward as HTML made text: every cell on its own line.
    (
        "Fwd: Zwrot",
        "-------- Przekazana wiadomość --------\nTemat:\nZwrot\nData:\nSat, 21 Nov 2026 14:05:00 +0100\nNadawca:\nAnna Nowak <anna@k.example>\nAdresat:\nsklep@s.example\n\nDzień dobry",
        ("Anna Nowak", "anna@k.example"),
        &[("", "sklep@s.example")],
    ),
    // Apple Mail in German, Spanish and Ukrainian, quoted or not.
    (
        "Fwd: x",
        "> Anfang der weitergeleiteten Nachricht:\n> \n> Von: Anna <anna@k.example>\n> Betreff: x\n> Datum: 21. November 2026 um 14:05:12 MEZ\n> An: Shop <s@s.example>\n> \n> Hallo",
        ("Anna", "anna@k.example"),
        &[("Shop", "s@s.example")],
    ),
    (
        "",
        "Inicio del mensaje reenviado:\n\nDe: Ana <ana@k.example>\nAsunto: x\nFecha: 21 de noviembre de 2026\nPara: s@s.example\n\nHola",
        ("Ana", "ana@k.example"),
        &[("", "s@s.example")],
    ),
    (
        "",
        "> Початок листа, що пересилається:\n>\n> Від: Анна <anna@k.example>\n> Тема: x\n> Дата: 21 листопада 2026 р.\n> Кому: s@s.example\n>\n> Добрий день",
        ("Анна", "anna@k.example"),
        &[("", "s@s.example")],
    ),
    // Outlook: in bold, with a full name with a comma, with blanks between all lines, in Japanese and Greek.
    (
        "WG: x",
        "Zur Kenntnis\n\n*Von:* Kowalska, Anna <anna@k.example>\n*Gesendet:* Samstag, 21. November 2026 14:05\n*An:* Shop GmbH <s@s.example>\n*Betreff:* x\n\nGuten Tag",
        ("Kowalska, Anna", "anna@k.example"),
        &[("Shop GmbH", "s@s.example")],
    ),
    (
        "TR: x",
        "De : Anne [mailto:anne@k.example]\n\nEnvoyé : samedi 21 novembre 2026 14:05\n\nÀ : s@s.example\n\nObjet : x\n\nBonjour",
        ("Anne", "anne@k.example"),
        &[("", "s@s.example")],
    ),
    (
        "転送: 返品",
        "差出人: 花子 <hanako@k.example>\n送信日時: 2026年11月21日 14:05\n宛先: s@s.example\n件名: 返品\n\nこんにちは",
        ("花子", "hanako@k.example"),
        &[("", "s@s.example")],
    ),
    (
        "ΠΡΘ: x",
        "Από: Άννα <anna@k.example>\nΣτάλθηκε: Σάββατο, 21 Νοεμβρίου 2026 14:05\nΠρος: s@s.example\nΘέμα: x\n\nΚαλημέρα",
        ("Άννα", "anna@k.example"),
        &[("", "s@s.example")],
    ),
    // Names only, as Outlook writes colleagues; several recipients over lines.
    (
        "FW: x",
        "-----Original Message-----\nFrom: Anna Nowak\nSent: Saturday, November 21, 2026 2:05 PM\nTo: Shop; Jan Kowal\nSubject: x\n\nHello",
        ("Anna Nowak", ""),
        &[("Shop", ""), ("Jan Kowal", "")],
    ),
    (
        "Fwd: x",
        "---------- Forwarded message ---------\nFrom: Anna <anna@k.example>\nDate: Sat, Nov 21, 2026\nSubject: x\nTo: Shop <s@s.example>,\n  \"Kowal, Jan\" <jan@s.example>,\n  <eva@s.example>\n\nHello",
        ("Anna", "anna@k.example"),
        &[("Shop", "s@s.example"), ("Kowal, Jan", "jan@s.example"), ("", "eva@s.example")],
    ),
    // Roundcube, Lotus Notes, Horde.
    (
        "Fwd: x",
        "-------- Oryginalna wiadomość --------\nTemat: x\nData: 2026-11-21 14:05\nNadawca: Anna <anna@k.example>\nAdresat: Sklep <s@s.example>\n\nDzień dobry",
        ("Anna", "anna@k.example"),
        &[("Sklep", "s@s.example")],
    ),
    (
        "x",
        "----- Forwarded message from Anna <anna@k.example> -----\n    Date: Sat, 21 Nov 2026 14:05:00 +0100\n    From: Anna <anna@k.example>\n Subject: x\n      To: s@s.example\n\nHello",
        ("Anna", "anna@k.example"),
        &[("", "s@s.example")],
    ),
    // Yahoo in one line and the attribution of Outlook for Mac.
    (
        "",
        "   ----- Wiadomość przekazana dalej ----- Od: Anna <anna@k.example>Do: \"s@s.example\" <s@s.example>Wysłano: sobota, 21 listopada 2026 14:05:50 CETTemat: x\n Dzień dobry",
        ("Anna", "anna@k.example"),
        &[("", "s@s.example")],
    ),
    (
        "WG: x",
        "Am 21.11.2026, 14:05 schrieb \"Anna Nowak\" <anna@k.example>:\n\n    Guten Tag",
        ("Anna Nowak", "anna@k.example"),
        &[],
    ),
    (
        "PD: x",
        "W dniu 21.11.2026 o 14:05 Anna Nowak\n<anna@k.example> pisze:\n\n> Dzień dobry",
        ("Anna Nowak", "anna@k.example"),
        &[],
    ),
    // A language we do not speak: the block below is known, and the subject says nothing else.
    (
        "",
        "---------- Mensagg inoltrâ ---------\nFrom: Anna <anna@k.example>\nDate: ieri\nSubject: x\nTo: s@s.example\n\nBon dì",
        ("Anna", "anna@k.example"),
        &[("", "s@s.example")],
    ),
    (
        "[EXTERNAL] Fwd: x",
        "From: Anna <anna@k.example>\nSent: Saturday\nTo: s@s.example\nSubject: x\n\nHello",
        ("Anna", "anna@k.example"),
        &[("", "s@s.example")],
    ),
    // "VS" forwards in Danish.
    (
        "VS: x",
        "Fra: Anna <anna@k.example>\nSendt: lørdag 21. november 2026\nTil: s@s.example\nEmne: x\n\nHej",
        ("Anna", "anna@k.example"),
        &[("", "s@s.example")],
    ),
];

#[test]
fn the_writer_is_found_in_the_languages_and_programs_of_customers() {
    for (subject, text, from, to) in FORWARDS {
        let found = forward(subject, text).unwrap_or_else(|| panic!("{subject}: {text}"));
        assert_eq!(people(std::slice::from_ref(&found.from)), [*from], "{text}");
        assert_eq!(people(&found.to), *to, "{text}");
        assert!(found.date.is_some(), "{text}");
        assert!(!found.body.is_empty() && found.body.lines().count() == 1, "{text}: {:?}", found.body);
        assert!(
            found
                .subject
                .as_deref()
                .is_some_and(|subject| ["x", "Zwrot", "Povrat", "Rückgabe", "Возврат", "返品"].contains(&subject)),
            "{found:?}"
        );
    }
}

#[test]
fn what_an_answer_quotes_is_no_forward() {
    let block = "Od: Sklep <s@s.example>\nWysłano: sobota, 21 listopada 2026 14:05\nDo: Anna <anna@k.example>\nTemat: Zwrot\n\nDzień dobry";
    let finnish = "Lähettäjä: Kauppa <s@s.example>\nLähetetty: 21. marraskuuta 2026\nVastaanottaja: anna@k.example\nAihe: x\n\nHei";
    let quoted = "Dziękuję!\n\nW dniu 21.11.2026 o 14:05, Sklep <s@s.example> pisze:\n> ---------- Forwarded message ---------\n> From: A <a@b.example>\n> Date: wczoraj\n> Subject: x\n> To: c@d.example\n>\n> Treść";
    for (subject, text) in [
        ("RE: Zwrot", format!("Dziękuję\n\n{block}")),
        ("Odp: Zwrot", format!("Dziękuję\n\n________________________________\n{block}")),
        ("Re: Zwrot", format!("Dziękuję\n\n-------- Oryginalna wiadomość --------\n{block}")),
        ("Zwrot", format!("Dziękuję\n\n{block}")),
        ("Re: Fwd: Zwrot", quoted.to_owned()),
        ("Zwrot", quoted.to_owned()),
        ("VS: x", finnish.to_owned()),
        ("Zwrot", "Przekazuję wiadomość od kuriera:\nnie było mnie w domu.".to_owned()),
        ("Fwd: Zwrot", "Od: poniedziałku czekam\ndo: dziś nic".to_owned()),
        ("Fwd:", String::new()),
        ("", "---------- Forwarded message ---------".to_owned()),
        ("", "Data: jutro\nTemat: urodziny\n".to_owned()),
    ] {
        assert_eq!(forward(subject, &text), None, "{subject}: {text}");
    }
}

#[test]
fn the_outermost_counts_and_its_body_keeps_the_rest() {
    let text = "Kasiu, zajmij się tym.\n\n---------- Forwarded message ---------\nOd: Jan <jan@s.example>\nDate: dziś\nSubject: Fwd: Zwrot\nTo: Kasia <k@s.example>\n\nPatrz niżej\n\n---------- Forwarded message ---------\nOd: Anna <anna@k.example>\nDate: wczoraj\nSubject: Zwrot\nTo: Jan <jan@s.example>\n\nDzień dobry";
    let found = forward("Fwd: Fwd: Zwrot", text).expect("a forward");
    assert_eq!(found.from.address.as_deref(), Some("jan@s.example"));
    assert_eq!(found.message.as_deref(), Some("Kasiu, zajmij się tym."));
    assert!(found.body.starts_with("Patrz niżej") && found.body.ends_with("Dzień dobry"));
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test of time reads the clock")]
fn hostile_texts_cost_linear_time() {
    let started = std::time::Instant::now();
    for unit in [
        "From: a@b.example\n",
        "To: a@b.example,\n",
        "Size:\n",
        "Data: x\n\n",
        "> ",
        "((",
        "\"",
        "[",
        "<a@b 1:",
        "---- ",
        "a@b.example, ",
        ": ",
        "1 <",
        "A <a@b.example>To:",
    ] {
        let text = unit.repeat(60_000 / unit.len());
        for head in [
            "",
            "---------- Forwarded message ---------\n",
            "----- Forwarded Message ----- From: ",
            "From: a@b.example\nTo: ",
        ] {
            let _ = forward("Fwd: x", &format!("{head}{text}"));
        }
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn an_attribution_names_the_writer_in_any_language() {
    for line in [
        "Am 28.10.21, 12:46 schrieb \"Anna Nowak\" <anna@k.example>:",
        "Le 28/10/2021 12:46, « Anna Nowak » <anna@k.example> a écrit :",
        "D. 28/10/2021 12.46 skrev \"Anna Nowak\" <anna@k.example>:",
        "\"Anna Nowak\" <anna@k.example> kirjoitti 28/10/2021 klo 12.46:",
        "28/10/2021 12:46 időpontban, „Anna Nowak” <anna@k.example> ezt írta:",
        "Il giorno 28/10/2021 12:46 \"Anna Nowak\" <anna@k.example> ha scritto:",
        "Op 28/10/2021 12:46 heeft Anna Nowak <anna@k.example> geschreven:",
        "Em 28/10/2021, 12:46, \"Anna Nowak\" <anna@k.example> escreveu:",
        "Dnia 28 października 2021 12:46 Anna Nowak <anna@k.example> napisał(a):",
        "W dniu 2021-10-28 12:46:07 użytkownik Anna Nowak <anna@k.example> napisał:",
        "Wiadomość napisana przez Anna Nowak <anna@k.example> w dniu 28.10.2021, o godz. 12:46:",
        "czw., 28 paź 2021 o 12:46 Anna Nowak <anna@k.example> napisał(a):",
        "2021/10/28 12:46、\"Anna Nowak\" <anna@k.example>のメール：",
    ] {
        let found = forward("FW: x", &format!("Zobacz\n\n{line}\n\n    Treść\n      z wcięciem\n"))
            .unwrap_or_else(|| panic!("{line}"));
        assert_eq!(people(&[found.from]), [("Anna Nowak", "anna@k.example")], "{line}");
        assert!(found.date.is_some_and(|date| date.contains("28") && date.contains("46")), "{line}");
        assert_eq!(found.body, "Treść\n  z wcięciem", "{line}");
        assert_eq!(forward("Re: x", &format!("Zobacz\n\n{line}\n\n> Treść")), None, "{line}");
    }
}

#[test]
fn a_wrapped_subject_is_told_by_the_mails_own() {
    let text = "From: Anna\n<anna@k.example>\nSent: Saturday, November 21,\n2026 2:05 PM\nTo: Jan\n<jan@s.example>, Eva\n<eva@s.example>\nSubject: Return of the blue\nkettle\nHello";
    let found = forward("FW: Return of the blue kettle", text).expect("a forward");
    assert_eq!((found.subject.as_deref(), found.body.as_str()), (Some("Return of the blue kettle"), "Hello"));
    assert_eq!(people(&found.to), [("Jan", "jan@s.example"), ("Eva", "eva@s.example")]);
    assert_eq!(found.date.as_deref(), Some("Saturday, November 21, 2026 2:05 PM"));
    let found = forward("FW: Return", text).expect("a forward");
    assert_eq!((found.subject.as_deref(), found.body.as_str()), (Some("Return of the blue"), "kettle\nHello"));
}

#[test]
fn people_are_read_as_programs_print_them() {
    for (text, name, address) in [
        ("Anna <anna@k.example>", "Anna", "anna@k.example"),
        ("\"Nowak, Anna\" <anna@k.example>;", "Nowak, Anna", "anna@k.example"),
        ("Anna [mailto:anna@k.example]", "Anna", "anna@k.example"),
        ("Anna <anna@k.example<mailto:anna@k.example>>", "Anna", "anna@k.example"),
        ("Anna <anna@k.example> <mailto:anna@k.example>", "Anna", "anna@k.example"),
        ("'anna@k.example' <anna@k.example>", "", "anna@k.example"),
        ("anna@k.example <Anna@k.example>", "", "Anna@k.example"),
        ("Anna <[anna@k.example](mailto:anna@k.example)>", "Anna", "anna@k.example"),
        ("\"'Anna'\" <anna@k.example>", "Anna", "anna@k.example"),
        ("Anna (anna@k.example)", "Anna", "anna@k.example"),
        ("mailto:anna@k.example", "", "anna@k.example"),
        ("<anna@k.example>", "", "anna@k.example"),
        ("*Anna* <anna@k.example>", "Anna", "anna@k.example"),
        ("Anna Nowak", "Anna Nowak", ""),
        ("<<anna@@>>", "anna@@>>", ""),
        ("", "", ""),
    ] {
        assert_eq!(people(&[super::super::people::person(text)]), [(name, address)], "{text}");
    }
    let list = super::super::people::people("Kowal, Jan <jan@k.example>, <eva@k.example>, \"A, B\" <ab@k.example>,");
    assert_eq!(people(&list), [("Kowal, Jan", "jan@k.example"), ("", "eva@k.example"), ("A, B", "ab@k.example")]);
}
