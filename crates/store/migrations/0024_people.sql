-- People: who may sign in, and who did what.

-- Since when somebody may not sign in; NULL: they may. A fact.
ALTER TABLE agent ADD COLUMN off_at {int};
CREATE INDEX event_people ON event (position) WHERE kind >= 'agent.' AND kind < 'agent/';

-- Working state. When somebody was here last, give or take some minutes; with what they signed in: browser and system, in words.
ALTER TABLE agent ADD COLUMN seen_at {int};
ALTER TABLE session ADD COLUMN device TEXT;
