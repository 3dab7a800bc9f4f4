-- What the product does with what it reads: one matter out of two, suggestions, notices, spam.

-- Facts. A conversation that was joined into another one is empty; message.home is where a message came to, where that
-- is another conversation than it stands in.
ALTER TABLE conversation ADD COLUMN spam {int} NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN merged_into {int};
CREATE INDEX conversation_merged ON conversation (merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE message ADD COLUMN home {int};
CREATE INDEX message_home ON message (home) WHERE home IS NOT NULL;
ALTER TABLE identity ADD COLUMN mark {int} NOT NULL DEFAULT 0;
CREATE TABLE suggestion (
  id {int} PRIMARY KEY, conversation {int} NOT NULL, other {int} NOT NULL, hint {int} NOT NULL, state {int} NOT NULL
){strict};
CREATE INDEX suggestion_conversation ON suggestion (conversation, id);
CREATE INDEX suggestion_other ON suggestion (other, id);

-- Content: how a message was read.
ALTER TABLE message_content ADD COLUMN reading TEXT;

-- Found by message when two conversations become one, and when somebody is erased.
CREATE INDEX message_ref_message ON message_ref (message);

-- Working state. participant.via: who takes part only since another conversation was joined into it.
ALTER TABLE participant ADD COLUMN via {int};
-- What mails are about, as keyed hashes: the last conversation that named an order, and that of a machine's notices about one.
CREATE TABLE topic (fingerprint {bytes} PRIMARY KEY, conversation {int} NOT NULL){compact};
CREATE INDEX topic_conversation ON topic (conversation);
-- What agents taught about spam: the features of the mails they corrected.
CREATE TABLE spam_lesson (message {int} PRIMARY KEY, spam {int} NOT NULL, at {int} NOT NULL, features {bytes} NOT NULL){strict};
CREATE INDEX spam_lesson_at ON spam_lesson (at, message);
