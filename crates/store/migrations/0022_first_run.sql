-- Working state. The way into a store without anybody in it: links by the keyed hash of their token, good until an owner is
-- made; and how far that owner came with setting it up.
CREATE TABLE setup_link (token {bytes} PRIMARY KEY, ends_at {int} NOT NULL){compact};
CREATE TABLE first_run (
  one {int} PRIMARY KEY CHECK (one = 1), owner {int} NOT NULL, step {int} NOT NULL, at {int} NOT NULL
){strict};
