-- How often somebody tried to come in. Working state. fingerprint: of a login or an address, keyed. One number says it all:
-- each try moves full_at, the moment from which on all tries are there again, further away. Past moments are swept out.
CREATE TABLE attempt (fingerprint {bytes} PRIMARY KEY, full_at {int} NOT NULL){strict};
CREATE INDEX attempt_end ON attempt (full_at);
