# Skrzynka: widoki, lista, rozmowa.
inbox-page-title = Skrzynka

views-list-label = Widoki
views-list-open = Widoki
view-name-to-answer = Do odpowiedzi
view-name-mine = Moje
view-name-unassigned = Nieprzypisane
view-name-waiting-customer = Czeka na klienta
view-name-waiting-others = Czeka na innych
view-name-snoozed = Odłożone
view-name-solved = Rozwiązane
view-name-automatic = Automatyczne
view-name-spam = Spam

list-page-label = Rozmowy
list-page-more = Pokaż kolejne
list-page-oldest-first = najdłużej czekające na górze
list-page-newest-first = najnowsze na górze
row-item-no-subject = (bez tematu)
row-item-erased = Dane usunięte
row-item-waiting = Czeka od { $since }
row-item-last = Ostatnia wiadomość: { $since }
row-item-assigned = Zajmuje się: { $name }
row-item-number = nr { $number }
row-item-pick = Zaznacz: { $who }, { $subject }
bulk-mode-button = Zaznaczanie wielu rozmów
bulk-bar-label = Zaznaczone rozmowy
bulk-bar-none = Odznacz wszystkie
bulk-bar-count = { $count ->
    [0] nic nie zaznaczono
    [one] { $count } zaznaczona
    [few] { $count } zaznaczone
   *[other] { $count } zaznaczonych
 }
bulk-bar-all = wszystkie w tym widoku
bulk-bar-most = Najwyżej { $most } naraz, od góry widoku.
bulk-tools-label = Co zrobić z zaznaczonymi
bulk-tool-solve = Rozwiąż
bulk-tool-snooze = Odłóż do
bulk-tool-assign = Przypisz
bulk-tool-tag = Dodaj etykietę
bulk-tool-more = Stan, priorytet, spam
bulk-tag-button = Dodaj
bulk-result-done = { $n ->
    [0] żadnej rozmowy nie zmieniono
    [one] { $n } rozmowa
    [few] { $n } rozmowy
   *[other] { $n } rozmów
 }
bulk-result-changed = { $n ->
    [one] { $n } zmieniła się w międzyczasie i została, jak jest
    [few] { $n } zmieniły się w międzyczasie i zostały, jak są
   *[other] { $n } zmieniło się w międzyczasie i zostało, jak jest
 }
bulk-result-refused = poza uprawnieniami albo już ich nie ma: { $n }
bulk-result-untried = nie udało się: { $n }
bulk-progress-label = Postęp
bulk-progress-count = { $tried } z { $total }
bulk-progress-look = Sprawdź, ile już gotowe

empty-list-to-answer-title = Wszyscy mają odpowiedź
empty-list-to-answer-text = Nowe wiadomości pojawią się tutaj same, najdłużej czekające na górze.
empty-list-mine-title = Nic na Ciebie nie czeka
empty-list-mine-text = Weź rozmowę z widoku „Do odpowiedzi”: otwórz ją i wybierz „Weź na siebie”.
empty-list-unassigned-title = Każda rozmowa ma opiekuna
empty-list-unassigned-text = Tu trafiają wiadomości, których nikt jeszcze nie wziął.
empty-list-waiting-customer-title = Nie czekamy na żadnego klienta
empty-list-waiting-customer-text = Po wysłaniu odpowiedzi rozmowa czeka tutaj, aż klient odpisze.
empty-list-waiting-others-title = Nikt nam nic nie jest winien
empty-list-waiting-others-text = Tu odkładasz sprawy, w których ruch należy do magazynu, kuriera albo producenta. Zegar klienta biegnie dalej.
empty-list-snoozed-title = Nic nie jest odłożone
empty-list-snoozed-text = Odłożona rozmowa wraca do „Do odpowiedzi” w wybranej chwili.
empty-list-solved-title = Jeszcze nic nie rozwiązano
empty-list-solved-text = Rozwiązane rozmowy zostają tutaj. Odpowiedź klienta w ciągu 30 dni otwiera je ponownie.
empty-list-automatic-title = Żadnej poczty od automatów
empty-list-automatic-text = Powiadomienia, newslettery i autoodpowiedzi trafiają tutaj, bo nikt w nich na nic nie czeka.
empty-list-spam-title = Nie ma spamu
empty-list-spam-text = Tu trafia to, co wygląda na spam, i poczta od zablokowanych nadawców. Nikt nie dostaje odpowiedzi i nic nie ginie.

empty-conversation-pane-title = Wybierz rozmowę
empty-conversation-pane-text = Klawisze j i k prowadzą po liście, Enter otwiera rozmowę.

