# Signing in, and the ways into the demo.
sign-in-page-title = Sign in
sign-in-page-lead = Your shop's inbox: every conversation with a customer in one place.
sign-in-form-login = E-mail
sign-in-form-password = Password
sign-in-form-submit = Sign in
sign-in-form-wrong = The e-mail or the password does not match. Check both and try again, or ask for a new password below.
sign-in-form-too-often = Too many attempts. Wait { $minutes } min and try again.
sign-in-form-ended = Your session has ended. Sign in again.
sign-in-form-reset = The new password is set. Sign in with it.
sign-in-link-forgotten = Forgot your password?
sign-in-sign-on-or = or
sign-in-sign-on-link = Sign in with { $name }
sign-in-sign-on-denied = Signing in was cancelled there. Try again, or sign in with your password.
sign-in-sign-on-ended = Signing in took too long, or began in another window. Try again.
sign-in-sign-on-failed = The identity provider could not be asked, or its answer was not believed. Try again in a moment; if it lasts, tell the administrator.
sign-in-sign-on-often = Too many attempts. Wait a quarter of an hour and try again.
sign-in-sign-on-unknown = Nobody here has this account. Ask a colleague who manages people to invite its e-mail address; an address that the provider has not verified does not count.

demo-chips-title = Demo: enter without a password
demo-chips-text = The shop is made up, and nothing leaves this machine.
demo-chips-agent = Enter as agent
demo-chips-agent-hint = answers the customers of one team
demo-chips-lead = Enter as lead
demo-chips-lead-hint = leads a team and hands out conversations
demo-chips-customer = Enter as customer
demo-chips-customer-hint = sees what arrived by mail and can write back
