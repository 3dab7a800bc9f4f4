-- Whether mail to an inbox's address with a tag (shop+tag@) comes.

-- Working state. state: 0 asked for, 1 a mail to ourselves is under way, 2 it came, 3 it was not taken; words: what the mail
-- server said then.
CREATE TABLE plus_probe (inbox {int} PRIMARY KEY, state {int} NOT NULL, at {int} NOT NULL, words TEXT){strict};
