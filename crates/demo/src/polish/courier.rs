//! The courier: marked as delivered, left with strangers, never came.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["paczka", "kurier"],
    weight: 6,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (2, 6),
    carrier: None,
    scenes: &[MARKED_AS_DELIVERED, NEVER_CAME],
};

const MARKED_AS_DELIVERED: Scene = Scene {
    subjects: &[
        "Paczka doręczona, a jej nie ma",
        "Nie otrzymał<am/em> przesyłki {order}",
        "Reklamacja doręczenia {parcel}",
        "zaginiona paczka {order}",
    ],
    bodies: &[
        "Według {carrier} paczka {parcel} została dziś doręczona. Niczego nie dostał<am/em>. Był<am/em> w domu cały \
         dzień, sąsiedzi też nic nie wiedzą. [Proszę o wyjaśnienie, komu kurier ją wydał.|Kto podpisał odbiór?]",
        "W śledzeniu mam „doręczono, podpis: Kowalski”. U nas nikt taki nie mieszka. [Adres to {street}, {city}.|Na \
         klatce też nikogo o tym nazwisku nie ma.] Proszę o pilne wyjaśnienie, zamówienie {order}.",
        "kurier napisal ze zostawil u sasiada ale sasiad nic nie ma!! {order}",
        "Paczka do zamówienia {order} została wydana pod złym adresem. Dostał<am/em> SMS z podziękowaniem za odbiór, \
         a był<am/em> w tym czasie w pracy i w domu nie było nikogo. Sprawdził<am/em> też w portierni.",
    ],
    particular: &[(
        "Kurier zostawił moją paczkę pod furtką, na deszczu, bez dzwonienia. Znalazł<am/em> sam mokry karton, a \
         zawartości nie ma. Zamówienie {order}, {nom}, {price}. Oczekuję ponownej wysyłki albo zwrotu pieniędzy.",
        &[
            "bardzo przepraszam, kurier nie miał prawa zostawić paczki bez wydania jej do rąk. Reklamację w \
             {carrier} prowadzimy my, a {acc} wysyłamy ponownie dzisiaj, doręczenie {soon_on}.",
            "dziękuję za zgłoszenie i bardzo przepraszam. Zwracamy {price} od ręki, środki będą na koncie {soon_by}. \
             Gdyby wolał{aby/by} {Pani/Pan} nową przesyłkę, proszę dać znać jeszcze dziś.",
        ],
    )],
    answers: &[
        "ustalił<am/em> z {carrier}, że kurier pomylił klatki i zostawił paczkę u sąsiadów pod tym samym numerem. \
         Odbierze ją dziś i dostarczy do {Pani/Pana} do godziny 19. Bardzo przepraszam za zamieszanie.",
        "{carrier} potwierdził, że paczkę wydano niewłaściwej osobie. Nie czekamy na zakończenie reklamacji: {acc} \
         wysyłamy ponownie dzisiaj, doręczenie {soon_on}. Proszę o odbiór osobisty, kurier poprosi o kod z SMS-a.",
        "mamy potwierdzenie z urządzenia kuriera: paczka trafiła do punktu odbioru obok {Pani/Pana} adresu, a kurier \
         błędnie oznaczył ją jako doręczoną. Można ją odebrać {soon_by} na podstawie dowodu i numeru {parcel}.",
    ],
    questions: &[(
        "natychmiast reklamuję to u przewoźnika. Potrzebne będzie krótkie oświadczenie, że przesyłki {Pani/Pan} nie \
         otrzymał{a/}. Wystarczy odpowiedź na tego maila z imieniem, nazwiskiem i datą.",
        "Oświadczam, że nie otrzymał<am/em> przesyłki {parcel} z zamówienia {order}. {name}, {today}.",
    )],
    holds: &[(
        "poprosił<am/em> {carrier} o dane z doręczenia: współrzędne, podpis i zdjęcie. Odpowiedź mają dać do jutra. \
         Odezwę się {soon_on}, a jeśli paczki nie będzie, wyślemy drugą.",
        "dostaliśmy zdjęcie z doręczenia, to nie są {Pani/Pana} drzwi. {carrier} przyznał błąd. Nową paczkę nadajemy \
         dziś na nasz koszt, numer do śledzenia przyjdzie wieczorem.",
    )],
    more: &[(
        "Paczka się znalazła, sąsiad z parteru oddał wieczorem. Na przyszłość proszę o innego przewoźnika.",
        "dobrze, że się znalazła! Dopisał<am/em> przy {Pani/Pana} koncie, żeby kolejne zamówienia wysyłać \
         paczkomatem, chyba że przy zakupie wybierze {Pani/Pan} inaczej.",
    )],
    notes: &[
        "{carrier} ma przysłać zdjęcie i współrzędne z doręczenia.",
        "Prosić o oświadczenie, bez niego nie przyjmą reklamacji.",
        "Drugi raz ten sam kurier {in_city}. Dopisać do zestawienia.",
    ],
};

