-- What of the log an audit shows, a row under each way to ask for it: of everybody (who 0) and of each whom it is found by,
-- about everything (topic 0) and about its topic. Any such question is one range, the newest first. Follows from the log.
CREATE TABLE audit (who {int} NOT NULL, topic {int} NOT NULL, at {int} NOT NULL, position {int} NOT NULL,
    PRIMARY KEY (who, topic, at, position)){compact};
