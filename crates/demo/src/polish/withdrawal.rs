//! Withdrawal within fourteen days.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["zwrot"],
    weight: 9,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (5, 15),
    carrier: None,
    scenes: &[HOW_TO_RETURN, DECLARATION],
};

const HOW_TO_RETURN: Scene = Scene {
    subjects: &[
        "Zwrot zamówienia {order}",
        "Jak zwrócić towar?",
        "Chcę zwrócić zakupy",
        "zwrot {order}",
        "Zwrot - pytanie",
    ],
    bodies: &[
        "Chciał<abym/bym> zwrócić {acc} z zamówienia {order}. [Kolor na żywo jest inny, niż się \
         spodziewał<am/em>.|Nie pasuje mi do kuchni.|Po obejrzeniu na spokojnie to jednak nie to.] Jak to zrobić i kto \
         płaci za przesyłkę?",
        "Otrzymał<am/em> paczkę wczoraj i niestety nie jestem <zadowolona/zadowolony>. [Na zdjęciach wyglądało to \
         zupełnie inaczej.|Materiał wydaje mi się cieńszy, niż w opisie.] Proszę o instrukcję zwrotu do zamówienia \
         {order}.",
        "jaki adres do zwrotow? {order}",
        "Mąż kupił to samo dzień wcześniej w sklepie stacjonarnym i mamy teraz dwa. Chcemy oddać {acc}. Paczka nie \
         była nawet rozpakowana. Czy wystarczy odesłać, czy trzeba coś wypełnić?",
    ],
    particular: &[
        (
            "Czy zwrot można nadać paczkomatem? Mam do oddania {acc}, zamówienie {order}. Opakowanie otwarte, ale \
             rzecz nieużywana.",
            &["tak, zwrot z paczkomatu jest możliwy. Wysyłam kod nadania w osobnej wiadomości, jest ważny 7 dni. \
                 Proszę dobrze zabezpieczyć zawartość, najlepiej w oryginalnym kartonie. Numer zwrotu: {return}."],
        ),
        (
            "Czy mogę zwrócić tylko jedną rzecz z zamówienia, a resztę zostawić? Chodzi o {acc} ({order}). I czy \
             wtedy darmowa dostawa przepada?",
            &[
                "jak najbardziej można zwrócić część zamówienia. Zwracamy wtedy cenę produktu, czyli {price}, a przy \
                 zwrocie całości także koszt najtańszej dostawy. Etykietę zwrotną wysłał<am/em> osobnym mailem, \
                 numer zwrotu to {return}.",
                "tak, można oddać samą rzecz. Darmowa dostawa nie przepada, tego nie przeliczamy wstecz. Zwrócimy \
                 {price}, numer zwrotu to {return}.",
            ],
        ),
        (
            "Ile mam czasu na zwrot? Zamówienie {order} odebrał<am/em> kilka dni temu, ale leżało nieotwarte, bo \
             wyjechaliśmy. Dopiero dziś obejrzał<am/em> {acc} i to nie to.",
            &["na odesłanie oświadczenia jest 14 dni od odebrania paczki, a potem jeszcze 14 dni na samą \
                 przesyłkę. Spokojnie się {Pani/Pan} mieści. Zarejestrował<am/em> zwrot pod numerem {return}, od tej \
                 chwili termin jest zachowany."],
        ),
    ],
    answers: &[
        "oczywiście, na zwrot jest 14 dni od odebrania paczki, bez podawania przyczyny. Najwygodniej przez formularz \
         na {site}/zwroty: po wpisaniu numeru {order} dostanie {Pani/Pan} kod do paczkomatu. Koszt odesłania to \
         11,99 zł, potrącimy go ze zwrotu. Pieniądze wracają w ciągu kilku dni od przyjęcia paczki.",
        "zarejestrował<am/em> zwrot pod numerem {return}. Proszę włożyć do paczki kartkę z tym numerem i nadać ją na \
         adres: Dzban i Donica, ul. Garncarska 8, 96-515 Teresin. Nie trzeba niczego więcej wypełniać, ten mail \
         wystarczy jako oświadczenie.",
        "przykro mi, że zakup nie spełnił oczekiwań. Zwrot {return} jest już otwarty, etykietę do paczkomatu lub \
         punktu wysłał<am/em> osobnym mailem. Po przyjęciu paczki oddajemy {price}; koszt odesłania (11,99 zł) jest \
         po stronie kupującego.",
    ],
    questions: &[(
        "przyjmuję zwrot. Proszę jeszcze o informację, czy płatność ma wrócić na konto, z którego przyszła, oraz czy \
         zwraca {Pani/Pan} całe zamówienie, czy tylko {acc}.",
        "Zwracam tylko {acc}, reszta zostaje. Pieniądze proszę na to samo konto.",
    )],
    holds: &[(
        "proszę spokojnie odsyłać. Gdy paczka ze zwrotem {return} dotrze do magazynu, sprawdzimy zawartość i \
         potwierdzę wysokość zwrotu.",
        "zwrot {return} dotarł, wszystko w porządku. Wypłatę {price} zlecił<am/em> dziś, na koncie będzie {soon_by}.",
    )],
    more: &[
        (
            "Dziękuję. A czy mogę użyć tego samego kartonu, skoro jest na nim stara etykieta?",
            "tak, proszę tylko zakleić albo zerwać starą etykietę, żeby skaner w sortowni jej nie przeczytał.",
        ),
        (
            "Paczka nadana, potwierdzenie w załączniku. Kiedy mogę się spodziewać pieniędzy?",
            "dziękuję. Zwrot wypłacamy zwykle w ciągu 3 dni roboczych od przyjęcia paczki, więc najpóźniej \
             {later_by}.",
        ),
        (
            "Zgubił<am/em> paragon, czy to problem?",
            "żaden. Zamówienie mamy w systemie pod numerem {order} i to wystarczy.",
        ),
    ],
    notes: &[
        "Zwrot {return} założony, etykieta wysłana.",
        "14 dni mija w tym tygodniu, oświadczenie złożone w terminie. Przyjmujemy.",
        "Sprawdzić przy przyjęciu, czy komplet jest cały.",
    ],
};

