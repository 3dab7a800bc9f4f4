# One's own account, and a code besides the password.
me-page-title = My account
me-page-lead = { $login }, { $role }
me-rail-link = My account
me-link-account = My account
me-name-title = Name and language
me-password-title = Password
me-password-old = Old password
me-password-hint = With a new one you are signed out everywhere else.
me-complaint-old = Nothing was changed: the old password does not match.
me-factor-title = Second step when signing in
me-factor-off = Switched off. With it, a password alone opens nothing: signing in also asks for a code that an app on your phone shows.
me-factor-begin = Switch on
me-factor-on = Switched on since
me-factor-codes =
    { $count ->
        [one] One recovery code is left.
       *[other] { $count } recovery codes are left.
    }
me-factor-change = New recovery codes, or switch off
me-factor-renew = New recovery codes
me-factor-end = Switch off
me-sessions-title = Where I am signed in
me-sessions-hint = If you do not know one of these, end it and change your password.
me-sessions-unknown = Unknown program
me-sessions-this = this one
me-sessions-seen = last used:
me-sessions-since = since
me-sessions-end = End
me-sessions-end-all = Sign out everywhere
me-outcome-saved = Saved.
me-outcome-password = The new password is set, and you are signed out everywhere else.
me-outcome-ended = That session is ended.
me-outcome-factor-off = The second step is switched off.
me-outcome-stale = Nothing was changed: it stands differently by now.
me-outcome-wrong-password = Nothing was changed: the password does not match.
me-device-lead = An app for codes on your phone makes a new one every 30 seconds.
me-device-square = Square to scan with the app
me-device-scan = 1. Scan this with the app
me-device-type = No camera at hand? Type this into the app instead:
me-device-code = 2. Type the code it shows
me-device-confirm = Switch on
me-codes-title = Recovery codes
me-codes-lead = Shown this once.
me-codes-text = Keep them where you find them without your phone. Each stands in for a code once.
me-codes-done = I have kept them
code-page-title = One more step
code-page-lead = Type the code from your app, or one of your recovery codes.
code-form-code = Code
code-complaint-wrong = This code is wrong, was used already, or is too old. Wait for the next one and try again.
