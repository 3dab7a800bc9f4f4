-- Ways in: who was asked to join, and links for a new password. Of a link only a keyed hash is kept.

-- Facts: that there is one, and that it ended. Content: login, nulled when it ends. The rest is working state.
CREATE TABLE invitation (
  id {int} PRIMARY KEY, login TEXT, team {int} NOT NULL, role {int} NOT NULL, fingerprint {bytes} NOT NULL, made_at {int} NOT NULL,
  ends_at {int} NOT NULL, ended_at {int}
){strict};
CREATE UNIQUE INDEX invitation_fingerprint ON invitation (fingerprint);
CREATE UNIQUE INDEX invitation_login ON invitation (login) WHERE ended_at IS NULL;

-- Working state.
CREATE TABLE reset_link (agent {int} PRIMARY KEY, fingerprint {bytes} NOT NULL, ends_at {int} NOT NULL){strict};
CREATE UNIQUE INDEX reset_link_fingerprint ON reset_link (fingerprint);
