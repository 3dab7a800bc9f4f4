//! Something else came, or something is missing.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["reklamacja", "pomyłka"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (3, 8),
    carrier: None,
    scenes: &[SOMETHING_ELSE, SOMETHING_MISSING],
};

const SOMETHING_ELSE: Scene = Scene {
    subjects: &[
        "Pomyłka w zamówieniu {order}",
        "Przysłali Państwo nie to",
        "Zła rzecz w paczce",
        "nie ten towar {order}",
    ],
    bodies: &[
        "Zamówił<am/em> {acc}, a w paczce znalazł<am/em> {other_acc}. Faktura się zgadza, towar nie. Zamówienie \
         {order}. Proszę o wysłanie właściwego produktu i odebranie tego na Państwa koszt.",
        "Chyba zamienili Państwo paczki. Na etykiecie moje nazwisko, w środku {other}, a karteczka z podziękowaniem \
         dla jakiejś pani Ewy. Moje zamówienie to {order}: {nom}.",
        "przyszlo cos innego niz zamawial<am/em>... mialo byc {nom} a jest {other}. {order}",
        "Właśnie rozpakował<am/em> paczkę, a tu niespodzianka: {other}. Ładna rzecz, ale ja zamawiał<am/em> {acc} :) \
         Co robimy? Nr {order}.",
    ],
    particular: &[(
        "W zamówieniu {order} wybrał<am/em> kolor naturalny, przyszedł grafit. Sprawdził<am/em> potwierdzenie, na \
         pewno był naturalny. Chodzi o {acc}. [Czy mogę wymienić?|Nie pasuje do niczego w domu.]",
        &["oczywiście wymienimy, pomyłka jest po naszej stronie. Kolor naturalny wychodzi {soon_on}, a kurier przy \
             doręczeniu odbierze grafit. Potwierdzenie: {complaint}."],
    )],
    answers: &[
        "przepraszam za pomyłkę przy pakowaniu. Właściwą paczkę nadajemy dziś, będzie u {Pani/Pana} {soon_on}. \
         Kurier przy okazji odbierze {other_acc}, proszę tylko włożyć do dowolnego kartonu. Nic {Pani/Pan} nie \
         dopłaca.",
        "rzeczywiście zamieniliśmy dwie paczki, druga osoba też już napisała. {acc} wysyłamy od razu, a etykietę \
         zwrotną na {other_acc} znajdzie {Pani/Pan} w osobnym mailu. W ramach przeprosin kod {code} na następne \
         zakupy.",
        "dziękuję za zgłoszenie, reklamacja {complaint}. Nowa paczka wyjedzie {soon_on}. Jeśli {other} się \
         {Pani/Panu} podoba, możemy zostawić z rabatem 30%, a jeśli nie, zamówię odbiór.",
    ],
    questions: &[(
        "przepraszam za kłopot. Czy {mogłaby Pani/mógłby Pan} przesłać zdjęcie etykiety z kodem kreskowym na \
         opakowaniu? Sprawdzimy, gdzie powstał błąd i czy nikt inny nie dostał {Pani/Pana} paczki.",
        "Zdjęcie w załączniku. Kod kreskowy jest trochę zamazany, ale da się odczytać.",
    )],
    holds: &[(
        "sprawdzam na nagraniu z pakowania, co się stało, i czy mamy jeszcze {acc} na stanie. Odpowiem {soon_on}.",
        "znaleźliśmy przyczynę: dwie paczki stały obok siebie i zamieniły się etykiety. {acc} wyjeżdża do \
         {Pani/Pana} dziś z dostawą {soon_on}. Przepraszamy!",
    )],
    more: &[(
        "Kurier odebrał pomyłkową paczkę. Właściwa doszła wczoraj, wszystko ok.",
        "dziękuję za potwierdzenie i za cierpliwość. Zamykam zgłoszenie {complaint}.",
    )],
    notes: &[
        "Zamienione etykiety na stole 2. Druga paczka z tej pary do wyjaśnienia.",
        "Poprosił<am/em> o nagranie ze stołu pakowania.",
    ],
};

const SOMETHING_MISSING: Scene = Scene {
    subjects: &[
        "Niekompletna przesyłka {order}",
        "Brak w paczce",
        "Brakuje jednej rzeczy - {order}",
        "niekompletne zamówienie",
    ],
    bodies: &[
        "W paczce z zamówienia {order} brakuje jednej pozycji: {nom}. Na liście pakowania jest odhaczona, ale w \
         kartonie jej nie było. [Przeszukał<am/em> wypełniacz dwa razy.|Karton nie był naruszony.]",
        "<dostalam/dostalem> zamowienie {order} ale bez {gen}. doslecie?",
        "Zapłacił<am/em> za dwie sztuki, dostał<am/em> jedną ({nom}, zamówienie {order}). Proszę o dosłanie drugiej \
         albo zwrot {price}.",
    ],
    particular: &[
        (
            "Zamówienie {order} miało dotrzeć w dwóch paczkach. Przyszła jedna, o drugiej ani słowa. Brakuje: {nom}.",
            &["druga paczka jest w drodze, tylko mail z jej numerem nie dotarł: {parcel}. Powinna być u \
                 {Pani/Pana} {soon_on}."],
        ),
        (
            "W przesyłce zabrakło ulotki i elementu montażowego, bez których nie da się tego używać zgodnie z \
             opisem. Chodzi o {acc}, nr {order}. Czy mogą Państwo dosłać samą brakującą część?",
            &["przepraszam, to nasz błąd. Brakujący element wychodzi dziś listem poleconym, powinien dotrzeć \
                 {later_by}. Gdyby było to za długo, zwrócę {price}."],
        ),
    ],
    answers: &[
        "system zapisuje wagę paczki przy nadaniu i rzeczywiście była za lekka. Brakującą rzecz wysyłamy dziś, \
         doręczenie {soon_on}. Przepraszam za niedopatrzenie.",
        "przepraszam, brakującą sztukę znaleźliśmy na stole do pakowania, z numerem {order}. Wychodzi dziś z \
         priorytetem, dostawa {soon_on}. Jeśli nie zależy już {Pani/Panu} na niej, zwrócę {price}.",
    ],
    questions: &[(
        "sprawdzam to z magazynem. Czy na kartonie jest naklejka „1/2” albo „2/2”? Część zamówień wysyłamy w dwóch \
         paczkach.",
        "Jest, 1/2. Czyli druga gdzieś jeszcze jedzie?",
    )],
    holds: &[(
        "poprosił<am/em> magazyn o przeliczenie stanu. Jeśli sztuka została u nas, wyjdzie tego samego dnia. Napiszę \
         {soon_on}.",
        "przeliczyliśmy i jedna sztuka została na półce, czyli faktycznie nie trafiła do kartonu. Już ją pakujemy, \
         doręczenie {soon_on}.",
    )],
    more: &[("Doszło, dziękuję. Następnym razem liczcie dokładniej ;)", "obiecuję :) Wszystkiego dobrego!")],
    notes: &["Waga przy nadaniu 1,8 kg, powinna być 3,1. Brak potwierdzony.", "Wysłać brakującą sztukę bez kolejki."],
};
