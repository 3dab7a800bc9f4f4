//! Broken in the parcel.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["reklamacja", "uszkodzenie"],
    weight: 9,
    goods: Goods::Fragile,
    ordered: true,
    order_age_days: (2, 6),
    carrier: None,
    scenes: &[BROKEN, FLAWED],
};

const BROKEN: Scene = Scene {
    subjects: &[
        "Reklamacja - uszkodzona przesyłka {order}",
        "Potłuczona zawartość paczki",
        "{order} - przyszło rozbite",
        "Reklamacja zamówienia {order}",
        "Uszkodzony towar",
    ],
    bodies: &[
        "Dziś dotarła do mnie paczka z zamówienia {order}. Po otwarciu okazało się, że z {gen} zostały same kawałki. \
         [Karton z zewnątrz był cały.|Na kartonie widać wyraźne wgniecenie z boku.] Zdjęcia w załączniku. Proszę o \
         wymianę na nowy egzemplarz albo zwrot {price}.",
        "Otworzył<am/em> paczkę i aż mi się serce ścisnęło. Tak czekał<am/em> na {acc}, a tu ucho ułamane i \
         pęknięcie przez całą ściankę. Kto to pakował? Jedna warstwa papieru to chyba żart przy ceramice. Zamówienie {order}, zdjęcia dołączam.",
        "przyszlo potluczone. {order} zdjecia w zalaczniku co dalej",
        "Niestety z całego zamówienia {order} jedna rzecz nie przetrwała podróży: {nom}. [Reszta jest piękna, \
         dziękuję!|Pozostałe rzeczy są w porządku.] Zdjęcie w załączniku. Czy mogę liczyć na dosłanie nowej sztuki?",
        "Paczka była tak zapakowana, że słychać było brzęczenie już przy odbiorze. Kurier nie chciał czekać na \
         spisanie protokołu, powiedział, że „to do sklepu”. Z {gen} zostały drobne skorupy. Co mam teraz zrobić? Numer zamówienia {order}, zdjęcia przesyłam.",
    ],
    particular: &[
        (
            "To już drugi raz! Poprzednio rozbite przyszły kubki, teraz {nom}. Naprawdę lubię Państwa wyroby, ale \
             pakowanie woła o pomstę do nieba. Proszę o zwrot pieniędzy, na kolejną wymianę nie mam już siły. \
             Zamówienie {order}, {amount}.",
            &[
                "reklamacja {complaint} została uznana. Zwracamy {price} metodą, którą było opłacone zamówienie, \
                 środki będą widoczne {soon_by}. Resztki można wyrzucić, kurier nie będzie ich odbierał.",
                "rozumiem i bardzo przepraszam, dwa razy to o dwa za dużo. {amount} zwracamy dziś, razem z kosztem \
                 dostawy. Pakowanie ceramiki zmieniamy od przyszłego tygodnia na formowaną tekturę; jeśli kiedyś da \
                 nam {Pani/Pan} jeszcze szansę, kod {code} czeka na koncie.",
            ],
        ),
        (
            "Składam reklamację: zamówienie {order}, {nom}. Towar dostarczony {today} przez {carrier} z widocznym \
             uszkodzeniem. Spisał<am/em> z kurierem protokół szkody. Żądam wymiany na wolny od wad, a jeśli to \
             niemożliwe, zwrotu {amount}.",
            &["reklamację przyjęliśmy pod numerem {complaint} i w całości ją uznajemy. Protokół szkody w \
                 zupełności wystarcza. Nowy egzemplarz wyjeżdża {soon_on}, uszkodzonego nie trzeba odsyłać."],
        ),
    ],
    answers: &[
        "bardzo mi przykro, wiem, jak to jest czekać na coś i zobaczyć skorupy. Reklamację zarejestrował<am/em> pod \
         numerem {complaint}. Nowy egzemplarz wysyłamy {soon_on} na nasz koszt, w podwójnym kartonie. Uszkodzonego \
         nie trzeba odsyłać.",
        "przepraszam za uszkodzenie. Zdjęcia w zupełności wystarczą, protokół z {carrier} sporządzimy sami. Do \
         wyboru jest wysyłka nowej sztuki ({soon_on}) albo zwrot {price}. Ponieważ pisze {Pani/Pan} o wymianie, \
         paczkę już szykujemy; gdyby jednak zwrot był lepszy, proszę o jedno słowo.",
        "dziękuję za zdjęcia. Widzę, że pękło w narożniku, czyli przy upadku w sortowni. Wysyłamy nowy egzemplarz w \
         opakowaniu z formowanej tektury, które właśnie wprowadzamy. Doręczenie {soon_on}, numer {parcel}. \
         Przepraszam za kłopot.",
    ],
    questions: &[
        (
            "bardzo mi przykro. Do zgłoszenia szkody u przewoźnika brakuje mi jeszcze zdjęcia kartonu z zewnątrz i \
             etykiety z numerem przesyłki. Czy {mogłaby Pani/mógłby Pan} je dosłać?",
            "W załączniku zdjęcia, {agent}. Karton na szczęście jeszcze nie trafił do śmieci. Na drugim widać \
             etykietę.",
        ),
        (
            "przepraszam za tę przygodę. Jak wolał{aby/by} {Pani/Pan} to załatwić: nowy egzemplarz czy zwrot \
             {price}?",
            "[Wolał<abym/bym> nowy, to miał być prezent.|Poproszę o zwrot pieniędzy.|Jeśli dacie radę do soboty, to \
             nowy. Jeśli nie, to zwrot.]",
        ),
    ],
    holds: &[
        (
            "reklamację przyjęliśmy pod numerem {complaint}. W magazynie został ostatni egzemplarz, poprosił<am/em> \
             o sprawdzenie, czy nie ma skaz. Odpowiem {soon_on}.",
            "ostatni egzemplarz okazał się idealny i dziś do {Pani/Pana} jedzie, numer {parcel}. Doręczenie \
             {soon_on}. Jeszcze raz przepraszam.",
        ),
        (
            "zgłosiliśmy szkodę w {carrier}. Niezależnie od ich decyzji sprawdzam, kiedy będzie nowa partia z \
             pracowni, i napiszę, gdy tylko dostanę datę.",
            "nowa partia jest już u nas, wcześniej niż zakładała pracownia. Paczka wychodzi dziś z dostawą \
             {soon_on}, a za czekanie dołożyliśmy lnianą ściereczkę.",
        ),
    ],
    more: &[
        (
            "Nowa sztuka dotarła cała, dziękuję! Pakowanie tym razem bez zarzutu.",
            "bardzo się cieszę! Przekażę dziewczynom z pakowania. Niech dobrze służy.",
        ),
        (
            "A muszę to potłuczone odsyłać? Kartonu już nie mam.",
            "nie trzeba, zdjęcia wystarczą. Może {Pani/Pan} spokojnie wyrzucić, tylko ostrożnie z krawędziami.",
        ),
    ],
    notes: &[
        "Szkoda zgłoszona w {carrier}, wszystko w panelu.",
        "Trzecie rozbite w tym miesiącu z tej serii. Rozmawiał<am/em> z magazynem o podwójnym kartonie.",
        "Odkładam sztukę pod {complaint}, jeszcze do obejrzenia.",
        "Klient{ka/} miał{a/} już jedną reklamację w tym roku, potraktować po ludzku.",
    ],
};

