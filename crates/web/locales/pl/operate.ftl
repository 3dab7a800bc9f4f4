# How the installation is run: tokens, webhooks, retention, status.
tokens-page-title = Tokeny
tokens-page-lead = Tym logują się inne programy. Token działa w imieniu jednej osoby i nigdy nie może więcej niż ona.
tokens-outcome-ended = Zakończono: token niczego już nie otwiera.
tokens-outcome-name = Nie utworzono tokenu: potrzebna jest nazwa, najwyżej 80 znaków.
tokens-outcome-scopes = Nie utworzono tokenu: wybierz choć jedną rzecz, którą wolno.
tokens-outcome-days = Nie utworzono tokenu: może być ważny od 1 do 3650 dni.
tokens-handed-text = Oto token „{ $name }”. Widać go tylko teraz; zachowaj go tam, gdzie znajdzie go program, a nikt inny.
tokens-handed-label = Token
tokens-item-for = w imieniu: { $name }
tokens-item-until = ważny do
tokens-item-ended = zakończony
tokens-item-over = wygasł
tokens-item-off = niczego nie otwiera: ta osoba jest wyłączona
tokens-item-used = ostatnio użyty:
tokens-item-unused = jeszcze nieużyty
tokens-item-end = Zakończ
tokens-item-end-name = Zakończ token { $name }
tokens-empty-title = Nie ma tokenów
tokens-empty-text = Żaden inny program się tu nie loguje.
tokens-new-title = Nowy token
tokens-form-name = Do czego
tokens-form-agent = W imieniu
tokens-form-days = Ważny przez (dni)
tokens-form-scopes = Co mu wolno
tokens-form-make = Utwórz token
tokens-form-hint = Daj każdemu programowi własny token i tylko to, czego potrzebuje.
tokens-form-docs = Co znaczą te słowa
webhooks-page-title = Webhooki
webhooks-page-lead = Inne serwery, którym mówimy, co się tu dzieje: z podpisem, co najmniej raz.
webhooks-outcome-removed = Usunięto.
webhooks-outcome-refused = Niczego nie dodano: potrzebna jest nazwa (najwyżej 80 znaków) i adres w rodzaju https://erp.example.com/hook.
webhooks-handed-text = „{ $name }” dowiaduje się odtąd, co się dzieje. Oto sekret jego podpisów, widać go tylko teraz:
webhooks-handed-label = Sekret podpisów
webhooks-state-active = Dowiaduje się, co się dzieje
webhooks-state-stopped = Zatrzymany od
webhooks-state-given-up = Zatrzymany sam po dniach bez skutku, od
webhooks-item-failing = niczego nie przyjmuje od
webhooks-item-everything = wszystko
webhooks-empty-title = Nie ma webhooków
webhooks-empty-text = Żaden inny serwer nie dowiaduje się, co się tu dzieje.
webhooks-new-title = Nowy webhook
webhooks-form-name = Do czego
webhooks-form-url = Adres
webhooks-form-kinds = Co ma wiedzieć; bez wyboru: wszystko
webhooks-form-add = Dodaj
webhooks-form-hint = Tylko https do publicznego internetu, chyba że ustawienia dopuszczają sieci prywatne. Zdarzenia zawierają identyfikatory i liczby, nigdy to, co ktoś napisał.
webhook-outcome-started = Uruchomiono: najpierw dowie się, co działo się w międzyczasie.
webhook-outcome-stopped = Zatrzymano: co się teraz dzieje, poczeka.
webhook-outcome-range = Niczego nie wysłano: zakres zaczyna się od 1 i ma najwyżej 10 000 pozycji.
webhook-handed-text = Oto nowy sekret, widać go tylko teraz. Poprzedni podpisuje obok jeszcze przez dobę.
webhook-form-stop = Zatrzymaj
webhook-form-start = Uruchom
webhook-form-more = Więcej
webhook-form-rotate = Nowy sekret
webhook-form-rotate-hint = Drugi serwer ma dobę, żeby go poznać.
webhook-form-remove = Usuń
webhook-form-remove-hint = Razem ze wszystkim, czego miał się dowiedzieć. Tego nie można cofnąć.
webhook-calls-title = Czego się dowiedział
webhook-calls-more = Wcześniejsze
webhook-calls-empty = Jeszcze niczego. To, co wysłano, jest tu widoczne przez miesiąc.
webhook-call-taken = Przyjęte
webhook-call-failed = Zaniechane
webhook-call-sending = W drodze
webhook-call-queued = Czeka do
webhook-call-silent = brak odpowiedzi
webhook-call-again = Wyślij ponownie
webhook-call-again-one = Wyślij ponownie zdarzenie { $position }
webhook-range-from = Od pozycji
webhook-range-to = Do pozycji
webhook-range-send = Wyślij ponownie
webhook-range-hint = Zdarzenia tych rodzajów idą ponownie pod tym samym webhook-id, więc druga strona je rozpozna.
retention-page-title = Przechowywanie
retention-page-lead = Jak długo przechowywane są treści. Dopóki nie postanowisz inaczej, wszystko zostaje na zawsze.
retention-page-hint = Włączone reguły działają w nocy. Słowa i pliki znikają na dobre; to, że coś się wydarzyło i kiedy, zostaje w dzienniku. Wcześniejsze kopie zapasowe mają je, dopóki nie zostaną usunięte; po przywróceniu znikają znowu. Jedną osobę od razu usuwa „kontuar contact erase”.
retention-outcome-on = Włączono: zadziała najbliższej nocy. Do tego czasu można wyłączyć bez żadnej straty.
retention-outcome-off = Wyłączono: odtąd zostaje na zawsze.
retention-outcome-days = Niczego nie zmieniono: tak mało lub tak wiele dni nie można tu wybrać.
retention-tried-goes = Najbliższej nocy zniknęłoby:
retention-tried-nothing = Najbliższej nocy nie zniknęłoby nic; później to, co stanie się starsze.
retention-tried-hint = Jeszcze niczego nie zmieniono. Tego, co zniknie, nie można odzyskać.
retention-goes-conversations = rozmów traci swoje słowa
retention-goes-messages = wiadomości i notatek
retention-goes-files = plików
retention-goes-originals = maili w oryginale
retention-goes-answers = odpowiedzi serwerów poczty
retention-form-leave = Zostaw, jak jest
retention-form-days = Przechowuj przez (dni)
retention-form-try = Co by zniknęło?
retention-form-off = Wyłącz
retention-item-off = Zostaje na zawsze
retention-item-ran = ostatnio wykonano
retention-item-tonight = pierwszy raz najbliższej nocy
retention-class-solved = Załatwione rozmowy
retention-class-automatic = Poczta automatyczna
retention-class-spam = Spam
retention-class-given-up = Zaniechane w kwarantannie
retention-class-originals = Maile w oryginale
retention-class-files = Załączniki
retention-class-answers = Odpowiedzi serwerów poczty
retention-about-solved = Tematy, wiadomości, notatki i pliki, licząc od ostatniej wiadomości.
retention-about-automatic = Powiadomienia sklepów, przewoźników i płatności, w których nie pisał człowiek.
retention-about-spam = To, co trafiło do spamu.
retention-about-given-up = Poczta, której nie dało się odczytać i z której ktoś zrezygnował, licząc od tej chwili.
retention-about-originals = Źródło każdego maila. To, co z niego odczytano, zostaje; nie można go jednak odczytać na nowo.
retention-about-files = Pliki tam, gdzie nikt nie czeka, wraz ze źródłami maili, które je zawierają. Słowa zostają.
retention-about-answers = Co mówiły inne serwery, gdy coś wysyłaliśmy.
status-page-title = Stan
status-page-lead = Jak się wszystko teraz miewa.
status-page-hint = „kontuar doctor” na serwerze patrzy dokładniej i mówi, co zrobić.
status-worst-ok = Wszystko działa.
status-worst-warn = Działa; na coś warto spojrzeć.
status-worst-bad = Coś nie działa.
status-what-version = Program
status-what-database = Baza danych
status-what-nodes = Węzły
status-what-disk = Dysk
status-what-backup = Kopie zapasowe
status-what-arrivals = Przychodzące
status-what-quarantine = Kwarantanna
status-what-outgoing = Wychodzące
status-what-stuck = Niedostarczone
status-what-reactors = Automatyka
status-what-parked = Odłożone
status-what-webhooks = Webhooki
status-said-version = Kontuar { $version }, schemat { $schema }
status-said-schema = Kontuar { $version } nie pasuje do schematu { $schema } swojej bazy; uruchom każdy węzeł tym samym programem
status-said-writer-ok = { $name } czyta i zapisuje
status-said-writer-full = { $name }: dysk jest pełny, nic nie można zapisać
status-said-writer-outdated = { $name }: bazę zmienił nowszy program; ten tylko czyta
status-said-writer-away = { $name } nie przyjmuje teraz zapisu
status-said-room = { $mb } MB wolnego miejsca
status-said-little-room = Tylko { $mb } MB wolnego: bez miejsca nie przyjmiemy żadnej poczty
status-said-no-word-of-room = Nie wiadomo, ile jest wolnego miejsca
status-said-backup = Najnowsza jest z
status-said-backup-old = Najnowsza jest zbyt stara, z
status-said-backup-none = Jeszcze żadnej nie zrobiono
status-said-backup-unscheduled = Żadne nie powstają same: podaj godzinę w [backup]
status-said-backup-fails = Te, które miały powstać, się nie udały; najnowsza, jeśli jest:
status-said-no-arrivals = Wszystko, co przyszło, jest odczytane
status-said-no-quarantined = Nic nie czeka na sprawdzenie
status-said-no-outgoing = Nic nie czeka na wysłanie
status-said-no-stuck = Wszystko dostarczono albo ktoś już wie, że nie
status-said-no-behind = Na bieżąco
status-said-no-parked = Niczego nie trzeba było odłożyć
status-said-no-webhooks = Żadnego nie zaniechano
status-said-behind = „{ $name }” ma zaległość: { $digits } zdarzeń
webhooks-item-open =
    { $count ->
        [one] jedno wywołanie czeka
        [few] { $count } wywołania czekają
       *[many] { $count } wywołań czeka
    }
