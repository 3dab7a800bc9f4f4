//! Labels, separators and prefixes as programs write them.

use super::*;

#[test]
fn a_label_is_known_in_every_dress() {
    for (line, expected) in [
        ("From: Anna", (Field::From, "Anna")),
        ("*From:* Anna <anna@shop.example>", (Field::From, "Anna <anna@shop.example>")),
        ("**Od:** Anna", (Field::From, "Anna")),
        ("> > Od : Anna", (Field::From, "Anna")),
        ("De\u{a0}: Anna", (Field::From, "Anna")),
        ("差出人： 花子", (Field::From, "花子")),
        ("Wysłano: piątek, 21 listopada 2026 14:05", (Field::Date, "piątek, 21 listopada 2026 14:05")),
        ("WYSLANO: jutro", (Field::Date, "jutro")),
        ("DW:", (Field::Cc, "")),
        ("To: \t<a@b.example>", (Field::To, "<a@b.example>")),
        ("| Temat: | Zwrot |", (Field::Subject, "Zwrot")),
        ("Odpowiedz do: x@y.example", (Field::ReplyTo, "x@y.example")),
    ] {
        assert_eq!(field(line), Some(expected), "{line}");
    }
    for line in ["Pytanie: kiedy?", "", ":", "https://shop.example", "Mam prośbę", "a".repeat(100).as_str()] {
        assert_eq!(field(line), None, "{line}");
    }
}

#[test]
fn separators_are_told_apart() {
    for line in [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "> Początek przekazywanej wiadomości:",
        "--- Treść przekazanej wiadomości ---",
        "-------- Przekazana wiadomość --------",
        "----- İletilmiş Mesaj ----- Kimden: A <a@b.example>",
        "----- Forwarded message from Anna <a@b.example> -----",
        "-------- Weitergeleitete Nachricht --------",
    ] {
        assert!(is_forward_separator(line), "{line}");
        assert!(!is_original_separator(line), "{line}");
    }
    for line in
        ["-----Original Message-----", "-------- Oryginalna wiadomość --------", "> -----Wiadomość oryginalna-----"]
    {
        assert!(is_original_separator(line), "{line}");
        assert!(!is_forward_separator(line), "{line}");
    }
    for line in ["Forwarded message", "Przekazana wiadomość nie dotarła:", "-----", "", "-- \nForwarded", "___________"]
    {
        assert_eq!(separator(line), None, "{line}");
    }
    let (kind, rest) = separator("  ----- Forwarded Message ----- From: A <a@b.example>To: B").expect("a separator");
    assert_eq!((kind, rest), (Separator::Forward, "From: A <a@b.example>To: B"));
}

#[test]
fn a_prefix_tells_its_languages() {
    let says = |subject: &str| prefix(subject).map(|(meanings, rest)| (meanings[0].0, rest.to_owned()));
    assert_eq!(says("PD: Zwrot"), Some((Prefix::Forward, "Zwrot".to_owned())));
    assert_eq!(says("Fwd[2]: Zwrot"), Some((Prefix::Forward, "Zwrot".to_owned())));
    assert_eq!(says("ODP: Zwrot"), Some((Prefix::Reply, "Zwrot".to_owned())));
    assert_eq!(says("[EXTERNAL] [#12] PD: x"), Some((Prefix::Forward, "x".to_owned())));
    assert_eq!(says("RE (3): x"), Some((Prefix::Reply, "x".to_owned())));
    assert_eq!(says("İLT: x"), Some((Prefix::Forward, "x".to_owned())));
    assert_eq!(says("Zwrot: x"), None);
    let (both, _) = prefix("VS: Palautus").expect("a prefix");
    assert!(both.contains(&(Prefix::Forward, "da")) && both.contains(&(Prefix::Reply, "fi")));
}

#[test]
fn no_word_names_two_fields_and_every_line_of_the_list_is_read() {
    for (word, meanings) in WORDS.iter() {
        assert!(!word.is_empty());
        let mut fields = meanings.iter().filter_map(|(kind, _)| match kind {
            Kind::Field(field) => Some(field),
            _ => None,
        });
        if let Some(first) = fields.next() {
            assert!(fields.all(|field| field == first), "{word}: {meanings:?}");
        }
    }
    let source = include_str!("words.txt");
    let lines = source.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '[']));
    for line in lines {
        let (kind, _) = line.split_once(' ').expect("a kind and words");
        assert!(kind_named(kind).is_some(), "{line}");
    }
}
