-- Signing in with a code besides the password (RFC 6238). Working state: the secret is sealed and stands in `secret`; that
-- it was switched on or off is a fact of the agent's. on_at NULL: somebody began, and has not confirmed it yet.
CREATE TABLE second_factor (agent {int} PRIMARY KEY, on_at {int}, last_step {int} NOT NULL){strict};
CREATE TABLE recovery_code (agent {int} NOT NULL, fingerprint {bytes} NOT NULL, PRIMARY KEY (agent, fingerprint)){compact};
