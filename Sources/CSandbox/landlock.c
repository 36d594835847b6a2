#define _GNU_SOURCE
#include "restrict.h"
#include <errno.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// Later versions of the kernel's interface than the headers of Debian 12 know (Documentation/userspace-api/landlock.rst).
struct rules {
    uint64_t files;
    uint64_t ports;
    uint64_t scopes;
};

int earmark_leave_file_system(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : errno;
    // Everything that can be handled is, and nothing is allowed: 13 rights at first, then REFER, TRUNCATE, IOCTL_DEV.
    struct rules rules = {.files = (UINT64_C(1) << 13) - 1};
    size_t size = sizeof rules.files;
    if (version >= 2) rules.files |= UINT64_C(1) << 13;
    if (version >= 3) rules.files |= UINT64_C(1) << 14;
    if (version >= 4) {
        rules.ports = 3;
        size = 2 * sizeof rules.files;
    }
    if (version >= 5) rules.files |= UINT64_C(1) << 15;
    if (version >= 6) {
        // Abstract sockets and signals of others.
        rules.scopes = 3;
        size = sizeof rules;
    }
    long ruleset = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (ruleset < 0) return errno;
    int failed = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0 ? 0 : errno;
    close((int)ruleset);
    return failed;
}
