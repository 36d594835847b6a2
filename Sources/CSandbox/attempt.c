#define _GNU_SOURCE
#include "CSandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *nothing(void *argument) { return argument; }

int earmark_attempt(const char *what) {
    long done = -1;
    errno = 0;
    if (!strcmp(what, "open")) done = open("/etc/passwd", O_RDONLY);
    else if (!strcmp(what, "socket")) done = socket(AF_INET, SOCK_STREAM, 0);
    else if (!strcmp(what, "exec")) {
        char *arguments[] = {"true", NULL};
        done = execv("/bin/true", arguments);
    } else if (!strcmp(what, "fork")) done = fork();
    else if (!strcmp(what, "ptrace")) done = ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    else if (!strcmp(what, "kill")) done = syscall(SYS_kill, getppid(), 0);
    else if (!strcmp(what, "code")) done = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
    else if (!strcmp(what, "memory")) done = malloc((size_t)2 << 30) ? 0 : -1;
    else if (!strcmp(what, "abort")) abort();
    else if (!strcmp(what, "thread")) {
        pthread_t thread;
        errno = pthread_create(&thread, NULL, nothing, NULL);
        if (!errno) {
            pthread_join(thread, NULL);
            done = 0;
        }
    } else return EINVAL;
    return done >= 0 ? 0 : errno ? errno : EINVAL;
}
