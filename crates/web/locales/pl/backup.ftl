# Kopie zapasowe, które się nie udają: co się o nich mówi.

backup-banner = Kopia zapasowa nie powstaje: ostatnie próby się nie udały.
backup-why-not-there = Dysk na kopie nie jest podłączony albo folder kopii został opróżniony. Podłącz dysk, a kopia zrobi się sama.
backup-why-full = Na dysku z kopiami nie ma miejsca. Zwolnij je, a kopia zrobi się sama.
backup-why-denied = Nie da się pisać do folderu kopii. Popraw jego uprawnienia, a kopia zrobi się sama.
backup-why-other = Powód podaje `kontuar backup list`.
backup-alarm-subject-failed = Kopia zapasowa Kontuaru nie powstaje
backup-alarm-subject-clear = Kopie zapasowe Kontuaru znów powstają
backup-alarm-text-failed = Zaplanowanej kopii zapasowej nie udało się zrobić od { $since } (liczba prób: { $times }). Kontuar próbuje dalej co pół godziny. Dopóki się nie uda, awaria dysku zabierze wszystko, co przyszło od ostatniej kopii.
backup-alarm-text-clear = Kopia zapasowa znów powstała. Nie udawało się jej zrobić od { $since }.
