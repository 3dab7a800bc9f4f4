//! Pickup in person.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["odbiór"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 4),
    carrier: None,
    scenes: &[COLLECT],
};

const COLLECT: Scene = Scene {
    subjects: &[
        "Odbiór osobisty {order}",
        "Czy można odebrać osobiście?",
        "Godziny odbioru",
        "Odbiór zamówienia w Teresinie",
        "odbior osobisty",
    ],
    bodies: &[
        "Czy zamówienie {order} mogę odebrać osobiście w magazynie? Będę w okolicy {later_on}. Do której jest \
         czynne?",
        "Zamówił<am/em> {acc} z odbiorem osobistym. Dostał<am/em> potwierdzenie zamówienia, ale nie wiem, czy już \
         można przyjechać. Nr {order}.",
    ],
    particular: &[
        (
            "Czy odbierając osobiście, mogę na miejscu obejrzeć inne rzeczy i ewentualnie coś dokupić? Czy można u \
             Państwa zapłacić kartą? Zamówienie {order}.",
            &["tak, na miejscu jest mała wystawka i można dokupić, co się spodoba. Płatność kartą i BLIK-iem \
                 działa. Czynne od poniedziałku do piątku w godz. 9-17, we wtorki do 19."],
        ),
        (
            "Po zamówienie {order} przyjedzie mój brat. Czy wystarczy, że poda numer, czy potrzebuje jakiegoś \
             upoważnienia?",
            &["wystarczy numer zamówienia, upoważnienie nie jest potrzebne. Dopisał<am/em> w systemie, że odbierze \
                 brat. Paczka czeka 7 dni."],
        ),
        (
            "Wybrał<am/em> dostawę kurierem, ale okazało się, że i tak jadę w Państwa strony. Czy można zmienić \
             {order} na odbiór osobisty i odzyskać {shipping} za dostawę?",
            &["zmieniliśmy dostawę na odbiór osobisty, {shipping} wróci na konto {soon_by}. Na miejscu jest mała \
                 wystawka, można obejrzeć i dokupić, płatność kartą też działa."],
        ),
        (
            "o ktorej najpozniej mozna odebrac? pracuje do 17. {order}",
            &[
                "jeśli godziny nie pasują, możemy zostawić paczkę w sąsiedniej piekarni Zakwas i Spółka, czynnej do \
                 20. Proszę o znak, przekażę ją tam {soon_on}.",
                "we wtorki jesteśmy do 19, w pozostałe dni do 17. Zamówienie {order} leży na półce odbiorów i może \
                 poczekać do przyszłego tygodnia.",
            ],
        ),
    ],
    answers: &[
        "zapraszamy! Odbiór: Teresin, ul. Garncarska 8, od poniedziałku do piątku w godz. 9-17, we wtorki do 19. \
         Zamówienie {order} będzie gotowe {soon_on}, wyślemy SMS.",
        "zamówienie {order} czeka już na półce odbiorów. Proszę podać numer albo pokazać maila z potwierdzeniem, \
         upoważnienie nie jest potrzebne. Trzymamy je 7 dni.",
    ],
    questions: &[(
        "jasne, przygotujemy. Którego dnia i mniej więcej o której mamy się {Pani/Pana} spodziewać?",
        "Będę {later_on}, koło południa.",
    )],
    holds: &[],
    more: &[(
        "A czy jest gdzie zaparkować? Będę z przyczepką.",
        "tak, przed bramą jest plac, proszę zadzwonić dzwonkiem, koledzy pomogą załadować.",
    )],
    notes: &["Odbiór osobisty, przygotować na półkę B.", "We wtorek zamykam ja, mogę wydać do 19."],
};
