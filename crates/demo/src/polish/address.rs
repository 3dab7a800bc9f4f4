//! A change of the delivery address.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["adres"],
    weight: 4,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 2),
    carrier: None,
    scenes: &[MOVE_IT],
};

const MOVE_IT: Scene = Scene {
    subjects: &[
        "Zmiana adresu dostawy {order}",
        "Zły adres w zamówieniu",
        "PILNE zmiana adresu",
        "Zmiana paczkomatu - {order}",
        "adres {order}",
    ],
    bodies: &[
        "W zamówieniu {order} podpowiedział się mój stary adres ({street2}). Proszę o zmianę na: {street}, {post} \
         {city}. [Mam nadzieję, że paczka jeszcze nie wyszła.|Przepraszam za kłopot.]",
        "prosze o zmiane adresu na {street} {post} {city} bo w {order} jest zly!!",
        "Zamówił<am/em> dziś {acc} i dopiero w potwierdzeniu zobaczył<am/em>, że zabrakło numeru mieszkania. Pełny \
         adres: {street}, {post} {city}. Zamówienie {order}.",
        "W dniu dostawy nie będzie mnie w domu. Czy paczkę z zamówienia {order} można wysłać na adres pracy? {firm}, \
         {street}, {post} {city}, recepcja czynna do 16.",
        "Zamówienie {order} jest prezentem i powinno trafić prosto do siostry: {street}, {post} {city}. Przez \
         pomyłkę zostawił<am/em> swój adres. Czy da się to jeszcze odkręcić?",
    ],
    particular: &[
        (
            "Czy zdążę zmienić paczkomat? W zamówieniu {order} wybrał<am/em> zły, powinien być {locker}.",
            &[
                "zmienił<am/em> paczkomat na {locker}. Potwierdzenie przyjdzie też SMS-em, gdy paczka będzie w \
                 drodze.",
                "paczkomat zmieniony na {locker}. Paczka wyjeżdża {soon_on}, kod odbioru przyjdzie SMS-em.",
            ],
        ),
        (
            "Pomylił<am/em> się w kodzie pocztowym, zamiast {post} wpisał<am/em> inny. Czy kurier {carrier} i tak \
             trafi? Zamówienie {order}, ulica i miasto są dobre.",
            &["kod poprawił<am/em> w systemie {carrier}, teraz jest {post}. Przy poprawnej ulicy i mieście kurier \
                 by trafił, ale sortownia mogłaby wysłać paczkę okrężną drogą. Dostawa {soon_on}."],
        ),
    ],
    answers: &[
        "zdążyliśmy! Adres w zamówieniu {order} zmieniony na: {street}, {post} {city}. Paczka wyjedzie {soon_on}.",
        "paczka była już na rampie, ale magazyn ją wyłowił i nakleił nową etykietę z adresem {street}, {city}. \
         Dostawa bez opóźnienia, {soon_on}.",
        "niestety paczka wyjechała dziś rano, więc adresu na etykiecie nie zmienimy. Złożył<am/em> za to dyspozycję \
         przekierowania w {carrier}, numer {parcel}. Trafi pod {street}, {city}, najpóźniej {soon_by}.",
    ],
    questions: &[(
        "chętnie zmienię adres. Dla bezpieczeństwa proszę o potwierdzenie kwoty zamówienia albo ostatnich czterech \
         cyfr telefonu podanego przy zakupie, bo piszemy na inny adres e-mail niż w zamówieniu.",
        "Kwota to {amount}. Piszę z prywatnej poczty, zamówienie szło z firmowej.",
    )],
    holds: &[(
        "poprosił<am/em> magazyn o zatrzymanie paczki. Za chwilę kurier odbiera przesyłki, więc dam znać, czy się \
         udało.",
        "udało się ją zatrzymać. Nowa etykieta na adres {street}, {post} {city} jest już naklejona, paczka pojedzie \
         jutrzejszym kursem.",
    )],
    more: &[(
        "Super! Czy mogę od razu zmienić ten adres na stałe w moim koncie?",
        "zmienił<am/em> go już w {Pani/Pana} koncie, stary usunęliśmy. Przy kolejnym zakupie podpowie się nowy.",
    )],
    notes: &[
        "Zdjąć z rampy! {order}, zmiana adresu.",
        "Dzwonił<am/em> na rampę, sprawdzają, czy paczka jeszcze \
     stoi.",
    ],
};
