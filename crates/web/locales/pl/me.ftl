# Własne konto i kod obok hasła.
me-page-title = Moje konto
me-page-lead = { $login }, { $role }
me-rail-link = Moje konto
me-link-account = Moje konto
me-name-title = Imię, nazwisko i język
me-password-title = Hasło
me-password-old = Dotychczasowe hasło
me-password-hint = Nowe hasło kończy wszystkie inne Twoje sesje.
me-complaint-old = Nic nie zmieniono: dotychczasowe hasło się nie zgadza.
me-factor-title = Drugi krok przy logowaniu
me-factor-off = Wyłączony. Z nim samo hasło niczego nie otworzy: logowanie pyta też o kod, który pokazuje aplikacja w telefonie.
me-factor-begin = Włącz
me-factor-on = Włączony od
me-factor-codes =
    { $count ->
        [one] Został jeden kod zapasowy.
        [few] Zostały { $count } kody zapasowe.
       *[other] Zostało { $count } kodów zapasowych.
    }
me-factor-change = Nowe kody zapasowe albo wyłączenie
me-factor-renew = Nowe kody zapasowe
me-factor-end = Wyłącz
me-sessions-title = Gdzie jestem zalogowany(-a)
me-sessions-hint = Jeśli którejś sesji nie znasz, zakończ ją i zmień hasło.
me-sessions-unknown = Nieznany program
me-sessions-this = ta sesja
me-sessions-seen = ostatnio używana:
me-sessions-since = od
me-sessions-end = Zakończ
me-sessions-end-all = Wyloguj wszędzie
me-outcome-saved = Zapisano.
me-outcome-password = Nowe hasło jest ustawione, a inne sesje zakończone.
me-outcome-ended = Ta sesja jest zakończona.
me-outcome-factor-off = Drugi krok jest wyłączony.
me-outcome-stale = Nic nie zmieniono: stan jest już inny.
me-outcome-wrong-password = Nic nie zmieniono: hasło się nie zgadza.
me-device-lead = Aplikacja z kodami w telefonie tworzy nowy kod co 30 sekund.
me-device-square = Kwadrat do zeskanowania aplikacją
me-device-scan = 1. Zeskanuj to aplikacją
me-device-type = Nie masz aparatu pod ręką? Wpisz w aplikacji:
me-device-code = 2. Wpisz kod, który pokazuje
me-device-confirm = Włącz
me-codes-title = Kody zapasowe
me-codes-lead = Widać je tylko teraz.
me-codes-text = Przechowaj je tam, gdzie znajdziesz je bez telefonu. Każdy raz zastępuje kod z aplikacji.
me-codes-done = Mam je zapisane
code-page-title = Jeszcze jeden krok
code-page-lead = Wpisz kod z aplikacji albo jeden z kodów zapasowych.
code-form-code = Kod
code-complaint-wrong = Ten kod jest błędny, był już użyty albo jest za stary. Poczekaj na następny i spróbuj ponownie.
