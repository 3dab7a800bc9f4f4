-- Webhooks out: whose web server is told which events, what of them is still to be told, and every attempt.

-- Working state; the log has the events, `secret` the signing secrets. position: up to where the log was looked through for it.
CREATE TABLE webhook (
  id {int} PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, kinds TEXT NOT NULL, state {int} NOT NULL, position {int} NOT NULL,
  made_at {int} NOT NULL, stopped_at {int}, failing_since {int}, old_until {int}, owed {int} NOT NULL DEFAULT 0
){strict};
CREATE TABLE webhook_call (
  webhook {int} NOT NULL, position {int} NOT NULL, state {int} NOT NULL, due_at {int} NOT NULL, attempts {int} NOT NULL,
  token {int} NOT NULL, owner {int}, lease_until {int}, PRIMARY KEY (webhook, position)
){compact};
CREATE INDEX webhook_call_due ON webhook_call (webhook, due_at, position) WHERE state = 0;
CREATE INDEX webhook_call_open ON webhook_call (webhook, position) WHERE state < 2;
CREATE INDEX webhook_call_sending ON webhook_call (lease_until) WHERE state = 1;
CREATE INDEX webhook_call_ended ON webhook_call (due_at) WHERE state >= 2;
CREATE TABLE webhook_attempt (
  webhook {int} NOT NULL, position {int} NOT NULL, n {int} NOT NULL, started_at {int} NOT NULL, ended_at {int}, status {int},
  answer TEXT, PRIMARY KEY (webhook, position, n)
){compact};
CREATE INDEX webhook_attempt_started ON webhook_attempt (started_at);
