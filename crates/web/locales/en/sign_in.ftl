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
passkey-sign-in-button = Sign in with a passkey
passkey-sign-in-refused = This passkey opens nothing here. It may have been removed, or your access is switched off. Sign in with your password.
passkey-sign-in-late = That took longer than five minutes, or was sent twice. Try again.
passkey-said-cancelled = The device did not answer: it was cancelled, or has no passkey for this site. Try again, or use your password.
passkey-said-failed = That did not work. Try again, or use your password.

demo-chips-title = Demo: enter without a password
demo-chips-text = The shop is made up, and nothing leaves this machine.
demo-chips-agent = Enter as agent
demo-chips-agent-hint = answers the customers of one team
demo-chips-lead = Enter as lead
demo-chips-lead-hint = leads a team and hands out conversations
demo-chips-customer = Enter as customer
demo-chips-customer-hint = sees what arrived by mail and can write back
