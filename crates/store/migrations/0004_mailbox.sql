-- Mailboxes with several folders: what of each is stored, what is wanted, how they fare.

-- Which folder an arrival lay in: 0 where mail arrives, 1 spam, 2 sent.
ALTER TABLE raw ADD COLUMN folder {int} NOT NULL DEFAULT 0;

-- Working state. mailbox.state: 0 connecting, 1 watching, 2 catching up, 3 failing; words: what is wrong, for whoever
-- operates. configured: 1 when its horizon stands in the settings, -1 when it is not in them any more. told: how often its
-- alarm was told of. owed: what has still to be told by the second route (a word of the alarm, or clear); reached: 1 since
-- somebody was reached by it.
CREATE TABLE mailbox (
  inbox {int} PRIMARY KEY, horizon TEXT, configured {int} NOT NULL DEFAULT 0, state {int} NOT NULL DEFAULT 0, code TEXT, words TEXT,
  since {int} NOT NULL, heard_at {int}, trial_asked {int}, trial TEXT,
  alarm TEXT, alarm_since {int}, told_at {int}, told {int} NOT NULL DEFAULT 0,
  owed TEXT, reached {int} NOT NULL DEFAULT 0
){strict};
-- first_uid: mails from this UID on came since the mailbox was set up; NULL since UIDVALIDITY changed.
CREATE TABLE mailbox_folder (
  inbox {int} NOT NULL, role {int} NOT NULL, name TEXT NOT NULL, uid_validity {int} NOT NULL, first_uid {int},
  on_server {int} NOT NULL DEFAULT 0, wanted {int} NOT NULL DEFAULT 0, missing {int} NOT NULL DEFAULT 0, missing_since {int},
  PRIMARY KEY (inbox, role)
){compact};
-- Which UIDs are stored. sign: a keyed hash of Message-ID, size and moment of arrival, by which a mail is known again.
CREATE TABLE mailbox_uid (
  inbox {int} NOT NULL, role {int} NOT NULL, uid_validity {int} NOT NULL, uid {int} NOT NULL, sign {bytes} NOT NULL,
  PRIMARY KEY (inbox, role, uid_validity, uid)
){compact};
