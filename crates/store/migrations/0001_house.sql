-- The house: log, settings, people, conversations, messages, arrivals, deliveries, working state.
-- Columns marked "content" hold what persons wrote or are called; an erasure nulls them. All
-- other columns are facts (checked against the log) or working state (never in the log).

CREATE TABLE log_head (one {int} PRIMARY KEY, position {int} NOT NULL){strict};
INSERT INTO log_head (one, position) VALUES (1, 0);

CREATE TABLE event (
  position {int} PRIMARY KEY, kind TEXT NOT NULL, v {int} NOT NULL, at {int} NOT NULL, actor TEXT NOT NULL,
  cause {int}, depth {int} NOT NULL, conversation {int}, body TEXT NOT NULL
){strict};
CREATE INDEX event_conversation ON event (conversation, position) WHERE conversation IS NOT NULL;

-- Facts of the house.
CREATE TABLE brand (id {int} PRIMARY KEY, name TEXT NOT NULL, last_number {int} NOT NULL){strict};
CREATE TABLE team (id {int} PRIMARY KEY, name TEXT NOT NULL){strict};
CREATE TABLE inbox (
  id {int} PRIMARY KEY, brand {int} NOT NULL, team {int} NOT NULL, name TEXT NOT NULL,
  address TEXT NOT NULL, address_key {bytes} NOT NULL, sender TEXT NOT NULL, auto_reply TEXT
){strict};
CREATE UNIQUE INDEX inbox_address ON inbox (address_key);
CREATE TABLE agent (
  id {int} PRIMARY KEY, team {int} NOT NULL, role {int} NOT NULL, name TEXT NOT NULL, login TEXT NOT NULL,
  password_hash TEXT, language TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX agent_login ON agent (login);
CREATE TABLE tag (id {int} PRIMARY KEY, name TEXT NOT NULL){strict};
CREATE UNIQUE INDEX tag_name ON tag (name);

-- Customers. Content: contact.name, identity.value.
CREATE TABLE contact (id {int} PRIMARY KEY, name TEXT, created_at {int} NOT NULL, erased_at {int}){strict};
CREATE TABLE identity (
  id {int} PRIMARY KEY, contact {int} NOT NULL, fingerprint {bytes} NOT NULL, value TEXT, evidence {int} NOT NULL
){strict};
CREATE UNIQUE INDEX identity_fingerprint ON identity (fingerprint);
CREATE INDEX identity_contact ON identity (contact);
CREATE TABLE tombstone (fingerprint {bytes} PRIMARY KEY, kind {int} NOT NULL, erased_at {int} NOT NULL){compact};

-- Conversations. Content: subject, preview. assignee 0 = nobody, so that every list is one index range.
CREATE TABLE conversation (
  id {int} PRIMARY KEY, brand {int} NOT NULL, inbox {int} NOT NULL, team {int} NOT NULL, contact {int} NOT NULL,
  number {int} NOT NULL, follows {int}, status {int} NOT NULL, snoozed_until {int}, priority {int} NOT NULL,
  assignee {int} NOT NULL, automatic {int} NOT NULL, waiting_since {int}, last_at {int} NOT NULL,
  messages {int} NOT NULL, bucket {int} NOT NULL, sort_at {int} NOT NULL, subject TEXT, preview TEXT
){strict};
CREATE UNIQUE INDEX conversation_number ON conversation (brand, number);
CREATE INDEX conversation_list ON conversation (team, bucket, sort_at, id);
CREATE INDEX conversation_assignee ON conversation (team, assignee, bucket, sort_at, id);
CREATE INDEX conversation_contact ON conversation (contact, last_at, id);
CREATE TABLE conversation_tag (conversation {int} NOT NULL, tag {int} NOT NULL, PRIMARY KEY (conversation, tag)){compact};
CREATE TABLE participant (
  conversation {int} NOT NULL, fingerprint {bytes} NOT NULL, PRIMARY KEY (conversation, fingerprint)
){compact};

-- Messages and their content rows.
CREATE TABLE message (
  id {int} PRIMARY KEY, conversation {int} NOT NULL, kind {int} NOT NULL, at {int} NOT NULL, contact {int},
  agent {int}, raw {int}, automatic {int} NOT NULL, history {int} NOT NULL
){strict};
CREATE INDEX message_conversation ON message (conversation, id);
CREATE TABLE message_content (
  message {int} PRIMARY KEY, subject TEXT, text TEXT, html TEXT, sender TEXT, recipients TEXT,
  message_id TEXT, answers TEXT
){strict};
-- Message-IDs as fingerprints; two rows with one fingerprint are two mails that claim one id.
CREATE TABLE message_ref (
  fingerprint {bytes} NOT NULL, message {int} NOT NULL, conversation {int} NOT NULL, ours {int} NOT NULL,
  content_key {bytes}, PRIMARY KEY (fingerprint, message)
){compact};
CREATE TABLE attachment (
  message {int} NOT NULL, place {int} NOT NULL, name TEXT, media_type TEXT NOT NULL, content_id TEXT,
  inline {int} NOT NULL, bytes {int} NOT NULL, blob {bytes}, PRIMARY KEY (message, place)
){compact};

-- Arrivals as they came. state: 0 new, 1 accepted, 2 quarantined, 3 duplicate, 4 refused as erased.
CREATE TABLE raw (
  id {int} PRIMARY KEY, inbox {int} NOT NULL, source TEXT NOT NULL, received_at {int} NOT NULL, bytes {int} NOT NULL,
  history {int} NOT NULL, state {int} NOT NULL, attempts {int} NOT NULL, due_at {int} NOT NULL, reason TEXT,
  message {int}, body {bytes}, blob {bytes}
){strict};
CREATE UNIQUE INDEX raw_source ON raw (inbox, source);
CREATE INDEX raw_new ON raw (due_at, id) WHERE state = 0;
CREATE INDEX raw_quarantined ON raw (id) WHERE state = 2;
CREATE INDEX raw_message ON raw (message) WHERE message IS NOT NULL;

-- Blobs: content-addressed files and who refers to them. owner_kind: 1 raw, 2 attachment.
CREATE TABLE blob (hash {bytes} PRIMARY KEY, bytes {int} NOT NULL, made_at {int} NOT NULL){compact};
CREATE TABLE blob_ref (
  hash {bytes} NOT NULL, owner_kind {int} NOT NULL, owner {int} NOT NULL, PRIMARY KEY (hash, owner_kind, owner)
){compact};

-- What goes out. state as domain::delivery::DeliveryState.
CREATE TABLE delivery (
  id {int} PRIMARY KEY, message {int} NOT NULL, conversation {int} NOT NULL, inbox {int} NOT NULL, once TEXT NOT NULL,
  state {int} NOT NULL, due_at {int} NOT NULL, attempts {int} NOT NULL, owner {int}, lease_until {int}, token {int} NOT NULL,
  held TEXT
){strict};
CREATE UNIQUE INDEX delivery_once ON delivery (once);
CREATE INDEX delivery_due ON delivery (state, inbox, due_at, id);
CREATE INDEX delivery_conversation ON delivery (conversation, id);
CREATE INDEX delivery_message ON delivery (message);
CREATE TABLE delivery_attempt (
  delivery {int} NOT NULL, n {int} NOT NULL, started_at {int} NOT NULL, ended_at {int}, outcome {int}, answer TEXT,
  PRIMARY KEY (delivery, n)
){compact};

-- Working state.
CREATE TABLE timer (
  id {int} PRIMARY KEY, due_at {int} NOT NULL, kind {int} NOT NULL, conversation {int} NOT NULL, cause {int}
){strict};
CREATE INDEX timer_due ON timer (due_at, id);
CREATE INDEX timer_conversation ON timer (conversation);
CREATE TABLE lease (name TEXT PRIMARY KEY, owner {int} NOT NULL, until {int} NOT NULL, token {int} NOT NULL){compact};
CREATE TABLE reactor_cursor (name TEXT PRIMARY KEY, position {int} NOT NULL, token {int} NOT NULL){compact};
CREATE TABLE parked (
  reactor TEXT NOT NULL, conversation {int} NOT NULL, position {int} NOT NULL, attempts {int} NOT NULL,
  due_at {int} NOT NULL, why TEXT NOT NULL, PRIMARY KEY (reactor, conversation)
){compact};
CREATE TABLE mailbox_cursor (inbox {int} PRIMARY KEY, uid_validity {int} NOT NULL, uid {int} NOT NULL){strict};
CREATE TABLE view_count (
  team {int} NOT NULL, assignee {int} NOT NULL, bucket {int} NOT NULL, n {int} NOT NULL, PRIMARY KEY (team, assignee, bucket)
){compact};
CREATE TABLE once_key (once TEXT PRIMARY KEY, message {int} NOT NULL, at {int} NOT NULL){compact};
CREATE TABLE automatic_answer (fingerprint {bytes} NOT NULL, at {int} NOT NULL, message {int} NOT NULL,
  PRIMARY KEY (fingerprint, at, message)){compact};
CREATE TABLE session (
  token {bytes} PRIMARY KEY, agent {int} NOT NULL, made_at {int} NOT NULL, seen_at {int} NOT NULL, ends_at {int} NOT NULL
){compact};
CREATE INDEX session_agent ON session (agent);
CREATE TABLE node (one {int} PRIMARY KEY, last {int} NOT NULL){strict};
INSERT INTO node (one, last) VALUES (1, -1);
