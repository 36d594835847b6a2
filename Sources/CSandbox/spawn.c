#define _GNU_SOURCE
#include "CSandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int earmark_socketpair(int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    struct timeval patience = {.tv_sec = 10};
    if (setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0) return errno;
    return 0;
}

int earmark_spawn(const char *program, int socket, pid_t *child) {
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed) return failed;
    posix_spawnattr_t attributes;
    failed = posix_spawnattr_init(&attributes);
    if (failed) {
        posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    // The socket first: it may lie below 3 itself.
    failed = posix_spawn_file_actions_adddup2(&actions, socket, EARMARK_MEDIA_SOCKET);
    for (int standard = 0; standard < 3 && !failed; standard++)
        failed = posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
    if (!failed) failed = posix_spawn_file_actions_addclosefrom_np(&actions, EARMARK_MEDIA_SOCKET + 1);

    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (!failed) failed = posix_spawnattr_setsigmask(&attributes, &none);
    if (!failed) failed = posix_spawnattr_setsigdefault(&attributes, &all);
    if (!failed)
        failed = posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);

    char *arguments[] = {"earmark-media", NULL};
    // Without it the Swift runtime would fork a backtracer when the child crashes.
    char *environment[] = {"SWIFT_BACKTRACE=enable=no", NULL};
    if (!failed) failed = posix_spawn(child, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

int earmark_limit(pid_t child, unsigned long cpu_seconds, unsigned long long file_bytes) {
    // A second between the soft and the hard limit: SIGXCPU tells the reason, SIGKILL does not.
    struct rlimit cpu = {cpu_seconds, cpu_seconds + 1};
    if (prlimit(child, RLIMIT_CPU, &cpu, NULL) != 0) return errno;
    struct rlimit file = {file_bytes, file_bytes};
    if (prlimit(child, RLIMIT_FSIZE, &file, NULL) != 0) return errno;
    return 0;
}
