#pragma once
#include <stdint.h>
#include <sys/types.h>
#include <xlsxwriter.h>

/// libxlsxwriter, and the sealed files it keeps its half-made sheets in.

/// Where one workbook's parts are kept while it is made: sealed files in a directory. NULL where there is no memory.
struct earmark_desk;
struct earmark_desk *earmark_desk_open(const char *directory);
/// Closes what is still open, unwritten; the workbook must be gone.
void earmark_desk_close(struct earmark_desk *desk);
/// What libxlsxwriter is told as its directory; 0 where the room is too small.
int earmark_desk_name(struct earmark_desk *desk, char *name, size_t room);
/// How many files it has sealed so far; 0 after a workbook was made means that the library found its own way to the disk.
long earmark_desk_sealed(struct earmark_desk *desk);
/// How often the disk did not take what was written to one of them; the library itself goes on without a word.
long earmark_desk_lost(struct earmark_desk *desk);

/// A file in memory alone, closed on exec; -1 with errno where the system has none.
int earmark_memory_file(void);

/// A sealed file in a directory: without a name, and encrypted under a key that goes with it; NULL where there is none.
void *earmark_sealed_open(const char *directory);
void earmark_sealed_close(void *file);
int64_t earmark_sealed_size(void *file);
/// How often the disk did not take what was written to it.
long earmark_sealed_lost(void *file);
/// Some bytes from a place on, in the clear; 0 at the end, -1 with errno.
ssize_t earmark_sealed_read(void *file, int64_t position, void *bytes, size_t count);
/// The name under which libxlsxwriter writes to it; 0 where the room is too small.
int earmark_sealed_name(void *file, char *name, size_t room);
