# Skrzynki pocztowe, ich alarmy i to, co się o nich mówi.
mailbox-page-title = Skrzynki pocztowe
mailbox-page-lead = Skąd pobieramy pocztę, jak działa każda skrzynka i jak daleko wstecz sięgamy.
mailbox-link-inbox = Do skrzynki
mailbox-list-link = Skrzynki pocztowe
mailbox-empty-title = Z żadnej skrzynki nie jest pobierana poczta
mailbox-empty-text = Administracja dopisuje ją w ustawieniach jako [[inbox]] i uruchamia program ponownie. „kontuar mailbox preset” wypisuje gotową sekcję dla adresu. Adres, na który pocztę dostarczają tu inne serwery ([receive]), jej nie potrzebuje.
mailbox-empty-add = Dodaj pierwszą: u większości dostawców wystarczą adres i hasło. Google i Microsoft 365 proszą o zgodę, a strona do niej prowadzi.
mailbox-new-link = Dodaj skrzynkę
mailbox-new-title = Kolejna skrzynka
mailbox-new-lead = Kolejny adres, na który piszą klienci. Kontuar czyta tę skrzynkę i z niej odpowiada; niczego w niej nie usuwa.
mailbox-new-name = Jak ma się tu nazywać
mailbox-new-shop = Z którego jest sklepu
mailbox-new-team = Czyje będą jej rozmowy
mailbox-new-known = Ten adres ma tu już skrzynkę „{ $name }”: jej rozmowy będą w niej dalej.
mailbox-off-title = Wyłącz
mailbox-off-hint = Od tej chwili poczta nie będzie z niej pobierana ani wysyłana, a jej hasło zostanie zapomniane. Nic nie przepada: to, co przyszło, zostaje tutaj i w skrzynce, rozmowy zostają, a odpowiedzi czekają w skrzynce nadawczej, aż podłączysz ją ponownie.
mailbox-off-set = Wyłącz skrzynkę
mailbox-off-list = Niepobierane
mailbox-off-list-hint = Wyłączone tutaj albo usunięte z ustawień. Ich rozmowy są tutaj, a odpowiedzi czekają. Aby wrócić do pracy, dodaj ten sam adres jeszcze raz.
mailbox-outcome-connected = Podłączono. Nowa poczta jest już pobierana; wybierz poniżej, którą starszą pobrać.
mailbox-outcome-off = Wyłączono. Rozmowy zostają.
mailbox-outcome-off-set = Nic nie zmieniono: ta skrzynka jest w ustawieniach. Usuń ją tam.
mailbox-state-connecting = Łączenie z serwerem poczty
mailbox-state-watching = Działa: wszystko, co potrzebne, już tu jest
mailbox-state-catching-up = Działa: pobierana jest starsza poczta
mailbox-state-failing = Nie działa; próbujemy dalej
mailbox-item-heard = ostatnie udane połączenie:
mailbox-item-said = Dokładny komunikat:
mailbox-item-never = nie było jeszcze udanego połączenia
mailbox-item-progress = Jest { $done } z { $of } wiadomości.
mailbox-item-missing =
    { $count ->
        [one] Jednej wiadomości, która jest na serwerze, nie udaje się pobrać; próbujemy co godzinę.
        [few] { $count } wiadomości, które są na serwerze, nie udaje się pobrać; próbujemy co godzinę.
       *[other] { $count } wiadomości, które są na serwerze, nie udaje się pobrać; próbujemy co godzinę.
    }
mailbox-folder-name = Folder
mailbox-folder-server = Na serwerze
mailbox-folder-stored = Tutaj
mailbox-folder-inbox = poczta przychodząca
mailbox-folder-spam = spam
mailbox-folder-sent = wysłane
mailbox-plus-title = Dokąd trafiają odpowiedzi klientów
mailbox-plus-is-on = na adres swojej rozmowy
mailbox-plus-is-off = na zwykły adres
mailbox-plus-asked = Za chwilę wyjdzie wiadomość próbna z tej skrzynki do niej samej.
mailbox-plus-sent = Wiadomość próbna z tej skrzynki do niej samej jest w drodze. Dopóki nie dotrze, klienci odpowiadają na zwykły adres.
mailbox-plus-lost = Wiadomość próbna z tej skrzynki do niej samej wyszła, ale nie dotarła: klienci odpowiadają na zwykły adres. Może leży w spamie.
mailbox-plus-came = Poczta na adres z dopiskiem dociera: klienci odpowiadają na adres swojej rozmowy.
mailbox-plus-refused = Serwer poczty nie przyjmuje wiadomości na adres z dopiskiem: klienci odpowiadają na zwykły adres.
mailbox-plus-find = Sprawdź wiadomością próbną
mailbox-plus-hint = Niektóre serwery dostarczają pocztę na adres nazwa+dopisek@ do skrzynki nazwa@. Jeśli Twój tak robi, nasze wiadomości proszą o odpowiedź na taki adres i odpowiedź trafia do swojej rozmowy, nawet gdy program pocztowy zgubi całą resztę. Wysyła jedną wiadomość z tej skrzynki do niej samej.
mailbox-unfiled-count =
    { $count ->
        [one] Jedna odpowiedź wyszła, ale nie ma jej w folderze wysłanych.
        [few] { $count } odpowiedzi wyszły, ale nie ma ich w folderze wysłanych.
       *[many] { $count } odpowiedzi wyszło, ale nie ma ich w folderze wysłanych.
    }
