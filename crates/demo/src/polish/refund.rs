//! Where is my money after a return?

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["zwrot", "płatność"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (16, 30),
    carrier: None,
    scenes: &[NO_MONEY_YET],
};

const NO_MONEY_YET: Scene = Scene {
    subjects: &[
        "Kiedy zwrot pieniędzy?",
        "Brak zwrotu środków - {return}",
        "{order} zwrot pieniędzy",
        "Zwrot nie wpłynął na konto",
        "Rozliczenie zwrotu {return}",
    ],
    bodies: &[
        "Paczkę ze zwrotem do zamówienia {order} odebrali Państwo ponad tydzień temu (mam potwierdzenie z \
         {carrier}), a pieniędzy nadal nie ma. Proszę o informację, kiedy {amount} wróci na moje konto.",
        "[Kiedy dostanę zwrot za|Co ze zwrotem za] {acc}? Numer zwrotu {return}. Odesłał<am/em> zaraz po odebraniu.",
        "minelo 14 dni od zwrotu {return} i nic. ustawa mowi jasno o terminie",
        "Proszę o potwierdzenie przelewu zwrotu do zamówienia {order}. Bank twierdzi, że nic od Państwa do mnie nie \
         idzie. [Płatność była kartą kończącą się na {last4}.|Płatność przez Przelewy24.]",
    ],
    particular: &[
        (
            "W panelu widzę „zwrot zaakceptowany”, ale na koncie pusto. Płacił<am/em> BLIK-iem. Czy przy BLIK-u \
             zwrot idzie na telefon, czy na konto? Zamówienie {order}, kwota {price}.",
            &["przy płatności BLIK-iem zwrot trafia na konto powiązane z aplikacją banku, nie na telefon. Wypłatę \
                 {price} zleciliśmy dziś, będzie widoczna {soon_by}."],
        ),
        (
            "Wpłynęło dziś {price}, a zamówienie kosztowało {amount}. Zwracał<am/em> całość, więc proszę o dopłatę \
             za przesyłkę.",
            &["ma {Pani/Pan} rację, przy zwrocie całości należy się też koszt dostawy. Dopłatę {shipping} \
                 zlecił<am/em> przed chwilą, proszę jej oczekiwać {soon_by}."],
        ),
        (
            "Zwrócił<am/em> trzy tygodnie temu dwie rzeczy, pieniądze przyszły tylko za jedną. Brakuje za {acc}, \
             czyli {price}. Numer zwrotu {return}, w paczce były obie, mam zdjęcia z pakowania.",
            &["sprawdził<am/em> nagranie ze stołu zwrotów i rzeczywiście w paczce były obie rzeczy, jedna została \
                 źle zeskanowana. Brakujące {price} zlecił<am/em> do wypłaty, będzie na koncie {soon_by}. \
                 Przepraszam za wątpliwości z naszej strony."],
        ),
    ],
    answers: &[
        "sprawdził<am/em> zwrot {return}: pieniądze ({amount}) wypłaciliśmy dziś rano przez Przelewy24. Na konto \
         dotrą {soon_by}. Przepraszam, że trwało to dłużej niż zwykle, mieliśmy spiętrzenie po promocji.",
        "wypłata poszła tą samą metodą, którą była płatność. Banki księgują zwrot do 5 dni roboczych, dlatego \
         jeszcze go nie widać. Potwierdzenie z operatora przesyłam w załączniku.",
        "zwrot zatrzymał się u nas, bo w paczce nie było numeru zamówienia i magazyn nie wiedział, do kogo ją \
         przypisać. Odnalazł<am/em> ją, rozliczył<am/em> i zlecił<am/em> wypłatę {price}. Przepraszam za kłopot.",
    ],
    questions: &[(
        "pierwsza próba zwrotu wróciła do nas z informacją, że rachunek został zamknięty. Czy mogę prosić o aktualny \
         numer konta? Dla bezpieczeństwa proszę go wpisać w panelu klienta w zakładce Zwroty, nie w mailu.",
        "Rzeczywiście, zmienił<am/em> bank. Nowy numer wpisany w panelu przed chwilą.",
    )],
    holds: &[(
        "wysłał<am/em> pytanie do księgowości, bo w systemie wypłata ma status „zrealizowana”. Wrócę z odpowiedzią \
         {soon_on}.",
        "księgowość potwierdziła: przelew został odrzucony przez bank i wrócił do nas. Ponowiliśmy go dzisiaj, tym \
         razem zwykłym przelewem. {amount} będzie na koncie {soon_by}.",
    )],
    more: &[
        (
            "Dziękuję, pieniądze wpłynęły. Zgadza się co do grosza.",
            "świetnie, w takim razie zamykam sprawę. Dziękuję za cierpliwość.",
        ),
        (
            "Nadal nie ma. Ile można czekać?",
            "rozumiem. Przesyłam numer referencyjny wypłaty z Przelewy24, po nim bank od razu ją odnajdzie. Jeśli do \
             jutra nic się nie pojawi, zrobimy przelew ręczny.",
        ),
    ],
    notes: &[
        "P24: wypłata zlecona, status „w realizacji”.",
        "Magazyn: paczka {return} przyjęta, stan pełnowartościowy, można wypłacać.",
        "Paczka leżała bez numeru zwrotu, dlatego się przeciągnęło.",
        "Przekroczone 14 dni, zrobić dziś bez dyskusji.",
    ],
};
