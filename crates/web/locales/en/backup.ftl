# Backups that fail: what is told of them.

backup-banner = No backup is taken: the last ones failed. `kontuar backup list` says why.
backup-alarm-subject-failed = No backup of Kontuar is taken
backup-alarm-subject-clear = Backups of Kontuar are taken again
backup-alarm-text-failed = The backup that was due could not be taken since { $since } (attempts: { $times }). It is tried again every half hour. Until one succeeds, a broken disk takes everything with it that came since the last backup. What it failed for:
backup-alarm-text-clear = A backup was taken again. None could be taken since { $since }.
