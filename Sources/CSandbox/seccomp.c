#define _GNU_SOURCE
#include "restrict.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "The filter of system calls is written for x86-64 and arm64."
#endif

// The program looks at the number of the call, then, where it matters, at the low half of an argument. It only jumps
// over what stands right behind, so rules can be added anywhere.
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define UNLESS(number, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, (skipped))

#define ALLOW(call) UNLESS(SYS_##call, 1), ANSWER(SECCOMP_RET_ALLOW)
/// The call fails with an errno that its callers know how to live with.
#define REFUSE(call, code) UNLESS(SYS_##call, 1), ANSWER(SECCOMP_RET_ERRNO | (code))
/// Allowed only when argument `number` has one of `bits`.
#define ALLOW_WITH(call, number, bits)                                                                                 \
    UNLESS(SYS_##call, 4), LOAD(args[number]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1),                     \
        ANSWER(SECCOMP_RET_ALLOW), ANSWER(SECCOMP_RET_KILL_PROCESS)
/// Allowed only when argument `number` has none of `bits`.
#define ALLOW_WITHOUT(call, number, bits)                                                                              \
    UNLESS(SYS_##call, 4), LOAD(args[number]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 1, 0),                     \
        ANSWER(SECCOMP_RET_ALLOW), ANSWER(SECCOMP_RET_KILL_PROCESS)
/// Allowed only when argument `number` is `value`.
#define ALLOW_WHERE(call, number, value)                                                                               \
    UNLESS(SYS_##call, 4), LOAD(args[number]), UNLESS((value), 1), ANSWER(SECCOMP_RET_ALLOW),                          \
        ANSWER(SECCOMP_RET_KILL_PROCESS)

int earmark_filter_calls(void) {
    struct sock_filter program[] = {
        LOAD(arch), UNLESS(OWN_ARCHITECTURE, 1), BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS), LOAD(nr),

        // The descriptors that are open, and the socket to the parent.
        ALLOW(pread64), ALLOW(pwrite64), ALLOW(read), ALLOW(write), ALLOW(lseek), ALLOW(fstat), ALLOW(newfstatat),
        ALLOW(close), ALLOW(sendmsg), ALLOW(recvmsg), ALLOW(ppoll),
#ifdef SYS_poll
        ALLOW(poll),
#endif
        // Memory, none of it to be run.
        ALLOW_WITHOUT(mmap, 2, PROT_EXEC), ALLOW_WITHOUT(mprotect, 2, PROT_EXEC), ALLOW(munmap), ALLOW(mremap),
        ALLOW(brk), ALLOW(madvise),
        // Threads of this process and no other process; clone3 keeps its flags where a filter cannot see them.
        ALLOW_WITH(clone, 0, CLONE_THREAD), REFUSE(clone3, ENOSYS), ALLOW(futex), ALLOW(rseq), ALLOW(set_robust_list),
        ALLOW(sched_yield), ALLOW(sched_getaffinity), ALLOW(gettid), ALLOW(getpid), ALLOW(exit), ALLOW(exit_group),
        // Signals, to nobody but itself (abort).
        ALLOW(rt_sigaction), ALLOW(rt_sigprocmask), ALLOW(rt_sigreturn), ALLOW(sigaltstack), ALLOW(restart_syscall),
        ALLOW_WHERE(tgkill, 0, (unsigned)getpid()),
        // Time and chance.
        ALLOW(clock_gettime), ALLOW(clock_nanosleep), ALLOW(nanosleep), ALLOW(gettimeofday), ALLOW(getrandom),
        // What libraries try and can do without: names, settings, the number of processors, a terminal.
        REFUSE(openat, EACCES), REFUSE(faccessat, EACCES), REFUSE(readlinkat, EACCES), REFUSE(prctl, EPERM),
        REFUSE(prlimit64, EPERM), REFUSE(sysinfo, EPERM), REFUSE(uname, EPERM), REFUSE(ioctl, ENOTTY),
        REFUSE(sched_setaffinity, EPERM), REFUSE(getcpu, ENOSYS),
#ifdef SYS_open
        REFUSE(open, EACCES), REFUSE(access, EACCES), REFUSE(readlink, EACCES), REFUSE(stat, EACCES),
#endif
        ANSWER(SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog filter = {.len = sizeof program / sizeof *program, .filter = program};
    long failed = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
    // More than 0 is a thread that could not be filtered.
    return failed == 0 ? 0 : failed > 0 ? EBUSY : errno;
}
