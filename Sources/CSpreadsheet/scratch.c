// libxlsxwriter writes the parts of a workbook to scratch files, readable by whoever reads the disk. A program's own
// lxw_tmpfile comes before the library's, so its scratch files are ours: without a name, and encrypted (AES-256-CTR)
// under a key that is nowhere but in memory and goes with the file. So is what it packs in the end.
#define _GNU_SOURCE
#include "include/CSpreadsheet.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
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
    // How often the disk did not take what was written.
    long lost;
    // Of a workbook's parts: where they are counted, what the C library calls this one, and its neighbours there.
    struct earmark_desk *desk;
    FILE *stream;
    struct scratch *next, **link;
};

struct earmark_desk {
    char *directory;
    long sealed, lost;
    bool is_cleared;
    struct scratch *first;
};

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
    if (scratch->desk && scratch->desk->is_cleared) return (ssize_t)count;
    unsigned char buffer[16384];
    size_t done = 0;
    while (done < count) {
        size_t piece = count - done < sizeof buffer ? count - done : sizeof buffer;
        if (!turn(scratch, scratch->position, (const unsigned char *)bytes + done, buffer, piece)) return -1;
        ssize_t written = pwrite(scratch->descriptor, buffer, piece, scratch->position);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            scratch->lost++;
            if (scratch->desk) scratch->desk->lost++;
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
    if (scratch->link) *scratch->link = scratch->next;
    if (scratch->next) scratch->next->link = scratch->link;
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

static struct scratch *sealed_scratch(const char *directory) {
    struct scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch) return NULL;
    scratch->cipher = EVP_CIPHER_CTX_new();
    scratch->descriptor = nameless(directory);
    if (scratch->cipher && scratch->descriptor >= 0 && RAND_bytes(scratch->key, KEY) == 1) return scratch;
    if (scratch->descriptor >= 0) close(scratch->descriptor);
    EVP_CIPHER_CTX_free(scratch->cipher);
    free(scratch);
    return NULL;
}

// The directory that is given for a workbook's parts is the name of its desk.
static const char DESK_NAME[] = "earmark-desk-";

struct earmark_desk *earmark_desk_open(const char *directory) {
    struct earmark_desk *desk = calloc(1, sizeof *desk);
    if (desk && (desk->directory = strdup(directory))) return desk;
    free(desk);
    return NULL;
}

// The library leaves files of a workbook open that it could not finish.
void earmark_desk_close(struct earmark_desk *desk) {
    desk->is_cleared = true;
    while (desk->first) fclose(desk->first->stream);
    free(desk->directory);
    free(desk);
}

int earmark_desk_name(struct earmark_desk *desk, char *name, size_t room) {
    return snprintf(name, room, "%s%p", DESK_NAME, (void *)desk) < (int)room;
}

long earmark_desk_sealed(struct earmark_desk *desk) { return desk->sealed; }

long earmark_desk_lost(struct earmark_desk *desk) { return desk->lost; }

FILE *lxw_tmpfile(char *directory) {
    void *named = NULL;
    if (!directory || strncmp(directory, DESK_NAME, sizeof DESK_NAME - 1) != 0) return NULL;
    if (sscanf(directory + sizeof DESK_NAME - 1, "%p", &named) != 1) return NULL;
    struct earmark_desk *desk = named;
    struct scratch *scratch = sealed_scratch(desk->directory);
    if (!scratch) return NULL;
    cookie_io_functions_t doors = {scratch_read, scratch_write, scratch_seek, scratch_close};
    FILE *stream = fopencookie(scratch, "w+b", doors);
    if (!stream) {
        scratch_close(scratch);
        return NULL;
    }
    scratch->desk = desk;
    scratch->stream = stream;
    scratch->next = desk->first;
    scratch->link = &desk->first;
    if (scratch->next) scratch->next->link = &scratch->next;
    desk->first = scratch;
    desk->sealed++;
    return stream;
}

void *earmark_sealed_open(const char *directory) { return sealed_scratch(directory); }

void earmark_sealed_close(void *file) { scratch_close(file); }

int64_t earmark_sealed_size(void *file) { return lseek(((struct scratch *)file)->descriptor, 0, SEEK_END); }

long earmark_sealed_lost(void *file) { return ((struct scratch *)file)->lost; }

ssize_t earmark_sealed_read(void *file, int64_t position, void *bytes, size_t count) {
    ((struct scratch *)file)->position = position;
    return scratch_read(file, bytes, count);
}

// The library packs by minizip, which it gives the name of a file. Its zipOpen is ours, as lxw_tmpfile is: a name that
// only we give stands for a sealed file, and all others are passed on. The table of doors is minizip's
// zlib_filefunc64_def (ioapi.h, Gilles Vollant), whose shape its binary interface has kept since 1.2.
static const char SEALED_NAME[] = "earmark-sealed-";

struct doors {
    void *(*open)(void *, const void *, int);
    unsigned long (*read)(void *, void *, void *, unsigned long);
    unsigned long (*write)(void *, void *, const void *, unsigned long);
    uint64_t (*tell)(void *, void *);
    long (*seek)(void *, void *, uint64_t, int);
    int (*close)(void *, void *);
    int (*error)(void *, void *);
    void *opaque;
};

static void *packed_open(void *scratch, const void *name, int mode) {
    (void)name, (void)mode;
    return scratch;
}

static unsigned long packed_read(void *opaque, void *scratch, void *bytes, unsigned long count) {
    (void)opaque;
    ssize_t taken = scratch_read(scratch, bytes, count);
    return taken > 0 ? (unsigned long)taken : 0;
}

static unsigned long packed_write(void *opaque, void *scratch, const void *bytes, unsigned long count) {
    (void)opaque;
    ssize_t written = scratch_write(scratch, bytes, count);
    return written > 0 ? (unsigned long)written : 0;
}

static uint64_t packed_tell(void *opaque, void *scratch) {
    (void)opaque;
    return (uint64_t)((struct scratch *)scratch)->position;
}

static long packed_seek(void *opaque, void *scratch, uint64_t place, int from) {
    (void)opaque;
    off64_t offset = (off64_t)place;
    return scratch_seek(scratch, &offset, from == 0 ? SEEK_SET : from == 1 ? SEEK_CUR : SEEK_END);
}

// Whoever asked for it reads it afterwards, and closes it.
static int packed_close(void *opaque, void *scratch) {
    (void)opaque, (void)scratch;
    return 0;
}

static int packed_error(void *opaque, void *scratch) { return packed_close(opaque, scratch); }

int earmark_sealed_name(void *file, char *name, size_t room) {
    return snprintf(name, room, "%s%p", SEALED_NAME, file) < (int)room;
}

void *zipOpen(const char *name, int append) {
    void *(*open)(const void *, int, const char **, struct doors *) = dlsym(RTLD_DEFAULT, "zipOpen2_64");
    if (!open) return NULL;
    void *file = NULL;
    if (strncmp(name, SEALED_NAME, sizeof SEALED_NAME - 1) != 0) return open(name, append, NULL, NULL);
    if (sscanf(name + sizeof SEALED_NAME - 1, "%p", &file) != 1) return NULL;
    struct doors doors = {packed_open, packed_read, packed_write, packed_tell, packed_seek, packed_close, packed_error, file};
    return open(name, append, NULL, &doors);
}
