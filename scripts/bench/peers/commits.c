// How often a second one connection can put a saved answer on disk: in each commit one row of a session is changed, the
// answers of its form are written anew, and an entry is added to a log; WAL, synchronous=FULL.
//
//   commits FILE SECONDS ANSWERS
//
// With ANSWERS 0 a commit is one row of the log alone. Prints commits a second.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static sqlite3 *database;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static sqlite3_stmt *prepared(const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        exit(1);
    }
    return statement;
}

static void run(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        exit(1);
    }
    sqlite3_reset(statement);
}

int main(int count, char **words) {
    if (count < 4) return 2;
    int answers = atoi(words[3]);
    char name[4096];
    const char *endings[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", words[1], endings[i]);
        unlink(name);
    }
    sqlite3_open(words[1], &database);
    sqlite3_exec(database,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "CREATE TABLE sessions (id TEXT PRIMARY KEY, state TEXT, score INTEGER, edited_at INTEGER) STRICT;"
                 "CREATE TABLE answers (form TEXT, question TEXT, choice TEXT, PRIMARY KEY (form, question)) STRICT, WITHOUT ROWID;"
                 "CREATE TABLE log (sequence INTEGER PRIMARY KEY, at INTEGER, what TEXT, hash TEXT) STRICT;"
                 "CREATE INDEX log_what ON log (what, sequence);"
                 "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 16)"
                 "INSERT INTO sessions SELECT 'session-' || i, 'in_progress', 0, 0 FROM n",
                 NULL, NULL, NULL);
    sqlite3_stmt *begin = prepared("BEGIN IMMEDIATE"), *commit = prepared("COMMIT");
    sqlite3_stmt *change = prepared("UPDATE sessions SET score = ?1, edited_at = ?1 WHERE id = 'session-' || (1 + ?1 % 16)");
    sqlite3_stmt *clear = prepared("DELETE FROM answers WHERE form = 'form-' || (1 + ?1 % 16)");
    sqlite3_stmt *answer = prepared("INSERT INTO answers VALUES ('form-' || (1 + ?1 % 16), 'question-' || ?2, 'yes')");
    sqlite3_stmt *log = prepared(
        "INSERT INTO log VALUES (?1, ?1, 'evaluation.saved', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef')");
    long commits = 0;
    double start = now(), end = start + atof(words[2]);
    while (now() < end) {
        commits++;
        run(begin);
        if (answers > 0) {
            sqlite3_bind_int64(change, 1, commits);
            run(change);
            sqlite3_bind_int64(clear, 1, commits);
            run(clear);
        }
        for (int i = 0; i < answers; i++) {
            sqlite3_bind_int64(answer, 1, commits);
            sqlite3_bind_int(answer, 2, i);
            run(answer);
        }
        sqlite3_bind_int64(log, 1, commits);
        run(log);
        run(commit);
    }
    printf("%.2f\n", (double)commits / (now() - start));
    return 0;
}
