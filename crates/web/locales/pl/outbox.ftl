# Wychodzące: co czeka, co nie dotarło i co można z tym zrobić.
outbox-page-title = Wychodzące
outbox-page-lead = Odpowiedzi w drodze i te, które nie dotarły.
outbox-trouble-title = Niedostarczone
outbox-open-title = W drodze
outbox-empty-title = Wszystko wyszło
outbox-empty-text = Odpowiedzi, które czekają albo nie dotarły, stoją tutaj, dopóki ktoś się nimi nie zajmie.
outbox-link-trouble = Niedostarczone: { $count }
outbox-link-open = W drodze: { $count }
outbox-banner-text = { $count ->
    [one] { $count } odpowiedź nie dotarła
    [few] { $count } odpowiedzi nie dotarły
   *[many] { $count } odpowiedzi nie dotarło
 }
outbox-state-partly = Nie dotarła do wszystkich
outbox-letter-to = Do: { $address }
outbox-letter-until = Następna próba:
outbox-letter-attempts = liczba prób: { $count }
outbox-decision-retry = Spróbuj teraz
outbox-decision-give-up = Nie wysyłaj
outbox-decision-was-sent = Została wysłana
outbox-decision-send-again = Wyślij ponownie
outbox-decision-seen = Załatwione
outbox-decision-undo = Cofnij
outbox-done-retry = Próbujemy wysłać.
outbox-done-give-up = Nie zostanie wysłana.
outbox-done-was-sent = Zapisane: została wysłana.
outbox-done-send-again = Wysyłamy ponownie.
outbox-done-seen = Zdjęta z listy.
outbox-done-undo = Jest jak przedtem.
outbox-done-stale = Stan zdążył się zmienić. Tak jest teraz.
outbox-why-turn = Zaraz przyjdzie jej kolej albo najpierw wychodzi wcześniejsza odpowiedź w tej rozmowie.
outbox-why-deferred = Serwer pocztowy odbiorcy poprosił, by spróbować później.
outbox-why-away = Nasz serwer pocztowy nie odpowiada albo teraz niczego nie przyjmuje.
outbox-why-slowed = Nasz serwer pocztowy prosi, by wysyłać wolniej.
outbox-why-per-hour = Wyszło już tyle, ile ustawienia pozwalają w ciągu godziny.
outbox-why-per-day = Wyszło już tyle, ile ustawienia pozwalają w ciągu doby.
outbox-why-no-channel = Ta skrzynka nie ma serwera do wysyłania. Zgłoś to administracji.
outbox-why-unreadable = Wiadomości nie da się odczytać z bazy. Zgłoś to administracji.
outbox-said-no-content = Nie było już czego wysłać: dane usunięto.
outbox-said-process-ended = Program zatrzymał się w trakcie wysyłania.
outbox-said-timed-out = Serwer pocztowy nie odpowiedział na czas.
outbox-said-channel-broke = Wysyłanie zawiodło przez nasz błąd. Zgłoś to administracji.
delivery-route-other = Wysłano drogą zapasową nr { $number }.
delivery-refused-who = Nie dotarła pod adres { $address }:
composer-signature-label = Pod Twoim tekstem:
