# Kopie zapasowe, które się nie udają: co się o nich mówi.

backup-banner = Kopia zapasowa nie powstaje: ostatnie próby się nie udały. Powód podaje `kontuar backup list`.
backup-alarm-subject-failed = Kopia zapasowa Kontuaru nie powstaje
backup-alarm-subject-clear = Kopie zapasowe Kontuaru znów powstają
backup-alarm-text-failed = Zaplanowanej kopii zapasowej nie udało się zrobić od { $since } (liczba prób: { $times }). Kontuar próbuje dalej co pół godziny. Dopóki się nie uda, awaria dysku zabierze wszystko, co przyszło od ostatniej kopii. Powód:
backup-alarm-text-clear = Kopia zapasowa znów powstała. Nie udawało się jej zrobić od { $since }.
