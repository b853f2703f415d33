"""
A thread to post into, as a file: it outlives the process that posts, and counts.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.delivery import Question
from bot.store import Receipt, Store
from bot.store.processes import Lease

SHORT = Lease(beat_seconds=0.2, fresh_seconds=0.8, seconds=2.0, round_seconds=0.4)
"""Nobody waits for the dead as long as a living bot does."""


class Thread:
    """
    One line a reply: the question's key. *before_post* and *after_post* are where tests break it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.looked: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self.before_find: Callable[[Question], Awaitable[None]] = _nothing
        self.before_post: Callable[[Question], Awaitable[None]] = _nothing
        self.after_post: Callable[[Question], Awaitable[None]] = _nothing

    async def find(self, question: Question) -> str | None:
        self.looked.append(question.key)
        await self.before_find(question)
        return f"reply-{question.key}" if question.key in self.replies() else None

    async def post(self, question: Question, reply: str) -> str:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await self.before_post(question)
            line = f"{question.key}\n".encode()
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.write(file, line)
            os.close(file)
            await self.after_post(question)
        finally:
            self._at_once -= 1
        return f"reply-{question.key}"

    def replies(self) -> Counter[str]:
        if not self._path.exists():
            return Counter()
        return Counter(self._path.read_text().split())

    async def wait_for(self, number: int) -> None:
        async def posted() -> bool:
            return self.replies().total() >= number

        await eventually(posted)


async def eventually(true: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> None:
    """
    Ask until it is so; a file and a database tell nobody when they change.
    """
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def has_receipt(store: Store, question: Question) -> None:
    async def kept() -> bool:
        return await store.receipt(question.key) is not None

    await eventually(kept)


def question(
    number: int = 1,
    text: str = "is django faster than flask?",
    *,
    channel: str | None = None,
    thread: int | None = None,
) -> Question:
    """
    A question in a channel of its own, and the first in its thread, unless it is said.
    """
    channel = channel or f"C{number}"
    ts = f"1700000000.{number:06}"
    thread_ts = ts if thread is None else f"1700000000.{thread:06}"
    return Question(
        key=f"{channel}:{ts}", channel=channel, ts=ts, thread_ts=thread_ts, user="U1", text=text
    )


async def decide(text: str) -> str:
    return text.upper()


def receipt(question: Question, reply: str, reply_ts: str) -> Receipt:
    return Receipt(
        key=question.key,
        channel=question.channel,
        ts=question.ts,
        thread_ts=question.thread_ts,
        reply_ts=reply_ts,
        text=question.text,
        outcome="answer",
        revision="r1",
        created=datetime.now(UTC),
    )


async def _nothing(question: Question) -> None:
    pass
