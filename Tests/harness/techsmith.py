"""A screen in TechSmith's codec, which nothing free writes: run lengths of Microsoft's kind, packed by zlib, in AVI."""

import struct
import zlib

WIDTH, HEIGHT, RATE = 320, 180, 10
COLUMNS = 8
LIGHT, DARK = b"\xdc\xdc\xdc", b"\x1e\x1e\x1e"


def write_techsmith_screen(file, pictures: int, key_every: int = 40) -> None:
    """Ten pictures a second, each with its number as bright and dark columns; between keyframes only what changed."""
    frames = [frame(number, number % key_every == 0) for number in range(pictures)]
    movie, index = b"movi", b""
    for number, data in enumerate(frames):
        index += struct.pack("<4sIII", b"00dc", 0x10 if number % key_every == 0 else 0, len(movie), len(data))
        movie += chunk(b"00dc", data)
    head = struct.pack("<14I", 1_000_000 // RATE, 0, 0, 0x10, pictures, 0, 1, 0, WIDTH, HEIGHT, 0, 0, 0, 0)
    stream = struct.pack("<4s4sIHHIIIIIIIIhhhh", b"vids", b"tscc", 0, 0, 0, 0, 1, RATE, 0, pictures, 0, 0, 0, 0, 0, WIDTH, HEIGHT)
    form = struct.pack("<IiiHH4sIiiII", 40, WIDTH, HEIGHT, 1, 24, b"tscc", WIDTH * HEIGHT * 3, 0, 0, 0, 0)
    lines = chunk(b"LIST", b"strl" + chunk(b"strh", stream) + chunk(b"strf", form))
    body = chunk(b"LIST", b"hdrl" + chunk(b"avih", head) + lines) + chunk(b"LIST", movie) + chunk(b"idx1", index)
    file.write_bytes(chunk(b"RIFF", b"AVI " + body))


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def frame(number: int, is_key: bool) -> bytes:
    line, wide, behind = b"", WIDTH // COLUMNS, 0
    for column in range(COLUMNS):
        light, before = (one >> column & 1 for one in (number, number - 1))
        if not is_key and light == before:
            behind += wide
            continue
        # What stays as it was is jumped over, never up to the end of the line.
        while behind:
            line += bytes([0, 2, min(behind, 240), 0])
            behind -= min(behind, 240)
        line += bytes([wide]) + (LIGHT if light else DARK)
    return zlib.compress((line + b"\0\0") * HEIGHT + b"\0\1")
