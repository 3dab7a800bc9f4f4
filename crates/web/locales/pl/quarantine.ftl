# Kwarantanna: przesyłki, których nie udało się odczytać.
quarantine-page-title = Kwarantanna
quarantine-page-lead = Wiadomości, których nie udało się odczytać. Leżą dokładnie takie, jakie przyszły, i niczego nie wstrzymują.
quarantine-link-inbox = Do skrzynki
quarantine-list-link = Nieodczytane
quarantine-list-label = Listy kwarantanny
quarantine-list-waiting = Do sprawdzenia
quarantine-list-given-up = Odłożone na zawsze
quarantine-list-more = Pokaż następne
quarantine-list-again =
    { $count ->
        [one] Jedna jest odczytywana ponownie; strona odświeża się sama.
        [few] { $count } są odczytywane ponownie; strona odświeża się sama.
       *[other] { $count } jest odczytywanych ponownie; strona odświeża się sama.
    }
quarantine-empty-title = Wszystko, co przyszło, udało się odczytać
quarantine-empty-given-up = Niczego nie odłożono na zawsze
quarantine-empty-text = Wiadomość, której nie da się odczytać, czekałaby tutaj w całości, aż ktoś zdecyduje.
quarantine-outcome-retried = Wiadomość jest odczytywana ponownie. Jeśli się nie uda, wróci na tę listę.
quarantine-outcome-all = Wszystkie są odczytywane ponownie. Te, których się nie uda, wrócą na tę listę.
quarantine-outcome-given-up = Odłożono na zawsze. Wiadomość jest na drugiej liście i można ją przywrócić.
quarantine-outcome-taken-back = Wiadomość wróciła do sprawdzenia.
quarantine-outcome-gone = Tej wiadomości już tu nie ma: ktoś był szybszy albo jej autor został usunięty.
quarantine-reason-unreadable = To nie jest wiadomość, którą da się odczytać
quarantine-reason-crashed = Odczytywanie się załamało
quarantine-reason-no-author = Nie da się wskazać autora
quarantine-reason-too-large = Jest za duża
quarantine-reason-refused = Magazyn jej nie przyjął
quarantine-reason-unknown = Nie udało się jej odczytać
quarantine-advice-unreadable = Obejrzyj tekst poniżej. Jeśli to wiadomość, pobierz ją i zgłoś; po aktualizacji odczytaj ją ponownie.
quarantine-advice-crashed = Wiadomość trafia na błąd programu. Pobierz ją i zgłoś; po aktualizacji odczytaj ją ponownie.
quarantine-advice-no-author = Nie ma w niej adresu, na który można odpisać. Jeśli jest ważna, odpisz z programu pocztowego, potem ją odłóż.
quarantine-advice-too-large = Jest tu tylko jej początek; cała leży tam, skąd przyszła. Obejrzyj ją tam, potem ją odłóż.
quarantine-advice-refused = Powód jest w dzienniku administratora. Gdy zostanie usunięty, odczytaj ją ponownie.
quarantine-advice-unknown = Obejrzyj tekst poniżej i odczytaj ją ponownie po aktualizacji.
quarantine-item-tries =
    { $count ->
        [one] jedna próba
        [few] { $count } próby
       *[other] { $count } prób
    }
quarantine-item-back = Wróć do listy
quarantine-item-download = Pobierz (.eml)
quarantine-item-raw = Tak, jak przyszła
quarantine-item-cut = Widać tylko początek; plik do pobrania jest cały.
quarantine-form-retry = Odczytaj ponownie
quarantine-form-retry-all = Odczytaj wszystkie ponownie
quarantine-form-take-back = Przywróć
quarantine-form-give-up = Odłóż na zawsze…
quarantine-form-give-up-sure = Zniknie z listy i nikt nie będzie o niej przypominał. Zostanie zachowana i można ją przywrócić.
quarantine-form-give-up-yes = Odłóż
