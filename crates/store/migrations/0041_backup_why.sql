-- Why a scheduled backup failed, in a word that pages have a sentence for.

-- Working state.
ALTER TABLE backup_failure ADD COLUMN code TEXT;