const DECLARATION: Scene = Scene {
    subjects: &[
        "Oświadczenie o odstąpieniu od umowy",
        "Odstąpienie od umowy - {order}",
        "Odstąpienie od umowy sprzedaży",
        "odstąpienie {order}",
    ],
    bodies: &[
        "Ja, niżej podpisan<a/y>, informuję o odstąpieniu od umowy sprzedaży następujących rzeczy: {nom}. Numer \
         zamówienia {order}, data zamówienia {day}. Proszę o zwrot {amount} na konto, z którego dokonano \
         płatności.\n\n{name}\n{street}, {post} {city}",
        "Zgodnie z art. 27 ustawy o prawach konsumenta odstępuję od umowy zawartej na odległość, dotyczącej \
         zamówienia {order}. Towar ({nom}) odeślę w ciągu 14 dni. Proszę o potwierdzenie otrzymania tego \
         oświadczenia na trwałym nośniku.",
        "Odstępuję od umowy dotyczącej zamówienia {order} w całości. Proszę też o zwrot kosztów dostawy, bo z tego, \
         co czytał<am/em>, przy odstąpieniu od całości się należy.",
    ],
    particular: &[(
        "Niniejszym odstępuję od umowy - zamówienie {order}, {nom}, {price}. Paczkę nadał<am/em> dziś, {carrier}, \
         numer {parcel}.",
        &["dziękuję, potwierdzam. Paczka {parcel} jest już w drodze do nas, po sprawdzeniu zawartości zlecę zwrot \
             {amount}. Potwierdzenie przelewu wyślę mailem."],
    )],
    answers: &[
        "potwierdzam otrzymanie oświadczenia o odstąpieniu od umowy do zamówienia {order} w dniu {today}. Numer \
         zwrotu: {return}. Na odesłanie jest 14 dni, adres: ul. Garncarska 8, 96-515 Teresin. Zwrócimy {amount} wraz \
         z kosztem najtańszej oferowanej dostawy.",
        "oświadczenie przyjęliśmy, nadając mu numer {return}. Pieniądze wypłacimy po otrzymaniu towaru lub dowodu \
         jego odesłania, w zależności od tego, co nastąpi wcześniej, tą samą metodą, którą była płatność.",
        "dziękuję za wiadomość. Odstąpienie jest skuteczne z chwilą wysłania oświadczenia, więc z {Pani/Pana} strony \
         pozostaje tylko odesłać paczkę. W środku prosimy o kartkę z numerem {return}.",
    ],
    questions: &[(
        "oświadczenie przyjęliśmy ({return}). Czy paczka ma wrócić do nas kurierem, czy paczkomatem? Prześlę \
         odpowiednią etykietę.",
        "[Paczkomat będzie najwygodniejszy.|Poproszę kuriera, paczka jest spora.] Dziękuję.",
    )],
    holds: &[(
        "potwierdzam przyjęcie oświadczenia. Przekazuję sprawę do działu zwrotów, który rozliczy ją po otrzymaniu \
         paczki. Odezwę się z potwierdzeniem wypłaty.",
        "paczka ze zwrotem {return} została przyjęta, wypłatę {amount} zlecono dzisiaj. Jeśli {soon_by} pieniędzy \
         nie będzie, proszę o sygnał.",
    )],
    more: &[(
        "Dziękuję za potwierdzenie. Czy na odesłanie mam użyć konkretnego przewoźnika?",
        "nie, przewoźnik jest dowolny. Proszę tylko zachować dowód nadania do czasu wypłaty zwrotu.",
    )],
    notes: &["Oświadczenie kompletne, termin zachowany.", "Zwrot całości, doliczyć najtańszą dostawę (12,99)."],
};
