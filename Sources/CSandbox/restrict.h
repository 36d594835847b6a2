#pragma once

/// The two steps of the lockdown that the kernel enforces from then on; each gives 0 or an errno.

/// Landlock: no file, directory, device or, where the kernel knows how, port can be opened any more. A kernel without
/// Landlock changes nothing here; the filter of calls refuses opening anyway.
int earmark_leave_file_system(void);

/// seccomp: what decoding and answering need, nothing else. A kernel without it is an error.
int earmark_filter_calls(void);
