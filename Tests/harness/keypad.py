"""A recording in which somebody keys in a card number."""

import array
import math
import sys
import wave
from pathlib import Path

RATE = 8_000
# Rows and columns of a telephone's keypad, Hz.
ROWS, COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477)
KEYS = {key: (ROWS[place // 3], COLUMNS[place % 3]) for place, key in enumerate("123456789*0#")}


def write_keypad_call(path: Path, *starts_ms: int, length_ms: int = 14_000) -> Path:
    """A hum for three seconds, and sixteen keys, three a second, from each of the times."""
    samples = array.array("h", [0] * (RATE * length_ms // 1_000))
    for place in range(len(samples)):
        samples[place] = int(2_000 * math.sin(2 * math.pi * 180 * place / RATE) * (1 if place < RATE * 3 else 0.02))
    for start in starts_ms:
        for number, key in enumerate("4929123456781234"):
            low, high = KEYS[key]
            begin = RATE * start // 1_000 + number * RATE // 3
            for place in range(begin, begin + RATE * 12 // 100):
                tone = math.sin(2 * math.pi * low * place / RATE) + math.sin(2 * math.pi * high * place / RATE)
                samples[place] = int(6_000 * tone)
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path
