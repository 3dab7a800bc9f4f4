//! When will it be back?

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["produkt", "dostępność"],
    weight: 5,
    goods: Goods::Any,
    ordered: false,
    order_age_days: (0, 1),
    carrier: None,
    scenes: &[SOLD_OUT],
};

const SOLD_OUT: Scene = Scene {
    subjects: &[
        "Dostępność - {nom}",
        "Kiedy będzie dostępne?",
        "Pytanie o dostępność",
        "{nom} - brak w magazynie",
        "Czy wróci do sprzedaży?",
    ],
    bodies: &[
        "Kiedy znowu będzie można kupić {acc}? Od kilku tygodni przycisk jest szary. [Zapisał<am/em> się na \
         powiadomienie, ale nic nie przychodzi.|Bardzo mi zależy.]",
        "bedzie jeszcze {nom}?",
        "Mam już {acc} i chciał<abym/bym> dokupić drugie takie samo, do kompletu, ale na stronie nie ma. Czy ta \
         seria będzie kontynuowana?",
    ],
    particular: &[
        (
            "Na stronie widnieje „ostatnia sztuka” - czy na pewno jest? Chodzi o {acc}. Ostatnio w innym sklepie \
             zapłacił<am/em>, a potem okazało się, że to błąd magazynu.",
            &["ostatnia sztuka faktycznie jest, trzymał<am/em> ją przed chwilą w rękach. Odkładam {soon_by}, potem \
                 wraca do sprzedaży."],
        ),
        (
            "Czy mogliby Państwo odłożyć dla mnie {acc} do piątku? Wypłata dopiero wtedy :)",
            &["jasne, odłożył<am/em>. Rezerwacja jest ważna {later_by}, link do płatności wyślę osobno. Proszę się \
                 nie spieszyć."],
        ),
        (
            "Potrzebuję trzech sztuk, a do koszyka mogę dodać tylko dwie. Chodzi o {acc}. Czy da się domówić \
             trzecią?",
            &["trzecia sztuka jest, system po prostu trzyma jedną w rezerwie na reklamacje. Odblokował<am/em> ją, \
                 można już dodać do koszyka wszystkie trzy."],
        ),
        (
            "Poluję na {acc} od kilku miesięcy i ciągle niedostępne. Czy to w ogóle jeszcze wróci, czy szukać czegoś \
             innego?",
            &[
                "niestety ta rzecz już nie wróci, pracownia zakończyła serię. Najbliżej jest {other}, tej samej \
                 jakości i w podobnej cenie. Gdyby się spodobało, z kodem {code} będzie taniej.",
                "dziś to jeszcze niepotwierdzone, ale pracownia chce wznowić tę serię. Zapisał<am/em> {Pani/Pana} \
                 adres na krótką listę osób, które dowiedzą się pierwsze.",
            ],
        ),
    ],
    answers: &[
        "kolejna partia przyjedzie z pracowni {later_on}. Włączył<am/em> dla {Pani/Pana} powiadomienie i \
         sprawdził<am/em>, że działa. Mogę też odłożyć jedną sztukę, żeby nie trzeba było się spieszyć.",
        "mamy dobrą wiadomość, seria jest kontynuowana. Najbliższa dostawa {later_by}. Jeśli {Pani/Pan} chce, odłożę \
         jedną sztukę, wystarczy odpisać „tak”.",
        "nowa dostawa jest w drodze i powinna dotrzeć {later_on}. Mogę od razu odłożyć jedną sztukę, bez zobowiązań.",
    ],
    questions: &[(
        "mogę odłożyć sztukę z najbliższej dostawy. Czy interesuje {Panią/Pana} tylko ten sam wariant, czy może być \
         inny kolor?",
        "Tylko ten sam, reszta mi nie pasuje. Poczekam.",
    )],
    holds: &[(
        "zapytał<am/em> pracownię o termin. Odpowiadają zwykle w dwa dni, więc wrócę do {Pani/Pana} {soon_by}.",
        "pracownia podała termin: {later_on}. Odłożył<am/em> jedną sztukę na {Pani/Pana} nazwisko, link do płatności \
         wyślę, gdy dojedzie.",
    )],
    more: &[("Tak, poproszę odłożyć!", "odłożone. Link do płatności wyślę w dniu dostawy i będzie ważny trzy dni.")],
    notes: &[
        "Przy najbliższej dostawie sprawdzić, czy jest ten wariant.",
        "Powiadomienia o dostępności nie wychodzą, zgłoszone.",
        "Pracownia: nowa partia w przyszłym tygodniu.",
    ],
};
