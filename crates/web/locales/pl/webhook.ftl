# Słowa o webhookach: cudzych serwerach, którym mówimy, co się dzieje.

webhook-alarm-subject = Webhook „{ $name }” został zatrzymany
webhook-alarm-text = Webhook „{ $name }” ({ $webhook }) niczego nie przyjął od { $since } i został zatrzymany. To, co się od tej pory dzieje, czeka: po „kontuar webhook start { $webhook }” zostanie wysłane.
