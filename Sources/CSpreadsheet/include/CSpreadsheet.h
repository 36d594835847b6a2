#pragma once
#include <xlsxwriter.h>

/// libxlsxwriter, and the sealed files it keeps its half-made sheets in.

/// How many of its scratch files were sealed by us so far in this process; 0 after a workbook was made means that the
/// library found its own way to the disk.
long earmark_sealed_scratch_files(void);

/// How often the disk did not take what was written to one of them; the library itself goes on without a word.
long earmark_lost_scratch_writes(void);

/// A file in memory alone, closed on exec; -1 with errno where the system has none.
int earmark_memory_file(void);
