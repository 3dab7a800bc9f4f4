# „Dlaczego to tu jest?”: jak odczytano wiadomość.
why-panel-label = Dlaczego to tu jest?
why-line-place = { $by ->
    [opened] Rozpoczęła tę rozmowę: nic, co się liczy, nie wskazuje w niej na inną.
    [reference] Odpowiada na wiadomość { $what }, a jej autor bierze tu udział.
    [reference_by_stranger] Odpowiada nam pod identyfikatorem albo adresem, który znają tylko nasi odbiorcy; autor jest tu nowy.
    [plus_address] Przyszła na nasz adres tej rozmowy, a jej autor bierze tu udział.
    [number] Jej temat podaje numer tej rozmowy { $what }, a autor bierze tu udział.
    [order_notice] To powiadomienie tego samego systemu o tym samym zamówieniu { $what }.
   *[report] To raport o naszej wiadomości { $what }.
 }
why-line-moved = Przyszła do innej rozmowy, którą ktoś z zespołu dołączył do tej.
why-line-nature = { $nature ->
    [auto_reply] Odczytano jako: odpowiedź automatyczna.
    [bounce] Odczytano jako: raport o niedostarczeniu.
    [complaint] Odczytano jako: skarga na wiadomość.
    [bulk] Odczytano jako: newsletter lub lista.
    [notice] Odczytano jako: powiadomienie systemu.
   *[person] Odczytano jako: napisał człowiek.
 }
why-line-author = { $author ->
    [reply_to] Autorem jest osoba z Reply-To: nadawcą jest program, który pisze za innych, albo my.
    [form] Autorem jest osoba, która wypełniła formularz.
    [forward] Autorem jest osoba, która napisała przekazaną wiadomość; ktoś z zespołu tylko ją przekazał.
    [recipient] Napisaliśmy ją my; klient jest odbiorcą.
   *[from] Autorem jest nadawca.
 }
why-line-notice = { $asks ->
    [yes] Rozpoznano: { $name }; czeka za tym klient.
   *[no] Rozpoznano: { $name }; nikt nie czeka.
 }
why-line-form = Rozpoznany formularz: { $name }
why-line-bounce = Nie dotarło do: { $who } ({ $status } { $reason })
why-line-orders = Zamówienia, które wymienia: { $orders }
why-line-passed = Sprawdzenia nadawcy udane: { $names }
why-line-failed = Sprawdzenia nadawcy nieudane: { $names }
why-line-spam = Ocena spamu: { $score } na 1000. { $because }
why-line-problems = Uszkodzone lub pominięte: { $problems }
