-- Working state: that this store came from a backup, and when. What was written before that moment may have been answered
-- by the store it was taken from, so nothing answers it by itself.
CREATE TABLE restored (
  one {int} PRIMARY KEY, at {int} NOT NULL, taken_at {int} NOT NULL, position {int} NOT NULL
){strict};
