# Skrzynki pocztowe, ich alarmy i to, co się o nich mówi.
mailbox-page-title = Skrzynki pocztowe
mailbox-page-lead = Skąd pobierana jest poczta: jak działa każda skrzynka i jak daleko wstecz jest czytana.
mailbox-link-inbox = Do skrzynki
mailbox-list-link = Skrzynki pocztowe
mailbox-empty-title = Z żadnej skrzynki nie jest pobierana poczta
mailbox-empty-text = Administrator dopisuje ją w ustawieniach jako [[inbox]] i uruchamia program ponownie. „kontuar mailbox preset” wypisuje gotową sekcję dla adresu. Adres, na który pocztę dostarczają tu inne serwery ([receive]), jej nie potrzebuje.
mailbox-state-connecting = W drodze do serwera poczty
mailbox-state-watching = Działa: wszystko, co potrzebne, już tu jest
mailbox-state-catching-up = Działa: pobierana jest starsza poczta
mailbox-state-failing = Nie działa; kolejne próby są podejmowane same
mailbox-item-heard = ostatnie udane połączenie:
mailbox-item-never = nie było jeszcze udanego połączenia
mailbox-item-progress = Jest { $done } z { $of } wiadomości.
mailbox-item-missing =
    { $count ->
        [one] Jedna wiadomość leży na serwerze i nie jest wydawana; co godzinę ponawiamy prośbę.
        [few] { $count } wiadomości leżą na serwerze i nie są wydawane; co godzinę ponawiamy prośbę.
       *[other] { $count } wiadomości leży na serwerze i nie jest wydawanych; co godzinę ponawiamy prośbę.
    }
mailbox-folder-name = Folder
mailbox-folder-server = Na serwerze
mailbox-folder-stored = Tutaj
mailbox-folder-inbox = poczta przychodząca
mailbox-folder-spam = spam
mailbox-folder-sent = wysłane
mailbox-unfiled-count =
    { $count ->
        [one] Jedna odpowiedź wyszła, ale nie ma jej w folderze wysłanych.
        [few] { $count } odpowiedzi wyszły, ale nie ma ich w folderze wysłanych.
       *[many] { $count } odpowiedzi wyszło, ale nie ma ich w folderze wysłanych.
    }
mailbox-unfiled-no-folder = Skrzynka nie ma takiego folderu: utwórz folder „Sent” w programie pocztowym albo podaj jego nazwę w ustawieniach jako sent_folder.
mailbox-unfiled-refused = Serwer poczty nie przyjmuje ich do niego; próbujemy przez tydzień. Serwer mówi:
mailbox-trouble-cannot-connect = Nie można połączyć się z serwerem poczty. Sprawdź jego nazwę i port w ustawieniach oraz sieć.
mailbox-trouble-tls-failed = Nie udaje się nawiązać bezpiecznego połączenia. Sprawdź port, rodzaj szyfrowania i certyfikat serwera.
mailbox-trouble-plain-text = Hasło poszłoby bez szyfrowania, a tego nie robimy. Wybierz w ustawieniach TLS albo STARTTLS.
mailbox-trouble-certificate = Nie da się użyć certyfikatów. Sprawdź ca_file w ustawieniach.
mailbox-trouble-wrong-password = Serwer poczty nie przyjmuje nazwy użytkownika i hasła. Sprawdź je w ustawieniach; niektórzy dostawcy wymagają osobnego hasła dla programów albo włączenia IMAP.
mailbox-trouble-no-token = Brakuje zgody dostawcy albo wygasła. Uruchom „kontuar mailbox authorize” dla tego adresu.
mailbox-trouble-token-refused = Dostawca dał zgodę, której jego serwer poczty nie przyjmuje. Sprawdź, czy ta skrzynka ma włączony IMAP.
mailbox-trouble-refused = Serwer poczty na razie nas odsyła. Często połączonych jest za wiele programów; próbujemy dalej.
mailbox-trouble-no-such-folder = Nie da się otworzyć folderu z ustawień. Sprawdź jego nazwę.
mailbox-trouble-timed-out = Serwer poczty nie odpowiedział na czas. Próbujemy dalej.
mailbox-trouble-connection-lost = Połączenie z serwerem poczty się zerwało. Jest nawiązywane na nowo.
mailbox-trouble-not-understood = Odpowiedź serwera poczty nie ma sensu. Sprawdź, czy nazwa i port są od IMAP.
mailbox-trouble-mail-refused = Serwer poczty nie wydaje wiadomości, którą ma. Ponawiamy prośbę.
mailbox-trouble-not-stored = Wiadomości nie udało się tu zapisać. Zostaje w skrzynce; powód jest w dzienniku administratora, często to pełny dysk.
mailbox-trouble-unknown = Coś jest nie tak; szczegóły są poniżej.
mailbox-trial-look = Sprawdź, co tam jest
mailbox-trial-since = tylko od
mailbox-trial-from = Od { $day }:
mailbox-trial-hint = Czytane są tylko nagłówki. Nic nie jest zachowywane i nic się w skrzynce nie zmienia.
mailbox-trial-running = Sprawdzamy, co tam jest; strona odświeża się sama.
mailbox-trial-so-far = Dotąd wiadomości: { $mails }.
mailbox-trial-failed = Nie udało się przejrzeć skrzynki.
mailbox-trial-found =
    { $count ->
        [one] Jedna wiadomość, rozmów około { $conversations };
        [few] { $mails } wiadomości, rozmów około { $conversations };
       *[other] { $mails } wiadomości, rozmów około { $conversations };
    }
