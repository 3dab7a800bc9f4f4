//! Firms that want many.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["hurt"],
    weight: 3,
    goods: Goods::Any,
    ordered: false,
    order_age_days: (0, 1),
    carrier: None,
    scenes: &[OFFER_WANTED],
};

const OFFER_WANTED: Scene = Scene {
    subjects: &[
        "Zapytanie ofertowe",
        "Współpraca hurtowa",
        "Oferta dla firmy - {pieces} szt.",
        "Zamówienie hurtowe - {firm}",
        "Cennik dla firm",
    ],
    bodies: &[
        "Reprezentuję firmę {firm}. Jesteśmy zainteresowani zakupem {pieces} sztuk: {nom}. Proszę o ofertę z ceną \
         netto, terminem realizacji i kosztem dostawy na adres {street}, {post} {city}.",
        "jaka cena przy {pieces} sztukach? {nom}, firma {firm}",
        "Urządzamy salę w lokalu i potrzebujemy {pieces} kompletów. Chodzi o {acc}. Zależy nam na jednej partii, \
         żeby odcień był równy. Jaki rabat i jaki termin?",
    ],
    particular: &[
        (
            "Prowadzę niewielki sklep {in_city} i chętnie wprowadził<abym/bym> Państwa produkty do sprzedaży. Czy \
             współpracują Państwo z detalistami? Na początek interesuje mnie {nom}, około {pieces} sztuk. NIP {nip}.",
            &["chętnie podejmiemy współpracę. W załączniku cennik hurtowy i warunki: minimum logistyczne 500 zł \
                 netto, przedpłata przy pierwszym zamówieniu, potem 14 dni. Dla {pieces} sztuk wychodzi {bulk}."],
        ),
        (
            "Szukamy upominków dla pracowników ({pieces} osób). Spodobała nam się pozycja: {nom}. Czy możliwe jest \
             logo na karteczce i faktura z odroczonym terminem 14 dni?",
            &["logo na karteczce drukujemy bezpłatnie od 20 sztuk. Przy {pieces} szt. całość to {bulk} brutto, \
                 faktura z terminem 14 dni jest możliwa po weryfikacji NIP {nip}. Projekt karteczki prześlę \
                 {soon_on}."],
        ),
        (
            "Piszę w imieniu {firm}. Zamawialiśmy już u Państwa i byliśmy zadowoleni. Chcemy powtórzyć: {nom}, \
             {pieces} szt. Czy poprzednia cena jest aktualna?",
            &["bardzo się cieszę, że wracają Państwo do nas. Poprzednia cena zostaje: {bulk} za całość. Towar z \
                 jednej partii możemy wysłać {later_by}."],
        ),
    ],
    answers: &[
        "dziękuję za zapytanie. Przy {pieces} sztukach proponujemy rabat 25%, łącznie {bulk} brutto, z dostawą \
         paletą w cenie. Termin realizacji 10 dni roboczych. Oferta w PDF w załączniku, ważna 14 dni.",
        "w załączniku przesyłam ofertę: {pieces} szt., {bulk} brutto, transport po naszej stronie. Całość pójdzie z \
         jednej partii, termin około dwóch tygodni od zamówienia. Chętnie wyślemy też jedną sztukę na wzór.",
    ],
    questions: &[(
        "dziękuję za zainteresowanie. Żeby przygotować ofertę, potrzebuję NIP-u, terminu, na który towar ma dotrzeć, \
         i informacji, czy dostawa ma być na jeden adres.",
        "NIP {nip}, {firm}. Dostawa na jeden adres: {street}, {post} {city}. Termin: połowa przyszłego miesiąca.",
    )],
    holds: &[(
        "przy takiej ilości muszę potwierdzić możliwości pracowni. Ofertę wyślę {soon_by}.",
        "pracownia potwierdziła {pieces} sztuk w jednej partii. Oferta w załączniku: {bulk} brutto z dostawą, \
         realizacja do trzech tygodni od wpłaty zaliczki.",
    )],
    more: &[
        (
            "Dziękujemy za ofertę. Czy przy przedpłacie całości możliwy jest jeszcze jakiś upust?",
            "przy przedpłacie możemy dołożyć 2%. Zaktualizowaną proformę przesyłam w załączniku.",
        ),
        (
            "Akceptujemy. Proszę o proformę.",
            "dziękuję za zaufanie. Proforma na {bulk} w załączniku, produkcję uruchamiamy w dniu wpłaty.",
        ),
    ],
    notes: &[
        "Hania zgadza się na 25% przy tej ilości.",
        "Zapytać pracownię, czy da radę z jednej partii.",
        "Pierwsze zamówienie tej firmy, przedpłata.",
    ],
};
