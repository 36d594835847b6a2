"""A client that downloads over several connections and copies nothing."""

import socket
import threading
import time
from dataclasses import dataclass

PIECE = 1 << 20


@dataclass(frozen=True)
class Download:
    """What one connection saw."""

    first_byte: float
    bytes: int


def download(port: int, path: str, headers: list[str]) -> Download:
    """One GET on a connection of its own; seconds from the request to the first byte of the answer's body."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", ""]
        begun = time.perf_counter()
        connection.sendall("\r\n".join(lines).encode())
        head = b""
        while b"\r\n\r\n" not in head:
            got = connection.recv(4096)
            if not got:
                raise RuntimeError(f"no answer: {head[:200]!r}")
            head += got
        first = time.perf_counter() - begun
        head, _, body = head.partition(b"\r\n\r\n")
        status = head.split(b"\r\n")[0]
        if status.split()[1] not in (b"200", b"206"):
            raise RuntimeError(f"{path}: {status.decode()}")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        left = length - len(body)
        place = bytearray(PIECE)
        while left > 0:
            # MSG_TRUNC: the kernel lets the bytes go instead of copying them.
            got = connection.recv_into(place, min(left, PIECE), socket.MSG_TRUNC)
            if got == 0:
                raise RuntimeError(f"{path} ended {left} bytes early")
            left -= got
        return Download(first, length)


def rate(port: int, path: str, headers: list[str], connections: int, seconds: float) -> float:
    """Bytes a second over so many connections, each of which downloads again and again; whole downloads count."""
    until = time.perf_counter() + seconds
    trouble: list[Exception] = []
    done = [(0, 0.0)] * connections

    def work(number: int) -> None:
        total = 0
        begun = time.perf_counter()
        try:
            while True:
                total += download(port, path, headers).bytes
                if time.perf_counter() >= until:
                    break
        except Exception as error:  # noqa: BLE001
            trouble.append(error)
        done[number] = (total, time.perf_counter() - begun)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise trouble[0]
    return sum(total / taken for total, taken in done)
