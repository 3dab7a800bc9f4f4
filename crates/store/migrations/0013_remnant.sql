-- What erasures and backups leave to be done.

-- Working state. What an erasure has still to take away after its commit: kind 1 = freed pages of the database files
-- (key: the contact), 2 = the file of a blob that no row names any more (key: its hash).
CREATE TABLE remnant (kind {int} NOT NULL, key {bytes} NOT NULL, since {int} NOT NULL, PRIMARY KEY (kind, key)){compact};
-- Scheduled backups that failed, a row for each row of failures without a success between. ended_at: when one succeeded.
CREATE TABLE backup_failure (
  since {int} PRIMARY KEY, last_at {int} NOT NULL, times {int} NOT NULL, why TEXT NOT NULL, ended_at {int},
  told_at {int}, told {int} NOT NULL, owed TEXT, reached {int} NOT NULL
){strict};
-- How far back the dry run reads that is asked for.
ALTER TABLE mailbox ADD COLUMN trial_horizon TEXT;
-- A sample of a column's values is a copy that no erasure reaches.
{unsampled contact name TEXT} {unsampled identity value TEXT} {unsampled conversation subject TEXT}
{unsampled conversation preview TEXT} {unsampled message_content subject TEXT} {unsampled message_content text TEXT}
{unsampled message_content html TEXT} {unsampled message_content sender TEXT}
{unsampled message_content recipients TEXT} {unsampled message_content message_id TEXT}
{unsampled message_content answers TEXT} {unsampled message_content reading TEXT} {unsampled attachment name TEXT}
{unsampled attachment content_id TEXT} {unsampled raw source TEXT} {unsampled raw reason TEXT}
{unsampled raw body BYTEA} {unsampled delivery_attempt answer TEXT} {unsampled parked why TEXT}
{unsampled spam_lesson features BYTEA}
