-- Many nodes on one database.

-- Working state. Who is alive: a node that did not say so until `until` is taken for dead. birth tells two lives of one number apart.
CREATE TABLE member (node {int} PRIMARY KEY, birth {int} NOT NULL, until {int} NOT NULL){strict};
-- What all nodes must share: a check value of the installation's key, and the mark in the folder of the messages' files.
CREATE TABLE installation (one {int} PRIMARY KEY, key_check {bytes}, blobs TEXT){strict};
INSERT INTO installation (one) VALUES (1);
