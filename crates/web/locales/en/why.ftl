# "Why is this here?": how a message was read.
why-panel-label = Why is this here?
why-line-place = { $by ->
    [opened] It began this conversation: nothing in it that counts points to another.
    [reference] It answers the message { $what }, and its author takes part here.
    [reference_by_stranger] It answers us, by the id or the address that only we give out; its author is new here.
    [plus_address] It came to our address of this conversation, and its author takes part here.
    [number] Its subject names this conversation's number { $what }, and its author takes part here.
    [order_notice] It is the same machine's notice about the same order { $what }.
   *[report] It reports on our message { $what }.
 }
why-line-moved = It came to another conversation, which an agent joined into this one.
why-line-nature = { $nature ->
    [auto_reply] Read as: an automatic answer.
    [bounce] Read as: a report that a mail was not delivered.
    [complaint] Read as: a complaint about a mail.
    [bulk] Read as: a newsletter or mailing list.
    [notice] Read as: a machine's notice.
   *[person] Read as: written by a person.
 }
why-line-author = { $author ->
    [reply_to] The author is who Reply-To names: the sender is a program that writes for others, or ourselves.
    [form] The author is who filled in the form.
    [forward] The author is who wrote the forwarded mail; a colleague only passed it on.
    [recipient] We wrote it; the customer is its recipient.
   *[from] The author is the sender.
 }
why-line-notice = { $asks ->
    [yes] Known as { $name }; a customer waits behind it.
   *[no] Known as { $name }; nobody waits.
 }
why-line-form = Known form: { $name }
why-line-bounce = Not reached: { $who } ({ $status } { $reason })
why-line-orders = Orders it names: { $orders }
why-line-passed = Sender checks passed: { $names }
why-line-failed = Sender checks failed: { $names }
why-line-spam = Spam score: { $score } of 1000. { $because }
why-line-problems = Damaged or left out: { $problems }
