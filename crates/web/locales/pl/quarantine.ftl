# Kwarantanna: przesyłki, których nie udało się odczytać.
quarantine-page-title = Kwarantanna
quarantine-page-lead = Wiadomości, których nie udało się odczytać. Są zachowane dokładnie tak, jak przyszły, i niczego nie wstrzymują.
quarantine-list-link = Nieodczytane
quarantine-list-label = Listy kwarantanny
quarantine-list-waiting = Do sprawdzenia
quarantine-list-given-up = Pominięte
quarantine-list-more = Pokaż następne
quarantine-list-again =
    { $count ->
        [one] Jedna jest odczytywana ponownie; strona odświeża się sama.
        [few] { $count } są odczytywane ponownie; strona odświeża się sama.
       *[other] { $count } jest odczytywanych ponownie; strona odświeża się sama.
    }
quarantine-empty-title = Wszystko, co przyszło, udało się odczytać
quarantine-empty-given-up = Niczego nie pominięto
quarantine-empty-text = Wiadomość, której nie da się odczytać, czekałaby tutaj w całości, aż ktoś zdecyduje.
quarantine-outcome-retried = Wiadomość jest odczytywana ponownie. Jeśli się nie uda, wróci na tę listę.
quarantine-outcome-all = Wszystkie są odczytywane ponownie. Te, których nie uda się odczytać, wrócą na tę listę.
quarantine-outcome-given-up = Pominięto. Wiadomość jest na drugiej liście i można ją przywrócić.
quarantine-outcome-taken-back = Wiadomość wróciła na listę do sprawdzenia.
quarantine-outcome-gone = Tej wiadomości już tu nie ma: ktoś się nią już zajął albo dane jej autora usunięto.
quarantine-outcome-partial = Niczego nie zrobiono: jest tu tylko część tej wiadomości i uszłaby za całą.
quarantine-reason-unreadable = Nie da się jej odczytać jako wiadomości
quarantine-reason-crashed = Odczyt przerwała awaria programu
quarantine-reason-no-author = Nie da się wskazać autora
quarantine-reason-too-large = Jest za duża
quarantine-reason-refused = Nie udało się jej zapisać
quarantine-reason-unknown = Nie udało się jej odczytać
quarantine-advice-unreadable = Obejrzyj tekst poniżej. Jeśli to wiadomość, pobierz ją i zgłoś; po aktualizacji odczytaj ją ponownie.
quarantine-advice-crashed = Ta wiadomość ujawnia błąd programu. Pobierz ją i zgłoś; po aktualizacji odczytaj ją ponownie.
quarantine-advice-no-author = Nie ma w niej adresu, na który można odpisać. Jeśli jest ważna, odpisz z programu pocztowego, a tutaj ją pomiń.
quarantine-advice-too-large = Jest tu tylko jej początek; cała leży tam, skąd przyszła. Obejrzyj ją tam, a tutaj pomiń.
quarantine-advice-refused = Powód jest w dzienniku programu. Gdy przyczyna zniknie, odczytaj wiadomość ponownie.
quarantine-advice-unknown = Obejrzyj tekst poniżej i odczytaj ją ponownie po aktualizacji.
quarantine-item-tries =
    { $count ->
        [one] jedna próba
        [few] { $count } próby
       *[other] { $count } prób
    }
quarantine-item-back = Wróć do listy
quarantine-item-download = Pobierz (.eml)
quarantine-item-said = Komunikat programu:
quarantine-item-raw = Tak jak przyszła
quarantine-item-cut = Widać tylko początek; plik do pobrania jest cały.
quarantine-form-retry = Odczytaj ponownie
quarantine-form-retry-all = Odczytaj wszystkie ponownie
quarantine-form-take-back = Przywróć
quarantine-form-give-up = Pomiń…
quarantine-form-give-up-sure = Zniknie z listy i nikt nie będzie o niej przypominał. Zostanie zachowana i można ją przywrócić.
quarantine-form-give-up-yes = Pomiń
