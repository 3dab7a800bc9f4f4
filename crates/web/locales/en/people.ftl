# The people who answer: who there is, where they stand, who was asked to join.
people-page-title = People
people-page-lead = Who answers your customers, what they may do, and when they were here last.
people-list-link = People
people-item-me = (you)
people-item-seen = last here:
people-item-never = has not been here yet
people-item-off = switched off since
people-item-change = Change { $name }
people-form-role = Role
people-form-team = Team
people-form-save = Save
people-form-off = Switch off
people-form-off-hint = Signs them out everywhere at once, and nobody signs in with this login any more. What they wrote stays.
people-form-on = Switch on again
people-form-on-hint = They sign in as before.
people-outcome-changed = Saved. It counts from now on.
people-outcome-off = Switched off, and signed out everywhere.
people-outcome-on = Switched on again.
people-outcome-stale = Nothing was changed: somebody else was faster. This is how it stands now.
people-outcome-last-owner = Nothing was changed: this is the only owner. Make somebody else owner first.
people-outcome-withdrawn = Withdrawn: the link opens nothing any more.
people-outcome-address = Nobody was invited: this is not an e-mail address.
people-outcome-taken = Nobody was invited: somebody signs in with this address already.
people-outcome-asked = This address has an open invitation; renew it below.
people-item-locked = Signs in with a second step
people-form-unlock = Take off the second step
people-form-unlock-hint = For somebody whose phone is gone: their password alone opens then. It is noted who did it.
people-form-unlink = Unlink the account
people-form-unlink-hint = Signs in through the identity provider. For somebody who has another account there by now: the next one that vouches for their address is linked.
people-outcome-unlinked = The account at the identity provider is unlinked.
people-outcome-factor-off = The second step is taken off.
people-invite-title = Invite somebody
people-invite-submit = Invite
people-invite-hint = They get a link that is good once, for seven days. You see it here as well, to pass it on yourself.
people-invite-open = Open invitations
people-invite-until = link good until
people-invite-over = link ended
people-invite-renew = New link
people-invite-end = Withdraw
people-handed-mailed = Sent to { $login }. This is the link, shown this once:
people-handed-copy = No inbox could send a mail to { $login }. Pass the link on yourself; it is shown this once:
people-handed-link = The link of the invitation
people-handed-button = Copy
people-handed-copied = Copied
people-letter-subject = Invitation to Kontuar
people-letter-text =
    { $name } invites you to answer customers in Kontuar. Choose a name and a password here within seven days:

    { $link }

# Shops, and the teams that answer for them.
groups-page-title = Shops and teams
groups-page-lead = Which shops you answer for, and which teams share the work.
groups-shops-title = Shops
groups-teams-title = Teams
groups-shop-name = Name of the shop
groups-team-name = Name of the team
groups-item-inboxes = { $count ->
    [0] no mailbox
    [one] { $count } mailbox
   *[other] { $count } mailboxes
}
groups-item-people = { $count ->
    [0] nobody
    [one] { $count } person
   *[other] { $count } people
}
groups-item-rename = Rename { $name }
groups-form-save = Save
groups-form-shop = Add a shop
groups-form-team = Add a team
groups-shops-hint = Customers read the shop's name in what is sent to them. Which shop a mailbox belongs to is chosen when it is connected.
groups-teams-hint = A conversation belongs to the team of its mailbox; who reads it, role and team decide. A new mailbox is given a team when it is connected, a person on the page “People”.
groups-outcome-shop-added = The shop is set up. Connect a mailbox to it next.
groups-outcome-team-added = The team is set up.
groups-outcome-renamed = Saved. It is called so everywhere from now on.
groups-outcome-name = Nothing was changed: a name has 1 to 80 characters.
groups-outcome-taken = Nothing was changed: one is called so already.
groups-outcome-stale = Nothing was changed: somebody else was faster. This is what it is called now.
groups-item-save = Save the name { $name }
