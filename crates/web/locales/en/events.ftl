# The sentences of the timeline, one for each kind of event.
# Key: event-<noun>-<verb>, as in the event's name.
event-brand-created = New shop
event-team-created = New team
event-inbox-created = New inbox
event-agent-created = New person in the team
event-agent-changed = Another role or team
event-agent-switched = Access switched
event-agent-invited = Invitation sent
event-agent-invitation-ended = Invitation ended
event-agent-accessed = Access
event-tag-created = New tag
event-contact-created = First contact with this person
event-contact-identified = New address of this person
event-contact-erased = This person's data was erased
event-conversation-opened = Conversation no. { $number } begins
event-message-received = Message from the customer
event-message-replied = Reply to the customer
event-message-copied = Message sent from outside Kontuar
event-note-added = Note
event-conversation-assigned = { $who ->
    [nobody] Assignment removed
    [oneself] Taken on
   *[other] Assigned to: { $name }
 }
event-conversation-status-changed = Status: { $to }
event-conversation-status-changed-woken = Status: { $to }, the snooze is over
event-conversation-status-changed-answered = Status: { $to }, the customer wrote
event-conversation-status-changed-until = Status: { $to }, until { $until }
event-conversation-priority-changed = Priority: { $to }
event-conversation-tagged = Tag added: { $tag }
event-conversation-untagged = Tag removed: { $tag }
event-delivery-sent = Sent
event-delivery-failed = { $attempts ->
    [one] Not sent, after { $attempts } attempt
   *[other] Not sent, after { $attempts } attempts
 }
event-delivery-uncertain = Unknown whether it was sent
event-delivery-requeued = Sending again
event-delivery-settled = Somebody decided what became of it
event-raw-quarantined = A message waits to be looked at
event-automation-stopped = { $reason ->
    [depth] Automation stopped: the chain of reactions is too long
   *[sender_cap] Automation stopped: this sender has had enough automatic answers
 }
event-delivery-bounced = Came back as not delivered
event-conversation-spam-judged = { $reason ->
    [not] Not spam
    [score] Looks like spam
    [blocked] From a blocked sender
    [server] The mail server holds it to be spam
   *[corrected] Marked as spam
 }
event-conversation-merged = Joined into another conversation
event-conversation-absorbed = Another conversation was joined into this one
event-conversation-unmerged = Taken apart again
event-conversation-released = The joined conversation was taken apart again
event-suggestion-made = This may belong to another conversation
event-suggestion-settled = Suggestion dismissed
event-sender-marked = { $mark ->
    [automatic] Mail from this sender is always automatic
    [blocked] This sender is blocked
    [quiet] This sender complained and gets no automatic answers
   *[none] Mail from this sender is treated as usual
 }
event-contact-merged = Two contacts are one person from now on
event-contact-unmerged = The contacts are two people again
event-contact-suggested = This may be somebody we know
event-contact-suggestion-settled = Not the same person
actor-word-system = Kontuar
actor-word-reactor = Rule
actor-word-customer = Customer
actor-word-former = Somebody no longer in the team
event-retention-set = How long contents are kept was changed
event-retention-applied = Contents older than they are to be kept were removed
event-installation-operated = Something about the installation was changed
