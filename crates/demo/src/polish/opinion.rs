//! Praise, and criticism that wants to be heard.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["opinia"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (4, 14),
    carrier: None,
    scenes: &[PRAISE, CRITICISM],
};

const PRAISE: Scene = Scene {
    subjects: &["Podziękowanie", "Dziękuję!", "Paczka dotarła - opinia", "Pochwała", "Zamówienie {order} - dziękuję"],
    bodies: &[
        "Chciał<abym/bym> tylko napisać, że paczka {order} doszła cała i pięknie zapakowana. Na żywo wszystko \
         wygląda jeszcze lepiej niż na zdjęciach. Dziękuję!",
        "Rzadko piszę do sklepów, ale tym razem muszę. Karteczka wypisana ręcznie, zero plastiku, a do tego {nom} w \
         idealnym stanie. Brawo dla osoby, która pakowała zamówienie {order}.",
        "dzieki za szybka wysylke {order}, mama zachwycona",
        "Dziękuję za telefon w sprawie zamówienia {order} i za to, że dało się wszystko zmienić w ostatniej chwili. \
         Prezent zdążył dojechać na urodziny babci, {acc} postawiła na honorowym miejscu.",
    ],
    particular: &[],
    answers: &[
        "takie wiadomości czytamy na głos całemu magazynowi. Bardzo dziękuję! Gdyby {zechciała Pani/zechciał Pan} \
         zostawić opinię na stronie, pomoże to innym w wyborze.",
        "ogromnie dziękuję za miłe słowa. Zamówienie {order} pakowała Ola, przekażę jej z przyjemnością.",
        "dziękuję, że znalazł{a/} {Pani/Pan} chwilę, żeby napisać. Niech dobrze służy. Na kolejne zakupy mamy dla \
         {Pani/Pana} kod {code}.",
    ],
    questions: &[],
    holds: &[],
    more: &[("Opinię już wystawił<am/em>, pięć gwiazdek :)", "widział<am/em>, dziękuję! Zdjęcie też jest śliczne.")],
    notes: &["Pokazać Oli z pakowania :)"],
};

const CRITICISM: Scene = Scene {
    subjects: &["Uwagi do sklepu", "Opinia negatywna", "Kilka słów krytyki", "Za dużo wypełniacza"],
    bodies: &[],
    particular: &[
        (
            "Produkt ({nom}, zamówienie {order}) w porządku, ale ilość wypełniacza w kartonie to przesada. Dało się \
             zapakować w połowę mniejsze pudełko. Piszę nie ze złośliwości, tylko żeby Państwo wiedzieli.",
            &["dziękuję za szczerą uwagę. Ma {Pani/Pan} rację, przekazał<am/em> ją dalej i w tym miesiącu \
                 zmieniamy kartony na mniejsze."],
        ),
        (
            "Strona na telefonie działa fatalnie. Trzy razy zaczynał<am/em> zamówienie {order} i trzy razy koszyk \
             się czyścił. Gdyby nie to, że naprawdę chciał<am/em> {acc}, dał<abym/bym> sobie spokój.",
            &["przepraszam za kłopot ze stroną. Zgłosił<am/em> błąd z czyszczącym się koszykiem, naprawa jest w \
                 toku. Za cierpliwość wysyłam kod {code}."],
        ),
        (
            "Kupuję u was od lat, ale dwanaście maili po jednym zamówieniu ({order}) to o jedenaście za dużo. \
             Ankieta, druga ankieta, przypomnienie o ankiecie... Proszę mnie wypisać.",
            &["przepraszam, przesadziliśmy z przypomnieniami. {Pani/Pana} adres jest już wypisany, zostaną tylko \
                 maile dotyczące zamówień."],
        ),
    ],
    answers: &[],
    questions: &[],
    holds: &[],
    more: &[],
    notes: &["Zebrać do poniedziałkowego spotkania."],
};
