//! The labels that forms put before what somebody filled in.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a labelled line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Name,
    GivenName,
    FamilyName,
    Email,
    /// Who wrote, as a name with an address: `From: Jan <jan@x.pl>`.
    Sender,
    Subject,
    Message,
    /// Something else that is the customer's: a phone, an order.
    Other,
    /// What the form's program adds: an address of a page, a browser.
    Trace,
}

/// The longest label, in bytes.
const LONGEST: usize = 60;

/// The label that `line` begins with and what stands behind it; `None` when it begins with none.
pub(super) fn labelled(line: &str) -> Option<(Label, &str)> {
    let (before, value) = line.split_once(':')?;
    // `https://…` is no label, and neither is half a sentence.
    if value.starts_with("//") {
        return None;
    }
    label(before).map(|label| (label, value.trim_matches([' ', '\t', '*', '|', '\u{a0}'])))
}

/// The label that `line` is, with or without its colon.
pub(super) fn bare(line: &str) -> Option<Label> {
    label(line.trim_end().trim_end_matches(['*', '|', ' ']).trim_end_matches(':'))
}

fn label(text: &str) -> Option<Label> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words: Vec<_> = text.split_whitespace().map(|word| word.trim_matches(['*', '(', ')', '"', '[', ']'])).collect();
    KNOWN.get(words.join(" ").trim()).copied()
}

/// The words of the labels, in lower case and without marks.
static LABELS: [(Label, &[&str]); 9] = [
    (
        Label::Name,
        &[
            "imię i nazwisko",
            "imie i nazwisko",
            "imię",
            "imie",
            "nazwa",
            "name",
            "your name",
            "full name",
            "podpis",
            "twoje imię",
            "twoje imię i nazwisko",
            "klient",
            "customer",
            "customer name",
            "imię/nazwa",
            "vor- und nachname",
            "ihr name",
            "imię klienta",
            "imię i nazwisko klienta",
            "imię i nazwisko/firma",
            "imię / nazwa firmy",
        ],
    ),
    (Label::GivenName, &["first name", "firstname", "first", "vorname"]),
    (Label::FamilyName, &["nazwisko", "last name", "lastname", "last", "surname", "nachname"]),
    (
        Label::Email,
        &[
            "e-mail",
            "email",
            "mail",
            "adres e-mail",
            "adres email",
            "twój e-mail",
            "twój email",
            "twój adres e-mail",
            "twój adres email",
            "e-mail klienta",
            "adres e-mail klienta",
            "adres mailowy",
            "your email",
            "your e-mail",
            "email address",
            "e-mail address",
            "your email address",
            "customer e-mail address",
            "customer email",
            "e-mail-adresse",
            "e-mail adresse",
            "ihre e-mail",
            "ihre e-mail-adresse",
            "kontakt e-mail",
            "email klienta",
            "e-mail kontaktowy",
            "adres do odpowiedzi",
            "customer email address",
        ],
    ),
    (Label::Sender, &["from", "od", "von", "nadawca", "sender", "wiadomość od"]),
    (
        Label::Subject,
        &["temat", "temat wiadomości", "tytuł", "tytuł wiadomości", "subject", "betreff", "topic", "dotyczy"],
    ),
    (
        Label::Message,
        &[
            "wiadomość",
            "wiadomosc",
            "treść",
            "tresc",
            "treść wiadomości",
            "tresc wiadomosci",
            "treść zapytania",
            "treść pytania",
            "zapytanie",
            "pytanie",
            "twoja wiadomość",
            "wiadomość klienta",
            "komentarz",
            "komentarz lub wiadomość",
            "uwagi",
            "message",
            "your message",
            "message body",
            "body",
            "comment",
            "comments",
            "comment or message",
            "question",
            "your question",
            "enquiry",
            "inquiry",
            "customer message",
            "nachricht",
            "ihre nachricht",
            "anfrage",
            "what's on your mind",
            "what’s on your mind",
            "how can we help you",
            "how can we help",
            "w czym możemy pomóc",
            "opis problemu",
            "treść reklamacji",
            "what they said",
        ],
    ),
    (
        Label::Other,
        &[
            "telefon",
            "nr telefonu",
            "numer telefonu",
            "telefon kontaktowy",
            "tel",
            "phone",
            "phone number",
            "your phone",
            "telefonnummer",
            "firma",
            "company",
            "country code",
            "landcode",
            "ländercode",
            "kod kraju",
            "kraj",
            "numer zamówienia",
            "nr zamówienia",
            "zamówienie",
            "order",
            "order number",
            "order no",
            "produkt",
            "product",
            "załączony plik",
            "attached file",
            "nip",
            "miasto",
            "adres",
            "kategoria",
            "department",
            "dział",
            "preferowany kontakt",
            "link do produktu",
            "sklep",
            "nr oferty",
            "id",
        ],
    ),
    (
        Label::Trace,
        &[
            "date",
            "time",
            "data",
            "czas",
            "godzina",
            "data wysłania",
            "data i godzina",
            "page url",
            "adres url strony",
            "adres strony",
            "strona",
            "url",
            "user agent",
            "przeglądarka",
            "remote ip",
            "ip",
            "ip address",
            "adres ip",
            "zdalny adres ip",
            "zdalne ip",
            "powered by",
            "obsługiwane przez",
            "wspierane przez",
            "contact form url",
            "adres url formularza kontaktowego",
            "form name",
            "nazwa formularza",
            "zgoda",
            "zgoda rodo",
            "consent",
            "source url",
            "referer",
            "submitted on",
            "submission date",
            "submission id",
        ],
    ),
];

static KNOWN: LazyLock<HashMap<&str, Label>> =
    LazyLock::new(|| LABELS.iter().flat_map(|(label, words)| words.iter().map(|word| (*word, *label))).collect());
