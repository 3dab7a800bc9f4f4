# The frame of every page: titles, the rail, the connection line, time.
product-frame-name = Kontuar
page-frame-title = { $page } · Kontuar
link-frame-skip = Skip to the conversation
rail-frame-label = Main places
rail-frame-inbox = Inbox
rail-frame-customer = Play the customer
rail-frame-plug = Pull the plug
rail-frame-language = Polski
rail-frame-language-hint = Przełącz na polski
rail-frame-sign-out = Sign out
rail-frame-shortcuts = Keyboard shortcuts
rail-frame-me = { $name }, { $role }

role-word-owner = owner
role-word-admin = administrator
role-word-lead = team lead
role-word-agent = agent
role-word-observer = observer

line-frame-lost = No connection. Reconnecting; what you are typing is kept.
line-frame-catching-up = Catching up on what happened meanwhile…
line-frame-signed-out = Your session has ended. Sign in, and what you typed will be back in its place.
line-frame-sign-in = Sign in
line-frame-version = There is a new version of the program.
line-frame-reload = Reload the page
line-frame-failed = That could not be saved. Check the connection and try again.
line-frame-arrivals =
    { $count ->
        [one] { $count } new conversation
       *[other] { $count } new conversations
    }
line-frame-below =
    { $count ->
        [one] { $count } new conversation below
       *[other] { $count } new conversations below
    }

time-word-now = now
time-word-minutes = { $n } min
time-word-hours = { $n } h
time-word-days = { $n ->
    [1] 1 day
   *[other] { $n } days
 }
time-word-today = Today
time-word-yesterday = Yesterday
time-month-short = { $n ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
 }
time-month-long = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 }
time-weekday-long = { $n ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
 }

shortcuts-help-title = Keyboard shortcuts
shortcuts-help-next = next conversation
shortcuts-help-previous = previous conversation
shortcuts-help-open = open the selected one
shortcuts-help-reply = reply
shortcuts-help-note = add a note
shortcuts-help-template = insert a template (in an answer, where a word begins)
shortcuts-help-assign = assign
shortcuts-help-snooze = snooze
shortcuts-help-solve = solve
shortcuts-help-tag = add a tag
shortcuts-help-pick = select a conversation (with Shift: a range)
shortcuts-help-undo = undo the last change
shortcuts-help-same = same matter
shortcuts-help-send = send what is typed
shortcuts-help-close = leave the field
shortcuts-help-list = this list
shortcuts-help-done = Close

error-page-not-found-title = There is no such page
error-page-not-found-text = The address is out of date, or the conversation belongs to a team you have no access to.
error-page-forbidden-title = This needs other permissions
error-page-forbidden-text = Your role does not include this action. Ask the person who leads the team.
error-page-refused-title = This request came from outside this site
error-page-refused-text = It was refused to keep you safe. Open the inbox and try from there.
error-page-elsewhere-title = These pages are not open from this network
error-page-elsewhere-text = Whoever runs this server lets people in from chosen networks only, and yours is not one of them. Connect as you do at work, for example over the VPN, or ask the administrator to add your network (the setting “pages” in the section [access]).
error-page-unreadable-title = This form cannot be read
error-page-unreadable-text = Go back, reload the page and send the form again.
error-page-broken-title = Something went wrong on our side
error-page-broken-text = None of the saved conversations is lost. Try again in a moment; if the error returns, give the administrator the number { $request }.
error-page-busy-title = Too much at once
error-page-busy-text = The server cannot keep up. Try again in a moment.
error-page-outdated-title = This server is waiting for a newer version
error-page-outdated-text = A newer Kontuar has changed the database already, so this server saves nothing in it until it is updated. Nothing that was saved is lost. Reload the page in a moment; if it lasts, give the administrator the number { $request }.
error-page-away-title = The database does not answer
error-page-away-text = Nothing that was saved is lost. Try again in a moment: a reply that is sent twice from the same page leaves only once. If it lasts, give the administrator the number { $request }.
error-page-full-title = There is no room to save
error-page-full-text = The server's disk is full or cannot be written, so this was not saved. Tell the administrator; what was saved before is safe.
error-page-back = To the inbox
