# The quarantine: arrivals that could not be read.
quarantine-page-title = Quarantine
quarantine-page-lead = Mail that could not be read. It is kept exactly as it came, and nothing else waits for it.
quarantine-list-link = Not read
quarantine-list-label = Lists of the quarantine
quarantine-list-waiting = To look at
quarantine-list-given-up = Given up
quarantine-list-more = Show the next ones
quarantine-list-again =
    { $count ->
        [one] One is being read again; this page follows.
       *[other] { $count } are being read again; this page follows.
    }
quarantine-empty-title = Everything that came could be read
quarantine-empty-given-up = Nothing was given up
quarantine-empty-text = A mail that cannot be read would wait here, whole, until somebody decides.
quarantine-outcome-retried = It is being read again. If that fails, it comes back to this list.
quarantine-outcome-all = All are being read again. What fails comes back to this list.
quarantine-outcome-given-up = Given up. It is kept in the other list and can be taken back.
quarantine-outcome-taken-back = It is back among those to look at.
quarantine-outcome-gone = It is not here any more: somebody was faster, or its author was erased.
quarantine-outcome-partial = Nothing was done: only a part of this message is here, and it would be taken for the whole.
quarantine-reason-unreadable = It is no mail that can be read
quarantine-reason-crashed = Reading it broke down
quarantine-reason-no-author = Nobody can be named as its author
quarantine-reason-too-large = It is too large
quarantine-reason-refused = The store did not take it
quarantine-reason-unknown = It could not be read
quarantine-advice-unreadable = Look at the text below. If it is a mail, download it and report it; after an upgrade, let it be read again.
quarantine-advice-crashed = The mail hits a defect of the program. Download it and report it; after an upgrade, let it be read again.
quarantine-advice-no-author = No address in it can be answered. If it matters, answer from your mail program, then give it up.
quarantine-advice-too-large = Only its beginning is here; the mail itself lies where it came from. Look at it there, then give it up.
quarantine-advice-refused = The administrator’s log says why. When that is mended, let it be read again.
quarantine-advice-unknown = Look at the text below, and let it be read again after an upgrade.
quarantine-item-tries =
    { $count ->
        [one] tried once
       *[other] tried { $count } times
    }
quarantine-item-back = Back to the list
quarantine-item-download = Download (.eml)
quarantine-item-said = What the program says:
quarantine-item-raw = As it came
quarantine-item-cut = Only the beginning is shown; the download is whole.
quarantine-form-retry = Read again
quarantine-form-retry-all = Read all again
quarantine-form-take-back = Take back
quarantine-form-give-up = Give up…
quarantine-form-give-up-sure = It leaves the list and nobody is reminded of it. It is kept, and can be taken back.
quarantine-form-give-up-yes = Give it up
