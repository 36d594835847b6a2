#pragma once
#include <stdint.h>
#include <sys/types.h>
#include <xlsxwriter.h>

/// libxlsxwriter, and the sealed files it keeps its half-made sheets in.

/// How many of its scratch files were sealed by us so far in this process; 0 after a workbook was made means that the
/// library found its own way to the disk.
long earmark_sealed_scratch_files(void);

/// How often the disk did not take what was written to one of them; the library itself goes on without a word.
long earmark_lost_scratch_writes(void);

/// A file in memory alone, closed on exec; -1 with errno where the system has none.
int earmark_memory_file(void);

/// A sealed file in a directory: without a name, and encrypted under a key that goes with it; NULL where there is none.
void *earmark_sealed_open(const char *directory);
void earmark_sealed_close(void *file);
int64_t earmark_sealed_size(void *file);
/// Some bytes from a place on, in the clear; 0 at the end, -1 with errno.
ssize_t earmark_sealed_read(void *file, int64_t position, void *bytes, size_t count);
/// The name under which libxlsxwriter writes to it; 0 where the room is too small.
int earmark_sealed_name(void *file, char *name, size_t room);
