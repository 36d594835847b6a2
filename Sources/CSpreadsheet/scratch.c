// libxlsxwriter writes the parts of a workbook to scratch files, readable by whoever reads the disk. A program's own
// lxw_tmpfile comes before the library's, so its scratch files are ours: without a name, and encrypted (AES-256-CTR)
// under a key that is nowhere but in memory and goes with the file.
#define _GNU_SOURCE
#include "include/CSpreadsheet.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { KEY = 32, BLOCK = 16 };

int earmark_memory_file(void) { return memfd_create("earmark", MFD_CLOEXEC); }

struct scratch {
    int descriptor;
    off64_t position;
    unsigned char key[KEY];
    EVP_CIPHER_CTX *cipher;
};

static atomic_long sealed, lost;

long earmark_sealed_scratch_files(void) { return atomic_load(&sealed); }

long earmark_lost_scratch_writes(void) { return atomic_load(&lost); }

// Encrypts or decrypts, which is the same, what stands at `position`.
static int turn(struct scratch *scratch, off64_t position, const unsigned char *from, unsigned char *to, size_t count) {
    unsigned char counter[BLOCK] = {0}, skipped[BLOCK];
    uint64_t block = (uint64_t)position / BLOCK;
    for (int index = 0; index < 8; index++) counter[BLOCK - 1 - index] = (unsigned char)(block >> (8 * index));
    int length = 0, lead = (int)(position % BLOCK);
    if (!EVP_EncryptInit_ex(scratch->cipher, EVP_aes_256_ctr(), NULL, scratch->key, counter)) return 0;
    if (lead > 0 && !EVP_EncryptUpdate(scratch->cipher, skipped, &length, skipped, lead)) return 0;
    return EVP_EncryptUpdate(scratch->cipher, to, &length, from, (int)count);
}

static ssize_t scratch_write(void *cookie, const char *bytes, size_t count) {
    struct scratch *scratch = cookie;
    unsigned char buffer[16384];
    size_t done = 0;
    while (done < count) {
        size_t piece = count - done < sizeof buffer ? count - done : sizeof buffer;
        if (!turn(scratch, scratch->position, (const unsigned char *)bytes + done, buffer, piece)) return -1;
        ssize_t written = pwrite(scratch->descriptor, buffer, piece, scratch->position);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            atomic_fetch_add(&lost, 1);
            return done > 0 ? (ssize_t)done : -1;
        }
        scratch->position += written;
        done += (size_t)written;
    }
    return (ssize_t)done;
}

static ssize_t scratch_read(void *cookie, char *bytes, size_t count) {
    struct scratch *scratch = cookie;
    if (count > 1 << 30) count = 1 << 30;
    ssize_t taken;
    do taken = pread(scratch->descriptor, bytes, count, scratch->position);
    while (taken < 0 && errno == EINTR);
    if (taken <= 0) return taken;
    unsigned char *here = (unsigned char *)bytes;
    if (!turn(scratch, scratch->position, here, here, (size_t)taken)) return -1;
    scratch->position += taken;
    return taken;
}

static int scratch_seek(void *cookie, off64_t *offset, int whence) {
    struct scratch *scratch = cookie;
    off64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? scratch->position : lseek(scratch->descriptor, 0, SEEK_END);
    if (base < 0 || base + *offset < 0) return -1;
    *offset = scratch->position = base + *offset;
    return 0;
}

static int scratch_close(void *cookie) {
    struct scratch *scratch = cookie;
    int code = close(scratch->descriptor);
    EVP_CIPHER_CTX_free(scratch->cipher);
    explicit_bzero(scratch, sizeof *scratch);
    free(scratch);
    return code;
}

// A file without a name; where the file system has no such thing, one whose name is taken away at once.
static int nameless(const char *directory) {
    int descriptor = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0) return descriptor;
    char path[4096];
    if (snprintf(path, sizeof path, "%s/scratch-XXXXXX", directory) >= (int)sizeof path) return -1;
    descriptor = mkostemp(path, O_CLOEXEC);
    if (descriptor >= 0) unlink(path);
    return descriptor;
}

FILE *lxw_tmpfile(char *directory) {
    struct scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch) return NULL;
    scratch->cipher = EVP_CIPHER_CTX_new();
    scratch->descriptor = nameless(directory ? directory : "/tmp");
    if (scratch->cipher && scratch->descriptor >= 0 && RAND_bytes(scratch->key, KEY) == 1) {
        cookie_io_functions_t doors = {scratch_read, scratch_write, scratch_seek, scratch_close};
        FILE *file = fopencookie(scratch, "w+b", doors);
        if (file) {
            atomic_fetch_add(&sealed, 1);
            return file;
        }
    }
    if (scratch->descriptor >= 0) close(scratch->descriptor);
    EVP_CIPHER_CTX_free(scratch->cipher);
    free(scratch);
    return NULL;
}