conversation-pane-label = Rozmowa
conversation-head-back = Do listy
conversation-head-number = Rozmowa nr { $number }
conversation-head-customer = Klient
conversation-head-follows = Ciąg dalszy wcześniejszej rozmowy
conversation-controls-label = Ustawienia rozmowy
status-control-label = Stan
status-word-open = Otwarta
status-word-waiting-customer = Czeka na klienta
status-word-waiting-others = Czeka na innych
status-word-snoozed = Odłożona
status-word-solved = Rozwiązana
snooze-button-open = Odłóż
snooze-choice-later = Dziś później (za 3 godziny)
snooze-choice-tomorrow = Jutro rano (8:00)
snooze-choice-week = W przyszłym tygodniu (pon. 8:00)
snooze-date-label = Wybrany dzień
snooze-date-day = Dzień
snooze-date-time = Godzina
snooze-date-button = Odłóż
status-snooze-until = Odłożona do: { $until }
priority-control-label = Priorytet
priority-word-low = Niski
priority-word-normal = Zwykły
priority-word-high = Wysoki
priority-word-urgent = Pilny
assignment-control-label = Przypisanie
assignment-control-nobody = Nikt
assignment-control-take = Weź na siebie
assignment-control-me = { $name } (ja)
tags-control-label = Etykiety
tags-control-add = Dodaj etykietę
tags-control-remove = Zdejmij etykietę { $name }
tags-control-none = Nie ma więcej etykiet

timeline-list-label = Przebieg rozmowy
timeline-list-earlier = Pokaż wcześniejsze
timeline-item-note = Notatka dla zespołu
timeline-item-copied = wysłane spoza Kontuaru
timeline-item-automatic = wysłane automatycznie
timeline-item-stranger = nowy adres, niepotwierdzony
timeline-item-quote = Pokaż cytat
timeline-item-erased = Treść usunięto na prośbę tej osoby.
timeline-item-cut = Dalszy ciąg jest za długi, by go tu pokazać.
timeline-item-to = do: { $addresses }
timeline-item-attachments = Załączniki
timeline-item-pictures = Obrazy w treści
message-original-show = Oryginał
message-original-hide = Sam tekst
message-original-images = Pokaż obrazy z internetu
message-original-tab = W nowej karcie
message-frame-title = Oryginał wiadomości
message-source-open = Źródło
attachment-item-size = { $size }
delivery-state-queued = Czeka na wysłanie
delivery-state-sending = Wysyłamy
delivery-state-sent = Wysłano
delivery-state-failed = Nie wysłano
delivery-state-failed-hint = Serwer odbiorcy odrzucił wiadomość. Sprawdź adres i spróbuj ponownie albo zadzwoń.
delivery-state-bounced = Nie dostarczono
delivery-state-bounced-hint = Serwer odbiorcy przyjął wiadomość i ją odesłał. Sprawdź adres albo skontaktuj się z klientem inaczej.
delivery-state-uncertain = Nie wiadomo, czy wysłano
delivery-state-uncertain-hint = Połączenie urwało się w trakcie wysyłania albo dane przywrócono z kopii zapasowej. Ponowna wysyłka może dać klientowi tę samą wiadomość dwa razy.
delivery-state-retry = Wyślij ponownie

composer-tabs-label = Rodzaj wpisu
composer-tabs-reply = Odpowiedź
composer-tabs-note = Notatka
composer-reply-label = Odpowiedź do klienta
composer-reply-placeholder = Napisz do: { $name }
composer-reply-send = Wyślij
composer-reply-send-solve = Wyślij i rozwiąż
composer-reply-to = Do: { $address }
composer-templates-button = Szablony
composer-templates-hint = Wstaw szablon odpowiedzi ( / )
composer-templates-label = Szablony odpowiedzi
composer-templates-search = Szukaj szablonu
composer-templates-keys = Strzałki i Enter wybierają, Esc wraca do odpowiedzi.
composer-templates-all = Wszystkie szablony
composer-note-label = Notatka dla zespołu
composer-note-placeholder = Klient tego nie zobaczy
composer-note-add = Dodaj notatkę
composer-error-empty = Wiadomość jest pusta. Napisz treść i wyślij ponownie.
composer-error-too-long = Wiadomość jest za długa (najwyżej { $limit } znaków). Skróć ją albo podziel.
composer-error-no-recipient = Nie ma adresu, na który można odpowiedzieć. Dodaj notatkę albo zadzwoń do klienta.
composer-error-new-message = W międzyczasie klient napisał jeszcze raz. Przeczytaj nową wiadomość i wyślij ponownie.
composer-read-only = Ta rola pozwala czytać, bez odpowiadania.
change-error-stale = Ktoś zmienił tę rozmowę chwilę wcześniej. Pokazujemy obecny stan; wybierz jeszcze raz, jeśli trzeba.