mailbox-trial-of-them = otwartych byłoby około { $open }; powiadomień około { $notices }; spamu około { $spam }.
mailbox-horizon-title = Jak daleko wstecz
mailbox-horizon-now = Teraz czytane jest:
mailbox-horizon-nobody = nikt jeszcze nie wybrał, więc tylko to, co przychodzi
mailbox-horizon-is-all = wszystko
mailbox-horizon-is-since = od { $day }
mailbox-horizon-is-none = tylko to, co przychodzi
mailbox-horizon-configured = Ustawienia mówią, jak daleko wstecz jest czytana:
mailbox-horizon-choose = Czytaj starszą pocztę
mailbox-horizon-all = wszystko, co jest
mailbox-horizon-since = od dnia
mailbox-horizon-day = Dzień, od którego poczta jest czytana
mailbox-horizon-none = nic, tylko to, co przychodzi
mailbox-horizon-set = Czytaj
mailbox-horizon-hint = Starsza poczta staje się historią: nikt nie dostaje odpowiedzi ani przypomnień. To, co już przeczytane, zostaje, gdy później wybierzesz mniej.
mailbox-outcome-chosen = Wybrano. Brakujące wiadomości są teraz pobierane; nowe idą pierwsze.
mailbox-outcome-asked = Skrzynka jest przeglądana.
mailbox-outcome-set = Jak daleko wstecz jest czytana, mówią ustawienia; zmień to tam.
mailbox-outcome-day = Nic nie zmieniono: wybierz dzień.
mailbox-alarm-silent = Żadna wiadomość nie została pobrana od
mailbox-alarm-missing = Poczty, która leży na serwerze, nie ma tutaj od
mailbox-banner-silent = Ze skrzynki „{ $name }” nie przychodzi poczta.
mailbox-banner-missing = Ze skrzynki „{ $name }” nie przychodzi cała poczta.
mailbox-banner-since = Od
mailbox-banner-more =
    { $count ->
        [one] Podobnie z jedną inną.
        [few] Podobnie z { $count } innymi.
       *[other] Podobnie z { $count } innymi.
    }
mailbox-banner-link = Co jest nie tak
mailbox-alarm-subject-silent = Brak poczty z { $address }
mailbox-alarm-subject-missing = Brakuje wiadomości z { $address }
mailbox-alarm-subject-clear = { $address } znów działa
mailbox-alarm-text-silent = Kontuar nie pobrał żadnej wiadomości ze skrzynki „{ $name }” ({ $address }) od { $since }, czyli od { $minutes } min. Próbuje dalej sam. Klienci, którzy teraz piszą, czekają.
mailbox-alarm-text-missing = Na serwerze poczty skrzynki „{ $name }” ({ $address }) leżą wiadomości, których nie ma w Kontuarze (liczba: { $missing }), od { $since }.
mailbox-alarm-text-clear = Skrzynka „{ $name }” ({ $address }) znów działa i niczego nie brakuje.
