-- The key under which secrets are sealed may be another than the installation's.

-- Working state. The id of the newest such key: a node that has not got it does not start.
ALTER TABLE installation ADD COLUMN seal {bytes};
