//! Invoices and tax numbers.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["faktura"],
    weight: 8,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (1, 20),
    carrier: None,
    scenes: &[INVOICE_WANTED, INVOICE_WRONG],
};

const INVOICE_WANTED: Scene = Scene {
    subjects: &[
        "Faktura do zamówienia {order}",
        "Prośba o fakturę VAT",
        "faktura {order}",
        "Faktura na firmę - {nip}",
        "Brak faktury",
    ],
    bodies: &[
        "Proszę o wystawienie faktury VAT do zamówienia {order} na dane: {firm}, NIP {nip}. [Adres siedziby: \
         {street}, {post} {city}.|Adres jak w zamówieniu.]",
        "Przy składaniu zamówienia {order} zapomniał<am/em> zaznaczyć, że potrzebna jest faktura na firmę. NIP: \
         {nip}, {firm}. Czy można jeszcze wystawić fakturę zamiast paragonu?",
        "nie ma faktury do {order}, księgowa mnie goni :) NIP {nip}",
        "Zakup z {day} na kwotę {amount} był robiony służbowo. Poproszę o fakturę na {firm} (NIP {nip}), najlepiej w \
         PDF na ten adres.",
    ],
    particular: &[
        (
            "Czy faktura do zamówienia {order} jest już w KSeF? Nasza księgowość jej nie widzi, a musimy zamknąć \
             miesiąc. NIP nabywcy {nip}.",
            &["faktura {invoice} trafiła do KSeF dziś w nocy, z kilkudniowym opóźnieniem po awarii. Po numerze NIP \
                 {nip} powinna być już widoczna. Na wszelki wypadek załączam też wizualizację w PDF."],
        ),
        (
            "Proszę o ponowne przesłanie faktury {invoice}. Poprzedni link wygasł i nie można pobrać pliku.",
            &["przepraszam za wygasły link. Fakturę {invoice} załączam bezpośrednio do wiadomości."],
        ),
        (
            "Dzień zakupu {day}, zamówienie {order}. Paragon dostał<am/em>, natomiast do rozliczenia dotacji \
             potrzebuję imiennej faktury na osobę prywatną. {name}, {street}, {post} {city}.",
            &["fakturę imienną na {name} wystawiliśmy do zamówienia {order}, numer {invoice}. Plik w załączniku, \
                 paragon traci ważność, więc proszę go nie używać do rozliczenia."],
        ),
    ],
    answers: &[
        "fakturę {invoice} przesyłam w załączniku. Wystawiona na: {firm}, NIP {nip}. Ta sama faktura jest też \
         dostępna w panelu klienta w zakładce Dokumenty.",
        "zgodnie z prośbą wystawiliśmy fakturę {invoice} do zamówienia {order}, plik PDF w załączniku. Do KSeF trafi \
         dziś w nocy, numer identyfikacyjny pojawi się w panelu jutro.",
        "faktura jest gotowa, numer {invoice}, kwota {amount}. Przesyłam ją w załączniku. Na przyszłość wystarczy w \
         koszyku zaznaczyć „kupuję na firmę” i wpisać NIP, reszta danych pobierze się sama.",
    ],
    questions: &[
        (
            "chętnie wystawimy fakturę. Na paragonie do zamówienia {order} nie było numeru NIP, a bez niego przepisy \
             nie pozwalają wystawić faktury na firmę. Czy {mogłaby Pani/mógłby Pan} przesłać zdjęcie paragonu i \
             potwierdzić, że jest to pierwszy dokument do tego zakupu?",
            "Potwierdzam. Zamówienie było robione z konta prywatnego, dlatego NIP-u nie ma. Zdjęcie w załączniku.",
        ),
        (
            "proszę jeszcze o potwierdzenie adresu siedziby i NIP. W rejestrze dla numeru {nip} widzę: {firm}. Czy \
             się zgadza?",
            "Zgadza się: {firm}, NIP {nip}.",
        ),
    ],
    holds: &[(
        "przekazał<am/em> prośbę do księgowości. Faktury do paragonów wystawiamy raz dziennie, więc dokument dotrze \
         {soon_on}.",
        "księgowość wystawiła fakturę {invoice}. Przesyłam ją w załączniku i dziękuję za cierpliwość.",
    )],
    more: &[
        (
            "Dziękuję, doszła. Czy można jeszcze prosić o duplikat do zamówienia z zeszłego miesiąca?",
            "oczywiście, duplikat w załączniku. Starsze dokumenty są też w panelu klienta, bez ograniczeń czasowych.",
        ),
        (
            "Na fakturze jest data sprzedaży inna niż data płatności, czy to prawidłowo?",
            "tak, datą sprzedaży jest dzień wydania towaru kurierowi. Data płatności jest podana niżej, w uwagach.",
        ),
    ],
    notes: &[
        "Sprawdzić, czy NIP był podany przy zamówieniu.",
        "NIP {nip} sprawdzony na białej liście, czynny.",
        "Poszło do księgowości ({invoice}).",
    ],
};

const INVOICE_WRONG: Scene = Scene {
    subjects: &["Błąd na fakturze {invoice}", "Korekta faktury", "Zły NIP na fakturze", "korekta {invoice}"],
    bodies: &[
        "Na fakturze {invoice} jest błędny NIP. Prawidłowy to {nip} ({firm}). Proszę o korektę.",
        "Faktura {invoice} została wystawiona na moje nazwisko, a powinna być na firmę {firm}, NIP {nip}. W \
         zamówieniu {order} dane były podane.",
    ],
    particular: &[
        (
            "W fakturze {invoice} zgadza się wszystko oprócz adresu. Przeprowadziliśmy się, aktualny to {street}, \
             {post} {city}. Czy wystarczy nota korygująca z naszej strony?",
            &["przy błędnym adresie wystarczy nota korygująca, chętnie ją zaakceptujemy. Jeśli wygodniej, \
                 wystawimy korektę sami, proszę o słowo."],
        ),
        (
            "Prosimy o korektę faktury {invoice} w związku z częściowym zwrotem towaru ({nom}, zwrot {return}).",
            &["w załączniku przesyłam fakturę korygującą do {invoice}. Kwota korekty odpowiada zwrotowi, czyli \
                 {price}. Pieniądze wyszły wczoraj."],
        ),
    ],
    answers: &[
        "wystawiliśmy korektę do faktury {invoice} z poprawnym numerem NIP {nip}. Przesyłam ją w załączniku, \
         przepraszam za pomyłkę.",
        "przepraszam za błąd. Korektę do {invoice} z danymi {firm}, NIP {nip}, znajdzie {Pani/Pan} w załączniku i w \
         panelu klienta.",
    ],
    questions: &[(
        "korektę przygotujemy od ręki. Czy poza NIP-em zmieniają się też nazwa i adres nabywcy?",
        "Tylko NIP, reszta danych jest w porządku.",
    )],
    holds: &[(
        "przekazał<am/em> do księgowości. Pani Renata wystawia korekty we wtorki i czwartki, odezwę się, gdy \
         dokument będzie gotowy.",
        "korekta do faktury {invoice} w załączniku. Oryginał proszę zachować razem z nią.",
    )],
    more: &[(
        "Dziękuję, tylko że na korekcie jest jeszcze stara data.",
        "data wystawienia korekty musi być dzisiejsza, data pierwotnej faktury jest podana w rubryce niżej. Dla \
         księgowości to w zupełności wystarcza.",
    )],
    notes: &["Korekta zlecona księgowości.", "NIP był w zamówieniu, korektę można wystawić."],
};
