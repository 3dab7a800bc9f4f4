-- Working state: what must be kept and must not be read without the installation's key, such as permissions to use a mailbox.
-- version rises with every change, so that who read an older one replaces nothing.
CREATE TABLE secret (name TEXT PRIMARY KEY, version {int} NOT NULL, sealed {bytes} NOT NULL, at {int} NOT NULL){strict};
