// A client that keeps connections busy and does not copy what it is sent (recv with MSG_TRUNC): on a machine of few
// processors it takes as little from the server as can be.
//
//   load PORT SECONDS NAME:CONNECTIONS:LEAST_MS:MOST_MS:MODE:FILE…
//
// Each group of connections sends the requests of its FILE (a line with the length, then the bytes), and pauses for a
// time between LEAST_MS and MOST_MS after each answer. MODE any: whichever request comes by chance. MODE own: connection
// number i sends request 2i once, uncounted, and 2i+1 ever after, in which @ETAG@ is replaced by the last answer's ETag.
// Prints one line of JSON for each group. A status of 400 or more, or a broken connection, is an error.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 16384, GROUPS = 8, ETAG = 128 };

struct request {
    char *bytes;
    size_t length;
};

struct group {
    const char *name;
    int connections, least, most, own;
    struct request *requests;
    size_t count;
    // Microseconds to the first byte of an answer, and to its last.
    uint32_t *first, *whole;
    size_t answers, room;
    long long bytes;
    long errors, statuses[6];
    char trouble[200];
};

struct connection {
    struct group *group;
    int number, descriptor, opened;
    char etag[ETAG];
    char *sending;
    size_t sending_length, sent;
    char head[HEAD];
    size_t head_length;
    long long left;
    double began, first, due;
    int waiting, status;
};

static int port, poller;
static double end_at;
static uint64_t chance = 88172645463325252ULL;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static uint64_t drawn(uint64_t below) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return below ? chance % below : 0;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void read_requests(struct group *group, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    size_t length, room = 0;
    while (fscanf(file, "%zu", &length) == 1) {
        fgetc(file);
        if (group->count == room) {
            room = room ? room * 2 : 64;
            group->requests = realloc(group->requests, room * sizeof *group->requests);
        }
        struct request *request = &group->requests[group->count++];
        request->bytes = malloc(length + 1);
        request->length = length;
        if (fread(request->bytes, 1, length, file) != length) fail("the requests are cut short");
        request->bytes[length] = 0;
    }
    fclose(file);
    size_t wanted = group->own ? 2 * (size_t)group->connections : 1;
    if (group->count < wanted) fail("there are too few requests");
}

static void record(struct connection *connection, double at) {
    struct group *group = connection->group;
    if (group->answers == group->room) {
        group->room = group->room ? group->room * 2 : 65536;
        group->first = realloc(group->first, group->room * sizeof *group->first);
        group->whole = realloc(group->whole, group->room * sizeof *group->whole);
    }
    group->first[group->answers] = (uint32_t)((connection->first - connection->began) * 1e6);
    group->whole[group->answers++] = (uint32_t)((at - connection->began) * 1e6);
}

static void watch(struct connection *connection, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    epoll_ctl(poller, EPOLL_CTL_MOD, connection->descriptor, &event);
}

static void open_connection(struct connection *connection) {
    int one = 1;
    connection->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(connection->descriptor, (struct sockaddr *)&address, sizeof address)) fail("connect");
    setsockopt(connection->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = 0, .data.ptr = connection};
    epoll_ctl(poller, EPOLL_CTL_ADD, connection->descriptor, &event);
}

static void push(struct connection *connection) {
    while (connection->sent < connection->sending_length) {
        ssize_t count = send(connection->descriptor, connection->sending + connection->sent,
                             connection->sending_length - connection->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count <= 0) {
            if (errno == EAGAIN) watch(connection, EPOLLIN | EPOLLOUT);
            return;
        }
        connection->sent += (size_t)count;
    }
    watch(connection, EPOLLIN);
}

static void begin(struct connection *connection) {
    struct group *group = connection->group;
    size_t place = group->own ? 2 * (size_t)connection->number + (connection->opened ? 1 : 0) : drawn(group->count);
    struct request *request = &group->requests[place];
    char *mark = group->own && connection->opened ? strstr(request->bytes, "@ETAG@") : NULL;
    connection->sending = realloc(connection->sending, request->length + ETAG);
    if (mark) {
        size_t before = (size_t)(mark - request->bytes), tag = strlen(connection->etag);
        memcpy(connection->sending, request->bytes, before);
        memcpy(connection->sending + before, connection->etag, tag);
        memcpy(connection->sending + before + tag, mark + 6, request->length - before - 6);
        connection->sending_length = request->length - 6 + tag;
    } else {
        memcpy(connection->sending, request->bytes, request->length);
        connection->sending_length = request->length;
    }
    connection->sent = connection->head_length = 0;
    connection->left = -1;
    connection->waiting = 0;
    connection->began = now();
    push(connection);
}

static void rest(struct connection *connection, double at) {
    struct group *group = connection->group;
    double pause = group->least + (double)drawn((uint64_t)(group->most - group->least) + 1);
    connection->waiting = 1;
    connection->due = at + pause / 1e3;
    if (pause == 0 && at < end_at) begin(connection);
}

static void broken(struct connection *connection, const char *why) {
    struct group *group = connection->group;
    if (!group->errors++) snprintf(group->trouble, sizeof group->trouble, "%s", why);
    close(connection->descriptor);
    connection->opened = 0;
    open_connection(connection);
    connection->waiting = 1;
    connection->due = now() + 0.1;
}

