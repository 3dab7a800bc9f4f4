# How the installation is run: tokens, webhooks, retention, status.
tokens-page-title = Tokens
tokens-page-lead = What other programs sign in with. A token acts for one person and never may more than they do.
tokens-outcome-ended = Ended: the token opens nothing any more.
tokens-outcome-name = No token was made: it needs a name of at most 80 characters.
tokens-outcome-scopes = No token was made: choose at least one thing that it may do.
tokens-outcome-days = No token was made: it can be good for 1 to 3650 days.
tokens-handed-text = This is the token “{ $name }”. It is shown this once; keep it where the program finds it and nobody else does.
tokens-handed-label = The token
tokens-item-for = for { $name }
tokens-item-until = good until
tokens-item-ended = ended
tokens-item-over = over since
tokens-item-off = opens nothing: this person is switched off
tokens-item-used = last used:
tokens-item-unused = not used yet
tokens-item-end = End
tokens-item-end-name = End the token { $name }
tokens-empty-title = No tokens
tokens-empty-text = No other program signs in here.
tokens-new-title = New token
tokens-form-name = What for
tokens-form-agent = Acts for
tokens-form-days = Good for (days)
tokens-form-scopes = What it may do
tokens-form-make = Make a token
tokens-form-hint = Give each program a token of its own, with as little as it needs.
tokens-form-docs = What the words mean
webhooks-page-title = Webhooks
webhooks-page-lead = Other web servers that are told what happens here, signed, at least once.
webhooks-outcome-removed = Removed.
webhooks-outcome-refused = Nothing was set up: it needs a name of at most 80 characters and an address such as https://erp.example.com/hook.
webhooks-handed-text = “{ $name }” is told what happens from now on. This is the secret of its signatures, shown this once:
webhooks-handed-label = The secret of the signatures
webhooks-state-active = Is told what happens
webhooks-state-stopped = Stopped since
webhooks-state-given-up = Stopped by itself after days in vain, since
webhooks-item-failing = takes nothing since
webhooks-item-everything = everything
webhooks-empty-title = No webhooks
webhooks-empty-text = No other server is told what happens here.
webhooks-new-title = New webhook
webhooks-form-name = What for
webhooks-form-url = Address
webhooks-form-kinds = What it is told; nothing chosen: everything
webhooks-form-add = Add
webhooks-form-hint = Only https to the public internet, unless the settings allow private networks. Events name ids and numbers, never what somebody wrote.
webhook-outcome-started = Started: it is told first what happened meanwhile.
webhook-outcome-stopped = Stopped: what happens meanwhile waits.
webhook-outcome-range = Nothing was sent: a range begins at 1 or later and has at most 10,000 positions.
webhook-handed-text = This is the new secret, shown this once. The one before signs beside it for a day.
webhook-form-stop = Stop
webhook-form-start = Start
webhook-form-more = More
webhook-form-rotate = New secret
webhook-form-rotate-hint = The other server has a day to learn it.
webhook-form-remove = Remove
webhook-form-remove-hint = With everything that it was to be told. This cannot be undone.
webhook-calls-title = What it was told
webhook-calls-more = Earlier ones
webhook-calls-empty = Nothing yet. What was told stands here for a month.
webhook-call-taken = Taken
webhook-call-failed = Given up
webhook-call-sending = On its way
webhook-call-queued = Waits until
webhook-call-silent = no answer
webhook-call-again = Send again
webhook-call-again-one = Send event { $position } again
webhook-range-from = From position
webhook-range-to = To position
webhook-range-send = Send again
webhook-range-hint = Events of its kinds are sent again under the same webhook-id, so the other side knows them.
retention-page-title = Retention
retention-page-lead = How long contents are kept. Everything is kept for ever until you decide otherwise.
retention-page-hint = Rules that are on are carried out at night. Words and files go for good; that something happened, and when, stays in the log. Backups from before hold them until they are removed; restoring one takes them away again. A person is erased at once by “kontuar contact erase”.
retention-outcome-on = Switched on: it is carried out in the coming night. Until then it can be switched off without any loss.
retention-outcome-off = Switched off: kept for ever from now on.
retention-outcome-days = Nothing was changed: so few or so many days cannot be chosen here.
retention-tried-goes = In the coming night would go:
retention-tried-nothing = Nothing would go in the coming night; later, what gets older than that.
retention-tried-hint = Nothing was changed yet. What is gone cannot be brought back.
retention-goes-conversations = conversations lose their words
retention-goes-messages = messages and notes
retention-goes-files = files
retention-goes-originals = mails as they came
retention-goes-answers = answers of mail servers
retention-form-leave = Leave it as it is
retention-form-days = Keep for (days)
retention-form-try = What would go?
retention-form-off = Switch off
retention-item-off = Kept for ever
retention-item-ran = last carried out
retention-item-tonight = for the first time in the coming night
retention-class-solved = Solved conversations
retention-class-automatic = Machine mail
retention-class-spam = Spam
retention-class-given-up = Given up in the quarantine
retention-class-originals = Mails as they came
retention-class-files = Attachments
retention-class-answers = Answers of mail servers
retention-about-solved = Subjects, messages, notes and files, from the last message on.
retention-about-automatic = Notices of shops, carriers and payments in which no person wrote.
retention-about-spam = What stands among the spam.
retention-about-given-up = Mail that nobody could read and somebody gave up, from then on.
retention-about-originals = The source of each mail. What was read from it stays; it cannot be read anew then.
retention-about-files = Files where nobody waits, with the sources of the mails that hold them. The words stay.
retention-about-answers = What other servers said when we sent something.
status-page-title = Status
status-page-lead = How everything fares right now.
status-page-hint = “kontuar doctor” on the server looks more closely and says what to do.
status-worst-ok = Everything works.
status-worst-warn = It works; something wants a look.
status-worst-bad = Something does not work.
status-what-version = Program
status-what-database = Database
status-what-nodes = Nodes
status-what-disk = Disk
status-what-backup = Backups
status-what-arrivals = Incoming
status-what-quarantine = Quarantine
status-what-outgoing = Outgoing
status-what-stuck = Not delivered
status-what-reactors = Automations
status-what-parked = Set aside
status-what-webhooks = Webhooks
status-said-version = Kontuar { $version }, schema { $schema }
status-said-schema = Kontuar { $version } does not fit the schema { $schema } of its database; restart every node with one program
status-said-writer-ok = { $name } reads and writes
status-said-writer-full = { $name }: the disk is full, nothing can be written
status-said-writer-outdated = { $name } was changed by a newer program; this one only reads
status-said-writer-away = { $name } takes no write at the moment
status-said-room = { $mb } MB free
status-said-little-room = Only { $mb } MB free: without room no mail is taken any more
status-said-no-word-of-room = How much room there is cannot be said
status-said-backup = The newest one is of
status-said-backup-old = The newest one is too old, of
status-said-backup-none = None was taken yet
status-said-backup-unscheduled = None are taken by themselves: name an hour in [backup]
status-said-backup-fails = The ones that were due have failed; the newest one, if any:
status-said-no-arrivals = Everything that came is read
status-said-no-quarantined = Nothing waits to be looked at
status-said-no-outgoing = Nothing waits to be sent
status-said-no-stuck = Everything was delivered, or somebody has seen that it was not
status-said-no-behind = Up to date
status-said-no-parked = Nothing had to be set aside
status-said-no-webhooks = None has been given up
status-said-behind = “{ $name }” is { $digits } events behind
webhooks-item-open =
    { $count ->
        [one] one call waits
       *[other] { $count } calls wait
    }
