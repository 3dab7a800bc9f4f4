# Logowanie i wejście do pokazu.
sign-in-page-title = Logowanie
sign-in-page-lead = Skrzynka Twojego sklepu: wszystkie rozmowy z klientami w jednym miejscu.
sign-in-form-login = E-mail
sign-in-form-password = Hasło
sign-in-form-submit = Zaloguj się
sign-in-form-wrong = E-mail lub hasło się nie zgadza. Sprawdź oba i spróbuj ponownie albo poproś poniżej o nowe hasło.
sign-in-form-too-often = Za dużo prób. Odczekaj { $minutes } min i spróbuj ponownie.
sign-in-form-ended = Sesja wygasła. Zaloguj się ponownie.
sign-in-form-reset = Nowe hasło jest ustawione. Zaloguj się nim.
sign-in-link-forgotten = Nie pamiętasz hasła?
sign-in-sign-on-or = albo
sign-in-sign-on-link = Zaloguj się przez { $name }
sign-in-sign-on-denied = Logowanie tam przerwano. Spróbuj ponownie albo zaloguj się hasłem.
sign-in-sign-on-ended = Logowanie trwało za długo albo zaczęło się w innym oknie. Spróbuj ponownie.
sign-in-sign-on-failed = Nie udało się zapytać dostawcy tożsamości albo jego odpowiedź jest niewiarygodna. Spróbuj za chwilę; jeśli to potrwa, powiedz administratorowi.
sign-in-sign-on-often = Za dużo prób. Odczekaj kwadrans i spróbuj ponownie.
sign-in-sign-on-unknown = Nikt tutaj nie ma tego konta. Poproś osobę zarządzającą ludźmi o zaproszenie na jego adres e-mail; adres, którego dostawca nie potwierdził, się nie liczy.

demo-chips-title = Pokaz: wejdź bez hasła
demo-chips-text = Sklep jest zmyślony i nic nie wychodzi na zewnątrz.
demo-chips-agent = Wejdź jako obsługa
demo-chips-agent-hint = odpowiada klientom jednego zespołu
demo-chips-lead = Wejdź jako kierownictwo
demo-chips-lead-hint = prowadzi zespół i przydziela rozmowy
demo-chips-customer = Wejdź jako klient
demo-chips-customer-hint = widzi, co przyszło pocztą, i może odpisać
