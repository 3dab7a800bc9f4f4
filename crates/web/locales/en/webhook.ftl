# Words about webhooks: other people's servers that are told what happens.

webhook-alarm-subject = The webhook “{ $name }” was stopped
webhook-alarm-text = The webhook “{ $name }” ({ $webhook }) has taken nothing since { $since } and was stopped. What happens from now on waits: after “kontuar webhook start { $webhook }” it is sent.
