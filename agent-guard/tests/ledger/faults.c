/* Stands between SQLite and the C library, and makes the n-th write to a file fail: for the tests in faults.rs.
 *
 * AGENT_GUARD_FAULT_AT    which one, from 1; every call below counts that is about a file whose path contains "consent.db"
 * AGENT_GUARD_FAULT_KIND  "kill":  the process ends before the call
 *                         "torn":  the process ends after half of the bytes were written
 *                         "full":  this call and all later ones fail with ENOSPC, as on a full disk
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum kind { NONE, KILL, TORN, FULL };

static long calls;

static int is_ledger(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    /* The memory that processes share is no file in this sense: it is made anew after a crash. */
    return strstr(path, "consent.db") != NULL && strstr(path, "-shm") == NULL;
}

static enum kind fault(int counts) {
    const char *at = getenv("AGENT_GUARD_FAULT_AT"), *kind = getenv("AGENT_GUARD_FAULT_KIND");
    if (!counts || !at || !kind) return NONE;
    long number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST), wanted = atol(at);
    if (strcmp(kind, "full") == 0) return number >= wanted ? FULL : NONE;
    if (number != wanted) return NONE;
    return strcmp(kind, "torn") == 0 ? TORN : KILL;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRITES(name, offset_type)                                                        \
    ssize_t name(int fd, const void *bytes, size_t count, offset_type offset) {          \
        switch (fault(is_ledger(fd))) {                                                  \
        case KILL: _exit(86);                                                            \
        case TORN: NEXT(name)(fd, bytes, count / 2, offset); _exit(86);                  \
        case FULL: errno = ENOSPC; return -1;                                            \
        default: return NEXT(name)(fd, bytes, count, offset);                            \
        }                                                                                \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

#define FLUSHES(name)                                                                    \
    int name(int fd) {                                                                   \
        switch (fault(is_ledger(fd))) {                                                  \
        case KILL: case TORN: _exit(86);                                                 \
        case FULL: errno = ENOSPC; return -1;                                            \
        default: return NEXT(name)(fd);                                                  \
        }                                                                                \
    }
FLUSHES(fsync)
FLUSHES(fdatasync)

/* Shortening and removing need no room, so a full disk lets them pass. */
#define SHORTENS(name, length_type)                                                      \
    int name(int fd, length_type length) {                                               \
        switch (fault(is_ledger(fd))) {                                                  \
        case KILL: case TORN: _exit(86);                                                 \
        default: return NEXT(name)(fd, length);                                          \
        }                                                                                \
    }
SHORTENS(ftruncate, off_t)
SHORTENS(ftruncate64, off64_t)

int unlink(const char *path) {
    enum kind kind = fault(strstr(path, "consent.db") != NULL);
    if (kind == KILL || kind == TORN) _exit(86);
    return NEXT(unlink)(path);
}
