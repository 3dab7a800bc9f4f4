//! Questions about the goods.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["produkt"],
    weight: 9,
    goods: Goods::Any,
    ordered: false,
    order_age_days: (0, 1),
    carrier: None,
    scenes: &[MEASURES, CARE],
};

const MEASURES: Scene = Scene {
    subjects: &[
        "Pytanie o wymiary",
        "{nom} - wymiary",
        "Pytanie o produkt",
        "Czy zmieści się...",
        "pytanie przed zakupem",
    ],
    bodies: &[
        "Zastanawiam się nad zakupem {gen}. Czy mogą Państwo podać dokładne wymiary? [Na stronie znalazł<am/em> \
         tylko wagę.|W opisie i na zdjęciu są dwie różne wartości.]",
        "Interesuje mnie {nom}. Mam bardzo mało miejsca {in_city} na balkonie i każdy centymetr się liczy. Jakie są \
         wymiary zewnętrzne, z najbardziej wystającymi elementami?",
        "jakie wymiary ma {nom}?",
        "Chcę kupić {acc} na prezent i muszę dobrać pudełko. Proszę o wymiary samego produktu, ewentualnie kartonu, \
         w którym przychodzi.",
    ],
    particular: &[
        (
            "Czy {acc} można obejrzeć gdzieś {in_city} na żywo? Jeśli nie, to proszę o wymiary i może jakieś zdjęcie \
             przy czymś dla skali, bo po samych fotografiach trudno mi ocenić wielkość.",
            &["nie mamy sklepu stacjonarnego poza Teresinem, ale w załączniku przesyłam zdjęcie z ręką dla skali. \
                 Wymiary to: {dims}."],
        ),
        (
            "Oglądam {acc} na Państwa stronie. Cena {price} jest za sztukę czy za komplet? I czy wymiary z opisu są \
             aktualne, bo jedna z opinii mówi coś innego.",
            &["{dims}. Cena {price} dotyczy dokładnie tego, co widać na pierwszym zdjęciu. Gdyby po rozpakowaniu \
                 rozmiar nie pasował, na zwrot jest 14 dni."],
        ),
    ],
    answers: &[
        "już podaję: {dims}. Zmierzył<am/em> przed chwilą egzemplarz z magazynu, więc to wartości z natury. Przy \
         rękodziele możliwa jest różnica do 3 mm.",
        "dziękuję za pytanie. Wymiary: {dims}. Opis na stronie uzupełnimy jeszcze dziś, rzeczywiście był \
         nieczytelny.",
        "wymiary to: {dims}. Gdyby po rozpakowaniu coś nie pasowało, na zwrot jest 14 dni, więc można spokojnie \
         sprawdzić w domu.",
    ],
    questions: &[(
        "chętnie pomogę. Czy chodzi o wymiary samego produktu, czy razem z opakowaniem?",
        "Samego produktu. Opakowanie i tak wyrzucę.",
    )],
    holds: &[],
    more: &[
        (
            "Dziękuję, pasuje idealnie! Czy macie jeszcze dwie sztuki?",
            "tak, mamy, odłożył<am/em> dwie do jutra. Wystarczy złożyć zamówienie na stronie i w uwagach wpisać \
             „odłożone”.",
        ),
        (
            "Dziękuję. A czy jest to od ręki, gdybym zamówił<a/> dzisiaj?",
            "tak, jest na stanie. Zamówienia opłacone do 12:00 wysyłamy tego samego dnia, więc paczka byłaby u \
             {Pani/Pana} {soon_by}.",
        ),
    ],
    notes: &[
        "Poprawić opis: wymiary w tabeli i w tekście się różnią.",
        "Dodać zdjęcie dla skali, już czwarte pytanie.",
    ],
};

const CARE: Scene = Scene {
    subjects: &[
        "Pytanie o materiał",
        "{nom} - z czego?",
        "Czy nadaje się na zewnątrz?",
        "Pytanie o pielęgnację",
        "pytanie o {acc}",
    ],
    bodies: &[
        "Z czego dokładnie wykonujecie {acc}? Mam alergię i wolę zapytać przed zakupem.",
        "Od miesiąca używamy {gen} i jesteśmy bardzo zadowoleni. Jak to najlepiej czyścić, żeby nie zniszczyć? \
         Instrukcja gdzieś przepadła.",
        "chcial<abym/bym> wiedziec czy {acc} mozna myc normalnie czy trzeba jakos specjalnie uwazac",
    ],
    particular: &[
        (
            "Czy {acc} robicie w Polsce? Na zdjęciu metki widać tylko logo. Kupuję świadomie i zależy mi na tej \
             informacji.",
            &["tak, wszystko powstaje w Polsce, w niedużych pracowniach, z którymi współpracujemy od lat. \
                 Szczegóły: {made}."],
        ),
        (
            "Pytanie o skład: w opisie {gen} jest jedno, a w filmie na stronie pani mówi o czymś innym. Jak jest \
             naprawdę?",
            &["opis na stronie jest prawidłowy: {made}. Film dotyczył starszej wersji, zdejmiemy go, dziękuję za \
                 czujność."],
        ),
    ],
    answers: &[
        "dziękuję za pytanie. Materiał i pielęgnacja: {made}. Wszystko powstaje w Polsce, w pracowniach, z którymi \
         współpracujemy od lat.",
        "najkrócej: {made}. Kartę produktu z pełnym składem przesyłam w załączniku.",
        "już odpowiadam: {made}. W paczce zawsze jest też karteczka z instrukcją pielęgnacji.",
    ],
    questions: &[],
    holds: &[(
        "to dobre pytanie i nie chcę zgadywać. Zapytam w pracowni i odpiszę {soon_on}.",
        "mam odpowiedź z pracowni: {made}. Certyfikaty przesyłam w załączniku.",
    )],
    more: &[(
        "Dziękuję za wyczerpującą odpowiedź. Zamówienie złożone!",
        "bardzo mi miło. Paczka wyjedzie \
     {soon_on}.",
    )],
    notes: &["Zapytać pracownię o certyfikat, będzie potrzebny też do opisu."],
};