webhook-outcome-resent =
    { $count ->
        [one] One event is sent again.
       *[other] { $count } events are sent again.
    }
webhook-call-attempts =
    { $count ->
        [one] one attempt
       *[other] { $count } attempts
    }
retention-tried-title =
    { $days ->
        [one] kept for one day
       *[other] kept for { $days } days
    }
retention-form-on =
    { $days ->
        [one] Switch on: keep for one day
       *[other] Switch on: keep for { $days } days
    }
retention-item-on =
    { $days ->
        [one] Kept for one day
       *[other] Kept for { $days } days
    }
status-said-nodes =
    { $count ->
        [one] One node works
       *[other] { $count } nodes work
    }
status-said-arrivals =
    { $count ->
        [one] One mail is not read yet
       *[other] { $digits } mails are not read yet
    }
status-said-quarantined =
    { $count ->
        [one] One mail could not be read and waits for somebody
       *[other] { $digits } mails could not be read and wait for somebody
    }
status-said-outgoing =
    { $count ->
        [one] One message waits to be sent
       *[other] { $digits } messages wait to be sent
    }
status-said-stuck =
    { $count ->
        [one] One message did not arrive, or nobody knows
       *[other] { $digits } messages did not arrive, or nobody knows
    }
status-said-parked =
    { $count ->
        [one] One conversation had to be left aside by an automation
       *[other] { $digits } conversations had to be left aside by automations
    }
status-said-webhooks =
    { $count ->
        [one] One was stopped after days in vain
       *[other] { $digits } were stopped after days in vain
    }
