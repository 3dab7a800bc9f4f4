//! Parcel lockers.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["paczka", "paczkomat"],
    weight: 8,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (2, 6),
    carrier: Some("InPost"),
    scenes: &[CODE, EMPTY, LATE_FOR_IT],
};

const CODE: Scene = Scene {
    subjects: &[
        "Paczkomat {locker}",
        "Problem z odbiorem z paczkomatu",
        "nie mogę odebrać paczki",
        "Kod odbioru nie działa - {order}",
        "InPost {parcel}",
    ],
    bodies: &[
        "Kod odbioru z SMS-a nie działa. Stoję pod paczkomatem {locker} i wyświetla „nieprawidłowe dane”. [Proszę o \
         pilną pomoc.|Telefon ten sam co zawsze.] Zamówienie {order}.",
        "<dostałam/dostalem> info ze paczka w paczkomacie ale zadnego kodu nie mam. {order}",
        "Aplikacja InPost nie pokazuje paczki {parcel}, SMS-a z kodem też brak. Na Państwa stronie jest „dostarczona \
         do paczkomatu {locker}”. [Jak mam ją odebrać?|Zostało mi mało czasu na odbiór.]",
    ],
    particular: &[
        (
            "W zamówieniu {order} podał<am/em> zły numer telefonu i kod do paczkomatu poszedł do obcej osoby. Co \
             teraz? Paczka jest już w {locker}. [Boję się, że ktoś ją odbierze.|Prawidłowy numer mogę podać.]",
            &["zablokowaliśmy wydanie paczki {parcel} i poprawiliśmy dane odbiorcy. Po aktualizacji kod przyjdzie \
                 na właściwy numer, zwykle trwa to do dwóch godzin. Przesyłka jest bezpieczna, nikt jej w \
                 międzyczasie nie odbierze."],
        ),
        (
            "Paczka z zamówienia {order} miała trafić do paczkomatu {locker}, a została przekierowana do innego, na \
             drugim końcu miasta. [Nie mam samochodu, żeby po nią jechać.|Nikt mnie o to nie pytał.] Czy da się ją \
             przenieść z powrotem?",
            &[
                "zgłosił<am/em> sprawę do InPost. Paczka {parcel} zostanie jutro przełożona do paczkomatu {locker}, \
                 a nowy kod odbioru przyjdzie SMS-em i mailem. Czas na odbiór liczy się od nowa, czyli 48 godzin od \
                 tej wiadomości.",
                "{locker} był wczoraj przepełniony i stąd przekierowanie. Poprosił<am/em> o przewiezienie paczki z \
                 powrotem, będzie tam {soon_on}. Gdyby to było za późno, mogę zamówić kuriera pod {street}.",
            ],
        ),
    ],
    answers: &[
        "wygenerowaliśmy w panelu nadawcy nowy kod odbioru i przed chwilą wysłaliśmy go SMS-em. Proszę spróbować \
         jeszcze raz, najlepiej przez zdalne otwarcie w aplikacji. Gdyby skrytka nadal się nie otwierała, infolinia \
         InPost otworzy ją na podstawie numeru {parcel}.",
        "w numerze telefonu na etykiecie zabrakło jednej cyfry, dlatego kod nie dochodził. Poprawił<am/em> to, nowy \
         SMS powinien przyjść w ciągu godziny. Termin odbioru z {locker} przedłużył<am/em> o dobę.",
        "paczkomat {locker} miał dziś przerwę w łączności i nie przyjmował kodów. InPost potwierdził, że od południa \
         działa, a kod z SMS-a jest nadal ważny. Na wszelki wypadek przedłużył<am/em> termin odbioru.",
    ],
    questions: &[(
        "już to wyjaśniam z InPost. Proszę tylko o trzy ostatnie cyfry telefonu, który podano przy zamówieniu, i o \
         godzinę ostatniej próby odbioru.",
        "Końcówka 7[12|38|04|65], próbował<am/em> dziś około 17:40 i jeszcze raz po osiemnastej.",
    )],
    holds: &[(
        "napisał<am/em> do naszego opiekuna w InPost z prośbą o zdalne otwarcie skrytki. Czekam na odpowiedź i wrócę \
         do {Pani/Pana} jeszcze dziś albo jutro rano.",
        "InPost przełożył paczkę do innej skrytki w {locker}, tamta miała uszkodzony zamek. Nowy kod został wysłany \
         SMS-em, na odbiór są 48 godziny.",
    )],
    more: &[
        (
            "Nowy kod zadziałał, paczka odebrana! Tylko karton był otwarty z jednej strony, na szczęście nic nie \
             zginęło.",
            "cieszę się, że paczka już u {Pani/Pana}. Otwarty karton zgłoszę InPost, żeby sprawdzili sortownię. \
             Jeśli okaże się, że jednak czegoś brakuje, proszę pisać śmiało.",
        ),
        (
            "A co, jeśli nie zdążę w 48 godzin? Wracam do domu dopiero w czwartek.",
            "przedłużył<am/em> pobyt paczki w paczkomacie o kolejne 24 godziny. Gdyby i to nie wystarczyło, paczka \
             wróci do nas i wyślemy ją ponownie bez dopłaty.",
        ),
    ],
    notes: &[
        "Paczkomat {locker} miał wczoraj awarię, potwierdzone na infolinii.",
        "Jeśli kod nie dojdzie do wieczora, dzwonić do opiekuna w InPost.",
    ],
};