const FLAWED: Scene = Scene {
    subjects: &["Wada szkliwa?", "Reklamacja jakości - {order}", "Rysa na nowym produkcie", "Skaza - {nom}"],
    bodies: &[
        "Na spodzie {gen} jest odprysk szkliwa wielkości paznokcia. Rozumiem, że to rękodzieło, ale w opisie było \
         „pierwszy gatunek”. Zamówienie {order}. Co Państwo proponują?",
        "Dostał<am/em> {acc} z wyraźną rysą. To raczej nie transport, bo rysa jest pod szkliwem. Nie chcę robić \
         problemu, ale za {price} oczekiwał<am/em> czegoś bez skazy.",
    ],
    particular: &[
        (
            "{order}: po pierwszym umyciu pojawiła się siateczka drobnych pęknięć. Mył<am/em> ręcznie, letnią wodą. \
             Czy tak ma być? Trochę się boję tego używać do jedzenia.",
            &["siateczka to tak zwane krakle, przy tym szkliwie mogą się pojawić i są bezpieczne dla żywności. W \
                 opisie powinniśmy byli o tym napisać, już to poprawiamy. Jeśli mimo to wolał{aby/by} {Pani/Pan} \
                 zwrot lub wymianę, proszę o znak."],
        ),
        (
            "Czy odcień może się aż tak różnić od zdjęcia? Zamawiał<am/em> do kompletu, a odcień {gen} jest o dwa \
             tony ciemniejszy niż to, co mam z poprzedniego zamówienia. Zamówienie {order}, zdjęcie obok siebie w \
             załączniku.",
            &["każdy wypał wychodzi odrobinę inaczej, ale dwa tony to więcej, niż powinno. Sprawdził<am/em> \
                 magazyn: mamy sztuki z poprzedniej partii, wymienimy bezpłatnie. Wysyłka {soon_on}, kod do \
                 odesłania obecnej przyjdzie osobno."],
        ),
    ],
    answers: &[
        "dziękuję za zdjęcie. To skaza, która nie powinna przejść kontroli. Proponuję wymianę na nowy egzemplarz \
         (wysyłka {soon_on}) albo rabat {rebate}, jeśli zdecyduje się {Pani/Pan} zostawić ten, bo w użytkowaniu nic \
         nie przeszkadza.",
        "uznaję reklamację {complaint}. Nowy egzemplarz obejrzał<am/em> osobiście i dziś go wysyłamy. Tamten proszę \
         zostawić sobie, choćby na zioła.",
        "przepraszam, taka skaza nie mieści się w pierwszym gatunku. Reklamacja {complaint} uznana, wymienimy na \
         egzemplarz bez wad albo zwrócimy {price}, jak {Pani/Pan} woli. Na razie odkładam nową sztukę, żeby nie \
         przepadła.",
    ],
    questions: &[(
        "proszę o zdjęcie skazy w dziennym świetle i, jeśli się da, znaczka na spodzie. Po nim pracownia sprawdzi, z \
         której partii pochodzi.",
        "Zdjęcia w załączniku. Na spodzie jest odciśnięta litera J i cyfra 4.",
    )],
    holds: &[(
        "pokażę zdjęcia w pracowni, żeby nie odpowiadać na wyczucie. Wrócę z odpowiedzią {soon_on}.",
        "ceramiczka obejrzała zdjęcia i potwierdza: to wada z wypału. Przyjmujemy reklamację {complaint}, nowa \
         sztuka wyjedzie {soon_on}.",
    )],
    more: &[(
        "Dziękuję. Czy ten ze skazą trzeba odesłać, czy mogę zachować?",
        "proszę zachować, nie ma sensu wozić go z powrotem. Dziękuję za wyrozumiałość.",
    )],
    notes: &["Sprawdzić resztę tej partii na regale.", "Rabat do 25% mogę dać bez pytania, wyżej decyduje Hania."],
};
