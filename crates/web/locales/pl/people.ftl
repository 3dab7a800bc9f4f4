# Osoby, które odpowiadają: kto jest, jaką ma rolę, kogo zaproszono.
people-page-title = Zespół
people-page-lead = Kto odpowiada klientom, co może i kiedy tu był.
people-list-link = Zespół
people-item-me = (to Ty)
people-item-seen = ostatnio tutaj:
people-item-never = jeszcze nie logował(a) się
people-item-off = dostęp wyłączony od
people-item-change = Zmień: { $name }
people-form-role = Rola
people-form-team = Grupa
people-form-save = Zapisz
people-form-off = Wyłącz dostęp
people-form-off-hint = Wylogowuje tę osobę od razu ze wszystkich urządzeń i nie pozwala zalogować się ponownie. To, co napisała, zostaje.
people-form-on = Włącz dostęp
people-form-on-hint = Ta osoba zaloguje się jak dawniej.
people-outcome-changed = Zapisano. Obowiązuje od teraz.
people-outcome-off = Dostęp wyłączony, wszystkie sesje zakończone.
people-outcome-on = Dostęp znów włączony.
people-outcome-stale = Nic nie zmieniono: ktoś inny był szybszy. Tak jest teraz.
people-outcome-last-owner = Nic nie zmieniono: to jedyna osoba właścicielska. Najpierw nadaj tę rolę komuś innemu.
people-outcome-withdrawn = Wycofano: odnośnik niczego już nie otwiera.
people-outcome-address = Nikogo nie zaproszono: to nie jest adres e-mail.
people-outcome-taken = Nikogo nie zaproszono: ktoś już loguje się tym adresem.
people-outcome-asked = Ten adres ma otwarte zaproszenie; odnów je poniżej.
people-item-locked = Loguje się z drugim krokiem
people-form-unlock = Zdejmij drugi krok
people-form-unlock-hint = Dla osoby, która straciła telefon: wystarczy jej wtedy samo hasło. Zapisujemy, kto to zrobił.
people-form-unlink = Odłącz konto
people-form-unlink-hint = Loguje się przez dostawcę tożsamości. Dla osoby, która ma tam teraz inne konto: powiążemy następne, które potwierdzi jej adres.
people-outcome-unlinked = Konto u dostawcy tożsamości zostało odłączone.
people-outcome-factor-off = Drugi krok został zdjęty.
people-invite-title = Zaproś osobę
people-invite-submit = Zaproś
people-invite-hint = Dostanie odnośnik, który działa raz, przez siedem dni. Zobaczysz go też tutaj, żeby móc przekazać go samodzielnie.
people-invite-open = Otwarte zaproszenia
people-invite-until = odnośnik działa do
people-invite-over = odnośnik wygasł
people-invite-renew = Nowy odnośnik
people-invite-end = Wycofaj
people-handed-mailed = Wysłano do: { $login }. To jest odnośnik, widoczny tylko teraz:
people-handed-copy = Żadna skrzynka nie mogła wysłać wiadomości do: { $login }. Przekaż odnośnik samodzielnie; widać go tylko teraz:
people-handed-link = Odnośnik zaproszenia
people-handed-button = Kopiuj
people-handed-copied = Skopiowano
people-letter-subject = Zaproszenie do Kontuaru
people-letter-text =
    { $name } zaprasza Cię do odpowiadania klientom w Kontuarze. Imię i hasło wybierzesz tutaj w ciągu siedmiu dni:

    { $link }

# Sklepy i grupy, które za nie odpowiadają.
groups-page-title = Sklepy i grupy
groups-page-lead = Za które sklepy odpowiadacie i które grupy dzielą się pracą.
groups-shops-title = Sklepy
groups-teams-title = Grupy
groups-shop-name = Nazwa sklepu
groups-team-name = Nazwa grupy
groups-item-inboxes = { $count ->
    [0] bez skrzynki
    [one] { $count } skrzynka
    [few] { $count } skrzynki
   *[other] { $count } skrzynek
}
groups-item-people = { $count ->
    [0] bez osób
    [one] { $count } osoba
    [few] { $count } osoby
   *[other] { $count } osób
}
groups-item-rename = Zmień nazwę: { $name }
groups-form-save = Zapisz
groups-form-shop = Dodaj sklep
groups-form-team = Dodaj grupę
groups-shops-hint = Nazwę sklepu klienci czytają w tym, co do nich wysyłacie. Do którego sklepu należy skrzynka, wybiera się przy jej podłączaniu.
groups-teams-hint = Rozmowa należy do grupy swojej skrzynki; kto ją czyta, decydują rola i grupa. Grupę skrzynki wybiera się przy jej podłączaniu, grupę osoby na stronie „Zespół”.
groups-outcome-shop-added = Sklep został dodany. Teraz podłącz do niego skrzynkę.
groups-outcome-team-added = Grupa została dodana.
groups-outcome-renamed = Zapisano. Od teraz wszędzie tak się nazywa.
groups-outcome-name = Nic nie zmieniono: nazwa ma od 1 do 80 znaków.
groups-outcome-taken = Nic nie zmieniono: taka nazwa już jest.
groups-outcome-stale = Nic nie zmieniono: ktoś inny był szybszy. Tak nazywa się teraz.
groups-item-save = Zapisz nazwę: { $name }
