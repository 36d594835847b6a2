#define _GNU_SOURCE
#include "CSandbox.h"
#include "restrict.h"
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int limit(int what, rlim_t most) {
    struct rlimit both = {most, most};
    return setrlimit(what, &both) == 0 ? 0 : errno;
}

int earmark_lockdown(unsigned long long address_space) {
    pid_t parent = getppid();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
    // The parent may have gone before the line above.
    if (getppid() != parent || parent == 1) return ESRCH;
    if (prctl(PR_SET_DUMPABLE, 0) != 0) return errno;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    int failed = limit(RLIMIT_CORE, 0);
    // The socket, three standard ones, and what one request may bring (WireMessage.maxDescriptors).
    if (!failed) failed = limit(RLIMIT_NOFILE, 24);
    // Each thread's first allocation would reserve 64 MiB of addresses; a clip of four screens has twelve threads.
    if (!failed && mallopt(M_ARENA_MAX, 2) != 1) failed = EINVAL;
    // Joining small blocks again whenever a large one is freed costs decoders a thirtieth of their time.
    if (!failed && mallopt(M_MXFAST, 0) != 1) failed = EINVAL;
    // What is given back stays, as far as 8 MiB: asking for it again takes longer than an encoder of sound takes to start.
    if (!failed && mallopt(M_TRIM_THRESHOLD, 8 << 20) != 1) failed = EINVAL;
    // Pictures go back at once. Left to itself glibc would keep them after the first, with holes between them.
    if (!failed && mallopt(M_MMAP_THRESHOLD, 256 << 10) != 1) failed = EINVAL;
    if (!failed) failed = limit(RLIMIT_AS, (rlim_t)address_space);
    if (!failed) failed = earmark_leave_file_system();
    if (!failed) failed = earmark_filter_calls();
    return failed;
}
