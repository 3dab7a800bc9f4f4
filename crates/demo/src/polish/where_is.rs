//! Where is my parcel?

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["paczka"],
    weight: 14,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (3, 9),
    carrier: None,
    scenes: &[TRACKING_STANDS_STILL, NOT_A_WORD],
};

const TRACKING_STANDS_STILL: Scene = Scene {
    subjects: &[
        "Gdzie jest moja paczka?",
        "Przesyłka {parcel}",
        "Paczka stoi w miejscu - {order}",
        "zamówienie {order}",
        "Brak ruchu w śledzeniu przesyłki",
        "{order} - gdzie paczka",
    ],
    bodies: &[
        "Zamówił<am/em> u Państwa {acc}, numer zamówienia {order}. Paczka nr {parcel} od trzech dni ma status „w \
         transporcie” i nic się nie zmienia. [Czy mogą Państwo sprawdzić, co się z nią dzieje?|Proszę o sprawdzenie, \
         gdzie utknęła.]",
        "[Co się dzieje z moją paczką?|Gdzie jest moja paczka?] {order}, {carrier}, numer {parcel}. Miała być \
         przedwczoraj.",
        "Śledzę przesyłkę {parcel} i od {day} wisi w sortowni. Kurier nie dzwonił, SMS-a też nie było. [W środku \
         jest prezent na sobotę, więc trochę się denerwuję.|Bardzo proszę o interwencję, bo za chwilę wyjeżdżam.]",
        "Dostał<am/em> maila, że zamówienie {order} zostało nadane, ale w aplikacji {carrier} ciągle widnieje \
         „przygotowana przez nadawcę”. [Czy paczka na pewno od Państwa wyjechała?|Czy kurier ją w ogóle odebrał?]",
        "Proszę o pomoc w ustaleniu, gdzie znajduje się przesyłka z zamówienia {order} ({nom}). Według śledzenia \
         była już {in_city}, po czym wróciła do innej sortowni. Infolinia {carrier} odsyła mnie do nadawcy, czyli do \
         Państwa.",
        "paczka {parcel} od kilku dni bez zmian. ktoś mi powie kiedy będzie?",
        "Czekam na {acc} z zamówienia {order}. Zapłacone {day}, na stronie było napisane, że wysyłka w 24 h, a tu \
         mija już prawie tydzień. [Numer do śledzenia nic nie pokazuje.|W śledzeniu same puste pola.] Kiedy mogę się \
         spodziewać dostawy?",
        "Czy {carrier} zgubił moją paczkę? Ostatni wpis w śledzeniu ({parcel}) jest sprzed czterech dni: „przesyłka \
         opuściła sortownię”. Adres dostawy: {street}, {post} {city}. Wszystko się zgadza, kod do domofonu \
         podał<am/em> w uwagach.",
    ],
    particular: &[],
    answers: &[
        "sprawdził<am/em> przesyłkę {parcel} bezpośrednio u {carrier}. Paczka była przeładowywana w sortowni i \
         wczoraj wieczorem trafiła do oddziału najbliższego {Pani/Pana} adresowi. Doręczenie zaplanowano {soon_on}. \
         Proszę śledzić status, zmieni się rano, gdy kurier zabierze paczkę w trasę.",
        "dziękuję za wiadomość. Paczka do zamówienia {order} utknęła, bo etykieta uszkodziła się w sortowni. \
         {carrier} już ją odnalazł i nakleił nową, numer pozostaje ten sam: {parcel}. Przesyłka powinna do \
         {Pani/Pana} dotrzeć najpóźniej {soon_by}.",
        "rozmawiał<am/em> przed chwilą z {carrier}. Oddział {in_city} ma w tym tygodniu duże opóźnienia, ale paczka \
         jest cała i czeka na załadunek. Ma zostać doręczona {soon_on}. Jeżeli do tego czasu kurier się nie pojawi, proszę \
         odpisać na tego maila, a nadam drugą paczkę na nasz koszt.",
        "paczka wyjechała od nas następnego dnia po zamówieniu, mamy potwierdzenie odbioru przez kuriera. Brak zmian \
         w śledzeniu wynika z awarii skanerów w sortowni. Z informacji, które mamy od {carrier}, wynika, że \
         doręczenie nastąpi {soon_on}.",
    ],
    questions: &[
        (
            "sprawdzamy to z {carrier}. Żebym <mogła/mógł> zgłosić poszukiwanie, proszę o potwierdzenie adresu \
             dostawy i numeru telefonu, który kurier ma na etykiecie. Czy to nadal {street}, {post} {city}?",
            "Tak, adres się zgadza: {street}, {post} {city}. Telefon ten sam co w zamówieniu.",
        ),
        (
            "widzę, że {carrier} zanotował nieudaną próbę doręczenia. Czy zostawiono u {Pani/Pana} awizo albo czy \
             przyszedł SMS z kodem odbioru?",
            "[Nic nie było, ani SMS-a, ani awizo.|Awizo nie było, cały dzień był<am/em> w domu.] Kurier nawet nie \
             zadzwonił.",
        ),
    ],
    holds: &[
        (
            "złożył<am/em> w {carrier} zgłoszenie poszukiwania paczki {parcel}. Oddział ma dwa dni robocze na \
             odpowiedź, więc odezwę się do {Pani/Pana} najpóźniej {soon_by}. Jeśli paczka się nie znajdzie, wyślemy \
             {acc} jeszcze raz, bez dodatkowych opłat.",
            "wracam z wiadomością od {carrier}: paczka się znalazła, leżała na regale z przesyłkami bez etykiety. \
             Doręczenie zaplanowano {soon_on}. Przepraszam za nerwy, w ramach przeprosin dodał<am/em> do konta kod \
             {code} na kolejne zakupy.",
        ),
        (
            "kierowniczka oddziału {carrier} sprawdza dzisiaj ręcznie kontenery, bo system pokazuje paczkę jako \
             odebraną z sortowni, a kierowca jej nie ma. Dam znać, gdy tylko oddzwoni.",
            "niestety {carrier} uznał przesyłkę {parcel} za zaginioną. Nie będziemy {Pani/Pana} dłużej trzymać w \
             niepewności: dziś pakujemy {acc} ponownie i nadajemy z priorytetem, doręczenie {soon_on}. Nowy numer do \
             śledzenia przyjdzie wieczorem mailem.",
        ),
    ],
    more: &[
        (
            "Dziękuję. A czy można poprosić kuriera, żeby zostawił paczkę u sąsiadki pod numerem obok? W ciągu dnia \
             mnie nie ma.",
            "jasne, dodał<am/em> taką dyspozycję w systemie {carrier}. Kurier zobaczy ją na swoim urządzeniu, a po \
             doręczeniu przyjdzie SMS z nazwiskiem osoby, która odebrała paczkę.",
        ),
        (
            "Ok, a co jeśli znowu nie przyjedzie? Nie mogę brać kolejnego dnia wolnego.",
            "rozumiem. Jeżeli woli {Pani/Pan} nie czekać w domu, mogę przekierować paczkę do punktu odbioru \
             {in_city}, będzie tam leżała 7 dni. Wystarczy odpisać „punkt”, zrobię to od ręki.",
        ),
        (
            "Kurier właśnie był, paczka jest :) Karton trochę wgnieciony, ale zawartość cała.",
            "świetnie, dziękuję za wiadomość. Gdyby po dokładnym obejrzeniu coś jednak było nie tak, proszę o \
             zdjęcie, mamy na zgłoszenie szkody 7 dni.",
        ),
    ],
    notes: &[
        "{carrier}: nr {parcel}, ostatni skan sortownia. Reklamacja złożona przez panel, czekamy.",
        "Dzwonił<am/em> na oddział {in_city}, mają zaległości po długim weekendzie. Oddzwonią do 15.",
        "Jeśli zaginęła, wysyłamy drugą sztukę bez czekania na uznanie reklamacji. Na stanie mamy jeszcze kilka.",
        "Trzecia taka sprawa z tej sortowni w tym tygodniu. Zbieram numery dla opiekuna z {carrier}.",
    ],
};

