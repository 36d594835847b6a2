// What an answer from the database costs at least: libmicrohttpd (epoll, two threads), prepared statements run on the
// thread of the connection, their rows written as JSON.
//
//   pages PORT DATABASE CASES
//
// CASES is, for each case, a line with the number of its statements and then these, each as a line with its length and
// its bytes. GET /N runs the statements of case N, in order, and answers all their rows.
#include <arpa/inet.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CASES = 256, STATEMENTS = 128 };

static const char *path;
static char *texts[CASES][STATEMENTS];
static int counts[CASES], cases;

static __thread sqlite3 *database;
static __thread sqlite3_stmt *prepared[CASES][STATEMENTS];

struct answer {
    char *bytes;
    size_t length, room;
};

static void add(struct answer *answer, const char *bytes, size_t length) {
    if (answer->length + length > answer->room) {
        answer->room = (answer->length + length) * 2 + 4096;
        answer->bytes = realloc(answer->bytes, answer->room);
    }
    memcpy(answer->bytes + answer->length, bytes, length);
    answer->length += length;
}

static void add_text(struct answer *answer, const unsigned char *text) {
    add(answer, "\"", 1);
    const unsigned char *plain = text;
    for (; *text; text++) {
        if (*text != '"' && *text != '\\' && *text >= 32) continue;
        add(answer, (const char *)plain, (size_t)(text - plain));
        char escaped[8];
        int length = *text < 32 ? snprintf(escaped, sizeof escaped, "\\u%04x", *text) : sprintf(escaped, "\\%c", *text);
        add(answer, escaped, (size_t)length);
        plain = text + 1;
    }
    add(answer, (const char *)plain, (size_t)(text - plain));
    add(answer, "\"", 1);
}

static void add_row(struct answer *answer, sqlite3_stmt *statement) {
    char number[40];
    add(answer, "{", 1);
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *name = sqlite3_column_name(statement, i);
        if (i) add(answer, ",", 1);
        add(answer, "\"", 1);
        add(answer, name, strlen(name));
        add(answer, "\":", 2);
        switch (sqlite3_column_type(statement, i)) {
        case SQLITE_INTEGER:
            add(answer, number, (size_t)sprintf(number, "%lld", (long long)sqlite3_column_int64(statement, i)));
            break;
        case SQLITE_FLOAT:
            add(answer, number, (size_t)snprintf(number, sizeof number, "%g", sqlite3_column_double(statement, i)));
            break;
        case SQLITE_NULL: add(answer, "null", 4); break;
        default: add_text(answer, sqlite3_column_text(statement, i));
        }
    }
    add(answer, "}", 1);
}

static void run(struct answer *answer, int number) {
    if (!database) {
        sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
        sqlite3_exec(database, "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0", NULL, NULL, NULL);
    }
    add(answer, "[", 1);
    for (int i = 0; i < counts[number]; i++) {
        sqlite3_stmt **statement = &prepared[number][i];
        if (!*statement && sqlite3_prepare_v3(database, texts[number][i], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL)) {
            fprintf(stderr, "%s\n%s\n", sqlite3_errmsg(database), texts[number][i]);
            exit(1);
        }
        if (i) add(answer, ",", 1);
        add(answer, "[", 1);
        int rows = 0;
        while (sqlite3_step(*statement) == SQLITE_ROW) {
            if (rows++) add(answer, ",", 1);
            add_row(answer, *statement);
        }
        sqlite3_reset(*statement);
        add(answer, "]", 1);
    }
    add(answer, "]", 1);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **held) {
    (void)context, (void)method, (void)version, (void)data, (void)size;
    static int begun;
    if (!*held) {
        *held = &begun;
        return MHD_YES;
    }
    int number = atoi(url + 1);
    struct answer answer = {0};
    if (number >= 0 && number < cases) run(&answer, number);
    struct MHD_Response *response = MHD_create_response_from_buffer(answer.length, answer.bytes, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, answer.length ? 200 : 404, response);
    MHD_destroy_response(response);
    return result;
}

int main(int count, char **words) {
    if (count < 4) return 2;
    path = words[2];
    FILE *file = fopen(words[3], "r");
    if (!file) return 2;
    int statements;
    while (cases < CASES && fscanf(file, "%d", &statements) == 1) {
        for (int i = 0; i < statements && i < STATEMENTS; i++) {
            size_t length;
            if (fscanf(file, "%zu", &length) != 1) return 2;
            fgetc(file);
            texts[cases][i] = calloc(1, length + 1);
            if (fread(texts[cases][i], 1, length, file) != length) return 2;
        }
        counts[cases++] = statements;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(words[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, NULL, MHD_OPTION_SOCK_ADDR, &address,
                          MHD_OPTION_THREAD_POOL_SIZE, 2, MHD_OPTION_END)) {
        return 1;
    }
    pause();
}