static void answered(struct connection *connection) {
    double at = now();
    struct group *group = connection->group;
    int kind = connection->status / 100;
    group->statuses[kind >= 0 && kind <= 5 ? kind : 0]++;
    if (connection->status >= 400) {
        if (!group->errors++) {
            snprintf(group->trouble, sizeof group->trouble, "%.*s", (int)strcspn(connection->head, "\r"),
                     connection->head);
        }
        connection->opened = 0;
    } else if (group->own && !connection->opened) {
        connection->opened = 1;
    } else {
        record(connection, at);
    }
    rest(connection, at);
}

// Reads what has come of an answer; 0 when the connection is no longer there.
static int receive(struct connection *connection) {
    if (connection->left < 0) {
        // The head may bring some of the body with it.
        ssize_t count = recv(connection->descriptor, connection->head + connection->head_length,
                             HEAD - 1 - connection->head_length, MSG_DONTWAIT);
        if (count < 0) return errno == EAGAIN;
        if (count == 0) return 0;
        if (!connection->head_length) connection->first = now();
        connection->head_length += (size_t)count;
        connection->head[connection->head_length] = 0;
        char *end = strstr(connection->head, "\r\n\r\n");
        if (!end) return connection->head_length < HEAD - 1;
        connection->status = atoi(connection->head + 9);
        *end = 0;
        char *length = strcasestr(connection->head, "\r\ncontent-length:");
        char *tag = strcasestr(connection->head, "\r\netag:");
        if (tag) {
            tag += 7 + strspn(tag + 7, " ");
            snprintf(connection->etag, ETAG, "%.*s", (int)strcspn(tag, "\r"), tag);
        }
        long long body = length ? atoll(length + 17) : 0;
        connection->group->bytes += body;
        connection->left = body - (long long)(connection->head + connection->head_length - (end + 4));
    }
    while (connection->left > 0) {
        size_t most = connection->left > (4 << 20) ? 4 << 20 : (size_t)connection->left;
        ssize_t count = recv(connection->descriptor, NULL, most, MSG_TRUNC | MSG_DONTWAIT);
        if (count < 0) return errno == EAGAIN;
        if (count == 0) return 0;
        connection->left -= count;
    }
    if (connection->left < 0) return 0;
    answered(connection);
    return 1;
}

static int by_size(const void *one, const void *other) {
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return a < b ? -1 : a > b;
}

static void print_times(const char *name, uint32_t *times, size_t count) {
    if (count) qsort(times, count, sizeof *times, by_size);
    double at[4] = {0.5, 0.95, 0.99, 1};
    const char *names[4] = {"p50", "p95", "p99", "most"};
    printf(", \"%s\": {", name);
    for (int i = 0; i < 4; i++) {
        size_t place = count ? (size_t)((double)(count - 1) * at[i]) : 0;
        printf("%s\"%s\": %.3f", i ? ", " : "", names[i], count ? times[place] / 1e3 : 0.0);
    }
    printf("}");
}

int main(int count, char **words) {
    if (count < 4) return 2;
    port = atoi(words[1]);
    double seconds = atof(words[2]);
    struct group groups[GROUPS] = {0};
    int number = 0, total = 0;
    for (int i = 3; i < count && number < GROUPS; i++) {
        struct group *group = &groups[number++];
        char *save = NULL, *copy = strdup(words[i]);
        group->name = strtok_r(copy, ":", &save);
        group->connections = atoi(strtok_r(NULL, ":", &save));
        group->least = atoi(strtok_r(NULL, ":", &save));
        group->most = atoi(strtok_r(NULL, ":", &save));
        group->own = !strcmp(strtok_r(NULL, ":", &save), "own");
        read_requests(group, strtok_r(NULL, "", &save));
        total += group->connections;
    }
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct connection *all = calloc((size_t)total, sizeof *all);
    double start = now();
    end_at = start + seconds;
    struct connection *next = all;
    for (int g = 0; g < number; g++) {
        for (int i = 0; i < groups[g].connections; i++, next++) {
            next->group = &groups[g];
            next->number = i;
            open_connection(next);
            // Who pauses does not begin at the same instant as all others.
            next->waiting = 1;
            next->due = start + (double)drawn((uint64_t)groups[g].most + 1) / 1e3;
        }
    }
    struct epoll_event events[256];
    double looked = 0;
    while (now() < end_at) {
        double at = now();
        if (at - looked > 0.001) {
            looked = at;
            for (int i = 0; i < total; i++) {
                if (all[i].waiting && all[i].due <= at) begin(&all[i]);
            }
        }
        int ready = epoll_wait(poller, events, 256, 1);
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (events[i].events & EPOLLOUT) push(connection);
            if (!(events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) continue;
            if (connection->waiting) {
                broken(connection, "closed between two requests");
            } else if (!receive(connection)) {
                broken(connection, "broken off within an answer");
            }
        }
    }
    double taken = now() - start;
    for (int g = 0; g < number; g++) {
        struct group *group = &groups[g];
        printf("{\"name\": \"%s\", \"answers\": %zu, \"rate\": %.2f, \"megabytes\": %.2f, \"errors\": %ld, \"trouble\": \"%s\"",
               group->name, group->answers, (double)group->answers / taken, (double)group->bytes / taken / 1e6,
               group->errors, group->trouble);
        print_times("first", group->first, group->answers);
        print_times("whole", group->whole, group->answers);
        printf("}\n");
    }
    return 0;
}
