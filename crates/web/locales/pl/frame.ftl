# Rama każdej strony: tytuły, pasek boczny, linia połączenia, czas.
product-frame-name = Kontuar
page-frame-title = { $page } · Kontuar
link-frame-skip = Przejdź do rozmowy
rail-frame-label = Główne miejsca
rail-frame-inbox = Skrzynka
rail-frame-customer = Zagraj klienta
rail-frame-plug = Wyciągnij wtyczkę
rail-frame-language = English
rail-frame-language-hint = Switch to English
rail-frame-sign-out = Wyloguj
rail-frame-shortcuts = Skróty klawiszowe
rail-frame-me = { $name }, { $role }

role-word-owner = osoba właścicielska
role-word-admin = administracja
role-word-lead = kierownictwo
role-word-agent = obsługa
role-word-observer = wgląd

line-frame-lost = Brak połączenia. Łączymy ponownie; to, co piszesz, jest zachowane.
line-frame-catching-up = Nadrabiamy to, co wydarzyło się w międzyczasie…
line-frame-signed-out = Sesja wygasła. Zaloguj się, a treść wpisana w polach wróci na miejsce.
line-frame-sign-in = Zaloguj się
line-frame-version = Jest nowa wersja programu.
line-frame-reload = Odśwież stronę
line-frame-failed = Nie udało się zapisać. Sprawdź połączenie i spróbuj ponownie.
line-frame-arrivals =
    { $count ->
        [one] { $count } nowa rozmowa
        [few] { $count } nowe rozmowy
       *[other] { $count } nowych rozmów
    }
line-frame-below =
    { $count ->
        [one] { $count } nowa rozmowa niżej
        [few] { $count } nowe rozmowy niżej
       *[other] { $count } nowych rozmów niżej
    }

time-word-now = teraz
time-word-minutes = { $n } min
time-word-hours = { $n } godz.
time-word-days = { $n ->
    [1] 1 dzień
   *[other] { $n } dni
 }
time-word-today = Dzisiaj
time-word-yesterday = Wczoraj
time-month-short = { $n ->
    [1] sty
    [2] lut
    [3] mar
    [4] kwi
    [5] maj
    [6] cze
    [7] lip
    [8] sie
    [9] wrz
    [10] paź
    [11] lis
   *[12] gru
 }
time-month-long = { $n ->
    [1] stycznia
    [2] lutego
    [3] marca
    [4] kwietnia
    [5] maja
    [6] czerwca
    [7] lipca
    [8] sierpnia
    [9] września
    [10] października
    [11] listopada
   *[12] grudnia
 }
time-weekday-long = { $n ->
    [1] poniedziałek
    [2] wtorek
    [3] środa
    [4] czwartek
    [5] piątek
    [6] sobota
   *[7] niedziela
 }

shortcuts-help-title = Skróty klawiszowe
shortcuts-help-next = następna rozmowa
shortcuts-help-previous = poprzednia rozmowa
shortcuts-help-open = otwórz zaznaczoną
shortcuts-help-reply = odpowiedz
shortcuts-help-note = dodaj notatkę
shortcuts-help-template = wstaw szablon (w odpowiedzi, na początku słowa)
shortcuts-help-assign = przypisz
shortcuts-help-snooze = odłóż
shortcuts-help-solve = rozwiąż
shortcuts-help-tag = dodaj etykietę
shortcuts-help-pick = zaznacz rozmowę (z Shift: zakres)
shortcuts-help-undo = cofnij ostatnią zmianę
shortcuts-help-same = ta sama sprawa
shortcuts-help-send = wyślij to, co wpisane
shortcuts-help-close = wyjdź z pola
shortcuts-help-list = ta lista
shortcuts-help-done = Zamknij

error-page-not-found-title = Nie ma takiej strony
error-page-not-found-text = Adres jest nieaktualny albo ta rozmowa należy do zespołu, do którego nie masz dostępu.
error-page-forbidden-title = Do tego potrzebne są inne uprawnienia
error-page-forbidden-text = Ta czynność nie jest dostępna dla Twojej roli. Poproś o nią osobę, która prowadzi zespół.
error-page-refused-title = Ta prośba przyszła spoza tej strony
error-page-refused-text = Dla bezpieczeństwa została odrzucona. Otwórz skrzynkę i spróbuj stamtąd.
error-page-elsewhere-title = Z tej sieci te strony nie są dostępne
error-page-elsewhere-text = Ten serwer wpuszcza tylko z wybranych sieci, a Twojej wśród nich nie ma. Połącz się tak jak w pracy, na przykład przez VPN, albo poproś administratora o dopisanie Twojej sieci (ustawienie „pages” w sekcji [access]).
error-page-unreadable-title = Tego formularza nie da się odczytać
error-page-unreadable-text = Wróć, odśwież stronę i wyślij formularz jeszcze raz.
error-page-broken-title = Coś poszło nie tak po naszej stronie
error-page-broken-text = Nic z zapisanych rozmów nie zginęło. Spróbuj za chwilę; jeśli błąd wróci, podaj administracji numer { $request }.
error-page-busy-title = Za dużo naraz
error-page-busy-text = Serwer nie nadąża z odpowiedzią. Spróbuj za chwilę.
error-page-outdated-title = Ten serwer czeka na nowszą wersję
error-page-outdated-text = Nowszy Kontuar zmienił już bazę danych, więc ten serwer niczego w niej nie zapisuje, dopóki nie zostanie zaktualizowany. Nic z tego, co zapisano, nie przepadło. Odśwież stronę za chwilę; jeśli to potrwa, podaj administracji numer { $request }.
error-page-away-title = Baza danych nie odpowiada
error-page-away-text = Nic z tego, co zapisano, nie przepadło. Spróbuj za chwilę: odpowiedź wysłana dwa razy z tej samej strony wyjdzie tylko raz. Jeśli to potrwa, podaj administracji numer { $request }.
error-page-full-title = Nie ma gdzie zapisać
error-page-full-text = Dysk serwera jest pełny albo nie daje się na nim pisać, więc to nie zostało zapisane. Zgłoś to administracji; to, co zapisano wcześniej, jest bezpieczne.
error-page-back = Do skrzynki
