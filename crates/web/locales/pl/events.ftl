# Zdania przebiegu rozmowy, jedno na rodzaj zdarzenia: bez rodzaju gramatycznego i bez odmiany.
# Klucz: event-<rzeczownik>-<czasownik>, jak w nazwie zdarzenia.
event-brand-created = Nowy sklep
event-team-created = Nowy zespół
event-inbox-created = Nowa skrzynka
event-agent-created = Nowa osoba w zespole
event-agent-changed = Inna rola lub grupa
event-agent-switched = Zmiana dostępu
event-agent-invited = Zaproszenie
event-agent-invitation-ended = Koniec zaproszenia
event-agent-accessed = Dostęp
event-tag-created = Nowa etykieta
event-contact-created = Pierwszy kontakt tej osoby
event-contact-identified = Nowy adres tej osoby
event-contact-erased = Usunięto dane tej osoby
event-conversation-opened = Początek rozmowy nr { $number }
event-message-received = Wiadomość od klienta
event-message-replied = Odpowiedź do klienta
event-message-copied = Wiadomość wysłana spoza Kontuaru
event-note-added = Notatka
event-conversation-assigned = { $who ->
    [nobody] Zdjęto przypisanie
    [oneself] Wzięto na siebie
   *[other] Przypisano do: { $name }
 }
event-conversation-status-changed = Stan: { $to }
event-conversation-status-changed-woken = Stan: { $to }, minął czas odłożenia
event-conversation-status-changed-answered = Stan: { $to }, jest wiadomość od klienta
event-conversation-status-changed-until = Stan: { $to }, do: { $until }
event-conversation-priority-changed = Priorytet: { $to }
event-conversation-tagged = Dodano etykietę: { $tag }
event-conversation-untagged = Zdjęto etykietę: { $tag }
event-delivery-sent = Wysłano
event-delivery-failed = { $attempts ->
    [one] Nie wysłano, po { $attempts } próbie
   *[other] Nie wysłano, po { $attempts } próbach
 }
event-delivery-uncertain = Nie wiadomo, czy wysłano
event-delivery-requeued = Ponowna wysyłka
event-delivery-settled = Ktoś zdecydował, co się z nią stało
event-raw-quarantined = Wiadomość czeka na sprawdzenie
event-automation-stopped = { $reason ->
    [depth] Automatyka zatrzymana: za długi łańcuch reakcji
   *[sender_cap] Automatyka zatrzymana: ten nadawca dostał już dość automatycznych odpowiedzi
 }
event-delivery-bounced = Wróciła jako niedostarczona
event-conversation-spam-judged = { $reason ->
    [not] To nie spam
    [score] Wygląda na spam
    [blocked] Od zablokowanego nadawcy
    [server] Serwer pocztowy uznał to za spam
   *[corrected] Oznaczono jako spam
 }
event-conversation-merged = Dołączono do innej rozmowy
event-conversation-absorbed = Dołączono tu inną rozmowę
event-conversation-unmerged = Rozdzielono z powrotem
event-conversation-released = Dołączoną rozmowę rozdzielono z powrotem
event-suggestion-made = To może należeć do innej rozmowy
event-suggestion-settled = Odrzucono podpowiedź
event-sender-marked = { $mark ->
    [automatic] Poczta od tego nadawcy jest zawsze automatyczna
    [blocked] Nadawca zablokowany
    [quiet] Nadawca złożył skargę i nie dostaje odpowiedzi automatycznych
   *[none] Poczta od tego nadawcy jest traktowana jak zwykle
 }
event-contact-merged = Dwa kontakty to odtąd jedna osoba
event-contact-unmerged = Kontakty to znowu dwie osoby
event-contact-suggested = To może być ktoś, kogo znamy
event-contact-suggestion-settled = To nie ta sama osoba
actor-word-system = Kontuar
actor-word-reactor = Reguła
actor-word-customer = Klient
actor-word-former = Osoba spoza zespołu
event-retention-set = Zmieniono, jak długo przechowywane są treści
event-retention-applied = Usunięto treści starsze, niż mają być przechowywane
event-installation-operated = Zmieniono coś w instalacji
