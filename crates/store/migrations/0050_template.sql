-- Templates of answers.

-- Working state: settings, like the words of an inbox; that somebody changed one is told by the log. language, brand, team: whom it is
-- for, NULL: everybody. place: where it stands among the others; sought: what is searched in; both are spelt plainly.
-- version: rises with every change. removed_at: it is offered no more, and can be taken back for a while.
CREATE TABLE template (
  id {int} PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL, text TEXT NOT NULL, language {int}, brand {int}, team {int},
  place TEXT NOT NULL, sought TEXT NOT NULL, version {int} NOT NULL, made_by {int}, changed_by {int}, changed_at {int} NOT NULL,
  removed_at {int}, uses {int} NOT NULL, used_at {int}
){strict};
CREATE INDEX template_place ON template (place, id) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX template_named ON template (place, COALESCE(language, -1), COALESCE(brand, -1), COALESCE(team, -1)) WHERE removed_at IS NULL;
CREATE INDEX template_removed ON template (removed_at) WHERE removed_at IS NOT NULL;

-- Working state. Whom a template stands first for.
CREATE TABLE template_favourite (agent {int} NOT NULL, template {int} NOT NULL, PRIMARY KEY (agent, template)){compact};
