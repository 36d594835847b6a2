#define _GNU_SOURCE
#include "CSandbox.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// Each gives 0 or more when it could do it, -1 and errno when not. Some would fail by themselves (no such file, no such
// socket): an errno that is no refusal shows that the call got through.

static long open_file(void) { return open("/etc/passwd", O_RDONLY); }

static long create_file(void) {
    int file = open("/tmp", O_TMPFILE | O_WRONLY, 0600);
    if (file < 0 && errno == EOPNOTSUPP) file = open("/dev/null", O_WRONLY);
    return file;
}

static long remove_file(void) { return unlink("/tmp/no such file of earmark"); }

static long make_socket(void) { return socket(AF_INET, SOCK_STREAM, 0); }

static long connect_socket(void) {
    struct sockaddr_in nowhere = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return connect(EARMARK_MEDIA_SOCKET, (struct sockaddr *)&nowhere, sizeof nowhere);
}

static long listen_on_socket(void) { return listen(EARMARK_MEDIA_SOCKET, 1); }

static long run_program(void) {
    char *arguments[] = {"true", NULL};
    return execv("/bin/true", arguments);
}

static long fork_process(void) { return fork(); }
static long trace_process(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL); }
static long signal_parent(void) { return syscall(SYS_kill, getppid(), 0); }

static long read_parent(void) {
    char byte;
    struct iovec here = {&byte, 1}, there = {&byte, 1};
    return process_vm_readv(getppid(), &here, 1, &there, 1, 0);
}

static long map_code(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static long leave_namespace(void) { return unshare(CLONE_NEWUSER); }
static long mount_file_system(void) { return mount("none", "/tmp", "tmpfs", MS_RDONLY, NULL); }

static long make_ring(void) {
#ifdef SYS_io_uring_setup
    return syscall(SYS_io_uring_setup, 1, NULL);
#else
    errno = ENOSYS;
    return -1;
#endif
}

static long take_memory(void) { return malloc((size_t)2 << 30) ? 0 : -1; }

static void *nothing(void *argument) { return argument; }

static long start_thread(void) {
    pthread_t thread;
    errno = pthread_create(&thread, NULL, nothing, NULL);
    if (errno) return -1;
    pthread_join(thread, NULL);
    return 0;
}

static long crash(void) { abort(); }

static const struct {
    const char *name;
    long (*attempt)(void);
} attempts[] = {
    {"open", open_file},
    {"create", create_file},
    {"remove", remove_file},
    {"socket", make_socket},
    {"connect", connect_socket},
    {"listen", listen_on_socket},
    {"exec", run_program},
    {"fork", fork_process},
    {"ptrace", trace_process},
    {"kill", signal_parent},
    {"peek", read_parent},
    {"code", map_code},
    {"namespace", leave_namespace},
    {"mount", mount_file_system},
    {"ring", make_ring},
    {"memory", take_memory},
    {"thread", start_thread},
    {"abort", crash},
};

int earmark_attempt(const char *what) {
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        if (strcmp(what, attempts[i].name)) continue;
        errno = 0;
        if (attempts[i].attempt() >= 0) return 0;
        return errno == EACCES || errno == EPERM || errno == ENOSYS || errno == ENOMEM ? errno : 0;
    }
    return EINVAL;
}