const EMPTY: Scene = Scene {
    subjects: &[
        "Pusta skrytka - {order}",
        "Paczkomat {locker} - reklamacja",
        "Nie ma paczki w paczkomacie",
        "skrytka się nie otworzyła",
    ],
    bodies: &[
        "Skrytka się nie otworzyła, a w aplikacji pokazuje, że paczka odebrana. Niczego nie odebrał<am/em>! \
         Paczkomat {locker}, przesyłka {parcel}, w środku {nom} za {price}.",
        "W skrytce było pusto. Drzwiczki się otworzyły, zrobił<am/em> zdjęcie, w środku nic. Zamówienie {order}, \
         paczkomat {locker}. Zgłosił<am/em> to w InPost, ale powiedzieli, że reklamację musi złożyć nadawca.",
    ],
    particular: &[],
    answers: &[
        "bardzo mi przykro. Mamy już odpowiedź InPost: paczka przez pomyłkę trafiła do sąsiedniej skrytki. Serwisant \
         otworzy ją dziś do godziny 20, a {Pani/Pan} dostanie nowy kod. Paczka będzie czekać w {locker} {soon_by}.",
        "reklamacja w InPost jest złożona, ale nie będziemy czekać na jej wynik. {acc} wysyłamy ponownie, tym razem \
         kurierem na {street}, {city}, doręczenie {soon_on}.",
    ],
    questions: &[(
        "do reklamacji w InPost potrzebuję jeszcze zdjęcia skrytki albo ekranu paczkomatu i przybliżonej godziny \
         odbioru. Czy mogę o nie prosić?",
        "W załączniku zdjęcie. [Było to wczoraj o 19:15.|Dziś rano, przed ósmą.] Więcej niestety nie mam.",
    )],
    holds: &[
        (
            "złożył<am/em> reklamację w InPost, nagranie z kamery paczkomatu {locker} sprawdzają zwykle w dwa dni \
             robocze. Odezwę się {soon_by}. Proszę się nie martwić, paczka była ubezpieczona na pełną wartość.",
            "InPost potwierdził na nagraniu, że skrytka nie została otwarta. Paczka wróciła do oddziału i jutro \
             trafi ponownie do {locker}. Przepraszam za to zamieszanie.",
        ),
        (
            "zgłosił<am/em> sprawę opiekunowi w InPost i poprosił<am/em> magazyn o odłożenie drugiej sztuki, żeby w \
             razie czego wysłać ją bez zwłoki. Dam znać {soon_on}.",
            "InPost uznał reklamację. Drugą paczkę wysyłamy dziś kurierem pod adres {street}, {city}. Doręczenie \
             {soon_on}.",
        ),
    ],
    more: &[],
    notes: &[
        "Reklamacja InPost założona, nr {parcel}. Deklarują 2 dni robocze.",
        "Jeśli InPost nie odpowie do jutra, wysyłamy drugą sztukę kurierem.",
    ],
};

