# Gdy niczego nie da się zapisać: co się o tym mówi.

store-alarm-subject-failed = Kontuar nie może niczego zapisać
store-alarm-subject-clear = Kontuar znów zapisuje
store-alarm-text-failed = Kontuar (węzeł { $node }) niczego nie może zapisać od { $since }, czyli od { $minutes } min. Poczta czeka na swoich serwerach i nie ginie, ale nikt w Kontuarze jej nie widzi, a odpowiedzi nie wychodzą. Kontuar próbuje dalej sam.
store-alarm-text-clear = Kontuar (węzeł { $node }) znów zapisuje; nie mógł od { $since }. Poczta, która czekała, już przychodzi.
store-why-full = Na dysku nie ma miejsca albo nie można na nim pisać. Zwolnij miejsce lub pozwól na zapis.
store-why-away = Baza danych albo folder z plikami nie odpowiada.
