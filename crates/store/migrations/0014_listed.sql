-- The pages of those who lead tell how much waits in the quarantine: counted from this alone, whatever was given up.
CREATE INDEX raw_listed ON raw (inbox) WHERE state = 2 AND given_up IS NULL;
