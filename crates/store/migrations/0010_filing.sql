-- What was sent and is still to be put into its mailbox's folder of sent mail.

-- Working state. since: when it was sent; code, words: why it is not there yet.
CREATE TABLE filing (
  message {int} PRIMARY KEY, inbox {int} NOT NULL, since {int} NOT NULL, due_at {int} NOT NULL, attempts {int} NOT NULL,
  code TEXT, words TEXT
){strict};
CREATE INDEX filing_due ON filing (inbox, due_at);
