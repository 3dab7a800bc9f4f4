# Wejścia dla osób, które nie są zalogowane: zaproszenie, nowe hasło.
join-page-title = Dołącz do zespołu
join-page-lead = Masz zaproszenie do odpowiadania klientom. Podaj imię i nazwisko i wybierz hasło.
join-gone-text = To zaproszenie zostało już użyte, wycofane albo ma więcej niż tydzień. Poproś o nowe osobę, która je wysłała.
join-form-name = Imię i nazwisko
join-form-language = Język
join-form-submit = Wejdź
password-page-title = Nowe hasło
password-page-lead = Podaj adres, którym się logujesz. Dostaniesz wiadomość z odnośnikiem.
password-form-send = Wyślij odnośnik
password-outcome-sent = Jeśli ktoś loguje się tym adresem, wiadomość z odnośnikiem jest już w drodze. Odnośnik działa przez godzinę. Jeśli nic nie przyjdzie, poproś administrację.
password-link-sign-in = Wróć do logowania
password-new-title = Wybierz nowe hasło
password-new-lead = Zakończy ono wszystkie inne Twoje sesje.
password-gone-text = Ten odnośnik został już użyty albo ma więcej niż godzinę.
password-link-again = Poproś o nowy odnośnik
password-form-new = Nowe hasło
password-form-set = Ustaw hasło
password-form-hint = Co najmniej 10 znaków; trzy lub cztery słowa łatwo zapamiętać.
password-complaint-name = Podaj imię i nazwisko: jeden wiersz, najwyżej 100 znaków.
password-complaint-short = Wybierz hasło o długości co najmniej 10 znaków, które nie jest jedną powtórzoną literą ani Twoim adresem.
password-complaint-long = To za długie: nazwa ma najwyżej 100 znaków, hasło 1024.
password-complaint-often = Za dużo prób. Odczekaj kilka minut i spróbuj ponownie.
password-letter-subject = Nowe hasło do Kontuaru
password-letter-text =
    Dzień dobry, { $name }.

    Ktoś poprosił o nowe hasło do Twojego konta. Ustawisz je tutaj w ciągu godziny:

    { $link }

    Jeśli to nie Ty, nie rób nic: hasło pozostaje bez zmian.
