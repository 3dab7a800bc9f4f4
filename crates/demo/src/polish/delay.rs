//! The shop itself is late.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["paczka", "opóźnienie"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (6, 16),
    carrier: None,
    scenes: &[STILL_BEING_PACKED],
};

const STILL_BEING_PACKED: Scene = Scene {
    subjects: &[
        "Opóźnienie zamówienia {order}",
        "Kiedy wreszcie wysyłka?",
        "{order} - termin realizacji minął",
        "Przesunięty termin wysyłki",
        "Zamówienie {order} z {day}",
    ],
    bodies: &[
        "Przy zamówieniu {order} podany był termin wysyłki „1-2 dni robocze”. Minęło ich już zdecydowanie więcej. \
         [Co się dzieje?|Czy towar jest w ogóle na stanie?] Jeśli nie ma szans na wysyłkę w tym tygodniu, proszę o \
         zwrot pieniędzy.",
        "Dostał<am/em> dziś trzeciego maila, że termin wysyłki {gen} znowu się przesuwa. Rozumiem jeden poślizg, ale \
         to już robi się niepoważne. Zamówienie {order} z {day}, zapłacone od razu {amount}.",
        "Czekam na {acc} od {day}. Na infolinii usłyszał<am/em> „wyjdzie jutro”, i to było w zeszły piątek. Proszę o \
         jasną odpowiedź: macie to czy nie macie?",
        "dlaczego {order} jeszcze nie wyslane??? inne sklepy wysylaja tego samego dnia",
        "Zamówienie {order} złożył<am/em> z myślą o parapetówce u córki, która jest w tę sobotę. Do tej pory status \
         „kompletowanie”. Czy jest jakakolwiek szansa, że dojdzie na czas? [Mogę dopłacić do kuriera \
         ekspresowego.|Ewentualnie mogę odebrać osobiście.]",
        "Rozumiem, że to rękodzieło i czasem trzeba poczekać, ale prosił<abym/bym> o realny termin dla zamówienia \
         {order}. Pierwotny ({day} plus pięć dni) dawno minął.",
    ],
    particular: &[(
        "Czy mogliby Państwo podzielić zamówienie {order} i wysłać to, co już jest? Z maila wynika, że czekacie \
         tylko na {acc}, a reszta leży spakowana.",
        &[
            "podzieliliśmy zamówienie: to, co jest na miejscu, wyjeżdża dziś ({carrier}, nr {parcel}), a {acc} \
             dosyłamy {later_by} na nasz koszt.",
            "oczywiście, dzielimy. Pierwsza paczka wychodzi jeszcze dziś, a {acc} dosyłamy {later_by}, bez dopłaty \
             za drugą przesyłkę.",
        ],
    )],
    answers: &[
        "przepraszam za opóźnienie. Ostatnia partia {gen} nie przeszła u nas kontroli i pracownia musiała zrobić \
         kolejną. Nowa jest już u nas, wysyłka {soon_on}. W ramach przeprosin zwracamy koszt dostawy ({shipping}).",
        "ma {Pani/Pan} rację, termin na stronie był nieaktualny. Zamówienie {order} wyjeżdża {soon_on}, dostawa \
         dzień później. Jeżeli to za późno, od ręki zwrócę {amount}, proszę tylko o znak.",
        "podzieliliśmy zamówienie: to, co jest na miejscu, wyjeżdża dziś ({carrier}, nr {parcel}), a {acc} dosyłamy \
         {later_by} na nasz koszt.",
        "dostawa od producenta dotarła do nas dziś rano, paczka {order} jest spakowana jako jedna z pierwszych. \
         Kurier odbierze ją po południu. Dziękuję za cierpliwość, do paczki dołożyliśmy mały upominek.",
    ],
    questions: &[(
        "brakuje nam tylko jednej pozycji: {nom}. Mam trzy propozycje: poczekać {later_by}, wysłać resztę od razu \
         albo zwrócić pieniądze za brakującą rzecz. Co będzie dla {Pani/Pana} najlepsze?",
        "[Proszę wysłać resztę od razu, na to jedno poczekam.|Poczekam, ale to już ostatni raz.|W takim razie \
         poproszę o zwrot za brakującą rzecz, a resztę wyślijcie.]",
    )],
    holds: &[
        (
            "transport od producenta ma dotrzeć {soon_on}. Od razu po rozładunku sprawdzę, czy jest w nim {nom}, i \
             napiszę do {Pani/Pana} z konkretnym terminem.",
            "transport przyjechał i wszystko się zgadza. Zamówienie {order} wychodzi dziś, numer {parcel}. \
             Przepraszam, że tyle to trwało.",
        ),
        (
            "pracownia kończy kolejną partię. Potwierdzą mi datę odbioru do jutra i wtedy podam {Pani/Panu} pewny \
             termin wysyłki. Nie chcę obiecywać czegoś, czego nie dotrzymamy.",
            "mam potwierdzenie z pracowni: wszystko gotowe, towar jedzie do nas. Wysyłka {soon_on}. Zwracamy też \
             {shipping} za dostawę, pieniądze wrócą tą samą drogą, którą przyszła płatność.",
        ),
    ],
    more: &[
        (
            "Ok, poczekam. Ale czy ten termin jest już pewny?",
            "tak, tym razem towar fizycznie leży u nas na półce. Numer przesyłki wyślę {Pani/Panu} osobiście, gdy \
             tylko kurier odbierze paczkę.",
        ),
        (
            "Dziękuję za uczciwą odpowiedź. W takim razie jednak poproszę o zwrot pieniędzy.",
            "oczywiście. Anulował<am/em> zamówienie {order} i zlecił<am/em> zwrot {amount}. Na koncie będzie \
             {soon_by}.",
        ),
    ],
    notes: &[
        "Pracownia: partia odrzucona na kontroli, nowa w tym tygodniu.",
        "Można oddać koszt dostawy ({shipping}), Hania się zgadza.",
        "Nie obiecywać daty bez potwierdzenia z magazynu, już dwa razy się przesunęło.",
        "Na stanie w programie są 2 szt., fizycznie zero. Do inwentaryzacji.",
    ],
};
