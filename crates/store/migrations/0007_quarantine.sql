-- The quarantine as people work with it.

-- Working state. raw.given_up: when somebody decided that it is not worth reading; it is kept, out of the list. raw.aside_at:
-- when it was put aside last; raw.tries: how often it was; raw.aside: domain::event::QuarantineReason as a word.
ALTER TABLE raw ADD COLUMN given_up {int};
ALTER TABLE raw ADD COLUMN aside_at {int};
ALTER TABLE raw ADD COLUMN tries {int} NOT NULL DEFAULT 0;
ALTER TABLE raw ADD COLUMN aside TEXT;
CREATE INDEX raw_again ON raw (inbox) WHERE state = 0 AND tries > 0;
