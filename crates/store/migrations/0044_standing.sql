-- How the domains of mailboxes stand with those who receive their mail: SPF, DKIM, DMARC.

-- Working state. asked_at: somebody wants it looked at anew; selector: the name of the provider's DKIM key, where somebody gave
-- it; found: JSON, NULL until it was looked at.
CREATE TABLE mailbox_standing (
  inbox {int} PRIMARY KEY, asked_at {int}, selector TEXT, looked_at {int}, found TEXT
){strict};
