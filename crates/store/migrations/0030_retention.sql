-- Retention: for how long what is kept.

-- Settings. class: domain::retention::Class; days: NULL while its rule is off. ran_at: when it was carried out to its end
-- last; reached: what is older than this went at some time, and goes again from a restored backup.
CREATE TABLE retention (
  class {int} PRIMARY KEY, days {int}, set_at {int} NOT NULL, ran_at {int}, reached {int}
){compact};
