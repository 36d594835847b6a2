#define _GNU_SOURCE
#include "CSandbox.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>

enum { MOST_DESCRIPTORS = 32 };

int earmark_send(int socket, const void *bytes, size_t count, const int *descriptors, int descriptor_count) {
    if (descriptor_count < 0 || descriptor_count > MOST_DESCRIPTORS) return EINVAL;
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MOST_DESCRIPTORS)];
        struct cmsghdr aligned;
    } control;
    const char *next = bytes;
    while (count > 0) {
        struct iovec part = {(void *)next, count};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        if (descriptor_count > 0) {
            size_t size = sizeof(int) * (size_t)descriptor_count;
            memset(&control, 0, sizeof control);
            message.msg_control = control.bytes;
            message.msg_controllen = CMSG_SPACE(size);
            struct cmsghdr *header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(size);
            memcpy(CMSG_DATA(header), descriptors, size);
        }
        ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        next += sent;
        count -= (size_t)sent;
        descriptor_count = 0;
    }
    return 0;
}

ssize_t earmark_receive(int socket, void *bytes, size_t count, int dont_wait, int *descriptors, int most, int *received) {
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MOST_DESCRIPTORS)];
        struct cmsghdr aligned;
    } control;
    if (most < 0 || most > MOST_DESCRIPTORS) return -EINVAL;
    struct iovec part = {bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (most > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)most);
    }
    ssize_t got;
    do got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | (dont_wait ? MSG_DONTWAIT : 0));
    while (got < 0 && errno == EINTR);
    if (received) *received = 0;
    if (got < 0) return -errno;
    if (most > 0 && received) {
        for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
            size_t passed = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            if (passed > (size_t)most) passed = (size_t)most;
            memcpy(descriptors, CMSG_DATA(header), passed * sizeof(int));
            *received = (int)passed;
        }
    }
    return got;
}

int earmark_scratch_file(void) { return memfd_create("scratch", MFD_CLOEXEC); }
