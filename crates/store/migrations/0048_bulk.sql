-- One thing done to many conversations.

-- Working state. wish: domain::bulk::Wish (ids, enums, moments). next: how many items were tried. undoes: the one whose work it
-- takes back. Items: seen: the place of the log up to which the asker knew the conversation; outcome: domain::bulk::Outcome;
-- at: when it was done there. Kept for a day.
CREATE TABLE bulk (
  id {int} PRIMARY KEY, agent {int} NOT NULL, made_at {int} NOT NULL, wish TEXT NOT NULL, undoes {int},
  total {int} NOT NULL, next {int} NOT NULL, ended_at {int}
){strict};
CREATE INDEX bulk_open ON bulk (id) WHERE ended_at IS NULL;
CREATE INDEX bulk_made ON bulk (made_at);
CREATE UNIQUE INDEX bulk_undoes ON bulk (undoes) WHERE undoes IS NOT NULL;
CREATE TABLE bulk_item (
  bulk {int} NOT NULL, place {int} NOT NULL, conversation {int} NOT NULL, seen {int} NOT NULL, outcome {int}, at {int},
  PRIMARY KEY (bulk, place)
){compact};
