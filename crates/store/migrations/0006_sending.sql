-- How mail leaves: by which route, within which limits, and what a person decided about it.

-- Facts. before: the state before a person decided what became of a delivery, for taking that back.
ALTER TABLE delivery ADD COLUMN before {int};

-- Working state. since: when the attempts began that count; trouble: whether it waits for somebody to look at it.
ALTER TABLE delivery ADD COLUMN since {int};
ALTER TABLE delivery ADD COLUMN trouble {int} NOT NULL DEFAULT 0;
UPDATE delivery SET trouble = 1 WHERE state >= 3;
CREATE INDEX delivery_open ON delivery (id) WHERE state < 2;
CREATE INDEX delivery_trouble ON delivery (id) WHERE trouble = 1;

-- The attempts are what a provider's limits are counted by. Content: refused.
ALTER TABLE delivery_attempt ADD COLUMN inbox {int};
ALTER TABLE delivery_attempt ADD COLUMN route {int};
ALTER TABLE delivery_attempt ADD COLUMN refused TEXT;
CREATE INDEX delivery_attempt_route ON delivery_attempt (inbox, route, started_at) WHERE inbox IS NOT NULL;

-- Working state: how the ways out of an inbox fare.
CREATE TABLE route (
  inbox {int} NOT NULL, route {int} NOT NULL, ill_since {int}, probe_at {int} NOT NULL, wait_until {int} NOT NULL,
  slowed {int} NOT NULL, why TEXT, PRIMARY KEY (inbox, route)
){compact};

-- Settings of an inbox: what stands below its agents' answers.
ALTER TABLE inbox ADD COLUMN signature TEXT;
