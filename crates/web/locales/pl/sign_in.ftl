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
passkey-sign-in-button = Zaloguj się kluczem dostępu
passkey-sign-in-refused = Ten klucz dostępu niczego tu nie otwiera. Mógł zostać usunięty albo dostęp jest wyłączony. Zaloguj się hasłem.
passkey-sign-in-late = Trwało to ponad pięć minut albo przyszło dwa razy. Spróbuj ponownie.
passkey-said-cancelled = Urządzenie nie odpowiedziało: przerwano to albo nie ma ono klucza dostępu do tej strony. Spróbuj ponownie albo użyj hasła.
passkey-said-failed = Nie udało się. Spróbuj ponownie albo użyj hasła.

demo-chips-title = Pokaz: wejdź bez hasła
demo-chips-text = Sklep jest zmyślony i nic nie wychodzi na zewnątrz.
demo-chips-agent = Wejdź jako obsługa
demo-chips-agent-hint = odpowiada klientom jednego zespołu
demo-chips-lead = Wejdź jako kierownictwo
demo-chips-lead-hint = prowadzi zespół i przydziela rozmowy
demo-chips-customer = Wejdź jako klient
demo-chips-customer-hint = widzi, co przyszło pocztą, i może odpisać
