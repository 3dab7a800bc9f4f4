//! Discount codes that do not work.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["rabat"],
    weight: 4,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 2),
    carrier: None,
    scenes: &[CODE_REFUSED],
};

const CODE_REFUSED: Scene = Scene {
    subjects: &[
        "Kod rabatowy nie działa",
        "Kod {code}",
        "Problem z kodem {code}",
        "Rabat nie został naliczony - {order}",
        "newsletter - brak kodu",
    ],
    bodies: &[
        "Kod {code} nie działa. Wyskakuje „kod nie łączy się z innymi promocjami”, a ja żadnej innej promocji nie \
         mam. W koszyku jest tylko {nom}.",
        "Czy kod {code} obejmuje też {acc}? System pisze, że produkt jest wyłączony, ale w regulaminie promocji nic \
         takiego nie znalazł<am/em>.",
    ],
    particular: &[
        (
            "Zapisał<am/em> się do newslettera, żeby dostać kod na pierwsze zakupy, i nic nie przyszło. [Spam \
             sprawdzony.|Czekam od wczoraj.]",
            &["przesyłam kod jeszcze raz: {code}. Jest ważny 30 dni i łączy się z darmową dostawą, nie łączy się \
                 tylko z wyprzedażą."],
        ),
        (
            "Złożył<am/em> zamówienie {order} i dopiero po zapłaceniu zorientował<am/em> się, że kod {code} się nie \
             naliczył. Czy mogą Państwo zwrócić różnicę?",
            &["dziękuję za zgłoszenie. Rabat do zamówienia {order} naliczył<am/em> ręcznie, {rebate} wróci na \
                 konto {soon_by}."],
        ),
        (
            "kod {code} nieaktywny, a w mailu ważny do końca miesiąca",
            &["kod wygasł wczoraj o północy, ale skoro mail mówił co innego, przyznaję {Pani/Panu} rację. Nowy, \
                 jednorazowy kod wyślę w osobnej wiadomości, obniży cenę tak samo."],
        ),
        (
            "W reklamie na Instagramie było -20% na wszystko, w koszyku mam tylko -10%. Proszę o wyjaśnienie, bo \
             czuję się trochę wprowadzon<a/y> w błąd.",
            &["rozumiem, to mogło być mylące. Rabat -20% dotyczył wybranych kolekcji, ale na grafice zabrakło \
                 gwiazdki. Żeby nie było niesmaku, wysyłam jednorazowy kod na -20% na całe zamówienie."],
        ),
        (
            "Próbuję użyć karty podarunkowej, którą dostał<am/em> na urodziny, ale sklep twierdzi, że kod jest \
             nieprawidłowy. Wpisywał<am/em> wielkimi i małymi literami, ze spacjami i bez.",
            &["karty podarunkowe wpisuje się w innym polu niż kody rabatowe, na ostatnim kroku zamówienia. Wiem, \
                 że nie jest to oczywiste. Sprawdził<am/em> kartę, jest aktywna i ma pełną kwotę."],
        ),
    ],
    answers: &[
        "sprawdził<am/em> kod {code}: miał ustawione minimum koszyka 150 zł, o czym na banerze nie było słowa. To \
         nasz błąd. Zdjęliśmy ograniczenie, proszę spróbować jeszcze raz.",
        "kod {code} wymagał zalogowania, a komunikat w koszyku wprowadzał w błąd. Zdjęliśmy ten warunek. Gdyby dalej \
         się nie naliczał, proszę złożyć zamówienie bez kodu, a rabat zwrócę ręcznie.",
        "dziękuję za zgłoszenie, reguła promocji była źle ustawiona. Poprawione, kod {code} działa od teraz na \
         wszystko poza wyprzedażą.",
    ],
    questions: &[(
        "sprawdzę to od ręki. Czy {mogłaby Pani/mógłby Pan} przesłać zrzut ekranu koszyka z komunikatem?",
        "Zrzut w załączniku. Próbował<am/em> na telefonie i na komputerze, to samo.",
    )],
    holds: &[(
        "zgłosił<am/em> problem osobie od sklepu internetowego. Kod zachowujemy dla {Pani/Pana}, nawet jeśli \
         promocja w międzyczasie się skończy.",
        "naprawione: kod {code} znowu działa. Termin ważności przedłużył<am/em> o tydzień.",
    )],
    more: &[("Działa, dziękuję! Zamówienie złożone.", "świetnie, widzę je w systemie. Paczka wyjedzie {soon_on}.")],
    notes: &[
        "{code}: w panelu ustawione minimum 150 zł, poprawić baner albo regułę.",
        "Sprawdzić, czy inni też zgłaszali {code}.",
    ],
};