const NOT_A_WORD: Scene = Scene {
    subjects: &[
        "Status zamówienia {order}",
        "Kiedy wysyłka?",
        "Pytanie o zamówienie",
        "{order} - status",
        "Czy paczka została nadana?",
    ],
    bodies: &[
        "[Chciał<abym/bym> zapytać|Proszę o informację], na jakim etapie jest zamówienie {order} z {day}. Od \
         potwierdzenia płatności nie dostał<am/em> żadnej wiadomości.",
        "Czy zamówienie {order} zostało już wysłane? Zależy mi, żeby {acc} mieć [przed weekendem|do końca tygodnia].",
        "Złożył<am/em> zamówienie {day} i nie mam numeru do śledzenia. Sprawdził<am/em> spam, też pusto. [Zamówienie \
         na nazwisko {name}.|Numer zamówienia to {order}.] Proszę o przesłanie.",
        "kiedy wyslecie {order}? pieniądze już dawno zeszły z konta",
        "Kupił<am/em> {acc} na prezent dla mamy, imieniny ma w przyszłym tygodniu. Zamówienie nr {order}. Czy paczka \
         zdąży dojść? Jeśli nie, to proszę o szczerą odpowiedź, poszukam czegoś na miejscu {in_city}.",
        "W panelu klienta zamówienie {order} ma status „w realizacji” od {day}. Co to właściwie oznacza i kiedy mogę \
         liczyć na wysyłkę?",
    ],
    particular: &[],
    answers: &[
        "zamówienie {order} spakowaliśmy dziś rano, kurier {carrier} odbierze je po południu. Numer do śledzenia to \
         {parcel}, zacznie działać wieczorem. Dostawa najpóźniej {soon_by}.",
        "przepraszam za brak wiadomości: mail z numerem przesyłki nie wyszedł z powodu błędu po naszej stronie. \
         Paczka jest w drodze, numer {parcel} ({carrier}). Według prognozy będzie u {Pani/Pana} {soon_on}.",
        "paczka jest już nadana, numer {parcel}. Status w panelu odświeża się raz na dobę, stąd różnica. Wszystko \
         powinno dotrzeć {soon_on}.",
        "zamówienie czekało na jeden element z drugiego magazynu, dlatego status się nie zmieniał. Dziś wszystko \
         jest skompletowane i wychodzi z priorytetem. Doręczenie {soon_on}, numer przesyłki: {parcel}.",
    ],
    questions: &[(
        "znalazł<am/em> to zamówienie, ale jest przypisane do innego adresu e-mail. Zanim podam szczegóły przesyłki, \
         proszę o potwierdzenie imienia, nazwiska i adresu dostawy.",
        "[Faktycznie, szło ze służbowego maila.|Możliwe, zakładał<am/em> kiedyś drugie konto.] {name}, {street}, \
         {post} {city}.",
    )],
    holds: &[(
        "dopytał<am/em> magazyn: jedna rzecz z zamówienia {order} przyszła z pracowni z wadą i czekamy na nową \
         sztukę. Dam {Pani/Panu} znać {soon_on}, czy zdąży jeszcze w tym tygodniu.",
        "mam dobre wieści, brakująca sztuka dotarła dziś do magazynu i paczka już wyjechała. Numer {parcel}, dostawa \
         {soon_on}.",
    )],
    more: &[
        (
            "Dziękuję za odpowiedź. Czy mogę jeszcze zmienić dostawę na paczkomat {locker}?",
            "zdążyliśmy w ostatniej chwili: etykieta zmieniona, paczka pojedzie do paczkomatu {locker}. Kod odbioru \
             przyjdzie SMS-em.",
        ),
        (
            "A czy w paczce będzie paragon? To prezent i wolał<abym/bym>, żeby nie było widać ceny.",
            "paragon wysyłamy elektronicznie na maila, w paczce nie będzie żadnej ceny. Dołożymy za to karteczkę z \
             instrukcją pielęgnacji.",
        ),
    ],
    notes: &[
        "Magazyn sprawdza, na jakim etapie jest {order}.",
        "Mail o nadaniu nie wyszedł, znowu kolejka powiadomień. Zgłoszone Hani.",
    ],
};
