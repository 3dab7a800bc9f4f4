-- Who signs in by an account at the operator's identity provider.

-- Working state; that somebody was linked is a fact of the agent's. Of provider and account only keyed hashes are kept.
CREATE TABLE sign_on (fingerprint {bytes} PRIMARY KEY, provider {bytes} NOT NULL, agent {int} NOT NULL, at {int} NOT NULL){strict};
CREATE UNIQUE INDEX sign_on_agent ON sign_on (agent, provider);
