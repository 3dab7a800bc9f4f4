//! Parcel lockers.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["paczka", "paczkomat"],
    weight: 8,
    goods: Goods::Any,
    order_age_days: (2, 6),
    scenes: &[CANNOT_COLLECT, LATE_FOR_IT],
};

const CANNOT_COLLECT: Scene = Scene {
    subjects: &["Paczkomat {locker}", "Problem z odbiorem z paczkomatu", "nie mogę odebrać paczki", "Kod odbioru nie działa - {order}", "InPost {parcel}"],
    bodies: &[
        "Paczka z zamówienia {order} miała trafić do paczkomatu {locker}, a została przekierowana do innego, na drugim końcu miasta. [Nie mam samochodu, żeby po nią jechać.|Nikt mnie o to nie pytał.] Czy da się ją przenieść z powrotem?",
        "Kod odbioru z SMS-a nie działa. Stoję pod paczkomatem {locker} i wyświetla „nieprawidłowe dane”. [Proszę o pilną pomoc.|Telefon ten sam co zawsze.] Zamówienie {order}.",
        "Skrytka się nie otworzyła, a w aplikacji pokazuje, że paczka odebrana. Nie odebrał<am/em> niczego! Paczkomat {locker}, przesyłka {parcel}, w środku {nom} za {price}.",
        "<dostałam/dostalem> info ze paczka w paczkomacie ale zadnego kodu nie mam. {order}",
        "W skrytce było pusto. Drzwiczki się otworzyły, zrobił<am/em> zdjęcie, w środku nic. Zamówienie {order}, paczkomat {locker}. Zgłosił<am/em> to w InPost, ale powiedzieli, że reklamację musi złożyć nadawca.",
        "W zamówieniu {order} podał<am/em> zły numer telefonu i kod do paczkomatu poszedł do obcej osoby. Co teraz? Paczka jest już w {locker}. [Boję się, że ktoś ją odbierze.|Prawidłowy numer mogę podać.]",
    ],
    answers: &[
        "zgłosił<am/em> sprawę do InPost. Paczka {parcel} zostanie jutro przełożona do paczkomatu {locker}, a nowy kod odbioru przyjdzie SMS-em i mailem. Czas na odbiór liczy się od nowa, czyli 48 godzin od tej wiadomości.",
        "wygenerowaliśmy w panelu nadawcy nowy kod odbioru i przed chwilą wysłaliśmy go SMS-em. Proszę spróbować jeszcze raz, najlepiej przez zdalne otwarcie w aplikacji. Gdyby skrytka nadal się nie otwierała, infolinia InPost otworzy ją na podstawie numeru {parcel}.",
        "bardzo mi przykro. Mamy już odpowiedź InPost: paczka przez pomyłkę trafiła do sąsiedniej skrytki. Serwisant otworzy ją dziś do godziny 20, a {Pani/Pan} dostanie nowy kod. Paczka będzie czekać w {locker} {soon_by}.",
        "zablokowaliśmy wydanie paczki {parcel} i poprawiliśmy dane odbiorcy. Po aktualizacji kod przyjdzie na właściwy numer, zwykle trwa to do dwóch godzin. Przesyłka jest bezpieczna, nikt jej w międzyczasie nie odbierze.",
    ],
    questions: &[
        (
            "już to wyjaśniam z InPost. Proszę tylko o trzy ostatnie cyfry telefonu, który podano przy zamówieniu, i o godzinę, o której próbował{a/} {Pani/Pan} otworzyć skrytkę.",
            "Końcówka numeru się zgadza z tą w zamówieniu, sprawdził<am/em>. Próbował<am/em> dziś około 17:40 i jeszcze raz po osiemnastej.",
        ),
        (
            "do reklamacji w InPost potrzebuję zdjęcia skrytki albo ekranu paczkomatu, jeśli jest. Czy mogę o nie prosić?",
            "W załączniku zdjęcie ekranu z komunikatem. [Skrytki już nie sfotografuję, bo się zamknęła.|Więcej nie mam.]",
        ),
    ],
    holds: &[
        (
            "złożył<am/em> reklamację w InPost, nagranie z kamery paczkomatu {locker} sprawdzają zwykle w dwa dni robocze. Odezwę się {soon_by}. Proszę się nie martwić, paczka była ubezpieczona na pełną wartość.",
            "InPost potwierdził na nagraniu, że skrytka nie została otwarta. Paczka wróciła do oddziału i jutro trafi ponownie do {locker}. Przepraszam za to zamieszanie.",
        ),
        (
            "napisał<am/em> do naszego opiekuna w InPost z prośbą o natychmiastowe przekierowanie. Czekam na odpowiedź i wrócę do {Pani/Pana} jeszcze dziś albo jutro rano.",
            "InPost uznał reklamację. Żeby {Pani/Pan} nie czekał{a/}, wysyłamy drugą paczkę od razu, tym razem kurierem pod adres {street}, {city}. Doręczenie {soon_on}.",
        ),
    ],
    more: &[
        (
            "Nowy kod zadziałał, paczka odebrana! Tylko karton był otwarty z jednej strony, na szczęście nic nie zginęło.",
            "cieszę się, że paczka już u {Pani/Pana}. Otwarty karton zgłoszę InPost, żeby sprawdzili sortownię. Jeśli okaże się, że jednak czegoś brakuje, proszę pisać śmiało.",
        ),
        (
            "A co, jeśli nie zdążę w 48 godzin? Wracam do domu dopiero w czwartek.",
            "przedłużył<am/em> pobyt paczki w paczkomacie o kolejne 24 godziny. Gdyby i to nie wystarczyło, paczka wróci do nas i wyślemy ją ponownie bez dopłaty.",
        ),
    ],
    notes: &[
        "Reklamacja InPost założona, nr {parcel}. Deklarują 2 dni robocze.",
        "Paczkomat {locker} miał wczoraj awarię, potwierdzone na infolinii.",
        "Jeśli InPost nie odpowie do jutra, wysyłamy drugą sztukę kurierem.",
    ],
};

