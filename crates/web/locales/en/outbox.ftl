# The outbox: what waits, what did not arrive, what can be decided about it.
outbox-page-title = Outbox
outbox-page-lead = Answers on their way, and those that did not arrive.
outbox-trouble-title = Not delivered
outbox-open-title = On their way
outbox-empty-title = Everything has left
outbox-empty-text = Answers that wait, and answers that did not arrive, appear here until somebody has dealt with them.
outbox-link-trouble = Not delivered: { $count }
outbox-link-open = On their way: { $count }
outbox-banner-text = { $count ->
    [one] { $count } answer was not delivered
   *[other] { $count } answers were not delivered
 }
outbox-state-partly = Not delivered to everybody
outbox-letter-to = To: { $address }
outbox-letter-until = Next try:
outbox-letter-attempts = attempts: { $count }
outbox-decision-retry = Try now
outbox-decision-give-up = Give up
outbox-decision-was-sent = It was sent
outbox-decision-send-again = Send again
outbox-decision-seen = Dealt with
outbox-decision-undo = Undo
outbox-done-retry = It is being tried.
outbox-done-give-up = It will not be sent.
outbox-done-was-sent = Noted: it was sent.
outbox-done-send-again = It is being sent again.
outbox-done-seen = It is off the list.
outbox-done-undo = It stands as before.
outbox-done-stale = It stands elsewhere by now. This is how things are.
outbox-why-turn = Its turn comes in a moment, or an earlier answer of the same conversation goes first.
outbox-why-deferred = The other mail server asked us to come again later.
outbox-why-away = Our mail server cannot be reached, or takes nothing now.
outbox-why-slowed = Our mail server wants less mail at a time.
outbox-why-per-hour = As much left as the settings allow within an hour.
outbox-why-per-day = As much left as the settings allow within a day.
outbox-why-no-channel = This inbox has no mail server to send through. Tell the administrator.
outbox-why-unreadable = The message cannot be read from the database. Tell the administrator.
outbox-said-no-content = There was nothing left to send: it was erased.
outbox-said-process-ended = The program stopped while it was being sent.
outbox-said-timed-out = The mail server did not answer in time.
outbox-said-channel-broke = Sending broke down by a defect of ours. Tell the administrator.
delivery-route-other = It went by the spare way out no. { $number }.
delivery-refused-who = Not delivered to { $address }:
composer-signature-label = Below your text:
