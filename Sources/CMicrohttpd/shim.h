// What Swift cannot call of libmicrohttpd (variadic functions and options), and of the C library's allocator.
#pragma once
#include <malloc.h>
#include <microhttpd.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <netinet/in.h>

typedef void *(*EarmarkTargetCallback)(void *cls, const char *uri, struct MHD_Connection *connection);

// Percent-encoding is undone by our own reader, which can refuse; libmicrohttpd leaves the bytes as they came.
static inline size_t earmark_keep_escapes(void *cls, struct MHD_Connection *connection, char *text) {
  (void)cls;
  (void)connection;
  return strlen(text);
}

static inline struct MHD_Daemon *earmark_start(
    unsigned threads, unsigned connections, unsigned idle_seconds, size_t memory, void *cls,
    MHD_AccessHandlerCallback handler, EarmarkTargetCallback target, MHD_RequestCompletedCallback completed,
    MHD_NotifyConnectionCallback connection) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, handler, cls,
      MHD_OPTION_THREAD_POOL_SIZE, threads,
      MHD_OPTION_CONNECTION_LIMIT, connections,
      MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory,
      MHD_OPTION_UNESCAPE_CALLBACK, earmark_keep_escapes, NULL,
      MHD_OPTION_URI_LOG_CALLBACK, target, cls,
      MHD_OPTION_NOTIFY_COMPLETED, completed, cls,
      MHD_OPTION_NOTIFY_CONNECTION, connection, cls,
      MHD_OPTION_END);
}

// Has each thread keep up to so many bytes of what it freed. Memory that goes back to the kernel after every answer costs
// the next one a fault for each of its pages (mallopt(3)).
static inline int earmark_keep_freed(int bytes) {
  return mallopt(M_TRIM_THRESHOLD, bytes) && mallopt(M_MMAP_THRESHOLD, bytes);
}

static inline int earmark_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

static inline void *earmark_socket_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

static inline const struct sockaddr *earmark_client_address(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info ? info->client_addr : NULL;
}

// Bytes of the request head, request line and the empty line included.
static inline size_t earmark_head_size(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info ? info->header_size : 0;
}

// What the kernel knows of a TCP connection.
struct earmark_tcp {
  unsigned long long acked;     // bytes the peer has acknowledged since the connection began
  unsigned long long received;  // bytes received since then
  int peer_is_done;             // the peer has closed its side and all it sent has been read
};

// The kernel's struct tcp_info (linux/tcp.h, since 4.1) has the state at offset 0 and the counts at 120 and 128; glibc's
// copy of the struct ends before them.
static inline int earmark_tcp_look(int descriptor, struct earmark_tcp *found) {
  unsigned char info[136];
  socklen_t length = sizeof info;
  int unread = 0;
  if (getsockopt(descriptor, IPPROTO_TCP, 11 /* TCP_INFO */, info, &length) != 0 || length < sizeof info) return -1;
  memcpy(&found->acked, info + 120, 8);
  memcpy(&found->received, info + 128, 8);
  found->peer_is_done = info[0] == 8 /* TCP_CLOSE_WAIT */ && ioctl(descriptor, FIONREAD, &unread) == 0 && unread == 0;
  return 0;
}

// accept4, which glibc hides from Swift: the descriptor is closed in children from its first moment.
static inline int earmark_accept(int listener, struct sockaddr *address, socklen_t *length) {
  extern int accept4(int, struct sockaddr *, socklen_t *, int);
  return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