mailbox-unfiled-no-folder = Skrzynka nie ma takiego folderu: utwórz folder „Sent” w programie pocztowym albo wskaż inny w ustawieniach skrzynki (w pliku: sent_folder).
mailbox-unfiled-refused = Serwer poczty nie przyjmuje ich do niego; próbujemy przez tydzień.
mailbox-trouble-cannot-connect = Nie można połączyć się z serwerem poczty. Sprawdź jego nazwę i port w ustawieniach oraz sieć.
mailbox-trouble-tls-failed = Nie udaje się nawiązać bezpiecznego połączenia. Sprawdź port, rodzaj szyfrowania i certyfikat serwera.
mailbox-trouble-plain-text = Hasło poszłoby bez szyfrowania, a tego nie robimy. Wybierz w ustawieniach TLS albo STARTTLS.
mailbox-trouble-certificate = Nie da się użyć certyfikatów. Sprawdź ca_file w ustawieniach.
mailbox-trouble-wrong-password = Serwer poczty nie przyjmuje nazwy użytkownika i hasła. Sprawdź je w ustawieniach; niektórzy dostawcy wymagają osobnego hasła dla programów albo włączenia IMAP.
mailbox-trouble-no-token = Brakuje zgody dostawcy albo wygasła. Daj ją jeszcze raz w ustawieniach skrzynki; dla skrzynki z pliku ustawień uruchom „kontuar mailbox authorize”.
mailbox-trouble-token-refused = Dostawca dał zgodę, której jego serwer poczty nie przyjmuje. Sprawdź, czy ta skrzynka ma włączony IMAP.
mailbox-trouble-refused = Serwer poczty na razie odmawia. Często powodem jest zbyt wiele połączonych programów; próbujemy dalej.
mailbox-trouble-no-such-folder = Nie da się otworzyć folderu z ustawień. Sprawdź jego nazwę.
mailbox-trouble-lacks-spam = Nie da się otworzyć folderu ze spamem; reszta skrzynki jest czytana jak zwykle. Utwórz ten folder w programie pocztowym albo wskaż inny w ustawieniach skrzynki (w pliku: spam_folder).
mailbox-trouble-lacks-sent = Nie da się otworzyć folderu wysłanych, więc odpowiedzi do niego nie trafiają; są jednak wysyłane, a reszta skrzynki jest czytana jak zwykle. Utwórz ten folder w programie pocztowym albo wskaż inny w ustawieniach skrzynki (w pliku: sent_folder).
mailbox-trouble-timed-out = Serwer poczty nie odpowiedział na czas. Próbujemy dalej.
mailbox-trouble-connection-lost = Połączenie z serwerem poczty się zerwało. Łączymy się ponownie.
mailbox-trouble-not-understood = Odpowiedź serwera poczty nie ma sensu. Sprawdź, czy nazwa i port są od IMAP.
mailbox-trouble-mail-refused = Serwer poczty nie oddaje wiadomości, którą ma. Próbujemy dalej.
mailbox-trouble-not-stored = Wiadomości nie udało się tu zapisać. Zostaje w skrzynce; powód jest w dzienniku programu, często to pełny dysk.
mailbox-trouble-unknown = Coś jest nie tak; szczegóły są poniżej.
mailbox-trial-look = Sprawdź, co jest w skrzynce
mailbox-trial-since = tylko od
mailbox-trial-from = Od { $day }:
mailbox-trial-hint = Przeglądamy tylko nagłówki; bez daty wszystko, co tam jest. Niczego nie zapisujemy i nic się w skrzynce nie zmienia.
mailbox-trial-running = Sprawdzamy, co jest w skrzynce; strona odświeża się sama.
mailbox-trial-so-far = Dotąd wiadomości: { $mails }.
mailbox-trial-failed = Nie udało się przejrzeć skrzynki.
mailbox-trial-found =
    { $count ->
        [one] Jedna wiadomość, rozmów około { $conversations };
        [few] { $mails } wiadomości, rozmów około { $conversations };
       *[other] { $mails } wiadomości, rozmów około { $conversations };
    }
