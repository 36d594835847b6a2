#define _GNU_SOURCE
#include "CSandbox.h"
#include "restrict.h"
#include <errno.h>
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
    if (!failed) failed = limit(RLIMIT_AS, (rlim_t)address_space);
    if (!failed) failed = earmark_leave_file_system();
    if (!failed) failed = earmark_filter_calls();
    return failed;
}
