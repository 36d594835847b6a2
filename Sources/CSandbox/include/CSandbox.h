#pragma once
#include <stddef.h>
#include <sys/types.h>

/// Spawning the media child, passing it descriptors, and taking from it all it does not need.
/// What returns `int` gives 0 or an errno unless it says otherwise.

/// The child's end of the socket has this number in the child.
#define EARMARK_MEDIA_SOCKET 3
/// The child left because it could not be locked down.
#define EARMARK_EXIT_NOT_LOCKED 90

/// A connected pair, closed on exec; the first end gives up sending after ten seconds.
int earmark_socketpair(int ends[2]);

/// Starts `program` with `socket` as descriptor 3, nothing on 0 to 2, nothing else open, no environment to speak of.
/// To be called from a thread that lives as long as the child may: the child dies with the thread.
int earmark_spawn(const char *program, int socket, pid_t *child);

/// Sends all bytes, the descriptors with the first of them.
int earmark_send(int socket, const void *bytes, size_t count, const int *descriptors, int descriptor_count);

/// Receives up to `count` bytes, and up to `most` descriptors where `descriptors` is not null; without `most` any
/// that come are dropped by the kernel. Gives the bytes received, 0 at the end, or -errno.
ssize_t earmark_receive(int socket, void *bytes, size_t count, int dont_wait, int *descriptors, int most, int *received);

/// In the parent, before a request goes out: seconds of CPU and bytes of any file the child writes.
int earmark_limit(pid_t child, unsigned long cpu_seconds, unsigned long long file_bytes);

/// In the child, before a byte is parsed: the one place where it gives up what it does not need. Limits, Landlock where
/// the kernel has it, and seccomp, without which the child refuses to work.
int earmark_lockdown(unsigned long long address_space);

/// A file in memory without a name, closed on exec; negative where there is none to be had.
int earmark_scratch_file(void);

/// Tries what a hostile file would want once it has taken over: open, create, remove, socket, connect, listen, exec, fork,
/// ptrace, kill, peek (into the parent's memory), code (memory to be run), namespace, mount, ring (io_uring), memory (more
/// than allowed); and what must still work: thread, abort (a crash by its own signal). Gives 0 when the call got through,
/// the errno it was refused with, or EINVAL for a name that is not known.
int earmark_attempt(const char *what);
