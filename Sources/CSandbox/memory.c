#include "CSandbox.h"
#include <stdlib.h>

void earmark_keep_memory(size_t bytes) {
    // glibc raises both of its thresholds (M_MMAP_THRESHOLD, M_TRIM_THRESHOLD) when a mapping of this size is freed, and
    // goes on raising them; mallopt would fix them.
    void *volatile block = malloc(bytes);
    free(block);
}