const LATE_FOR_IT: Scene = Scene {
    subjects: &["Nie zdążył<am/em> odebrać paczki", "Paczka wróciła do nadawcy", "Przedłużenie odbioru {order}", "Ponowna wysyłka {order}", "paczka z paczkomatu wrocila"],
    bodies: &[
        "Nie zdążył<am/em> odebrać paczki {parcel} z paczkomatu {locker} i wróciła do Państwa. [Był<am/em> w szpitalu.|Musiał<am/em> nagle wyjechać.] Czy mogą Państwo wysłać ją jeszcze raz? Oczywiście zapłacę za przesyłkę.",
        "paczka {order} wraca do was bo nie zdazyl<am/em> odebrac. da sie wyslac jeszcze raz na ten sam paczkomat?",
        "Czy mogą Państwo przedłużyć czas odbioru paczki w {locker}? Termin mija dziś o 22, a ja jestem w delegacji do jutra. Numer {parcel}.",
        "Przesyłka z zamówienia {order} wróciła do nadawcy, ponieważ paczkomat był przepełniony i skierowano ją do punktu, o którym nie wiedział<am/em>. Proszę o ponowną wysyłkę na adres domowy: {street}, {post} {city}.",
    ],
    answers: &[
        "nic się nie stało, to się zdarza. Gdy paczka do nas wróci (zwykle 2-3 dni robocze), wyślemy ją ponownie do {locker}. Koszt ponownej wysyłki to {shipping}, link do płatności przyjdzie mailem. Jeśli woli {Pani/Pan} zwrot pieniędzy, wystarczy odpisać.",
        "przedłużył<am/em> termin odbioru w paczkomacie {locker} o 24 godziny. Potwierdzenie powinno przyjść SMS-em w ciągu kilkunastu minut.",
        "paczka jest już u nas, sprawdził<am/em> zawartość i wszystko jest całe. Wysyłamy ją dziś ponownie, tym razem bez dopłaty. Dostawa {soon_on}, numer {parcel}.",
    ],
    questions: &[(
        "możemy wysłać paczkę ponownie, jak tylko do nas wróci. Czy ma jechać do tego samego paczkomatu {locker}, czy woli {Pani/Pan} kuriera pod drzwi?",
        "Poproszę kurierem na {street}, {post} {city}. Po 16 zawsze ktoś jest.",
    )],
    holds: &[],
    more: &[(
        "Opłacone. Kiedy mniej więcej będzie?",
        "dziękuję, wpłata dotarła. Paczka wyjedzie w dniu, w którym do nas wróci, więc realnie {later_by}. Numer przesyłki wyślemy osobnym mailem.",
    )],
    notes: &["Zwrot z paczkomatu, obejrzeć zawartość przed ponowną wysyłką.", "Ponowna wysyłka bez dopłaty, decyzja Marty (przepełniony paczkomat)."],
};