mailbox-trial-of-them = otwartych byłoby około { $open }; powiadomień około { $notices }; spamu około { $spam }.
mailbox-horizon-title = Starsza poczta
mailbox-horizon-nobody = nie wybrano, więc na razie tylko nowa
mailbox-horizon-is-all = cała
mailbox-horizon-is-since = od { $day }
mailbox-horizon-is-none = tylko nowa
mailbox-horizon-configured = Starsza poczta, według ustawień:
mailbox-horizon-choose = Którą starszą pocztę pobrać
mailbox-horizon-all = całą
mailbox-horizon-since = od dnia
mailbox-horizon-day = Dzień, od którego pobrać pocztę
mailbox-horizon-none = żadnej, tylko nowe wiadomości
mailbox-horizon-set = Zapisz wybór
mailbox-horizon-hint = Starsza poczta staje się historią: nikt nie dostaje odpowiedzi ani przypomnień. To, co już pobrano, zostaje, nawet gdy później wybierzesz mniej.
mailbox-password-title = Hasło do skrzynki
mailbox-password-label = Nowe hasło
mailbox-password-set = Sprawdź i zapisz
mailbox-password-hint = Gdy hasło u dostawcy się zmieniło. Najpierw logujemy się w obie strony; serwery zostają te same.
mailbox-outcome-password = Hasło działa i jest zapisane.
mailbox-outcome-password-refused = Nic nie zmieniono: z tym hasłem nie udaje się zalogować do obu serwerów.
mailbox-outcome-chosen = Zapisano. Pobieramy brakujące wiadomości; nowe mają pierwszeństwo.
mailbox-outcome-asked = Skrzynka jest przeglądana.
mailbox-outcome-probed = Wiadomość z tej skrzynki do niej samej zaraz wyjdzie.
mailbox-outcome-set = O starszej poczcie decydują ustawienia; zmień to tam.
mailbox-outcome-day = Nic nie zmieniono: wybierz dzień.
mailbox-alarm-silent = Poczta nie przychodzi od:
mailbox-alarm-missing = Części poczty z serwera brakuje tutaj od:
mailbox-banner-silent = Ze skrzynki „{ $name }” nie przychodzi poczta.
mailbox-banner-missing = Ze skrzynki „{ $name }” przychodzi tylko część poczty.
mailbox-banner-since = Od
mailbox-banner-more =
    { $count ->
        [one] To samo w jednej innej skrzynce.
        [few] To samo w { $count } innych skrzynkach.
       *[other] To samo w { $count } innych skrzynkach.
    }
mailbox-banner-link = Szczegóły
mailbox-alarm-subject-silent = Brak poczty z { $address }
mailbox-alarm-subject-missing = Brakuje wiadomości z { $address }
mailbox-alarm-subject-clear = { $address } znów działa
mailbox-alarm-text-silent = Kontuar nie pobrał żadnej wiadomości ze skrzynki „{ $name }” ({ $address }) od { $since }, czyli od { $minutes } min. Próbuje dalej sam. Klienci, którzy teraz piszą, czekają.
mailbox-alarm-text-missing = Na serwerze poczty skrzynki „{ $name }” ({ $address }) leżą wiadomości, których nie ma w Kontuarze (liczba: { $missing }), od { $since }.
mailbox-alarm-text-clear = Skrzynka „{ $name }” ({ $address }) znów działa i niczego nie brakuje.

# Jak domena skrzynki wygląda u tych, którzy odbierają jej pocztę.
mailbox-domain-title = Rekordy domeny: SPF, DKIM, DMARC
mailbox-domain-is-good = w porządku
mailbox-domain-is-bad =
    { $count ->
        [one] jedna rzecz do poprawy
        [few] { $count } rzeczy do poprawy
       *[other] { $count } rzeczy do poprawy
    }
mailbox-domain-is-unseen = jeszcze niesprawdzone
mailbox-domain-is-silent = serwery nazw nie odpowiadają
mailbox-domain-is-provider = domena należy do dostawcy
mailbox-domain-looking = Sprawdzamy rekordy domeny { $domain }; strona odświeży się sama.
mailbox-domain-unseen = Rekordy domeny { $domain } nie były jeszcze sprawdzane. Dzieje się to samo, wkrótce po podłączeniu skrzynki i raz dziennie.
mailbox-domain-silent = Serwery nazw nie odpowiadają na pytanie o { $domain }, więc o jej rekordach nic nie wiadomo. Zapytamy ponownie za godzinę. Jeśli tak zostanie, komputer, na którym działa Kontuar, może nie mieć dostępu do serwerów nazw.
mailbox-domain-provider = Domena { $domain } należy do dostawcy { $provider }, który dba o te rekordy. Nie musisz nic robić.
mailbox-domain-looked = Sprawdzono:
mailbox-domain-selector = Nazwa klucza (selektor), którym podpisuje dostawca
mailbox-domain-selector-hint = Tylko jeśli ją znasz: widać ją jako s= w nagłówku DKIM-Signature wysłanej wiadomości. Bez niej sprawdzamy klucz, którym podpisuje Kontuar, o ile to robi.
mailbox-domain-look = Sprawdź ponownie
mailbox-finding-good = Dobrze.
mailbox-finding-note = Warto wiedzieć.
mailbox-finding-bad = Do poprawy.
mailbox-record-name = Nazwa
mailbox-record-kind = Typ
mailbox-record-value = Wartość
mailbox-outcome-standing = Rekordy domeny są sprawdzane.
mailbox-outcome-selector = Nic nie zmieniono: nazwa klucza składa się z liter, cyfr, myślników i kropek, na przykład „google”.
