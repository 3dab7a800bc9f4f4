//! Charged twice.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["płatność", "zwrot"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (2, 5),
    carrier: None,
    scenes: &[CHARGED_TWICE],
};

const CHARGED_TWICE: Scene = Scene {
    subjects: &[
        "Podwójna płatność - {order}",
        "Pobrano pieniądze dwa \
     razy",
        "Dwa razy zapłacone",
        "Nadpłata {order}",
    ],
    bodies: &[
        "Z mojego konta zeszło dwa razy {amount} za jedno zamówienie ({order}). [Potwierdzenia obu transakcji w \
         załączniku.|Obie transakcje są z tej samej minuty.] Proszę o zwrot jednej.",
        "zaplacilo mi sie podwojnie za {order}. kiedy zwrot?",
        "Zapłacił<am/em> BLIK-iem, dostał<am/em> komunikat o błędzie, więc zapłacił<am/em> kartą. Wieczorem okazało \
         się, że obie płatności przeszły. Razem dwa razy {amount}. Zamówienie {order}.",
    ],
    particular: &[
        (
            "Kliknął<am/em> „zapłać” drugi raz, bo strona się zawiesiła, i teraz mam dwie transakcje i dwa \
             zamówienia. Potrzebuję tylko jednego: {nom}, nr {order}. Drugie proszę anulować.",
            &["zamówienie zdublowane anulował<am/em>, {order} zostaje i wychodzi {soon_on}. Zwrot {amount} jest \
                 zlecony, potwierdzenie z Przelewy24 przyjdzie mailem."],
        ),
        (
            "Na wyciągu karty (końcówka {last4}) widzę obciążenie {amount} z {day} i drugie takie samo dzień \
             później. Zamówienie było jedno. Proszę o pilne wyjaśnienie, bo zastanawiam się, czy nie zastrzec karty.",
            &["druga pozycja na wyciągu to blokada, a nie obciążenie: bank zdejmie ją sam, zwykle po 2-3 dniach. U \
                 nas wpłynęła tylko jedna płatność. Gdyby w poniedziałek blokada nadal wisiała, proszę o znak, wyślę \
                 pismo do banku."],
        ),
        (
            "Kurier kazał zapłacić za pobraniem, choć zamówienie {order} było opłacone z góry. Zapłacił<am/em>, żeby \
             nie robić zamieszania, ale proszę o zwrot {amount}.",
            &["przepraszam, paczka błędnie wyjechała za pobraniem. {amount} zwracam dziś na konto, z którego \
                 opłacono zamówienie. Do zwrotu dodał<am/em> {shipping} za dostawę."],
        ),
    ],
    answers: &[
        "rzeczywiście mamy dwie wpłaty po {amount}. Drugą zwrócił<am/em> przed chwilą tą samą drogą, na koncie \
         będzie {soon_by}. Przepraszam za stres.",
        "potwierdzam nadpłatę do zamówienia {order}. Zwrot {amount} zlecił<am/em> dziś, bank zaksięguje go \
         {soon_by}. Samo zamówienie realizujemy bez zmian.",
    ],
    questions: &[(
        "po naszej stronie widzę na razie jedną wpłatę. Czy {mogłaby Pani/mógłby Pan} przesłać potwierdzenia obu \
         transakcji z banku? Numery kart i kont proszę zamazać.",
        "Przesyłam oba potwierdzenia, różnią się tylko numerem transakcji.",
    )],
    holds: &[(
        "druga płatność jest u operatora w statusie „do wyjaśnienia”. Zgłosił<am/em> ją, odpowiedź powinna być \
         {soon_on}.",
        "operator odnalazł drugą wpłatę i zwrócił ją bezpośrednio na {Pani/Pana} konto. Powinna być widoczna \
         {soon_by}.",
    )],
    more: &[("Wpłynęło, dziękuję.", "świetnie, dziękuję za potwierdzenie. Sprawę zamykam.")],
    notes: &[
        "W P24 widać dwie próby, sprawdzam, która się rozliczyła.",
        "Pilnować, pieniądze klientów zwracamy tego samego dnia.",
    ],
};
