//! Presents.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["prezent"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 2),
    carrier: None,
    scenes: &[WRAPPED],
};

const WRAPPED: Scene = Scene {
    subjects: &[
        "Pakowanie na prezent",
        "Zamówienie {order} - prezent",
        "Czy pakują Państwo na prezent?",
        "Dedykacja do paczki",
        "Prezent - prośba",
    ],
    bodies: &[
        "Czy mogą Państwo zapakować zamówienie {order} na prezent? Zapomniał<am/em> zaznaczyć w koszyku. [Chętnie \
         dopłacę.|Wystarczy ładny papier i wstążka.]",
        "czy w paczce bedzie cena? {order} to prezent i ma isc od razu do solenizantki",
    ],
    particular: &[
        (
            "Zamówił<am/em> {acc} dla teściowej. Proszę o dołączenie karteczki z tekstem: „Wszystkiego najlepszego z \
             okazji imienin, Kasia i Marek z dziećmi”. Zamówienie {order}.",
            &["karteczkę z podanym tekstem dołączymy, piszemy je ręcznie. Paczka wyjedzie {soon_on}."],
        ),
        (
            "Czy pakowanie na prezent obejmuje całe zamówienie, czy każdą rzecz osobno? Zamówienie {order}, chodzi \
             mi tylko o {acc}.",
            &["pakujemy osobno każdą rzecz, przy której zaznaczono pakowanie. Dla zamówienia {order} \
                 zaznaczył<am/em> to ręcznie. Dopłaty nie ma."],
        ),
        (
            "Czy jest możliwość dołączenia karty podarunkowej do {gen}? Chodzi mi o kwotę 100 zł. Zamówienie {order} \
             jeszcze nieopłacone, mogę zmienić.",
            &["oczywiście. Kartę podarunkową na 100 zł dodał<am/em> do zamówienia {order}, nowa kwota do zapłaty \
                 jest w mailu z linkiem. Karta przyjdzie wydrukowana, w kopercie."],
        ),
        (
            "Kupuję {acc} na rocznicę ślubu rodziców. Czy mogą Państwo wysłać tak, żeby dotarło dokładnie \
             {later_on}? Wcześniej nikogo nie będzie w domu.",
            &["ustawił<am/em> datę nadania tak, żeby paczka dotarła w wybranym dniu. Kurierzy dotrzymują tego w \
                 jakichś 95%, więc dla pewności proszę mieć w zanadrzu dzień zapasu."],
        ),
    ],
    answers: &[
        "zrobione: prezentowe pakowanie dopisane do {order}, w środku nie będzie żadnych cen ani dokumentów. Paczka \
         wychodzi {soon_on}.",
        "z przyjemnością. Zamówienie {order} pakujemy w papier z recyklingu i lnianą wstążkę, bez dopłaty. Cen w \
         paczce nie ma, paragon wysyłamy mailem.",
    ],
    questions: &[(
        "jasne, zapakujemy. Jaki papier: naturalny z gałązką eukaliptusa czy granatowy w gwiazdki? I czy dołączyć \
         karteczkę?",
        "Naturalny z gałązką. Na karteczce proszę napisać po prostu „Sto lat!”.",
    )],
    holds: &[],
    more: &[(
        "Wyszło pięknie, mama się popłakała ze wzruszenia :) Dziękuję!",
        "to najmilszy mail dzisiaj, przekażę go dziewczynom z pakowania. Wszystkiego dobrego dla mamy!",
    )],
    notes: &["Zapakować na prezent, karteczka w uwagach. Bez cennika!", "Papier w gwiazdki się kończy, zamówić."],
};
