//! Machines that write to the Polish shop.

use crate::scene::Machine;

/// The machines.
pub(crate) const MACHINES: &[&Machine] = &[&ORDERS, &INPOST, &PAYMENTS, &MARKET, &FORWARDER, &NEWSLETTER, &CARTONS];

const ORDERS: Machine = Machine {
    name: "Dzban i Donica – sklep",
    carrier: None,
    address: "nie-odpowiadaj@dzbanidonica.example",
    tags: &["kopia zamówienia"],
    mails: &[
        (
            "Nowe zamówienie {order}",
            "W sklepie złożono nowe zamówienie.\n\nNumer: {order}\nKlient: {name}\nAdres: {street}, {post} \
             {city}\n\n1 × {nom}  {price}\nDostawa {carrier}  {shipping}\nRazem: {amount}\nPłatność: \
             Przelewy24\n\nWiadomość wysłana automatycznie, prosimy na nią nie odpowiadać.",
        ),
        (
            "Zamówienie {order} zostało opłacone",
            "Zamówienie {order} ({name}) zostało opłacone.\n\nKwota: {amount}\nMetoda: BLIK\nData: \
             {today}\n\nWiadomość wysłana automatycznie.",
        ),
        (
            "Niski stan magazynowy: {nom}",
            "Stan produktu „{nom}” spadł poniżej ustawionego progu.\n\nPozostało: 3 szt.\nOstatnia sprzedaż: \
             {order}\n\nPróg można zmienić w panelu sklepu, zakładka Magazyn.",
        ),
    ],
};

const INPOST: Machine = Machine {
    name: "InPost – powiadomienia",
    carrier: Some("InPost"),
    address: "powiadomienia@inpost.example",
    tags: &["kurier"],
    mails: &[
        (
            "Przesyłka {parcel} została zwrócona do nadawcy",
            "Informujemy, że przesyłka {parcel} nie została odebrana z paczkomatu {locker} w terminie i wraca do \
             nadawcy.\n\nReferencja nadawcy: {order}\nPrzewidywany zwrot: {soon_on}\n\nTo jest wiadomość \
             automatyczna.",
        ),
        (
            "Potwierdzenie odbioru przesyłek – {today}",
            "Kurier odebrał dziś przesyłki z punktu Teresin, ul. Garncarska 8.\n\nLiczba przesyłek: \
             {pieces}\nPierwsza: {parcel}\nReferencja: {order}\n\nDziękujemy za skorzystanie z naszych usług.",
        ),
        (
            "Reklamacja {complaint} – przyjęto zgłoszenie",
            "Zgłoszenie dotyczące przesyłki {parcel} (ref. {order}) zostało zarejestrowane.\n\nTermin rozpatrzenia: \
             do 14 dni. Status można śledzić w panelu nadawcy.\n\nProsimy nie odpowiadać na tę wiadomość.",
        ),
    ],
};

const PAYMENTS: Machine = Machine {
    name: "Przelewy24",
    carrier: None,
    address: "raporty@przelewy24.example",
    tags: &["płatność"],
    mails: &[
        (
            "Zwrot środków zrealizowany – {order}",
            "Zwrot do transakcji P24-{last4} został przekazany do banku.\n\nKwota: {price}\nTytuł: \
             {order}\nOdbiorca: {name}",
        ),
        (
            "Raport transakcji za {today}",
            "Raport dzienny sprzedawcy dzbanidonica.example\n\nLiczba transakcji: {pieces}\nObrót: {bulk}\nOstatnia \
             transakcja: {order}\n\nSzczegóły w panelu sprzedawcy.",
        ),
    ],
};

const MARKET: Machine = Machine {
    name: "Allegro – powiadomienia sprzedawcy",
    carrier: None,
    address: "sprzedawca@allegro.example",
    tags: &["marketplace"],
    mails: &[
        (
            "Nowa opinia o Twoim produkcie: {nom}",
            "Kupujący wystawił opinię o produkcie „{nom}”.\n\nOcena: 5/5\nNumer zamówienia: {order}\n\nOdpowiedzieć \
             można w zakładce Opinie w ciągu 14 dni.",
        ),
        (
            "Kupujący rozpoczął dyskusję – zamówienie {order}",
            "Kupujący rozpoczął dyskusję dotyczącą zamówienia {order}.\n\nTemat: towar niezgodny z opisem\nProdukt: \
             {nom}\n\nNa odpowiedź masz 24 godziny. Odpowiedz w panelu Allegro.",
        ),
    ],
};

const FORWARDER: Machine = Machine {
    name: "DPD Polska – awizacje",
    carrier: Some("DPD"),
    address: "awizacja@dpd.example",
    tags: &["kurier"],
    mails: &[
        (
            "Uszkodzenie przesyłki {parcel} – protokół",
            "W trakcie sortowania stwierdzono uszkodzenie opakowania przesyłki {parcel}.\n\nReferencja: \
             {order}\nOddział: {city}\nDalsze postępowanie: przepakowanie i doręczenie {soon_on}\n\nWiadomość \
             wygenerowana automatycznie.",
        ),
        (
            "Przesyłka {parcel} – brak możliwości doręczenia",
            "Kurier nie mógł doręczyć przesyłki {parcel} (ref. {order}).\n\nPowód: adresat nieobecny\nKolejna próba: \
             {soon_on}",
        ),
    ],
};

const NEWSLETTER: Machine = Machine {
    name: "Targi Wnętrz i Ogrodu",
    carrier: None,
    address: "newsletter@targiogrodu.example",
    tags: &["newsletter"],
    mails: &[(
        "{city}: spotkanie dla sklepów z ceramiką",
        "Szanowni Państwo,\n\nzapraszamy {later_on} na spotkanie branżowe {in_city}. W programie: pakowanie szkła i \
         ceramiki, zwroty w małym sklepie, rozmowy z producentami.\n\nRejestracja na targiogrodu.example. Kod dla \
         wystawców: {code}-{last4}.\n\nOtrzymują Państwo tę wiadomość, bo zapisali się Państwo do newslettera. \
         Wypisz się jednym kliknięciem.",
    )],
};

const CARTONS: Machine = Machine {
    name: "Kartonownia24",
    carrier: None,
    address: "oferta@kartonownia24.example",
    tags: &["newsletter"],
    mails: &[(
        "Kartony i wypełniacze -{shipping} na pierwsze zamówienie",
        "Dzień dobry!\n\nPromocja na kartony klapowe i papierowe wypełniacze. Rabat {shipping} przy zamówieniu od \
         {price} z kodem {code}{last4}.\n\nOferta ważna {later_by}.\n\nWypisz się z listy.",
    )],
};
