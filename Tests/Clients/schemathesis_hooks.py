"""Tells schemathesis how bodies are written that are no JSON."""

import schemathesis


@schemathesis.serializer("text/csv", "text/vtt", "application/x-subrip", "application/offset+octet-stream")
def as_it_is(_context, value):
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")
