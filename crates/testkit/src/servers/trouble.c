/* A disk in trouble, as the program sees it: loaded before the C library, it makes files slow or unwritable as long as a
 * file of that name stands in the folder that DISK_TROUBLE names. Sockets, pipes and the standard streams are left alone.
 * The time of day is as many seconds ahead as the file "ahead" there says; what only measures time is left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static int is_told(const char *what) {
    char path[4096];
    const char *folder = getenv("DISK_TROUBLE");
    if (!folder || snprintf(path, sizeof path, "%s/%s", folder, what) >= (int)sizeof path) return 0;
    int before = errno;
    int there = access(path, F_OK) == 0;
    errno = before;
    return there;
}

static int is_refused(int fd) {
    struct stat about;
    if (fd <= 2 || !is_told("read-only") || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return 0;
    errno = EROFS;
    return 1;
}

static void take_time(void) {
    struct timespec tenth = {0, 100 * 1000 * 1000};
    if (is_told("slow")) nanosleep(&tenth, NULL);
}

static time_t ahead(void) {
    char path[4096];
    const char *folder = getenv("DISK_TROUBLE");
    if (!folder || snprintf(path, sizeof path, "%s/ahead", folder) >= (int)sizeof path) return 0;
    int before = errno;
    long seconds = 0;
    FILE *file = fopen(path, "re");
    if (file) {
        if (fscanf(file, "%ld", &seconds) != 1) seconds = 0;
        fclose(file);
    }
    errno = before;
    return seconds;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int fsync(int fd) { REAL(fsync); take_time(); return is_refused(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); take_time(); return is_refused(fd) ? -1 : real(fd); }
ssize_t write(int fd, const void *from, size_t n) { REAL(write); return is_refused(fd) ? -1 : real(fd, from, n); }
ssize_t pwrite(int fd, const void *from, size_t n, off_t at) { REAL(pwrite); return is_refused(fd) ? -1 : real(fd, from, n, at); }
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) { REAL(pwrite64); return is_refused(fd) ? -1 : real(fd, from, n, at); }

int clock_gettime(clockid_t which, struct timespec *at) {
    static __typeof__(&clock_gettime) real;
    if (!real) real = (__typeof__(&clock_gettime))dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(which, at);
    if (done == 0 && which == CLOCK_REALTIME) at->tv_sec += ahead();
    return done;
}
