//! It broke after some months.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["reklamacja", "gwarancja"],
    weight: 4,
    goods: Goods::Sturdy,
    ordered: true,
    order_age_days: (90, 420),
    carrier: None,
    scenes: &[AFTER_MONTHS],
};

const AFTER_MONTHS: Scene = Scene {
    subjects: &[
        "Reklamacja po kilku miesiącach",
        "Gwarancja - {nom}",
        "Rękojmia, zamówienie {order}",
        "Reklamacja z tytułu niezgodności z umową",
        "Zepsuło się po sezonie",
    ],
    bodies: &[
        "{day} kupił<am/em> u Państwa {acc} (zamówienie {order}). Po kilku miesiącach normalnego używania pojawiło \
         się uszkodzenie przy krawędzi, które z tygodnia na tydzień się powiększa. Czy mogę to reklamować?",
        "Zgłaszam niezgodność towaru z umową: {nom}, zamówienie {order}. Wada: łączenie się rozchodzi, choć rzecz \
         używana była kilka razy. Zdjęcia w załączniku. Oczekuję naprawy lub wymiany.",
        "mija rok od zakupu i {nom} do wyrzucenia. to chyba nie jest normalne przy tej cenie? {order}",
        "Czy na {acc} jest gwarancja producenta? Zamówienie {order}, kupione mniej niż dwa lata temu. Ostatnio \
         zauważył<am/em> odbarwienia, których wcześniej nie było.",
    ],
    particular: &[
        (
            "Pół roku temu odrzucili Państwo moją reklamację, twierdząc, że to uszkodzenie mechaniczne. Wada się \
             powiększyła i teraz wyraźnie widać, że to błąd produkcji. Proszę o ponowne rozpatrzenie, zamówienie \
             {order}.",
            &["dziękuję, że {Pani/Pan} wraca z tą sprawą. Obejrzeliśmy zdjęcia jeszcze raz i nasza poprzednia \
                 decyzja była błędna. Uznajemy reklamację {complaint} i zwracamy {price}. Przepraszam, że kosztowało \
                 to tyle nerwów."],
        ),
        (
            "Niestety muszę zareklamować zakup z {day}. Po trzecim użyciu puściło łączenie. Szkoda mi, bo rzecz jest \
             ładna i chciał<abym/bym> ją mieć dalej. Wystarczy mi naprawa. Numer zamówienia {order}, produkt: {nom}.",
            &["naprawiamy takie rzeczy w pracowni w ciągu około tygodnia. Kurier odbierze paczkę {soon_on}, po \
                 naprawie odeślemy ją na nasz koszt. Numer sprawy: {complaint}."],
        ),
    ],
    answers: &[
        "reklamację przyjęliśmy pod numerem {complaint} i po obejrzeniu zdjęć uznajemy ją. Nowy egzemplarz wyślemy \
         {soon_on}, tamtego nie trzeba odsyłać.",
        "za zgodność towaru z umową odpowiadamy przez dwa lata, więc termin jest zachowany. Proponuję wymianę. Kod \
         do bezpłatnego odesłania wysłał<am/em> osobno, rozpatrzymy sprawę najpóźniej w 14 dni od otrzymania paczki, \
         zwykle szybciej.",
        "bardzo przepraszam. Przy tej partii producent potwierdził wadę, dlatego bez zbędnych formalności zwracamy \
         {price}. Pieniądze będą na koncie {soon_by}.",
        "dziękuję za opis. To nie jest normalne zużycie, reklamację {complaint} uznajemy. Mogę wysłać nowy \
         egzemplarz albo zwrócić {price}, proszę wybrać. Jeśli nie dostanę odpowiedzi, w poniedziałek wyślę nowy.",
    ],
    questions: &[(
        "dziękuję za zgłoszenie, numer sprawy {complaint}. Proszę o zdjęcie całości i zbliżenie wady oraz krótki \
         opis, jak rzecz była używana (w domu, na dworze, jak czyszczona).",
        "Zdjęcia w załączniku. Używane normalnie, zgodnie z karteczką z paczki, stało pod dachem.",
    )],
    holds: &[(
        "przekazał<am/em> zgłoszenie producentowi z prośbą o opinię. Niezależnie od niej odpowiemy w ustawowym \
         terminie 14 dni, a pewnie dużo wcześniej.",
        "producent potwierdził wadę materiału. Wymieniamy na nowy egzemplarz, wysyłka {soon_on}. Dziękuję za \
         cierpliwość, sprawa {complaint}.",
    )],
    more: &[(
        "Dziękuję za uczciwe podejście. Czy potrzebny jest paragon? Nie jestem <pewna/pewien>, czy go jeszcze mam.",
        "nie jest potrzebny, numer zamówienia {order} w zupełności wystarczy.",
    )],
    notes: &[
        "Termin na odpowiedź: 14 dni od zgłoszenia. Nie przegapić, inaczej uznana z mocy prawa.",
        "Producent odpowiada zwykle w trzy dni, dopilnować.",
        "To już druga taka wada w tej serii, zanotować do rozmowy z producentem.",
    ],
};
