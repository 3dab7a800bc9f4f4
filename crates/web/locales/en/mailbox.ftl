# The mailboxes, their alarms and what is told of them.
mailbox-page-title = Mailboxes
mailbox-page-lead = Where mail is fetched: how each mailbox fares, and how far back it is read.
mailbox-link-inbox = To the inbox
mailbox-list-link = Mailboxes
mailbox-empty-title = No mailbox is fetched
mailbox-empty-text = The administrator adds one to the settings as [[inbox]] and starts the program again. “kontuar mailbox preset” writes the section for an address. An inbox whose mail other servers hand over to this program ([receive]) needs none.
mailbox-empty-add = Add the first one: for most providers its address and password are enough. Google and Microsoft 365 ask for their permission, and the page leads there.
mailbox-new-link = Add a mailbox
mailbox-new-title = Another mailbox
mailbox-new-lead = Another address that customers write to. Kontuar reads its mailbox and answers from it; it deletes nothing there.
mailbox-new-name = What it is called here
mailbox-new-shop = Which shop it belongs to
mailbox-new-team = Whose conversations these are
mailbox-new-known = This address has an inbox here already, “{ $name }”: its conversations go on there.
mailbox-off-title = Switch off
mailbox-off-hint = From then on no mail is fetched from it and none is sent from it; its password is forgotten. Nothing is lost: what came stays here and in the mailbox, its conversations stay, and answers wait in the outbox until it is connected again.
mailbox-off-set = Switch off the mailbox
mailbox-off-list = Not fetched
mailbox-off-list-hint = Switched off here, or taken out of the settings. Their conversations are here, and answers wait. Add the same address again to go on.
mailbox-outcome-connected = Connected. New mail is fetched from now on; choose below which older mail to fetch.
mailbox-outcome-off = Switched off. Its conversations stay.
mailbox-outcome-off-set = Nothing was changed: this mailbox stands in the settings. Take it out there.
mailbox-state-connecting = Connecting to the mail server
mailbox-state-watching = Works: everything that is wanted is here
mailbox-state-catching-up = Works: older mail is being fetched
mailbox-state-failing = Does not work; we keep trying
mailbox-item-heard = last successful exchange:
mailbox-item-said = The exact message:
mailbox-item-never = there was no successful exchange yet
mailbox-item-progress = { $done } of { $of } mails are here.
mailbox-item-missing =
    { $count ->
        [one] One mail on the server cannot be fetched; we try again every hour.
       *[other] { $count } mails on the server cannot be fetched; we try again every hour.
    }
mailbox-folder-name = Folder
mailbox-folder-server = On the server
mailbox-folder-stored = Here
mailbox-folder-inbox = where mail arrives
mailbox-folder-spam = spam
mailbox-folder-sent = sent mail
mailbox-plus-title = Where answers go
mailbox-plus-is-on = to an address of their conversation
mailbox-plus-is-off = to the plain address
mailbox-plus-asked = A mail from this mailbox to itself is sent in a moment.
mailbox-plus-sent = A mail from this mailbox to itself is under way. Until it comes, answers ask to be answered at the plain address.
mailbox-plus-lost = A mail from this mailbox to itself left and did not come: answers ask to be answered at the plain address. It may lie among the spam.
mailbox-plus-came = Answers ask to be answered at an address of their conversation: mail with a tag comes.
mailbox-plus-refused = The mail server does not take mail to an address with a tag: answers ask to be answered at the plain address.
mailbox-plus-find = Find out by a test mail
mailbox-plus-hint = Some mail servers deliver name+tag@ into the mailbox of name@. Where yours does, our mails ask for answers at such an address, and an answer finds its conversation even when a mail program drops everything else. Sends one mail from this mailbox to itself.
mailbox-unfiled-count =
    { $count ->
        [one] One answer left, and is not in the folder of sent mail.
       *[other] { $count } answers left, and are not in the folder of sent mail.
    }
mailbox-unfiled-no-folder = The mailbox has no such folder: make one called “Sent” in a mail program, or choose another in the mailbox settings (in the file: sent_folder).
mailbox-unfiled-refused = The mail server does not take them into it; it is tried again for a week.
mailbox-trouble-cannot-connect = The mail server cannot be reached. Check its name and port in the settings, and the network.
mailbox-trouble-tls-failed = No secure connection comes about. Check the port, the kind of encryption and the server’s certificate.
mailbox-trouble-plain-text = The password would travel unencrypted, which is not done. Choose TLS or STARTTLS in the settings.
mailbox-trouble-certificate = The certificates cannot be used. Check ca_file in the settings.
mailbox-trouble-wrong-password = The mail server does not accept the user name and password. Check both in the settings; some providers want a password for programs of its own, or IMAP to be switched on.
mailbox-trouble-no-token = The provider’s permission is missing or has ended. Give it again in the mailbox settings; for a mailbox of the settings file run “kontuar mailbox authorize”.
mailbox-trouble-token-refused = The provider gave a permission that its mail server does not accept. Check that IMAP is allowed for this mailbox.
mailbox-trouble-refused = The mail server refuses us for now. Often too many programs are connected; it is tried again.
mailbox-trouble-no-such-folder = A folder of the settings cannot be opened. Check its name.
mailbox-trouble-lacks-spam = The folder for spam cannot be opened; the rest of the mailbox is read all the same. Make the folder in a mail program, or choose another in the mailbox settings (in the file: spam_folder).
mailbox-trouble-lacks-sent = The folder of sent mail cannot be opened, so answers are not put there; they are sent, and the rest of the mailbox is read all the same. Make the folder in a mail program, or choose another in the mailbox settings (in the file: sent_folder).
mailbox-trouble-timed-out = The mail server did not answer in time. It is tried again.
mailbox-trouble-connection-lost = The connection to the mail server broke. It is made again.
mailbox-trouble-not-understood = The mail server answered something that makes no sense. Check that host and port are those of IMAP.
mailbox-trouble-mail-refused = The mail server does not give a mail that it has. It is asked for again.
mailbox-trouble-not-stored = A mail could not be stored here. It stays in the mailbox; the administrator’s log says why, often the disk is full.
mailbox-trouble-unknown = Something is wrong; the words below say what.
mailbox-trial-look = See what is in it
mailbox-trial-since = only since
mailbox-trial-from = Since { $day }:
mailbox-trial-hint = Reads headers only; without a day it looks at everything there is. Nothing is kept, nothing in the mailbox is changed.
mailbox-trial-running = Looking what is in it; this page follows.
mailbox-trial-so-far = { $mails } mails so far.
mailbox-trial-failed = It could not be looked through.
mailbox-trial-found =
    { $count ->
        [one] One mail, about { $conversations } conversation;
       *[other] { $mails } mails, about { $conversations } conversations;
    }
