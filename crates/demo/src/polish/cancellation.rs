//! Cancelling an order.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["anulowanie"],
    weight: 4,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 3),
    carrier: None,
    scenes: &[CANCEL],
};

const CANCEL: Scene = Scene {
    subjects: &[
        "Anulowanie zamówienia {order}",
        "Rezygnacja z zamówienia",
        "proszę anulować {order}",
        "Chcę zrezygnować",
        "Anulacja - zamówione przez pomyłkę",
    ],
    bodies: &[
        "Proszę o anulowanie zamówienia {order}. [Zamówił<am/em> przez pomyłkę dwa razy.|Zmieniły mi się \
         plany.|Znalazł<am/em> podobne bliżej domu.] Płatność poszła od razu, więc proszę też o zwrot {amount}.",
        "Rezygnuję z {gen}. Zamówienie {order} złożył<am/em> dosłownie godzinę temu, mam nadzieję, że da się jeszcze \
         wycofać.",
        "anulujcie {order} prosze, corka juz kupila",
        "Skoro termin wysyłki przesunięto o dwa tygodnie, rezygnuję z zakupu. Zamówienie {order}, kwota do zwrotu \
         {amount}. Proszę o potwierdzenie anulowania.",
    ],
    particular: &[
        (
            "Chciał<abym/bym> usunąć z zamówienia {order} jedną pozycję ({nom}), a resztę zostawić. Czy to możliwe \
             bez składania zamówienia od nowa?",
            &["usunął<am/em> z zamówienia {acc}, reszta idzie bez zmian. Różnicę, {price}, zwracamy na konto \
                 {soon_by}."],
        ),
        (
            "Zamówienie {order} nieopłacone, proszę je skasować, złożył<am/em> drugie z kodem rabatowym. Nie chcę, \
             żeby ktoś je przypadkiem wysłał za pobraniem.",
            &["skasował<am/em> {order}, nic nie wyjedzie. Drugie zamówienie widzę, kod rabatowy się naliczył i \
                 paczka wychodzi {soon_on}."],
        ),
    ],
    answers: &[
        "zamówienie {order} anulowane. {amount} zwracamy tą samą drogą, na koncie będzie {soon_by}.",
        "zdążyliśmy przed pakowaniem. Zamówienie anulował<am/em>, a zwrot {amount} wyjdzie dziś po południu. Będzie \
         nam miło, jeśli wróci {Pani/Pan} przy innej okazji.",
        "nie ma problemu, {order} jest anulowane, potwierdzenie przyszło też automatycznie ze sklepu. Zwrot {amount} \
         zlecony, zwykle trwa to jeden dzień roboczy.",
        "paczka niestety wyjechała dziś rano. Najprościej jej nie odbierać: wróci do nas, a wtedy zwrócimy {amount} \
         w całości, bez potrąceń. Gdyby kurier ją jednak zostawił, wyślę kod do bezpłatnego zwrotu.",
    ],
    questions: &[(
        "mogę anulować zamówienie od ręki. Upewniam się tylko: całe {order}, czy wyłącznie {nom}?",
        "Całe, proszę.",
    )],
    holds: &[(
        "poprosił<am/em> magazyn o zatrzymanie paczki, jest już w trakcie pakowania. Potwierdzę, gdy tylko \
         oddzwonią.",
        "udało się, paczka została u nas. Zamówienie {order} anulowane, zwrot {amount} zlecony.",
    )],
    more: &[(
        "Dziękuję. A punkty z tego zakupu też przepadną?",
        "punkty z anulowanego zamówienia znikną, ale w zamian dopisał<am/em> 50 punktów na przyszłość.",
    )],
    notes: &["Zatrzymać na pakowaniu!", "Przed zwrotem sprawdzić w P24, czy płatność się rozliczyła."],
};
