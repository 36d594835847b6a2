#pragma once
#include <string.h>
#include <zlib.h>

// deflateInit2 is a macro, which Swift cannot call: a whole gzip member (RFC 1952) at once, as small as zlib makes it,
// without name or time, so that equal bytes become equal bytes. Gives its length; 0 when it does not fit into `room`.
static inline size_t earmark_gzip(const unsigned char *bytes, size_t count, unsigned char *packed, size_t room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = (unsigned int)count;
    stream.next_out = packed;
    stream.avail_out = (unsigned int)room;
    int ended = deflate(&stream, Z_FINISH);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    return ended == Z_STREAM_END ? length : 0;
}
