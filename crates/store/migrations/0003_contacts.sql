-- Contacts that turn out to be one person.

-- Facts. A contact that was merged keeps its addresses, conversations and messages; it only says whose they are. person
-- follows from merged_into: under whom it is known in the end, where that is another one.
ALTER TABLE contact ADD COLUMN merged_into {int};
ALTER TABLE contact ADD COLUMN person {int};
CREATE INDEX contact_person ON contact (person) WHERE person IS NOT NULL;
CREATE TABLE contact_suggestion (
  id {int} PRIMARY KEY, conversation {int} NOT NULL, contact {int} NOT NULL, other {int} NOT NULL, likeness {int} NOT NULL,
  state {int} NOT NULL
){strict};
CREATE UNIQUE INDEX contact_suggestion_pair ON contact_suggestion (contact, other);
CREATE INDEX contact_suggestion_other ON contact_suggestion (other, id);