const LATE_FOR_IT: Scene = Scene {
    subjects: &[
        "Nie zdążył<am/em> odebrać paczki",
        "Paczka wróciła do nadawcy",
        "Przedłużenie odbioru {order}",
        "Ponowna wysyłka {order}",
        "paczka z paczkomatu wrocila",
    ],
    bodies: &[
        "Nie zdążył<am/em> odebrać paczki {parcel} z paczkomatu {locker} i wróciła do Państwa. [Był<am/em> w \
         szpitalu.|Musiał<am/em> nagle wyjechać.] Czy mogą Państwo wysłać ją jeszcze raz? Oczywiście zapłacę za \
         przesyłkę.",
        "paczka {order} wraca do was bo nie zdazyl<am/em> odebrac. da sie wyslac jeszcze raz na ten sam paczkomat?",
    ],
    particular: &[
        (
            "Czy mogą Państwo przedłużyć czas odbioru paczki w {locker}? Termin mija dziś o 22, a ja jestem w \
             delegacji do jutra. Numer {parcel}.",
            &["przedłużył<am/em> termin odbioru w paczkomacie {locker} o 24 godziny. Potwierdzenie powinno przyjść \
                 SMS-em w ciągu kilkunastu minut."],
        ),
        (
            "Przesyłka z zamówienia {order} wróciła do nadawcy, ponieważ paczkomat był przepełniony i skierowano ją \
             do punktu, o którym nie wiedział<am/em>. Proszę o ponowną wysyłkę na adres domowy: {street}, {post} \
             {city}.",
            &["paczka jest już u nas, sprawdził<am/em> zawartość i wszystko jest całe. Wysyłamy ją dziś ponownie, \
                 kurierem i bez dopłaty, bo zawinił paczkomat. Dostawa {soon_on}, numer {parcel}."],
        ),
    ],
    answers: &[
        "nic się nie stało, to się zdarza. Gdy paczka do nas wróci (zwykle 2-3 dni robocze), wyślemy ją ponownie do \
         {locker}. Koszt ponownej wysyłki to {shipping}, link do płatności przyjdzie mailem. Jeśli woli {Pani/Pan} \
         zwrot pieniędzy, wystarczy odpisać.",
        "paczka jest już u nas, sprawdził<am/em> zawartość i wszystko jest całe. Jedzie dziś z powrotem do {locker}, \
         za pierwszym razem bez dopłaty. Dostawa {soon_on}, numer {parcel}.",
    ],
    questions: &[(
        "możemy wysłać paczkę ponownie, jak tylko do nas wróci. Czy ma jechać do tego samego paczkomatu {locker}, \
         czy woli {Pani/Pan} kuriera pod drzwi?",
        "Poproszę kurierem na {street}, {post} {city}. Po 16 zawsze ktoś jest.",
    )],
    holds: &[],
    more: &[(
        "Dziękuję! Tym razem ustawię sobie przypomnienie :) Na ile dni tam trafia?",
        "standardowo na 48 godzin. Gdyby to było za mało, proszę napisać przed upływem terminu, przedłużymy o dobę.",
    )],
    notes: &[
        "Zwrot z paczkomatu, obejrzeć zawartość przed ponowną wysyłką.",
        "Decyzja Marty: za pierwszym razem wysyłamy ponownie bez dopłaty.",
    ],
};
