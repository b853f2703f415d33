"""
The way in: stored once, and before anybody is answered.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery import NotAcceptedError, Question
from bot.delivery import accepting as way_in
from bot.delivery.accepting import Accepting


class Book:
    """
    Where questions are stored, when it is open.
    """

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.asked: list[str] = []
        self.stored: set[str] = set()
        self.broken = False

    async def store(self, question: Question) -> bool:
        self.asked.append(question.key)
        await self.open.wait()
        if self.broken:
            raise OSError
        is_new = question.key not in self.stored
        self.stored.add(question.key)
        return is_new


def question(number: int = 1) -> Question:
    ts = f"1700000000.{number:06}"
    return Question(f"C1:{ts}", "C1", ts, ts, "U1", "django or flask?")


async def test_what_is_sent_again_is_not_stored_again() -> None:
    book = Book()
    accepting = Accepting(book.store)

    news = [await accepting.accept(question()) for _ in range(3)]

    assert news == [True, False, False]
    assert book.asked == [question().key]


async def test_what_another_process_stored_is_not_new() -> None:
    book = Book()
    book.stored.add(question().key)

    assert not await Accepting(book.store).accept(question())


async def test_what_could_not_be_stored_is_tried_again() -> None:
    book = Book()
    accepting = Accepting(book.store)
    book.broken = True
    with pytest.raises(NotAcceptedError):
        await accepting.accept(question())
    assert accepting.has_failed
    book.broken = False

    assert await accepting.accept(question())
    assert not accepting.has_failed


async def test_only_so_many_keys_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way_in, "MOST_KNOWN", 2)
    book = Book()
    accepting = Accepting(book.store)
    for number in (1, 2, 3):
        await accepting.accept(question(number))

    assert not await accepting.accept(question(1))
    assert not await accepting.accept(question(3))
    assert book.asked == [question(number).key for number in (1, 2, 3, 1)]


async def test_an_answer_waits_until_all_are_in() -> None:
    book = Book()
    book.open.clear()
    accepting = Accepting(book.store)
    coming = [asyncio.create_task(accepting.accept(question(number))) for number in (1, 2)]
    await asyncio.sleep(0.01)
    answer = asyncio.create_task(accepting.let_in_first())
    await asyncio.sleep(0.01)
    assert not answer.done()

    book.open.set()
    await asyncio.gather(*coming)

    await asyncio.wait_for(answer, 0.5)


async def test_an_answer_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way_in, "FIRST_SECONDS", 0.02)
    book = Book()
    book.open.clear()
    accepting = Accepting(book.store)
    coming = asyncio.create_task(accepting.accept(question()))
    await asyncio.sleep(0.01)

    await accepting.let_in_first()

    assert not coming.done()
    book.open.set()
    await coming


async def test_where_nobody_comes_an_answer_does_not_wait() -> None:
    accepting = Accepting(Book().store)
    await accepting.accept(question())

    async with asyncio.timeout(0):
        await accepting.let_in_first()
