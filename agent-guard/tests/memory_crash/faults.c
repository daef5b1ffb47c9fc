/* Preloaded into a process to make its writes fail: ends it at the n-th, tears the n-th in two, or fills the disk from the n-th on.
 *
 * Only files below FAULT_FOLDER count. FAULT_AT is n, from 1; FAULT_KIND is `kill`, `torn` or `full`. It stands below SQLite and below
 * Rust's standard library, so that neither knows of it. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long calls = 0;

static int is_below_folder(int fd) {
    const char *folder = getenv("FAULT_FOLDER");
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (folder == NULL || length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

enum verdict { PASS, TEAR, FULL };

/* What happens to this call. Does not return if the process ends here. */
static enum verdict judge(int counts) {
    const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
    if (!counts || at == NULL || kind == NULL) return PASS;
    long now = __sync_add_and_fetch(&calls, 1), then = atol(at);
    if (strcmp(kind, "full") == 0) return now >= then ? FULL : PASS;
    if (now != then) return PASS;
    if (strcmp(kind, "torn") == 0) return TEAR;
    kill(getpid(), SIGKILL);
    return PASS;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRITES(name, parameters, arguments, half)                                                                                          \
    ssize_t name parameters {                                                                                                              \
        switch (judge(is_below_folder(fd))) {                                                                                              \
        case TEAR:                                                                                                                         \
            REAL(name) half;                                                                                                               \
            kill(getpid(), SIGKILL);                                                                                                       \
            return -1;                                                                                                                     \
        case FULL:                                                                                                                         \
            errno = ENOSPC;                                                                                                                \
            return -1;                                                                                                                     \
        default:                                                                                                                           \
            return REAL(name) arguments;                                                                                                   \
        }                                                                                                                                  \
    }

WRITES(write, (int fd, const void *bytes, size_t n), (fd, bytes, n), (fd, bytes, n / 2))
WRITES(pwrite, (int fd, const void *bytes, size_t n, off_t at), (fd, bytes, n, at), (fd, bytes, n / 2, at))
WRITES(pwrite64, (int fd, const void *bytes, size_t n, off64_t at), (fd, bytes, n, at), (fd, bytes, n / 2, at))

/* What is no write but changes what is on the disk, or says when it is there. A full disk does not stop these. */
#define CHANGES(name, parameters, arguments, counts)                                                                                       \
    int name parameters {                                                                                                                  \
        if (judge(counts) == TEAR) kill(getpid(), SIGKILL);                                                                                \
        return REAL(name) arguments;                                                                                                       \
    }

CHANGES(ftruncate, (int fd, off_t length), (fd, length), is_below_folder(fd))
CHANGES(ftruncate64, (int fd, off64_t length), (fd, length), is_below_folder(fd))
CHANGES(fsync, (int fd), (fd), is_below_folder(fd))
CHANGES(fdatasync, (int fd), (fd), is_below_folder(fd))
CHANGES(unlink, (const char *path), (path), getenv("FAULT_FOLDER") != NULL && strncmp(path, getenv("FAULT_FOLDER"), strlen(getenv("FAULT_FOLDER"))) == 0)
