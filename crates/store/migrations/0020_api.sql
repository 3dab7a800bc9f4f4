-- Other programs: what they sign in with, what they asked for, and lists in the order of ids.

CREATE INDEX conversation_status ON conversation (team, status, id);

-- Working state. Tokens of the API by a keyed hash; receipts for wishes that name themselves (Idempotency-Key), kept for a day.
CREATE TABLE token (
  id {int} PRIMARY KEY, agent {int} NOT NULL, name TEXT NOT NULL, fingerprint {bytes} NOT NULL, scopes TEXT NOT NULL,
  made_at {int} NOT NULL, ends_at {int} NOT NULL, used_at {int}, revoked_at {int}
){strict};
CREATE UNIQUE INDEX token_fingerprint ON token (fingerprint);
CREATE TABLE receipt (wish {bytes} PRIMARY KEY, body {bytes} NOT NULL, outcome {int}, at {int} NOT NULL){compact};
CREATE INDEX receipt_at ON receipt (at);
