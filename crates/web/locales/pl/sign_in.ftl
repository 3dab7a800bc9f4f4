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

demo-chips-title = Pokaz: wejdź bez hasła
demo-chips-text = Sklep jest zmyślony i nic nie wychodzi na zewnątrz.
demo-chips-agent = Wejdź jako obsługa
demo-chips-agent-hint = odpowiada klientom jednego zespołu
demo-chips-lead = Wejdź jako kierownictwo
demo-chips-lead-hint = prowadzi zespół i przydziela rozmowy
demo-chips-customer = Wejdź jako klient
demo-chips-customer-hint = widzi, co przyszło pocztą, i może odpisać