notice-undo-button = Cofnij
notice-close-button = Zamknij
notice-text-undone = Cofnięto.
notice-text-kept = Nie cofnięto: w międzyczasie ktoś zmienił tę rozmowę albo napisał klient. Wszystko zostało, jak jest.
notice-text-moment = Nie odłożono: wybierz chwilę w przyszłości, najwyżej 400 dni naprzód.
notice-text-none = Nic nie zmieniono: zaznacz najpierw rozmowy.
notice-text-many = Nic nie zmieniono: naraz można zmienić najwyżej 500 rozmów.
notice-text-no-tag = Nic nie zmieniono: wpisz etykietę.
notice-text-long-tag = Nic nie zmieniono: etykieta ma najwyżej 40 znaków.
notice-text-stale = Nic nie zmieniono: ktoś zmienił tę rozmowę chwilę wcześniej. Pokazujemy obecny stan; wybierz jeszcze raz, jeśli trzeba.

customer-panel-label = Klient
customer-panel-close = Zamknij panel klienta
customer-panel-addresses = Adresy
customer-panel-history = Inne rozmowy
customer-panel-no-history = To pierwsza rozmowa z tą osobą.
person-form-label = Ta sama osoba pisze też z adresu
person-form-address = Inny adres tej osoby
person-form-join = Połącz
person-outcome-joined = Połączono: to odtąd jedna osoba.
person-outcome-unknown = Z tego adresu nikt jeszcze nie pisał do sklepu. Sprawdź pisownię.
person-outcome-same = Ten adres już należy do tej osoby.
person-outcome-erased = Dane jednej z tych osób usunięto, więc nie da się ich połączyć.
customer-panel-since = Pierwszy kontakt
customer-panel-brand = Sklep
customer-panel-inbox = Skrzynka

matter-line-went-to = Wiadomości dołączono do rozmowy
matter-line-joined = Dołączono tutaj:
matter-line-undo = Rozdziel
suggestion-line-maybe = To może być ta sama sprawa co
suggestion-line-same = Ta sama sprawa
suggestion-line-no = Inna sprawa
suggestion-hint-reference = – jest odpowiedzią na wiadomość stamtąd, ale z adresu, którego tam nie było.
suggestion-hint-number = – ma w temacie jej numer, ale przyszła z adresu, którego tam nie było.
suggestion-hint-order = – obie dotyczą tego samego zamówienia.
suggestion-hint-name-and-order = – obie dotyczą tego samego zamówienia, a autorzy nazywają się tak samo.
suggestion-hint-subject = – ten sam autor pisał na ten sam temat.
suggestion-hint-forward = – przekazuje wiadomość tego klienta.
sender-menu-label = Spam i nadawca
spam-line-text = Uznano to za spam: nikt nie czeka na odpowiedź i nic nie zostało wysłane automatycznie.
spam-button-yes = To jest spam
spam-button-no = To nie spam
sender-line-automatic = Poczta od tego nadawcy jest zawsze uznawana za automatyczną.
sender-line-blocked = Ten nadawca jest zablokowany.
sender-line-quiet = Ten nadawca złożył skargę na wiadomość i nie dostaje odpowiedzi automatycznych.
sender-mark-none = Cofnij
sender-mark-automatic = Uznawaj pocztę od tego nadawcy za automatyczną
sender-mark-blocked = Zablokuj tego nadawcę
customer-evidence-claimed = tylko według pola „Od”
customer-evidence-authenticated = potwierdzony przez serwer nadawcy
customer-evidence-agent = potwierdzony przez obsługę
person-line-maybe = Ta sama osoba?
person-line-same = Ta sama osoba
person-line-confirm = Potwierdź adres
person-line-no = To ktoś inny
person-line-undo = Rozdziel
person-line-undo-label = Oddziel { $address } od tej osoby
person-likeness-answered = Nowy adres, niepotwierdzony: odpisano z niego na naszą wiadomość. Odpowiedzi nie trafią tam, dopóki go nie potwierdzisz.
person-likeness-name-and-order = To samo imię i nazwisko oraz to samo zamówienie.
person-likeness-phone = Ten sam numer telefonu.
person-likeness-reply-to = Wiadomość prosi o odpowiedź na ten adres.
person-likeness-forward = To samo imię i nazwisko, a jedna z tych osób przekazała wiadomość drugiej.
person-likeness-order = To samo zamówienie.