mailbox-trial-of-them = about { $open } would be open; about { $notices } notices; about { $spam } spam.
mailbox-horizon-title = Older mail
mailbox-horizon-nobody = nobody has chosen yet, so only new mail for now
mailbox-horizon-is-all = all of it
mailbox-horizon-is-since = since { $day }
mailbox-horizon-is-none = only new mail
mailbox-horizon-configured = Older mail, by the settings:
mailbox-horizon-choose = Which older mail to fetch
mailbox-horizon-all = all of it
mailbox-horizon-since = since
mailbox-horizon-day = The day from which mail is fetched
mailbox-horizon-none = none, only new mail
mailbox-horizon-set = Save the choice
mailbox-horizon-hint = Older mail becomes history: nobody is answered or reminded. What was read stays when you choose less later.
mailbox-password-title = Password of the mailbox
mailbox-password-label = New password
mailbox-password-set = Test and save
mailbox-password-hint = For when it changed with the provider. We sign in both ways first; the servers stay the same.
mailbox-outcome-password = The password works and is saved.
mailbox-outcome-password-refused = Nothing was changed: with this password, signing in to both servers does not work.
mailbox-outcome-chosen = Saved. What is missing is fetched now; new mail goes first.
mailbox-outcome-asked = It is being looked through.
mailbox-outcome-probed = A mail from this mailbox to itself is sent within seconds.
mailbox-outcome-set = The settings say how far back it is read; change it there.
mailbox-outcome-day = Nothing was changed: choose a day.
mailbox-alarm-silent = No mail was fetched since:
mailbox-alarm-missing = Part of the mail on the server is missing here since:
mailbox-banner-silent = No mail comes from the mailbox “{ $name }”.
mailbox-banner-missing = Only part of the mail comes from the mailbox “{ $name }”.
mailbox-banner-since = Since
mailbox-banner-more =
    { $count ->
        [one] The same in one other mailbox.
       *[other] The same in { $count } other mailboxes.
    }
mailbox-banner-link = Details
mailbox-alarm-subject-silent = No mail from { $address }
mailbox-alarm-subject-missing = Mail missing from { $address }
mailbox-alarm-subject-clear = { $address } works again
mailbox-alarm-text-silent = Kontuar has fetched no mail from the mailbox “{ $name }” ({ $address }) since { $since }, for { $minutes } minutes. It tries again by itself. Customers who write meanwhile wait.
mailbox-alarm-text-missing = { $missing } mails lie on the mail server of “{ $name }” ({ $address }) and are not in Kontuar, since { $since }.
mailbox-alarm-text-clear = The mailbox “{ $name }” ({ $address }) works again, and nothing is missing.

# How the domain of a mailbox stands with those who receive its mail.
mailbox-domain-title = Domain records: SPF, DKIM, DMARC
mailbox-domain-is-good = in order
mailbox-domain-is-bad =
    { $count ->
        [one] one thing to put right
       *[other] { $count } things to put right
    }
mailbox-domain-is-unseen = not looked at yet
mailbox-domain-is-silent = the name servers do not answer
mailbox-domain-is-provider = the provider's own domain
mailbox-domain-looking = The records of { $domain } are being looked up; this page follows.
mailbox-domain-unseen = The records of { $domain } have not been looked up yet. That happens by itself soon after the mailbox is connected, and once a day.
mailbox-domain-silent = The name servers do not answer for { $domain }, so nothing can be said about its records. We ask again in an hour. If it stays so, the machine that Kontuar runs on may not reach name servers.
mailbox-domain-provider = { $domain } belongs to { $provider }, who looks after these records. There is nothing for you to do.
mailbox-domain-looked = Looked up:
mailbox-domain-selector = Name of the key (selector) that your provider signs with
mailbox-domain-selector-hint = Only if you know it: it stands as s= in the DKIM-Signature header of a mail you sent. Without it we check the key that Kontuar signs with, where it does.
mailbox-domain-look = Look again
mailbox-finding-good = Good.
mailbox-finding-note = Worth knowing.
mailbox-finding-bad = To put right.
mailbox-record-name = Name
mailbox-record-kind = Type
mailbox-record-value = Value
mailbox-outcome-standing = The records of the domain are being looked up.
mailbox-outcome-selector = Nothing was changed: the name of a key has letters, digits, dashes and dots, for example “google”.
