//! Another size.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["wymiana"],
    weight: 5,
    goods: Goods::Sized,
    ordered: true,
    order_age_days: (3, 10),
    carrier: None,
    scenes: &[WRONG_SIZE],
};

const WRONG_SIZE: Scene = Scene {
    subjects: &[
        "Wymiana rozmiaru {order}",
        "Za mały rozmiar - wymiana",
        "Zamiana na inny rozmiar",
        "wymiana - {nom}",
        "Inny rozmiar",
    ],
    bodies: &[
        "Zamówił<am/em> {acc} w rozmiarze {size}, niestety za małe. Czy mogę wymienić na {size2}? Zamówienie \
         {order}, [metka nieoderwana|wszystko w oryginalnym opakowaniu].",
        "Źle zmierzył<am/em> i zamiast {size} potrzebuję {size2}. Produkt: {nom}, nr {order}. Wolał<abym/bym> \
         wymianę niż zwrot, jeśli to możliwe.",
        "za male :( {nom} {size}. wymienicie na {size2}? {order}",
        "Kupił<am/em> {acc} dla taty, rozmiar {size}. Okazało się, że potrzebny jest {size2}. Czy muszę najpierw \
         odesłać ten, czy można zamówić nowy i oddać stary kurierowi?",
        "Czy w tym modelu ({nom}) rozmiary są zaniżone? Zawsze biorę {size}, a tu trochę brakuje. Poproszę o wymianę \
         na {size2}, zamówienie {order}.",
        "Chciał<abym/bym> wymienić {acc} ({size}) na większy rozmiar. Jeśli jest różnica w cenie, dopłacę. Przy \
         okazji: ile to zwykle trwa? Zamówienie {order}.",
    ],
    particular: &[],
    answers: &[
        "oczywiście, rozmiar {size2} jest na stanie i odłożył<am/em> go na {Pani/Pana} nazwisko. Kod do bezpłatnego \
         odesłania paczkomatem wyślę osobno. Nową paczkę nadamy w dniu, w którym {Pani/Pan} nada swoją, nie trzeba \
         czekać, aż do nas dojdzie.",
        "wymiana przyjęta pod numerem {return}. Nowy rozmiar ({size2}) wysyłamy {soon_on}, kurier przy doręczeniu \
         odbierze poprzedni. Dopłaty nie ma.",
        "bez problemu wymienimy na {size2}. Numer wymiany: {return}. Etykietę zwrotną wysłał<am/em> osobno, a nowa \
         paczka pojedzie {soon_on}. Całość trwa zwykle 3-5 dni.",
        "rozmiarówka w tej serii faktycznie wypada trochę mniejsza, dopisujemy to w opisie. {size2} będzie dobry. \
         Proszę odesłać {acc} na adres Dzban i Donica, ul. Garncarska 8, 96-515 Teresin z numerem {return}, koszt \
         wymiany bierzemy na siebie.",
    ],
    questions: &[(
        "zanim wyślę {size2}, wolę się upewnić: proszę o wymiar, który jest potrzebny w najszerszym miejscu. W tej \
         serii różnica między rozmiarami bywa spora. Z karty: {dims}.",
        "Zmierzył<am/em> jeszcze raz i na pewno {size2}.",
    )],
    holds: &[(
        "rozmiar {size2} wyprzedał się wczoraj, ale magazyn sprawdza jeszcze regał ze zwrotami. Dam znać {soon_on}, \
         czy coś się znalazło.",
        "jest! Rozmiar {size2} odłożony i dziś wysyłany, numer {parcel}. Kod do odesłania poprzedniego przyjdzie w \
         osobnym mailu.",
    )],
    more: &[
        (
            "Nowy rozmiar pasuje idealnie. Stary nadany dziś rano.",
            "bardzo się cieszę. Jak tylko paczka dotrze, zamkniemy wymianę {return}.",
        ),
        ("Czy odesłać w tym samym kartonie?", "może być ten sam albo dowolny inny, byle bez starej etykiety."),
    ],
    notes: &[
        "Sprawdzić regał zwrotów, rozmiar {size2}.",
        "Stał{a/y} klient{ka/}, możemy wysłać przed otrzymaniem zwrotu.",
    ],
};