const NEVER_CAME: Scene = Scene {
    subjects: &["Kurier nie przyjechał", "Skarga na kuriera {carrier}", "Nieudana próba doręczenia?", "kurier {order}"],
    bodies: &[
        "Kurier {carrier} drugi dzień z rzędu zaznacza „nieobecność odbiorcy”, a ja pracuję zdalnie i jestem w domu \
         cały czas. [Nikt nie dzwonił ani do drzwi, ani na telefon.|Domofon działa, listonosz trafia bez problemu.] \
         Zamówienie {order}, przesyłka {parcel}.",
        "Wziął<am/em> dzień wolnego, żeby odebrać {acc}, i nikt się nie pojawił. Wieczorem SMS, że adres \
         niekompletny. Adres jest poprawny: {street}, {post} {city}. Proszę o interwencję.",
        "czy mozna prosic kuriera zeby dzwonil wczesniej? juz 2 razy nie zastal. {parcel}",
    ],
    particular: &[(
        "Kurier odmówił wniesienia paczki i zostawił ją przed bramą, 80 metrów od domu. Mam 71 lat i nie dam rady \
         tego dźwigać. Czy przy zamówieniu {order} dostawa nie była pod drzwi?",
        &["bardzo mi przykro. Dostawa w tym zamówieniu obejmowała wniesienie pod drzwi, kurier nie dopełnił \
             usługi. Zwracam {shipping} za dostawę, a w {carrier} złożył<am/em> skargę. Jeśli paczka nadal stoi \
             przed bramą, proszę dać znać, poproszę oddział o powrót kuriera."],
    )],
    answers: &[
        "przekazał<am/em> skargę do oddziału {carrier} {in_city}. Kolejna próba doręczenia odbędzie się {soon_on} \
         między 9 a 15, a kurier ma obowiązek zadzwonić przed przyjazdem. Zostawił<am/em> mu też notatkę o \
         domofonie.",
        "przepraszam, tak to nie powinno wyglądać. {carrier} potwierdził, że próby doręczenia nie było, kurier nie \
         wyrobił się z trasą. Paczka przyjedzie {soon_on} w pierwszej kolejności.",
        "poprosił<am/em>, by kurier zadzwonił co najmniej 30 minut przed przyjazdem. Jeśli wygodniej odebrać paczkę \
         w punkcie albo w paczkomacie {locker}, proszę o jedno słowo, przekieruję ją bez dopłaty.",
    ],
    questions: &[(
        "żeby kolejna próba była skuteczna, proszę o informację, w jakich godzinach ktoś będzie pod adresem {street} \
         i czy są jakieś wskazówki dojazdu.",
        "Najlepiej między 15 a 18. Wejście od podwórza, furtka jest otwarta, pies zamknięty.",
    )],
    holds: &[(
        "zgłosił<am/em> sprawę kierownikowi oddziału {carrier}. Obiecał oddzwonić dziś po powrocie kuriera z trasy. \
         Napiszę, gdy tylko będę <miała/miał> termin.",
        "jest potwierdzenie: paczka {parcel} jedzie {soon_on}, kurier zadzwoni rano. Gdyby znów coś poszło nie tak, \
         wyślemy ją innym przewoźnikiem.",
    )],
    more: &[(
        "Dziękuję, tym razem się udało. Kurier bardzo uprzejmy, to inny pan niż zwykle.",
        "miło to słyszeć, przekażę pochwałę. Życzę, żeby zakupy dobrze służyły.",
    )],
    notes: &[
        "Skarga na trasę {in_city} wysłana do {carrier}.",
        "Poprosić kuriera o telefon przed przyjazdem, numer jest na etykiecie.",
    ],
};
