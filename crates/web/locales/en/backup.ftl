# Backups that fail: what is told of them.

backup-banner = No backup is taken: the last ones failed.
backup-why-not-there = The disk for backups is not mounted, or its folder was emptied. Mount it; the backup is then taken by itself.
backup-why-full = The disk for backups is full. Make room on it; the backup is then taken by itself.
backup-why-denied = The folder for backups cannot be written. Correct its permissions; the backup is then taken by itself.
backup-why-other = `kontuar backup list` says why.
backup-alarm-subject-failed = No backup of Kontuar is taken
backup-alarm-subject-clear = Backups of Kontuar are taken again
backup-alarm-text-failed = The backup that was due could not be taken since { $since } (attempts: { $times }). It is tried again every half hour. Until one succeeds, a broken disk takes everything with it that came since the last backup.
backup-alarm-text-clear = A backup was taken again. None could be taken since { $since }.
