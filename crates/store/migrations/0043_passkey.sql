-- Coming in with a passkey (W3C Web Authentication, level 3). Working state; that one was added or removed is a fact of the
-- agent's. credential: the public key, its counter and what else is checked; nothing in it is secret.
CREATE TABLE passkey (id {int} PRIMARY KEY, agent {int} NOT NULL, name TEXT NOT NULL, credential_id {bytes} NOT NULL UNIQUE,
    credential TEXT NOT NULL, made_at {int} NOT NULL, used_at {int}){strict};
CREATE INDEX passkey_agent ON passkey (agent, id);
-- What was asked of a browser and is not answered yet, under the keyed hash of what names it there. agent, session
-- and name NULL: somebody wants to come in, and says with the answer who it is.
CREATE TABLE passkey_ceremony (fingerprint {bytes} PRIMARY KEY, agent {int}, session {bytes}, name TEXT,
    challenge TEXT NOT NULL, ends_at {int} NOT NULL){strict};
CREATE INDEX passkey_ceremony_end ON passkey_ceremony (ends_at);