webhook-outcome-resent =
    { $count ->
        [one] Jedno zdarzenie idzie ponownie.
        [few] { $count } zdarzenia idą ponownie.
       *[many] { $count } zdarzeń idzie ponownie.
    }
webhook-call-attempts =
    { $count ->
        [one] jedna próba
        [few] { $count } próby
       *[many] { $count } prób
    }
retention-tried-title =
    { $days ->
        [one] przechowywane jeden dzień
        [few] przechowywane { $days } dni
       *[many] przechowywane { $days } dni
    }
retention-form-on =
    { $days ->
        [one] Włącz: przechowuj jeden dzień
        [few] Włącz: przechowuj { $days } dni
       *[many] Włącz: przechowuj { $days } dni
    }
retention-item-on =
    { $days ->
        [one] Przechowywane jeden dzień
        [few] Przechowywane { $days } dni
       *[many] Przechowywane { $days } dni
    }
status-said-nodes =
    { $count ->
        [one] Działa jeden węzeł
        [few] Działają { $count } węzły
       *[many] Działa { $count } węzłów
    }
status-said-arrivals =
    { $count ->
        [one] Jeden mail czeka na odczytanie
        [few] { $digits } maile czekają na odczytanie
       *[many] { $digits } maili czeka na odczytanie
    }
status-said-quarantined =
    { $count ->
        [one] Jednego maila nie dało się odczytać; czeka na kogoś
        [few] { $digits } maili nie dało się odczytać; czekają na kogoś
       *[many] { $digits } maili nie dało się odczytać; czekają na kogoś
    }
status-said-outgoing =
    { $count ->
        [one] Jedna wiadomość czeka na wysłanie
        [few] { $digits } wiadomości czekają na wysłanie
       *[many] { $digits } wiadomości czeka na wysłanie
    }
status-said-stuck =
    { $count ->
        [one] Jedna wiadomość nie dotarła albo nie wiadomo
        [few] { $digits } wiadomości nie dotarły albo nie wiadomo
       *[many] { $digits } wiadomości nie dotarło albo nie wiadomo
    }
status-said-parked =
    { $count ->
        [one] Jedną rozmowę automatyka musiała odłożyć
        [few] { $digits } rozmowy automatyka musiała odłożyć
       *[many] { $digits } rozmów automatyka musiała odłożyć
    }
status-said-webhooks =
    { $count ->
        [one] Jeden zatrzymał się po dniach bez skutku
        [few] { $digits } zatrzymały się po dniach bez skutku
       *[many] { $digits } zatrzymało się po dniach bez skutku
    }
