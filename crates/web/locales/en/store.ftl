# When nothing can be stored: what is told of it.

store-alarm-subject-failed = Kontuar can store nothing
store-alarm-subject-clear = Kontuar stores again
store-alarm-text-failed = Kontuar (node { $node }) has been able to store nothing since { $since }, for { $minutes } minutes. Mail waits on its servers and is not lost, but nobody sees it in Kontuar, and no answer leaves. Kontuar tries again by itself.
store-alarm-text-clear = Kontuar (node { $node }) stores again; it could not since { $since }. Mail that waited is on its way in.
store-why-full = The disk is full or cannot be written. Make room on it, or allow writing.
store-why-away = The database, or the folder of files, does not answer.
