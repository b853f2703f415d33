"""
Requests as bytes: what a client that keeps no rules can send, and what comes back.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.server import EVENTS_PATH

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
ANSWER_SECONDS: Final = 10.0
GO_ON: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Heard:
    """
    What came back until the connection was closed, or the answer was whole.
    """

    raw: bytes
    seconds: float

    @property
    def status(self) -> int:
        """The status of the first answer; 0 when there was none."""
        head = self.raw.split(b"\r\n", 1)[0].split(b" ")
        return int(head[1]) if len(head) > 1 and head[1].isdigit() else 0


def signed(secret: str, body: bytes, at: float | None = None) -> dict[str, str]:
    """
    The headers Slack would send with *body*, at the time *at*.
    """
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


def request(
    body: bytes,
    headers: dict[str, str],
    *,
    kind: str = JSON,
    path: str = EVENTS_PATH,
    length: int | None = None,
) -> bytes:
    """
    A request as a client that keeps the rules sends it; *length* may lie.
    """
    given = {"Host": "bot", "Content-Type": kind, **headers}
    given["Content-Length"] = str(len(body) if length is None else length)
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


async def talk(
    url: str,
    pieces: Sequence[bytes],
    *,
    pause_seconds: float = 0.0,
    hang_up: bool = False,
) -> Heard:
    """
    Send *pieces* with pauses between them; with *hang_up* no more can come. What comes back.
    """
    where, began = urlsplit(url), time.monotonic()
    reader, writer = await asyncio.open_connection(where.hostname, where.port)

    async def send() -> None:
        with contextlib.suppress(ConnectionError):
            for number, piece in enumerate(pieces):
                if number and pause_seconds:
                    await asyncio.sleep(pause_seconds)
                writer.write(piece)
                await writer.drain()
            if hang_up:
                writer.write_eof()

    sending, raw = asyncio.create_task(send()), b""
    with contextlib.suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(ANSWER_SECONDS):
            while not is_whole(raw) and (some := await reader.read(65_536)):
                raw += some
    sending.cancel()
    writer.close()
    return Heard(raw, time.monotonic() - began)


def is_whole(raw: bytes) -> bool:
    """
    Whether *raw* holds an answer with all of its body.
    """
    head, end, body = raw.removeprefix(GO_ON).partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return bool(end) and len(body) >= int(line.partition(b":")[2])
    return False
