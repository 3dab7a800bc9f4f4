# Ways in for those who are not signed in: an invitation, a new password.
join-page-title = Join the team
join-page-lead = You were invited to answer customers here. Say what you are called and choose a password.
join-gone-text = This invitation was used, withdrawn, or is older than a week. Ask whoever invited you for a new one.
join-form-name = First and last name
join-form-language = Language
join-form-submit = Come in
password-page-title = New password
password-page-lead = Write the address you sign in with; you get a mail with a link.
password-form-send = Send the link
password-outcome-sent = If somebody signs in with this address, a mail with a link is on its way. It is good for an hour. If none comes, ask an administrator.
password-link-sign-in = Back to signing in
password-new-title = Choose a new password
password-new-lead = You are signed out everywhere else with it.
password-gone-text = This link was used, or is older than an hour.
password-link-again = Ask for a new link
password-form-new = New password
password-form-set = Set the password
password-form-hint = At least 10 characters; three or four words are easy to remember.
password-complaint-name = Write a name: one line, at most 100 characters.
password-complaint-short = Choose a password of at least 10 characters that is neither one letter over and over nor your address.
password-complaint-long = That is too long: 100 characters for a name, 1,024 for a password.
password-complaint-often = Too many attempts. Wait a few minutes and try again.
password-letter-subject = New password for Kontuar
password-letter-text =
    Hello { $name },

    somebody asked for a new password for your account. Set it here within an hour:

    { $link }

    If that was not you, do nothing: your password stays as it is.
