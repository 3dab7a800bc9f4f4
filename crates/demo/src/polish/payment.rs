//! Payments that failed.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["płatność"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (1, 4),
    carrier: None,
    scenes: &[PAID_BUT_WAITING, CANNOT_PAY],
};

const PAID_BUT_WAITING: Scene = Scene {
    subjects: &[
        "Problem z płatnością {order}",
        "Zapłacone, a status „oczekuje na płatność”",
        "Przelewy24 - zamówienie {order}",
        "BLIK - {order}",
    ],
    bodies: &[
        "Zapłacił<am/em> BLIK-iem za zamówienie {order}, pieniądze zeszły z konta ({amount}), a na stronie dalej \
         „oczekuje na płatność”. [Czy zamówienie przepadnie?|Co mam zrobić?]",
        "Dostał<am/em> przypomnienie o płatności za {order}, a zapłacił<am/em> od razu przez Przelewy24. Czy płacić \
         drugi raz? Trochę się boję, że pieniądze przepadły.",
        "{order} zaplacone blikiem w poniedzialek. czemu przychodzi mail ze nie ma wplaty",
    ],
    particular: &[(
        "Zrobił<am/em> zwykły przelew {day}, tytuł {order}, kwota {amount}. Potwierdzenie w załączniku. Do dziś brak \
         reakcji, a zależy mi na czasie. Proszę o zaksięgowanie.",
        &["zaksięgował<am/em> przelew ręcznie, tytuł był ucięty i system go nie rozpoznał. Paczka wyjeżdża \
             {soon_on}, przepraszam za zwłokę."],
    )],
    answers: &[
        "wpłata dotarła do nas przed chwilą, Przelewy24 miało opóźnienie w powiadomieniach. Zamówienie {order} ma \
         już status „opłacone” i wychodzi {soon_on}. Proszę nie płacić drugi raz.",
        "proszę się nie martwić, pieniądze są u operatora. Powiadomienie o wpłacie do nas nie doszło, dlatego \
         ustawił<am/em> status ręcznie. Zamówienie {order} jest opłacone, a przypomnienia już nie przyjdą.",
    ],
    questions: &[(
        "sprawdzam to. Proszę o numer transakcji z potwierdzenia Przelewy24 (zaczyna się od P24) albo godzinę, o \
         której bank zaksięgował płatność.",
        "Godzina z historii konta: 19:[42|07|26|58], tytuł P24-{last4}. Zrzut ekranu w załączniku.",
    )],
    holds: &[(
        "w panelu operatora płatność ma status „w weryfikacji”. Napisał<am/em> do Przelewy24, odpowiadają zwykle w \
         jeden dzień roboczy. Towar zostaje zarezerwowany.",
        "Przelewy24 potwierdziło wpłatę {amount}. Zamówienie {order} jest opłacone i dziś je pakujemy.",
    )],
    more: &[(
        "Uff, dziękuję. Czy termin wysyłki przez to się przesunie?",
        "nie, zamówienie zachowało swoje miejsce w kolejce. Wysyłka {soon_on}.",
    )],
    notes: &[
        "Sprawdzić w P24, czy wpłata jest rozliczona, zanim ruszymy paczkę.",
        "Rezerwacja towaru przedłużona o 2 dni.",
    ],
};

const CANNOT_PAY: Scene = Scene {
    subjects: &[
        "BLIK nie przeszedł",
        "Płatność odrzucona",
        "Nie mogę zapłacić za {order}",
        "Problem z płatnością kartą",
    ],
    bodies: &[
        "Nie mogę zapłacić. Po wpisaniu kodu BLIK kręci się kółko i wraca do koszyka. Próbował<am/em> trzy razy, na \
         dwóch telefonach. Zamówienie {order}.",
        "przelewy24 wywala blad po wyborze banku. da sie zaplacic inaczej? {order}",
        "Płatność kartą za zamówienie {order} została odrzucona, mimo że mam środki i w innych sklepach karta \
         działa. [Końcówka {last4}.|Bank nie widzi żadnej próby obciążenia.]",
        "Pomylił<am/em> się i zamknął<am/em> okno płatności. Jak teraz dokończyć zamówienie {order}? W mailu nie ma \
         linku.",
    ],
    particular: &[],
    answers: &[
        "wysłał<am/em> na {Pani/Pana} adres nowy link do płatności, jest ważny 48 godzin. Można zapłacić BLIK-iem, \
         kartą albo szybkim przelewem. Zamówienie {order} czeka, towar jest zarezerwowany.",
        "po stronie operatora była dziś krótka przerwa, teraz płatności już działają. Link do dokończenia zamówienia \
         {order} wysłał<am/em> osobną wiadomością. Można też zmienić na płatność przy odbiorze, bez dopłaty.",
    ],
    questions: &[(
        "sprawdzę, na którym etapie płatność się zatrzymuje. Jaki komunikat pojawia się na końcu i czy jest to \
         telefon, czy komputer?",
        "Telefon, przeglądarka Chrome. Komunikat: „transakcja nie została zrealizowana”. Nic więcej nie ma.",
    )],
    holds: &[],
    more: &[
        (
            "Zapłacone z nowego linku. Proszę o potwierdzenie.",
            "potwierdzam, wpłata {amount} jest na miejscu, dziękuję. Paczka wychodzi {soon_on}.",
        ),
        (
            "A da się rozłożyć na raty?",
            "tak, od 300 zł działa PayPo i raty Przelewy24. Wystarczy wybrać je po otwarciu linku do płatności.",
        ),
    ],
    notes: &["Nowy link wysłany, zamówienie trzymamy 48 h."],
};
